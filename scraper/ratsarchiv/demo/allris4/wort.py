"""Texts as they stand in the page: `div.docPart` with what Word's converter made, in lines with CR LF and tabs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ratsarchiv.demo.allris4.bausteine import panel

if TYPE_CHECKING:
    from ratsarchiv.demo.allris4.rahmen import Ansicht
    from ratsarchiv.demo.world import Absatz, Teil

NAMEN = {
    "SV": "Sachverhalt",
    "BV": "Beschlussvorschlag",
    "FA": "Finanzielle Auswirkungen",
    "AN": "Anlage/n",
    "WP": "Wortprotokoll",
    "BS": "Beschluss",
    "AE": "Abstimmungsergebnis",
    "RE": "Antwort",
}
ABSATZ = "margin-top:0pt; margin-bottom:0pt"
ZELLE = "width:{breite}pt; padding-right:5.4pt; padding-left:5.4pt; vertical-align:top"


def teil_panel(ansicht: Ansicht, teil: Teil, *, stumm: bool, kennung: str = "") -> str:
    """One text part; `stumm`: its kind stands in the tooltip alone."""
    name = NAMEN[teil.code]
    return panel(ansicht, name, _dokument(teil), titel="" if stumm else name, kennung=kennung)


def mit_eigener_ueberschrift(teil: Teil) -> bool:
    """Whether the text itself begins with a heading."""
    return next((each.art for each in teil.absaetze if each.art != "leer"), "") == "h"


def _dokument(teil: Teil) -> str:
    inhalt = "\n".join(_absatz(each) for each in teil.absaetze)
    eingerueckt = "".join(f"\t\t\t{each}\r\n" for each in inhalt.split("\n"))
    return (
        f'<div id="htm{teil.nummer}" style="font-family:Carlito; font-size:11pt;" class="docPart readOnly">\r\n'
        f"\t\t<div>\r\n{eingerueckt}\t\t</div>\r\n\t</div>\n"
    )


def _absatz(absatz: Absatz) -> str:
    match absatz.art:
        case "leer":
            return _p('<span style="-aw-import:ignore">&#xa0;</span>')
        case "h":
            return _p(f'<span style="font-weight:bold">{escape(absatz.zeilen[0][0], quote=False)}</span>')
        case "p":
            return _p(_span(absatz.zeilen[0][0]))
        case "table":
            return _tabelle(absatz)
        case liste:
            art = ' type="disc"' if liste == "ul" else ' type="1"'
            punkte = "\n".join(_punkt(zeile[0]) for zeile in absatz.zeilen)
            return f'<{liste}{art} style="margin:0pt; padding-left:0pt">\n{punkte}\n</{liste}>'


def _span(text: str) -> str:
    return f"<span>{escape(text, quote=False)}</span>"


def _p(inhalt: str) -> str:
    return f'<p style="{ABSATZ}">\n\t{inhalt}\n</p>'


def _punkt(text: str) -> str:
    return f'\t<li style="margin-left:14.44pt; padding-left:3.56pt">\n\t\t{_span(text)}\n\t</li>'


def _tabelle(absatz: Absatz) -> str:
    stil = ZELLE.format(breite=round(440 / len(absatz.zeilen[0]), 2))
    zeilen = "\n".join(
        "\t<tr>\n" + "\n".join(f'\t\t<td style="{stil}">\n{_p(_span(text))}\n\t\t</td>' for text in zeile) + "\n\t</tr>"
        for zeile in absatz.zeilen
    )
    return f'<table cellspacing="0" cellpadding="0" style="border-collapse:collapse">\n{zeilen}\n</table>'
