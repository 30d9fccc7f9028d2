"""The vendor's markup in small pieces: two blanks in `<a  href`, bare ampersands, named entities only in headings."""

from __future__ import annotations

from html import escape
from html.entities import codepoint2name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratsarchiv.demo.world import Sitzung

ZELLE = "smc-table-cell"


def esc(text: str) -> str:
    """Text of the database between tags: raw UTF-8, a lone ampersand stays bare."""
    return escape(text, quote=False).replace("&amp; ", "& ")


def attr(text: str) -> str:
    """Text of the database in an attribute, on one line."""
    return escape(" ".join(text.split()))


def zeilenweise(text: str) -> str:
    """Text of the database with `<br />`, without a blank beside it, for its line feeds."""
    return "<br />".join(map(esc, text.split("\n")))


def entitaeten(text: str) -> str:
    """Text on one line for titles and headings: umlauts as named entities."""
    zeile = escape(text.replace("\n", " "), quote=False)
    return "".join(
        f"&{codepoint2name[ord(each)]};" if ord(each) in codepoint2name and each > "~" else each for each in zeile
    )


def link(ziel: str, titel: str, text: str, klasse: str) -> str:
    """A link as the system writes it, with its title twice."""
    tipp = attr(titel)
    return f'<a  href="{ziel}" title="{tipp}" aria-label="{tipp}" class="{klasse}" >{text}</a>'


def angaben(programm: str, felder: Iterable[tuple[str, str, str]]) -> str:
    """The table of metadata of an object: class, label and HTML of each field."""
    zeilen = "".join(
        f'<div class="smc-table-row"><div class="{ZELLE} smc-cell-head {name}_title">{titel}</div>'
        f'<div class="{ZELLE} {name}">{wert}</div>\n</div>\n'
        for name, titel, wert in felder
    )
    return (
        f'<div id="smc_page_{programm}_contenttable1" '
        f'class="smc-table smc-table-striped smccontenttable smc_page_{programm}_contenttable">\n{zeilen}</div>\n'
    )


def kasten(inhalt: str, klasse: str = "card card-light smcbox") -> str:
    """A box over the whole width."""
    karte = (
        f'<div class="{klasse}"><div class="panel-body"><div class="smcboxcontent card-body">{inhalt}</div></div></div>'
    )
    return f'<div class="col-md-12">\n\n{karte}\n</div>\n'


def klappkasten(nummer: int, titel: str, inhalt: str, klasse: str = "card card-light") -> str:
    """A box that is closed until somebody presses its title."""
    feld = f"smcacchead{nummer}"
    knopf = (
        f'<button class="btn btn-link btn-block text-left" type="button" data-toggle="collapse" data-target="#{feld}" '
        f'aria-expanded="true" aria-controls="{feld}">{titel}</button>'
    )
    return (
        f'<div class="col-md-12">\n\n<div id="smcpanel{nummer}" class="{klasse}"><div class="card-header collapsed" '
        f'data-toggle="collapse" href="#{feld}" aria-expanded="false" aria-controls="{feld}" >'
        f'<h2 class="mb-0 card-header-title" id="smc-hn-{nummer}">{knopf}</h2></div><div id="{feld}" class="collapse" '
        f'aria-labelledby="{feld}" data-parent="#smcpanel{nummer}" ><div class="card-body">{inhalt}</div></div></div>\n</div>\n'
    )


def tabelle(programm: str, klasse: str, kopf: str, zeilen: str, *, nummer: int = 1) -> str:
    """A table of rows that fold on narrow screens."""
    thead = f'<thead class="smc-t-r-l"><tr>{kopf}\n</tr><!-- /tr-responsive --></thead>\n' if kopf else ""
    return (
        f'<!-- table-responsive --><table id="smc_page_{programm}_contenttable{nummer}" '
        f'class="table table-striped smc-table smc-table-striped smc-table-responsive {klasse}">\n'
        f"{thead}<tbody>\n{zeilen}</tbody>\n</table><!-- /table-responsive -->\n"
    )


def uhrzeit(sitzung: Sitzung) -> str:
    """`17:00-18:40&nbsp;Uhr`; empty without begin."""
    if not sitzung.beginn:
        return ""
    return f"{sitzung.beginn}-{sitzung.ende}&nbsp;Uhr" if sitzung.ende else f"{sitzung.beginn}&nbsp;Uhr"


def ort(sitzung: Sitzung) -> str:
    """Building, room and address in one field, with two blanks before the room."""
    haus, komma, strasse = (sitzung.ort or "").partition(", ")
    raum = f"{haus},  {sitzung.raum}" if haus and sitzung.raum else haus or sitzung.raum or ""
    return esc(f"{raum}{komma}{strasse}")
