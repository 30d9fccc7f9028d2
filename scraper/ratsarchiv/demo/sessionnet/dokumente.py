"""Documents as boxes with two links to `getfile`, and what lies behind their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ratsarchiv.demo.sessionnet.markup import esc
from ratsarchiv.demo.world import Anlage, Dokument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratsarchiv.demo.world import Sitzung, Top, Vorlage, World

STAMM = {"vo": 1_000_000_000, "si": 2_000_000_000, "to": 3_000_000_000}
"""Files of ALLRIS' lists of attachments have no number there; here they count far above all documents."""
ARTEN = {"Vorlage": (2, "VO"), "Einladung": (3, "EI"), "Niederschrift öffent. Teil": (5, "NÖ")}
"""Titles that the town has given a kind and a short name; everything else has the sign of a sheet of paper."""
TIPP = "Dokument Download Dateityp: pdf"
GROSS = "smc-link-normal smc_datatype_do smc-t-r991"
KLEIN = "smc-text-block-991 smc-t-r991"


@dataclass(frozen=True, slots=True)
class Datei:
    """A file with the number by which `getfile` knows it."""

    nummer: int
    titel: str
    quelle: Dokument | Anlage


def der_vorlage(papier: Vorlage) -> list[Datei]:
    """What the page of a Vorlage offers."""
    return _dokumente(papier.dokumente) + _anlagen("vo", papier.id, papier.anlagen)


def der_sitzung(treffen: Sitzung) -> list[Datei]:
    """What the page of a Sitzung offers above its agenda."""
    return _dokumente(treffen.dokumente) + _anlagen("si", treffen.id, treffen.anlagen)


def des_tops(world: World, top: Top) -> list[Datei]:
    """What an agenda offers beside an item: the files of its Vorlage, and its own."""
    papier = world.vorlage.get(top.vorlage or 0)
    dateien = der_vorlage(papier) if papier and papier.zugang == "oeffentlich" else []
    dateien += _dokumente([top.niederschrift] if top.niederschrift else [])
    return dateien + _anlagen("to", top.id, top.auszug.anlagen if top.auszug else [])


def _dokumente(dokumente: Iterable[Dokument]) -> list[Datei]:
    return [Datei(each.nummer, each.titel, each) for each in dokumente]


def _anlagen(art: Literal["vo", "si", "to"], nummer: int, anlagen: Iterable[Anlage]) -> list[Datei]:
    return [Datei(STAMM[art] + nummer * 100 + each.nummer, each.name, each) for each in anlagen]


def finden(world: World, nummer: int) -> Dokument | Anlage | None:
    """What `getfile` sends for a number; None where nothing is, or nothing public."""
    if nummer < min(STAMM.values()):
        dokument = world.dokument.get(nummer)
        return dokument if dokument and not dokument.verschlossen else None
    return next((each.quelle for each in _umfeld(world, nummer) if each.nummer == nummer), None)


def _umfeld(world: World, nummer: int) -> list[Datei]:
    """The files of the public object that a made-up number belongs to."""
    art, eigene = divmod(nummer, min(STAMM.values()))
    eigene //= 100
    if art == 1:
        papier = world.vorlage.get(eigene)
        return der_vorlage(papier) if papier and papier.zugang == "oeffentlich" else []
    if art == 2:
        treffen = world.sitzung.get(eigene)
        return der_sitzung(treffen) if treffen and treffen.oeffentlich else []
    treffen, top = world.top.get(eigene, (None, None))
    return des_tops(world, top) if treffen and top and treffen.oeffentlich and top.oeffentlich else []


def auf_seite(dateien: list[Datei]) -> str:
    """The documents of an object on its own page."""
    boxen = "".join(_box(each, "smc-dg-ds-1 col-lg-6", GROSS) for each in dateien)
    return f'<div class="smc-dg-c-1-10 smc-documents smc-pr-n row">\n{boxen}<!--SMCPHDOCFCT--></div>\n'


def in_zelle(dateien: list[Datei], breite: str = "smc-dg-ds-1 col-lg-6") -> str:
    """The documents in a row of a table; without any, nothing. The class that lacks a blank is the vendor's."""
    if not dateien:
        return ""
    boxen = "".join(_box(each, breite, KLEIN) for each in dateien)
    klasse = "smc-dg-c-3-12 smc-documents smce-do-1 smc-pr-nsmc-doc-dakurz-box smc-doc-size-1 flex-column"
    return f'<div class="{klasse}">\n{boxen}<!--SMCPHDOCFCT--></div>'


def _box(datei: Datei, breite: str, klasse: str) -> str:
    stelle = f"0009{datei.nummer:010}"
    ziel = f'<a  href="getfile.php?id={datei.nummer}&type=do" title="{TIPP}" aria-label="{TIPP}"'
    art, extra = _art(datei)
    return (
        f'<div id="smcy{stelle}" class="{breite} smc-d-el{extra}"><div id="smcb{stelle}" class="smc-xxdat smc-default '
        f'default smc-box-type-1 smc-dg-b1"><div class="smc smc-doc-icon">{art}</div>'
        f'<div class="smc-doc-content smcc-s1-n smce-m-1"><div id="smcg{stelle}"  '
        f'class="smc-action-group smc-action-group-lg ml-auto" role="group">{ziel} role="button" class="btn btn-blue" '
        f'id="smcs{stelle}" ><i role="button" class="smc smc-download" aria-hidden="true"></i></a></div>'
        f'<div class="smc-el-h {klasse}">{ziel} class="smce-a-u {klasse}" >{esc(datei.titel)}</a></div></div></div>\n'
        "</div>\n"
    )


def _art(datei: Datei) -> tuple[str, str]:
    """The sign of a document, and the class of what has no kind of its own."""
    if datei.titel not in ARTEN:
        return '<i class="smc smc-document" aria-hidden="true"></i>', " smc-d-ex"
    nummer, kurz = ARTEN[datei.titel]
    klasse = f"smc smc-doc-dakurz smc-doc-dakurz-1 smc-doc-symbol  smc_field_danr_{nummer}"
    return f'<i class="{klasse}" aria-hidden="true">{kurz}</i>', ""
