"""What the pages of SD.NET RIM share: the frame, links to other pages, links to documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from ratsarchiv.demo.markup import WOCHENTAGE, groesse
from ratsarchiv.demo.nummern import gremium_nummer
from ratsarchiv.demo.pdf import pdf
from ratsarchiv.demo.sdnet.kennung import token

if TYPE_CHECKING:
    from datetime import date

    from ratsarchiv.demo.world import Anlage, Dokument, Gremium, Sitzung, World

LANGE_TAGE = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
PLATZ = '<span class="document-spacer"></span>'
_UMLAUTE = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", " ": "_", "/": "-"}
)
_ICONS = '<i class="letter_inside"></i><i class="fa-top"></i><i class="fa-bottom"></i>'


@dataclass(frozen=True, slots=True)
class Datei:
    """A document as a page offers it."""

    token: str
    titel: str
    zeilen: tuple[str, ...]
    stand: date
    zeichen: str
    """The class of its icon: `vorlage-link`."""
    groesse: int | None = None

    @property
    def gedruckt(self) -> str:
        """Its title with the day of export and the size."""
        return f"{self.titel} (exportiert: {self.stand:%d.%m.%Y}) ({groesse(self.groesse or len(pdf(self.zeilen)))[1]})"


@dataclass(slots=True)
class Ansicht:
    """What a page is made from."""

    world: World
    basis: str
    """The base folder's address."""

    def adresse(self, ordner: str, art: str, *nummern: int) -> str:
        """The address of an object's page."""
        return f"{self.basis}{ordner}/?__={token(art, *nummern)}"

    def tops(self, treffen: Sitzung) -> str:
        """The address of a Sitzung."""
        return self.adresse("tops", "tops", treffen.id)

    def gremium(self, gremium: Gremium) -> str:
        """A Gremium's name, linked where it has a page."""
        if gremium.verborgen:
            return f"<span>{text(gremium.name)}</span>"
        ziel = self.adresse("gremien", "gremium", gremium_nummer(gremium.schluessel))
        return f'<a href="{ziel}"><span>{text(gremium.name)}</span></a>'

    def termin(self, treffen: Sitzung) -> str:
        """Day and time of a Sitzung, linked where it has a page."""
        kurz, lang = (
            f"{tage[treffen.datum.weekday()]}, {treffen.datum:%d.%m.%Y}"
            + (f" {treffen.beginn} Uhr" if treffen.beginn else "")
            for tage in (WOCHENTAGE, LANGE_TAGE)
        )
        if not treffen.oeffentlich:
            return kurz
        gremien = ", ".join(text(self.world.gremium[each].name) for each in treffen.gremien)
        hinweis = f"Sitzung am {lang} des Gremiums {gremien} anzeigen."
        return f'<a aria-label="{hinweis}" href="{self.tops(treffen)}" title="Zur Sitzung">{kurz}</a>'

    def dokument(self, datei: Datei, *, offen: bool = True) -> str:
        """A link to a document; its title is hidden (`offen` False) where only the icon is to be seen."""
        ziel = f"{self.basis}sdnetrim/{datei.token}/{dateiname(datei.titel)}"
        hinweis = f"{attr(datei.titel)} im PDF-Format öffnen"
        versteckt = "" if offen else ' class="hide-text"'
        return (
            f'<a role="button" class="link-element" href="{ziel}" target="_blank" aria-label="{hinweis}" title="{hinweis}">'
            f'<span aria-hidden="true" class="document-link fa-sst-file {datei.zeichen} fa-icon">{_ICONS}</span>'
            f'<span aria-hidden="true"{versteckt}>{text(datei.gedruckt)}</span></a>'
        )


def dateien(dokumente: list[Dokument], zeichen: str, stand: date) -> list[Datei]:
    """Documents with a number, as links."""
    return [
        Datei(token("datei.dokument", each.nummer), each.titel, each.zeilen, stand, zeichen, each.groesse)
        for each in dokumente
    ]


def anlagen(liste: list[Anlage], besitzer: str, nummer: int, zeichen: str) -> list[Datei]:
    """Attachments of a Vorlage or a Sitzung, as links."""
    return [
        Datei(
            token(f"datei.{besitzer}", nummer, each.nummer),
            each.name,
            each.zeilen,
            each.stand.date(),
            zeichen,
            each.groesse,
        )
        for each in liste
    ]


def dateiname(titel: str) -> str:
    """The name that the system makes of a title; it adds an ending to those that have one."""
    return re.sub(r"[^A-Za-z0-9_.-]", "", titel.translate(_UMLAUTE))[:100] + ".pdf"


def text(inhalt: str) -> str:
    """Text of the database between tags, its line feeds as breaks."""
    return escape(inhalt, quote=False).replace("\n", "<br />\n")


def attr(inhalt: str) -> str:
    """Text of the database in an attribute."""
    return escape(" ".join(inhalt.split()))


def zeile(name: str, inhalt: str, klasse: str = "") -> str:
    """A row of the table of facts."""
    zelle = f'<td class="{klasse}">' if klasse else "<td>"
    kopf = f'            <tr>\n                <th scope="row">{name}:</th>\n'
    return f"{kopf}                {zelle}{inhalt}</td>\n            </tr>\n"


def seite(ansicht: Ansicht, titel: str, klasse: str, inhalt: str) -> bytes:
    """A whole page: its surplus of closing tags and the stray `</style>` are the product's own."""
    menue = "".join(
        f'<li><a href="{ansicht.basis}{ordner}/">{ordner.title()}</a></li>'
        for ordner in ("gremien", "fraktionen", "personen", "termine", "vorlagen", "recherche")
    )
    return (
        '<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8">'
        '<meta name="generator" content="SD.NET RIM - Ratsinfomanagement">\n'
        f'<title>{text(titel)} - SD.NET RIM 4 | Musterstadt</title></head><body><ul class="menu">{menue}</ul></style>\n'
        f'<div id="rimcontent">\n\t\t\t\t\n<div id="div-content" class="{klasse}">\n\n{inhalt}\n</div>\n\n\n'
        "\t\t\t\t\t</div>\n\t\t\t\t</div>\n\t\t\t</div>\n\t\t</article>\n\t</main>\n\t"
        '<div class="a5-content-controls">\n\t\t<a href="#a5-content-anchor" title="Back to top" '
        'class="a5-move-to-top"></div></body></html>'
    ).encode()
