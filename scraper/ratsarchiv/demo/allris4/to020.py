"""`to020`: the Auszug of one Tagesordnungspunkt; what kind a text is stands in tooltips and in the document column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.demo.allris4 import bausteine, to010, wort
from ratsarchiv.demo.allris4.bausteine import Feld, zeile
from ratsarchiv.demo.allris4.rahmen import Ansicht, absatz, attr, seite

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Sitzung, Top, Vorlage

H1_ZEICHEN = 60
ZUR_VORLAGE = "Anlagen zur Vorlage"


def auszug(ansicht: Ansicht, nummer: int) -> str:
    """The page of an Auszug."""
    treffen, top = ansicht.world.top[nummer]
    assert top.auszug
    papier = _vorlage(ansicht, top)
    anlagen = top.auszug.anlagen
    vo_anlagen = papier.anlagen if papier else []
    teile = [(ansicht.id(), each) for each in top.auszug.teile if each.nummer]
    anker = [
        f'<a href="#showHideLink_{kennung}" class="doclink anchor">{wort.NAMEN[each.code]}</a>'
        for kennung, each in teile
    ]
    rechts = (
        bausteine.dokumente(ansicht, [], anker)
        + bausteine.anlagen_kurz(ansicht, anlagen)
        + bausteine.anlagen_kurz(ansicht, vo_anlagen, ZUR_VORLAGE)
    )
    texte = "".join(wort.teil_panel(ansicht, each, stumm=True, kennung=kennung) for kennung, each in teile)
    inhalt = (
        f"{bausteine.kopf(ansicht, _angaben(ansicht, treffen, top, papier), rechts)}"
        f'<div id="mainContent">\n{_beschlussart(ansicht, top)}{texte}{bausteine.anlagen_lang(ansicht, anlagen)}'
        f"{bausteine.anlagen_lang(ansicht, vo_anlagen, ZUR_VORLAGE)}</div>\n"
        '<div class="arrowNav">\n<div class="arrowLeft">\n\n</div>\n<div class="arrowRight">\n\n</div>\n</div>\n'
    )
    return seite(ansicht, "Auszug", _h1(treffen, top), inhalt)


def _vorlage(ansicht: Ansicht, top: Top) -> Vorlage | None:
    papier = ansicht.world.vorlage.get(top.vorlage or 0)
    return papier if papier and papier.zugang == "oeffentlich" else None


def _h1(treffen: Sitzung, top: Top) -> str:
    nummer = top.nummer.split()[-1] if top.nummer else ""
    h1 = f"{treffen.datum:%d.%m.%Y} - {nummer} {top.betreff}".replace("\n", " ")
    return h1 if len(h1) <= H1_ZEICHEN else f"{h1[:H1_ZEICHEN]}..."


def _angaben(ansicht: Ansicht, treffen: Sitzung, top: Top, papier: Vorlage | None) -> str:
    ziel = f"./to010?SILFDNR={treffen.id}&amp;TOLFDNR={top.id}"
    sitzung = Feld("Sitzung:", "sibetreff", f'\n<a href="{ziel}">{absatz(treffen.name)}</a>\n', "text1")
    return (
        zeile(ansicht, Feld("TOP:", "toname", attr(top.nummer)))
        + zeile(ansicht, sitzung)
        + zeile(ansicht, to010.gremium(ansicht, treffen, "text4"), None)
        + to010.termin(ansicht, treffen, mit_links=False)
        + (_angaben_vorlage(ansicht, papier, top) if papier else zeile(ansicht, None, None))
    )


def _angaben_vorlage(ansicht: Ansicht, papier: Vorlage, top: Top) -> str:
    ziel = f"./vo020?VOLFDNR={papier.id}&amp;refresh=false&amp;TOLFDNR={top.id}"
    name = f'\n<a href="{ziel}">{absatz(f"{papier.nummer} {papier.betreff}")}</a>\n'
    bearbeiter = Feld("Bearbeiter:", "vosb", attr(papier.bearbeiter)) if papier.bearbeiter else None
    return (
        zeile(ansicht, Feld("Vorlage:", "vobetreff", name, "text1"))
        + zeile(ansicht, Feld("Beratung:", "vostatus", "öffentlich"), Feld("Vorlageart:", "voart", attr(papier.art)))
        + zeile(ansicht, Feld("Federführend:", "vofamt", attr(papier.federfuehrend)), bearbeiter)
    )


def _beschlussart(ansicht: Ansicht, top: Top) -> str:
    if not top.beschluss:
        return ansicht.leer()
    return (
        f'<div class="compFull roundedBorder toBa" id="{ansicht.id()}">\n<dl class="row">\n<dt class="colTitle">\n'
        '<span class="label">Beschluss:</span>\n</dt>\n<dd class="colEntry">\n'
        f'<span class="text4" id="toBeschlussart">{attr(top.beschluss)}</span>\n</dd>\n</dl>\n</div>\n\n'
    )
