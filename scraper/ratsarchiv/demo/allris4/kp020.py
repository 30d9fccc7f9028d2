"""`kp020`: a Person with what it belongs to. The private address is there to be left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo.allris4 import bausteine
from ratsarchiv.demo.allris4.bausteine import Feld, streifen, zeile
from ratsarchiv.demo.allris4.rahmen import Ansicht, attr, seite
from ratsarchiv.demo.nummern import gremium_nummer

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Mitgliedschaft, Person

SPALTEN = {"grname": "Gremium", "amname": "Art der Mitarbeit", "mgvon": "von", "mgbis": "bis"}


def person(ansicht: Ansicht, nummer: int) -> str:
    """The page of a Person."""
    wer = ansicht.world.person[nummer]
    sitze = [each for each in ansicht.world.mitgliedschaften if each.person == nummer and each.name_genannt]
    laufend = [each for each in sitze if each in ansicht.world.mitglieder(each.gremium)]
    zeilen = "".join(_sitz(ansicht, n, each) for n, each in enumerate(laufend))
    tabelle = bausteine.tabelle(ansicht, "Mitarbeit", "hoverRow", SPALTEN, zeilen)
    inhalt = (
        f'{bausteine.kopf(ansicht, _angaben(ansicht, wer), "")}<div id="mainContent">\n'
        f"{bausteine.panel(ansicht, 'Mitarbeit', tabelle)}</div>\n"
    )
    return seite(ansicht, "Person", wer.rufname, inhalt)


def _angaben(ansicht: Ansicht, wer: Person) -> str:
    felder = [Feld("Name:", "kpname", attr(wer.name), "text1")]
    fraktion = ansicht.world.gremium.get(wer.fraktion or "")
    if fraktion:
        felder.append(Feld("Fraktion:", "kpfraktion", attr(fraktion.name)))
    if privat := wer.privat:
        felder += [
            Feld("Straße:", "adstrasse", attr(privat.strasse)),
            Feld("Tel. privat:", "adtelefon", attr(privat.telefon)),
            Feld("Mobiltelefon:", "admobil", attr(privat.mobil)),
            Feld("E-Mail privat:", "admail", f'<a href="mailto:{attr(privat.mail)}">{attr(privat.mail)}</a>'),
            Feld("Geburtsdatum:", "kpgeboren", f"{privat.geboren:%d.%m.%Y}"),
            Feld("Beruf:", "kpberuf", attr(privat.beruf)),
        ]
    return "".join(zeile(ansicht, each) for each in felder)


def _sitz(ansicht: Ansicht, n: int, sitz: Mitgliedschaft) -> str:
    gremium = ansicht.world.gremium[sitz.gremium]
    name = f'\n<a href="./gr020?GRLFDNR={gremium_nummer(sitz.gremium)}">{attr(gremium.name)}</a>\n'
    if gremium.verborgen:
        name = ""
    bis = ansicht.datum(sitz.bis) if sitz.bis else ""
    werte = (name, attr(sitz.rolle), ansicht.datum(sitz.von), bis)
    zellen = "".join(
        f'<td class="{klasse}">\n<div>{wert}</div>\n</td>' for klasse, wert in zip(SPALTEN, werte, strict=True)
    )
    return f'<tr id="{ansicht.id()}" class="{streifen(n)}">\n{zellen}\n</tr>'
