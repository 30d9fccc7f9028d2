"""What the pages share: rows of `Grunddaten`, the column of documents, panels that fold, the table of attachments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratsarchiv.demo.allris4.rahmen import QUELLEN, Ansicht, attr
from ratsarchiv.demo.pdf import pdf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratsarchiv.demo.world import Anlage, Dokument

PFEIL = f"{QUELLEN}/images/collapse-ver-C41D4AFF790B892FD71DE1FBA71538E6.svg"
WARTEN = (
    "./wicket/resource/org.apache.wicket.ajax.AbstractDefaultAjaxBehavior/"
    "indicator-ver-03CE3DCC84AF110E9DA8699A841E5200.gif"
)


@dataclass(frozen=True, slots=True)
class Feld:
    """A label and its value: one `dl`."""

    name: str
    id: str
    wert: str
    """HTML."""
    klasse: str = "text4"
    zusatz: str = ""
    """HTML after the value's own span."""


def feld(wert: Feld, *, breit: bool = True, verweis: bool = False) -> str:
    """A `dl`; `verweis` as on vo020, where the label is an anchor that names its value."""
    return f"<dl>\n{_begriff(wert, breit=breit, verweis=verweis)}</dl>\n"


def _begriff(wert: Feld, *, breit: bool, verweis: bool) -> str:
    name = f'\n<a aria-describedby="{wert.id}">{wert.name}</a>\n' if verweis else wert.name
    spalte = "colEntry3" if breit else "colEntry"
    return (
        f'<dt class="colTitle">\n<span class="label">{name}</span>\n</dt>\n<dd class="{spalte}">\n'
        f'<span class="{wert.klasse}" id="{wert.id}">{wert.wert}</span>{wert.zusatz}\n</dd>\n'
    )


def zeile(ansicht: Ansicht, *felder: Feld | None, verweis: bool = False) -> str:
    """A row of one or two fields; a placeholder where there is none."""
    da = [each for each in felder if each]
    if not da:
        return ansicht.leer()
    text = "\n".join(feld(each, breit=len(felder) == 1, verweis=verweis) for each in da)
    return f'<div class="row" id="{ansicht.id()}">\n{text}</div>\n'


def paar(ansicht: Ansicht, *felder: Feld | None) -> str:
    """A row whose fields share one `dl`, as Raum and Ort do."""
    da = [each for each in felder if each]
    if not da:
        return ansicht.leer()
    text = "".join(_begriff(each, breit=False, verweis=False) for each in da)
    return f'<div class="row" id="{ansicht.id()}">\n<dl>\n{text}</dl>\n</div>\n'


def kopf(ansicht: Ansicht, zeilen: str, rechts: str) -> str:
    """The upper part of a page: Grunddaten at the left, documents at the right."""
    return (
        f'<div id="head">\n\n<span id="{ansicht.id()}" role="alert" aria-relevant="additions removals" '
        'aria-atomic="true">\n\n</span>\n<div id="headLeft">\n<div class="frameHeader">\n<h2>Grunddaten</h2>\n</div>\n'
        f'<div class="headLeftInner roundedBorder">\n{zeilen}</div>\n</div>\n<div id="headRight">\n{rechts}\n\n'
        '<aside id="mapHeaderPanel" hidden="" data-wicket-placeholder=""></aside>\n</div>\n</div>\n'
        '<div class="clear"></div>\n'
    )


def dokumente(ansicht: Ansicht, alle: Iterable[Dokument], weitere: Iterable[str] = ()) -> str:
    """`#dokumenteHeaderPanel`: the PDFs, then what else belongs there; without any a placeholder."""
    punkte = [doclink(ansicht, each) for each in alle]
    punkte += weitere
    if not punkte:
        return '<aside id="dokumenteHeaderPanel" hidden="" data-wicket-placeholder=""></aside>\n'
    liste = "".join(f"<li>\n{each}\n</li>" for each in punkte)
    return (
        '<aside tabindex="-1" id="dokumenteHeaderPanel" data-jumplink="Zu Dokumente">\n<div class="frameHeader">\n'
        f'<span>Dokumente</span>\n</div>\n<ul class="headRightInner roundedBorder">\n{liste}\n</ul>\n</aside>\n'
    )


def doclink(ansicht: Ansicht, dokument: Dokument, *, stumm: bool = False) -> str:
    """A link to a PDF; `stumm` as in an agenda, where only the tooltip names it."""
    klasse = "pdfOhneLabel js-simple-tooltip doclink pdf" if stumm else "js-simple-tooltip doclink pdf"
    tipp = attr(f"Öffnet PDF-Datei '{dokument.titel}' in neuem Fenster")
    text = "" if stumm else attr(dokument.titel)
    ziel = ansicht.dokument(dokument)
    return f'<a href="{ziel}" target="_blank" data-simpletooltip-text="{tipp}" class="{klasse}">{text}</a>\n'


def _attlink(ansicht: Ansicht, anlage: Anlage, pfad: str) -> str:
    ansicht.stand.dateien[pfad] = anlage
    programm, _, rest = ansicht.stand.adresse.partition("?")
    ziel = attr(f"./{programm}?{ansicht.stand.nummer}--{pfad}&{rest}")
    tipp = attr(f"Öffnen der PDF zu {anlage.name} in neuen Fenster")
    return (
        f'<a href="{ziel}" target="_blank" data-simpletooltip-text="{tipp}" class="js-simple-tooltip attlink pdf">'
        f"{attr(anlage.name)}</a>"
    )


