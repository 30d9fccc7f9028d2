"""`to010`: a Sitzung and its agenda, a tree table with rows for the public and the non-public part."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ratsarchiv.demo.allris4 import bausteine
from ratsarchiv.demo.allris4.bausteine import Feld, streifen, zeile
from ratsarchiv.demo.allris4.rahmen import WOCHENTAGE, Ansicht, absatz, attr, seite
from ratsarchiv.demo.nummern import gremium_nummer

if TYPE_CHECKING:
    from datetime import date

    from ratsarchiv.demo.world import Sitzung, Top

SPALTEN = {
    "expandCloseCol": '<span aria-label="Aufklappen/Zuklappen">+/-</span>',
    "tonr": "<span>TOP</span>",
    "tobetreff": "<span>Betreff</span>",
    "attach": '<span role="img" aria-label="Anlagen zu" class="anlagenImg"></span>',
    "tobahint": '<span role="img" aria-label="geänderter Beschluss" class="baimportant"></span>',
    "tovonr": "<span>Vorlage</span>",
    "toDoc": '<span role="img" aria-label="Dokument" class="pdfImg"></span>',
    "tobanr": "<span>Beschlussart</span>",
}
SAMMELDOKUMENT = (
    '<a href="#" id="sammeldoc" class="aktenmappe_indiv doclink js-simple-tooltip tooltipProvider" '
    'aria-haspopup="dialog" data-simpletooltip-text="Konfigurieren Sie hier eine individuelle '
    f'Dokumentenzusammenstellung">Sammeldokument individuell</a>{bausteine.warten("sammeldoc")}'
)
STUFEN = ("num", "unum", "uunum")
"""A row has a class for each item above it, and for itself: `numeven unumodd`."""


def sitzung(ansicht: Ansicht, nummer: int) -> str:
    """The page of a Sitzung."""
    treffen = ansicht.world.sitzung[nummer]
    rechts = bausteine.dokumente(ansicht, treffen.dokumente, [SAMMELDOKUMENT])
    rechts += bausteine.anlagen_kurz(ansicht, treffen.anlagen)
    inhalt = (
        f"{bausteine.kopf(ansicht, _angaben(ansicht, treffen), rechts)}"
        f'<div id="mainContent">\n{_tagesordnung(ansicht, treffen)}{bausteine.anlagen_lang(ansicht, treffen.anlagen)}'
        f"{ansicht.leer()}</div>\n"
    )
    namen = ", ".join(ansicht.world.gremium[each].name for each in treffen.gremien)
    return seite(ansicht, "Sitzung", f"{namen} - {treffen.datum:%d.%m.%Y}", inhalt)


def termin(ansicht: Ansicht, treffen: Sitzung, *, mit_links: bool) -> str:
    """The rows that say when, on the pages of a Sitzung and of its Auszüge; the day is German in every language."""
    tag = wochentag(treffen.datum)
    gemischt = any(not each.oeffentlich for each in treffen.tops)
    stand = f"(Sitzung {'abgeschlossen' if treffen.protokoll else 'eingeladen'})"
    if mit_links:
        ziel = f"./si010?DD={treffen.datum.day}&amp;MM={treffen.datum.month}&amp;YY={treffen.datum.year}"
        tag = f'\n<a href="{ziel}">{tag}</a>\n'
        stand = f"\n<a> {stand}</a>\n"
    zusatz = f'\n<span class="text4" id="sistat">{stand if mit_links else f" {stand}"}</span>'
    zeit = " - ".join(each for each in (treffen.beginn, treffen.ende) if each)
    status = Feld("Status:", "sistatus", "gemischt" if gemischt else "öffentlich", zusatz=zusatz)
    uhr = Feld("Uhrzeit:", "sizeit", zeit) if zeit else None
    return zeile(ansicht, Feld("Datum:", "sidatum", tag), status) + zeile(
        ansicht, uhr, Feld("Anlass:", "sianlass", "Sitzung")
    )


def wochentag(tag: date) -> str:
    """`Mi., 21.10.2026`."""
    return f"{WOCHENTAGE[tag.weekday()][0]}., {tag:%d.%m.%Y}"


def gremium(ansicht: Ansicht, treffen: Sitzung, klasse: str = "text1") -> Feld:
    """The field with the Gremium and its link, or with the names of several."""
    alle = [ansicht.world.gremium[each] for each in treffen.gremien]
    if len(alle) > 1:
        return Feld("Gremien:", "sigremium", ", ".join(attr(each.name) for each in alle), klasse)
    ziel = f"./gr020?GRLFDNR={gremium_nummer(treffen.gremien[0])}"
    return Feld("Gremium:", "sigremium", f'\n<a href="{ziel}">{attr(alle[0].name)}</a>\n', klasse)


def _angaben(ansicht: Ansicht, treffen: Sitzung) -> str:
    raum = Feld("Raum:", "siraum", attr(treffen.raum)) if treffen.raum else None
    ort = Feld("Ort:", "siort", attr(treffen.ort)) if treffen.ort else None
    return (
        zeile(ansicht, Feld("Betreff:", "sibetreff", f"\n<a>{absatz(treffen.name)}</a>\n", "text1"))
        + zeile(ansicht, gremium(ansicht, treffen))
        + termin(ansicht, treffen, mit_links=True)
        + bausteine.paar(ansicht, raum, ort)
    )


def _tagesordnung(ansicht: Ansicht, treffen: Sitzung) -> str:
    rows = "".join(_zeilen(ansicht, treffen))
    koepfe = "".join(f'<th class="{klasse}" scope="col">{text}</th>\n\n' for klasse, text in SPALTEN.items())
    haken = ansicht.id()
    tabelle = (
        '<span class="checks">\n<span>\n<input type="checkbox" name="tagesordnung:expandedPanel:alleTops" '
        f'id="{haken}">\n<label id="{ansicht.id()}" for="{haken}" class="optional-field" aria-label="Alle '
        'Tagesordnungspunkte aufklappen">Alle Tagesordnungspunkte aufklappen</label>\n</span>\n</span>\n'
        '<div class="tablesaw-bar tablesaw-mode-columntoggle" id="to010tablesaw-bar">\n\n</div>\n'
        '<div id="toTable" class="tree-theme-human">\n'
        '<table id="toTreeTable" class="dataTable captionVisible stickyHeader toTable">\n'
        '<caption class="rs_skip">Tagesordnung</caption>\n<thead>\n\n<tr class="headers">\n\n'
        f"{koepfe}</tr>\n\n</thead>\n<tbody>\n{rows}\n\n</tbody>\n\n</table>\n</div>\n"
    )
    return bausteine.panel(ansicht, "Tagesordnung", tabelle)


def _zeilen(ansicht: Ansicht, treffen: Sitzung) -> list[str]:
    """The rows: before the first item of each part its heading."""
    rows: list[str] = []
    teil: bool | None = None
    stufen: list[str] = []
    for top in treffen.tops:
        if top.oeffentlich is not teil:
            teil = top.oeffentlich
            rows.append(_abschnitt(ansicht, len(rows), "Öffentlicher Teil" if teil else "Nichtöffentlicher Teil"))
        farbe, stufe = streifen(len(rows)), len(_ebenen(top)[1:])
        stufen[stufe:] = [f"{STUFEN[min(stufe, 2)]}{farbe}"]
        rows.append(_top(ansicht, treffen, top, f"{farbe} {' '.join(stufen)}"))
    return rows


def _zeile(kopf: str, zellen: dict[str, str]) -> str:
    """A row; a cell without content has no `div` either."""
    inhalt = "".join(f'<td class="{name}">\n{zellen.get(name, "")}\n</td>' for name in SPALTEN)
    return f"<tr {kopf}>\n{inhalt}\n</tr>"


def _abschnitt(ansicht: Ansicht, n: int, titel: str) -> str:
    return _zeile(f'id="{ansicht.id()}" class="{streifen(n)} beratung"', {"tobetreff": f"<div><p>{titel}</p></div>"})


def _top(ansicht: Ansicht, treffen: Sitzung, top: Top, klasse: str) -> str:
    offen = top.oeffentlich or top.verraten
    zellen = {"tonr": _nummer(top), "tobetreff": _betreff(ansicht, treffen, top, mit_link=offen)}
    if offen:
        zellen |= {
            "attach": _anlagen(ansicht, top),
            "tovonr": _bezug(ansicht, top),
            "toDoc": f"<div>\n{bausteine.doclink(ansicht, top.niederschrift, stumm=True)}\n</div>"
            if top.niederschrift
            else "",
            "tobanr": f"<div>{attr(top.beschluss or '')}</div>",
        }
    return _zeile(f'id="{ansicht.id()}" class="{klasse}" {_baum(treffen, top)}', zellen)


def _ebenen(top: Top) -> list[str]:
    return top.nummer.split()[-1].split(".") if top.nummer else []


def _baum(treffen: Sitzung, top: Top) -> str:
    """The row's place in the tree: `data-tt-id="725632"`, below it `7256310` with its parent."""
    ebenen = _ebenen(top) or [str(top.id)]
    ids = [f"{treffen.id}{ebenen[0]}"]
    for each in ebenen[1:]:
        ids.append(f"{ids[-1]}{each}0")
    eltern = f' data-tt-parent-id="{ids[-2]}"' if len(ids) > 1 else ""
    return f'data-tt-id="{ids[-1]}"{eltern}'


