"""`kp020`: a Person, with `history=true` also what has ended. The private address is there to be left alone."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ratsarchiv.demo.markup import esc, knopf
from ratsarchiv.demo.rahmen import Ansicht, Seite
from ratsarchiv.demo.seite_gremien import ALTOPTION, PROGRAMME

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Gremium, Mitgliedschaft, Person

UEBERSCHRIFTEN = {"Rat": "Rat der Stadt", "Fraktion": "Fraktion(en)", "Ausschuss": "Ausschüsse"}


def person(ansicht: Ansicht, nummer: int, *, history: bool) -> Seite:
    """The page of a Person: three tables, Anschrift, Sonstiges, Mitarbeit."""
    wer = ansicht.world.person[nummer]
    adresse = f"kp020.asp?KPLFDNR={wer.nummer}"
    link = f'<p><a href="{adresse}&amp;history=true">Mitarbeit im Zeitverlauf</a></p>\n'
    umschalten = "" if history else link
    return Seite(
        programm="kp020",
        adresse=adresse,
        titel=wer.rufname,
        h1=wer.rufname,
        objekt=wer.nummer,
        felder=(("KPLFDNR", wer.nummer),),
        inhalt=_anschrift(wer) + _sonstiges(wer) + umschalten + _mitarbeit(ansicht, wer, history=history),
        deko=None,
    )


def _anschrift(wer: Person) -> str:
    strasse = wer.privat.strasse if wer.privat else f"Beispielweg {wer.nummer}"
    zeilen = (esc(wer.rufname), esc(strasse), "00000 Musterstadt")
    text = "".join(f'\t<tr><td class="text4" colspan="2">{each}</td></tr>\n' for each in zeilen)
    telefon = _nummer("telefon", "Tel. privat", wer.privat.telefon if wer.privat else f"00000 - 99 {wer.nummer}")
    if wer.privat:
        telefon += _nummer("mobil", "Mobiltelefon", wer.privat.mobil) + _mail(wer, wer.privat.mail)
    return f'<h3>Anschrift</h3>\n<table class="tk1" cellspacing="0" cellpadding="1">\n{text}{telefon}</table>\n'


def _nummer(bild: str, titel: str, nummer: str) -> str:
    return (
        f'\t<tr><td class="lb1"><img src="images/{bild}.gif" alt="{titel}" title="{titel}"  /></td>'
        f'<td class="text4"><span title="{titel}">{nummer}</span></td></tr>\n'
    )


def _mail(wer: Person, mail: str) -> str:
    """The address in numeric entities, as the vendor hides it from the simplest of readers."""
    verdeckt = "".join(f"&#{ord(each)};" for each in mail)
    return (
        '\t<tr><td class="lb1"><img src="images/email.gif" alt="E-Mail privat" title="E-Mail privat"  /></td>'
        f'<td class="text4"><a href="&#77;&#97;&#73;&#108;&#116;&#79;:{verdeckt}" '
        f'title="Mail an {esc(wer.rufname)} schreiben">{verdeckt}</a></td></tr>\n'
    )


def _sonstiges(wer: Person) -> str:
    angaben = {"Beruf": "Keine Information"}
    if wer.privat:
        angaben = {"Geburtsdatum": f"{wer.privat.geboren:%d.%m.%Y}", "Beruf": esc(wer.privat.beruf)}
    zeilen = "".join(
        f'\t<tr><td class="text4">{name}:</td><td class="text4">{wert}</td></tr>\n' for name, wert in angaben.items()
    )
    return f'<h3>Sonstiges</h3>\n<table class="tk1" cellspacing="0" cellpadding="1">\n{zeilen}</table>\n'


def _mitarbeit(ansicht: Ansicht, wer: Person, *, history: bool) -> str:
    sitze = [each for each in ansicht.world.mitgliedschaften if each.person == wer.nummer and each.name_genannt]
    if not history:
        sitze = [each for each in sitze if each in ansicht.world.mitglieder(each.gremium)]
    zeilen = ""
    for art, titel in UEBERSCHRIFTEN.items():
        eigene = [each for each in sitze if ansicht.world.gremium[each.gremium].art == art]
        zeilen += f'\t<tr class="zk1"><th colspan="5">{titel}</th></tr>\n'
        zeilen += _gruppen(ansicht, eigene) or '\t<tr><td colspan="5">Keine Information</td></tr>\n'
    return f'<h3>Mitarbeit</h3>\n<table class="tl1" cellspacing="0" cellpadding="2" border="0">\n{zeilen}</table>\n'


def _gruppen(ansicht: Ansicht, sitze: list[Mitgliedschaft]) -> str:
    sitze.sort(key=lambda each: (each.gremium, each.von, each.bis is None))
    zeilen = ""
    for schluessel, gruppe in groupby(sitze, key=lambda each: each.gremium):
        for n, sitz in enumerate(gruppe):
            zeilen += _zeile(ansicht.world.gremium[schluessel], sitz, erste=n == 0)
    return zeilen


def _zeile(gremium: Gremium, sitz: Mitgliedschaft, *, erste: bool) -> str:
    """Only the first row of a Gremium has the button and the name's link."""
    kuerzel, feld = PROGRAMME[gremium.art]
    option = ALTOPTION[gremium.art]
    form, name = "&nbsp;", esc(gremium.name)
    if erste:
        felder: dict[str, object] = {feld: gremium.nummer, "altoption": option}
        form = knopf(f"{kuerzel}020.asp", felder, f"il1_{kuerzel}", kuerzel.upper(), option)
        name = f'<a href="{kuerzel}020.asp?{feld}={gremium.nummer}&amp;altoption={option}">{name}</a>'
    zeit = f"{sitz.von:%d.%m.%Y} - {sitz.bis:%d.%m.%Y}" if sitz.bis else f"seit {sitz.von:%d.%m.%Y}"
    return (
        f'\t<tr class="zl12"><td>{form}</td>\n<td class="text1">{name}</td>'
        f'<td class="text4">{esc(sitz.rolle)}&nbsp;</td>'
        f'<td class="text4">{zeit}</td><td>&nbsp;</td></tr>\n'
    )