def anlagen_kurz(ansicht: Ansicht, alle: list[Anlage], titel: str = "Anlagen") -> str:
    """`#anlagenHeaderPanel`: the names of the attachments."""
    if not alle:
        return ""
    teil = "anlagenHeaderPanel" if titel == "Anlagen" else "anlagenVoHeaderPanel"
    punkte = "".join(
        f"<li><div>\n{_attlink(ansicht, each, f'{teil}-attachmentsList-{n}-attachment-link')}\n</div></li>"
        for n, each in enumerate(alle)
    )
    return (
        f'<aside tabindex="-1" id="anlagenHeaderPanel" class="attachments" data-jumplink="Zu {titel}">\n'
        f'<div class="frameHeader">\n<span>{titel}</span>\n</div>\n<ul class="headRightInner roundedBorder">\n{punkte}\n'
        "</ul>\n</aside>\n"
    )


def anlagen_lang(ansicht: Ansicht, alle: list[Anlage], titel: str = "Anlagen") -> str:
    """The panel with the table of attachments and their sizes."""
    if not alle:
        return ansicht.leer()
    teil = "attachments" if titel == "Anlagen" else "attachmentsVo"
    zeilen = "".join(_anlage(ansicht, teil, n, each) for n, each in enumerate(alle))
    spalten = "".join(f'<th scope="col"><span>{name}</span></th>\n\n' for name in ("Nr.", "Name", "Original"))
    tabelle = (
        f'<table id="{ansicht.id()}" class="dataTable captionVisible stickyHeader hoverRow attachmentTable '
        'nonStickyHeader">\n<caption class="rs_skip">Anlagen</caption>\n<thead>\n\n<tr class="headers">\n\n'
        f'{spalten}<th scope="col"><span role="img" aria-label="Keine Zusammenstellung" class="nocompImg"></span></th>\n\n'
        '<th scope="col"><span>Status</span></th>\n\n<th class="fileSize" scope="col"><span>Größe</span></th>\n\n'
        f"</tr>\n\n</thead>\n<tbody>\n{zeilen}\n\n</tbody>\n\n</table>\n"
    )
    return panel(ansicht, titel, tabelle)


def _anlage(ansicht: Ansicht, teil: str, n: int, anlage: Anlage) -> str:
    link = _attlink(ansicht, anlage, f"{teil}-expandedPanel-content-body-rows-{n + 1}-cells-2-cell-link")
    return (
        f'<tr class="{streifen(n)} linkstretch">\n<td class="rightCol">\n<div>{anlage.nummer}</div>\n</td><td>\n<div>\n'
        f"{link}\n</div>\n</td><td>\n\n</td><td>\n\n</td><td>\n<div>(wie Dokument)</div>\n</td>"
        f'<td class="fileSize">\n<div>{groesse(anlage)}</div>\n</td>\n</tr>'
    )


def groesse(anlage: Anlage) -> str:
    """`259,2 kB` or `31,1 MB`."""
    anzahl = anlage.groesse or len(pdf(anlage.zeilen))
    wert, einheit = (anzahl / 1024**2, "MB") if anzahl >= 1024**2 else (anzahl / 1024, "kB")
    return f"{wert:.1f} {einheit}".replace(".", ",")


def panel(ansicht: Ansicht, name: str, inhalt: str, *, titel: str | None = None, kennung: str = "") -> str:
    """A part of the page that can be folded; its heading is `titel`, by default its name."""
    kennung = kennung or ansicht.id()
    knopf = f"showHideLink_{kennung}"
    ueberschrift = name if titel is None else titel
    return (
        f'<div id="{kennung}">\n<div class="compFull roundedBorder">\n<div class="expcol rs_skip rs_preserve">\n'
        f'<a href="#" id="{knopf}" data-simpletooltip-text="{name} ausblenden" class="js-simple-tooltip">'
        f'<img id="{ansicht.id()}" src="{PFEIL}" alt="Reduzieren"/></a>{warten(knopf)}\n</div>\n{ansicht.leer()}'
        f'<div id="{ansicht.id()}">\n<h2 class="expandedTitle">{ueberschrift}</h2>\n{inhalt}</div>\n</div>\n</div>\n'
    )


def warten(kennung: str) -> str:
    """The sign that shows while an Ajax link is at work."""
    return f'<span hidden="" class="wicket-ajax-indicator" id="{kennung}--ajax-indicator"><img src="{WARTEN}" alt=""/></span>'


def tabelle(ansicht: Ansicht, titel: str, klasse: str, spalten: dict[str, str], zeilen: str) -> str:
    """A `dataTable`; `spalten` are headings by class, a class that begins with `-` is none."""
    koepfe = "".join(
        f'<th{"" if name.startswith("-") else f" class={chr(34)}{name}{chr(34)}"} scope="col"><span>{text}</span></th>\n\n'
        for name, text in spalten.items()
    )
    return (
        f'<table id="{ansicht.id()}" class="dataTable captionVisible stickyHeader {klasse}">\n'
        f'<caption class="rs_skip">{titel}</caption>\n<thead>\n\n<tr class="headers">\n\n{koepfe}</tr>\n\n</thead>\n<tbody>\n'
        f"{zeilen}\n\n</tbody>\n\n</table>\n"
    )


def streifen(n: int) -> str:
    """The classes of rows that alternate."""
    return "odd" if n % 2 else "even"