def _nummer(top: Top) -> str:
    kennung = f"link_{top.id}"
    tipp = attr(f"Beschlüsse für {top.betreff} anzeigen")
    mehr = f' data-simpletooltip-text="{tipp}" class="js-simple-tooltip collapse"' if top.auszug else ""
    return f'<div>\n<a href="#" id="{kennung}"{mehr}>{attr(top.nummer)}</a>{bausteine.warten(kennung)}\n</div>'


def _betreff(ansicht: Ansicht, treffen: Sitzung, top: Top, *, mit_link: bool) -> str:
    ziel = f' href="./to020?TOLFDNR={top.id}&amp;SILFDNR={treffen.id}"' if mit_link and top.auszug else ""
    text = attr(top.betreff) + f'<span class="zusatzinfo">{attr(top.zusatz or "")}</span> '
    return f'<div>\n<a{ziel} id="betreff_{top.id}">{text}</a>\n{ansicht.leer()}</div>'


def _anlagen(ansicht: Ansicht, top: Top) -> str:
    papier = ansicht.world.vorlage.get(top.vorlage or 0)
    if papier is None or not papier.anlagen:
        return ""
    text = attr(f"{top.betreff} vorhanden")
    dreifach = escape(escape(escape(f"{top.betreff} vorhanden")))
    return (
        f'<div>\n<img src="images/attach.svg" alt="{text}" class="icon noTooltip js-simple-tooltip" '
        f'data-simpletooltip-text="{dreifach}" role="presentation"/>\n</div>'
    )


def _bezug(ansicht: Ansicht, top: Top) -> str:
    if top.vorlage:
        papier = ansicht.world.vorlage[top.vorlage]
        ziel = f"./vo020?VOLFDNR={papier.id}&amp;refresh=false&amp;TOLFDNR={top.id}"
        link = f'<a href="{ziel}" id="vo_{top.id}">{attr(papier.nummer)}</a>'
    elif top.bezug_sitzung:
        andere = ansicht.world.sitzung[top.bezug_sitzung]
        link = f'<a href="./to010?SILFDNR={andere.id}&amp;refresh=false" id="to_{top.id}">{attr(andere.kennung)}</a>'
    else:
        link = f'<a id="vo_{top.id}"></a>'
    return f"<div>\n{link}\n</div>"
