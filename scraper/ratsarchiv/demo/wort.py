"""Texts as the vendor's converter writes them: a whole XHTML document for each, words cut into spans."""

from __future__ import annotations

import re
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from ratsarchiv.demo.markup import verknuepft
from ratsarchiv.demo.texte import LEER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ratsarchiv.demo.world import Absatz, Teil

KOPF = (
    '<?xml version="1.0" encoding="iso-8859-1" standalone="no"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 '
    'Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/'
    'xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1" /><meta http-equiv='
    '"Content-Style-Type" content="text/css" /><meta name="generator" content="Aspose.Words for .NET {version}" />'
    "<title></title>{style}</head>"
)
ABSATZ = "margin-top:0pt; margin-bottom:6pt; text-align:justify; line-height:108%; font-size:11pt"
ZELLE = "width:{breite}pt; border:0.75pt solid #000000; padding:3.62pt; vertical-align:top"
LISTE = ".awlist1 { list-style:none; counter-reset:awlistcounter1 }"
_BRUCH = re.compile(r"([äöüßÄÖÜ])(?=[a-zäöüß])")
_TAG = re.compile(r"\b(\d\d)\.(\d\d)\.(20\d\d)\b")


def teile(alle: Iterable[Teil]) -> str:
    """All parts one after the other, each after the comment that names it."""
    text = ""
    for n, teil in enumerate(alle):
        text += f"<!-- ### {teil.code}{teil.nummer}.rtf -->\n"
        if teil.nummer:
            text += f'<a name="allris{teil.code}"></a>\n{_dokument(teil, erster=n == 0)}'
        elif teil.code in {"BS", "AE"}:
            text += f'<a name="allris{teil.code}"></a>\n'
    return text


def _dokument(teil: Teil, *, erster: bool) -> str:
    absaetze = "".join(_absatz(each) for each in teil.absaetze)
    strich = "" if erster else " <hr />"
    if teil.titel is None:
        return f"{KOPF.format(version='19.1', style='')}<body>{strich}<div>{absaetze}</div></body></html>"
    kopf = KOPF.format(version="23.4.0", style=f'<style type="text/css">{LISTE}</style>')
    body = '<body style="line-height:116%; font-family:Aptos; font-size:12pt" >'
    return f"{kopf}{body}<div>{strich} <h4>{escape(teil.titel)}</h4><div>{absaetze}</div></div></body></html>"


def _absatz(absatz: Absatz) -> str:
    match absatz.art:
        case "leer":
            return f'<p style="{ABSATZ}"><span style="font-family:Arial; -aw-import:ignore">&#xa0;</span></p>'
        case "h":
            return f'<p style="{ABSATZ}">{spans(absatz.zeilen[0][0], "font-family:Arial; font-weight:bold")}</p>'
        case "p":
            return f'<p style="{ABSATZ}">{spans(absatz.zeilen[0][0])}</p>'
        case "table":
            return _tabelle(absatz) + _absatz(LEER)
        case liste:
            art = ' type="disc"' if liste == "ul" else ' type="1"'
            items = "".join(_punkt(zeile[0]) for zeile in absatz.zeilen)
            return f'<{liste}{art} style="margin:0pt; padding-left:0pt">{items}</{liste}>'


def _punkt(text: str) -> str:
    return f'<li style="margin-left:33.01pt; text-align:justify; padding-left:2.99pt">{spans(text)}</li>'


def _tabelle(absatz: Absatz) -> str:
    zelle = ZELLE.format(breite=round(440 / len(absatz.zeilen[0]), 2))
    zeilen = "".join(
        f'<tr style="height:13.2pt">{"".join(_zelle(zelle, text) for text in zeile)}</tr>' for zeile in absatz.zeilen
    )
    rand = "margin-left:1.15pt; border:0.75pt solid #000000; border-collapse:collapse"
    return f'<table cellspacing="0" cellpadding="0" style="width:454.1pt; {rand}">{zeilen}</table>'


def _zelle(stil: str, text: str) -> str:
    return f'<td style="{stil}"><p style="margin-top:0pt; margin-bottom:0pt; font-size:9pt">{spans(text)}</p></td>'


def spans(text: str, stil: str = "font-family:Arial") -> str:
    """The text in one span, and in a new one after each umlaut within a word, as the converter does it."""
    auf = f'<span style="{stil}">'
    return auf + "".join(_inhalt(text, f"</span>{auf}")) + "</span>"


def _inhalt(text: str, bruch: str) -> Iterator[str]:
    stelle = 0
    for found in _TAG.finditer(text):
        yield _stueck(text[stelle : found.start()], bruch)
        tag, monat, jahr = map(int, found.groups())
        yield verknuepft(date(jahr, monat, tag))
        stelle = found.end()
    yield _stueck(text[stelle:], bruch)


def _stueck(text: str, bruch: str) -> str:
    gebrochen = _BRUCH.sub(rf"\1{bruch}", escape(text, quote=False))
    return "".join(each if ord(each) < 0x100 else f"&#x{ord(each):x};" for each in gebrochen)
