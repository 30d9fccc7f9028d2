"""The frame around every page: head with scripts, search form, menu, path, and `main#pageContent` with the page itself."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from datetime import date

    from ratsarchiv.demo.allris4.besuch import Besuch, Stand
    from ratsarchiv.demo.world import Dokument, World

FASSUNG = "ALLRIS net Version 4.1.7 (4170041) - 08.07.2026"
QUELLEN = "./wicket/resource/org.apache.wicket.Application"
MONATE = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WOCHENTAGE = (("Mo", "Mon"), ("Di", "Tue"), ("Mi", "Wed"), ("Do", "Thu"), ("Fr", "Fri"), ("Sa", "Sat"), ("So", "Sun"))
SKRIPTE = (
    '<script type="text/javascript" src="./wicket/resource/org.apache.wicket.resource.JQueryResourceReference/jquery/'
    'jquery-3.7.1-ver-962A4A135B116C30221466C5E4F0E7A1.js"></script>\n'
    '<script type="text/javascript" src="./wicket/resource/org.apache.wicket.ajax.AbstractDefaultAjaxBehavior/res/js/'
    'wicket-ajax-jquery-ver-C887AA843619090BF01E0673D9DBA2B9.js"></script>\n'
)
MENUE = {
    "Ratsinfo": {"App": "app"},
    "Organisation": {
        "Rat": "gr010?menu=Rat",
        "Ausschüsse": f"gr010?menu={quote('Ausschüsse')}",
        "Fraktionen": "gr010?menu=Fraktionen",
    },
    "Sitzungen": {"Kalender": "si010", "Übersicht": "si018"},
    "Vorlagen": {"Übersicht": "vo040"},
    "Recherche": {"Person": "kp040", "Volltext": "tr010"},
}


@dataclass(slots=True)
class Ansicht:
    """What a page is made from: the council, the visitor's language and session, and the page's own number."""

    world: World
    basis: str
    """The base folder's full address."""
    besuch: Besuch
    stand: Stand
    deutsch: bool
    sectoken: str

    def id(self) -> str:
        """A new id for an element."""
        return f"id{next(self.besuch.ids):x}"

    def leer(self) -> str:
        """The place of a component that isn't shown."""
        return f'<div id="{self.id()}" hidden="" data-wicket-placeholder=""></div>\n'

    def datum(self, tag: date) -> str:
        """A date in the visitor's language: `21.10.2026` or `2026 Oct 21`."""
        return f"{tag:%d.%m.%Y}" if self.deutsch else f"{tag.year} {MONATE[tag.month - 1]} {tag.day}"

    def wochentag(self, tag: date) -> str:
        """`Do` or `Thu`."""
        return WOCHENTAGE[tag.weekday()][0 if self.deutsch else 1]

    def dokument(self, dokument: Dokument) -> str:
        """The address of a PDF, which this session may fetch from now on."""
        self.besuch.dokumente.add(dokument.nummer)
        return f"{QUELLEN}/doc{dokument.nummer}.pdf"

    def lauscher(self, pfad: str, verhalten: str = "") -> str:
        """An address within this version of the page: `./si010?2-1.0-&MM=10&YY=2026`."""
        programm, _, rest = self.stand.adresse.partition("?")
        version = f"{self.stand.nummer}-{self.stand.bild}.{verhalten}-{pfad}"
        return f"./{programm}?{version}" + (f"&{rest}" if rest else "")


def attr(text: str) -> str:
    """Text of the database in an attribute or, as Wicket writes it, between tags."""
    return escape(text).replace("&#x27;", "&#039;")


def absatz(text: str) -> str:
    """A title with its line feeds: `<p>Erste Zeile<br/>zweite</p>`."""
    return f"<p>{attr(text)}</p>".replace("\n", "<br/>")


def seite(ansicht: Ansicht, titel: str, h1: str, inhalt: str, skript: str = "") -> str:
    """A complete page; `titel` is what stands after `ALLRIS - `."""
    return (
        f'<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="de">\n<head>{_kopf(ansicht, titel, skript)}'
        f'</head>\n<body>\n<div id="allris">\n\n<ul id="skipLinks"></ul>\n\n{_fenster(ansicht)}{_fenster(ansicht)}'
        f"{_suche(ansicht)}{_navigation()}{_pfad(titel)}"
        '<main id="pageContent" tabindex="-1" aria-label="Seiteninhalt" data-jumplink="Zum Inhalt">\n'
        f'<div id="readOut">\n<div id="{ansicht.id()}">\n<div class="header">\n<h1 class="title">{attr(h1)}</h1>\n\n'
        f'</div>\n</div>\n\n\n\n{inhalt}</div>\n</main>\n<div>\n<div id="footer">\n\n</div>\n</div>\n'
        '<span class="simpletooltip_container nachoben">\n<button id="backToTop" type="button" title="nach oben" '
        'class="js-simple-tooltip"></button>\n</span>\n</div>\n</body>\n</html>\n'
    )


def _kopf(ansicht: Ansicht, titel: str, skript: str) -> str:
    bereit = (
        f'Wicket.Event.add(window, "domready", function(event) {{ \n{skript}'
        "Wicket.Event.publish(Wicket.Event.Topic.AJAX_HANDLERS_BOUND);\n;});"
    )
    return (
        f'<meta name="description" content="{FASSUNG}" />{SKRIPTE}'
        '<script type="text/javascript" id="wicket-ajax-base-url">\n/*<![CDATA[*/\n'
        f'Wicket.Ajax.baseUrl="{ansicht.stand.adresse}";\n/*]]>*/\n</script>\n'
        '<link rel="stylesheet" type="text/css" href="./wicket/resource/de.allris.net.page.BasePage/css/'
        'theme-ver-5D1C2FDCE4D04FBFD711B1DD86E43067.css" />\n'
        f'<script type="text/javascript">\n/*<![CDATA[*/\n{bereit}\n/*]]>*/\n</script>\n'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        f"<title>ALLRIS - {attr(titel)}</title>\n"
    )


def _fenster(ansicht: Ansicht) -> str:
    return f'<div id="{ansicht.id()}" class="dialog-theme-default">\n\n</div>\n'


def _suche(ansicht: Ansicht) -> str:
    ziel = attr(ansicht.lauscher("head-searchform"))
    return (
        f'<div id="{ansicht.id()}">\n<div id="top">\n\n<span id="logo" title="ALLRIS 4 - Stadt Musterstadt"></span>\n'
        '<button type="button" id="menuZeigen" aria-label="Menü zeigen"></button>\n'
        '<button type="button" id="menuVerbergen" aria-label="Menü verbergen"></button>\n<div id="search">\n'
        f'<form id="searchform" method="post" action="{ziel}" aria-label="Suchen">'
        f'<input type="hidden" name="sectoken" value="{ansicht.sectoken}" />'
        '<div id="searchform_hf_0" hidden="" class="hidden-fields"></div>\n'
        '<input type="search" class="searchtext searchfield" value="" name="searchfield" id="searchfield" '
        'placeholder="Suchen" aria-labelledby="submitSearchButton"/>\n<button type="submit" class="searchsubmit" '
        'name="p::submit" id="submitSearchButton">Suchen</button>\n</form>\n</div>\n</div>\n</div>\n'
    )


def _navigation() -> str:
    gruppen = "".join(
        f'<li class="nav-item" role="none">\n<a class="parent" href="#" role="menuitem">{name}</a>\n<div class="sub-nav">\n'
        f'<ul class="sub-nav-group" role="menu">\n{_punkte(punkte)}\n</ul>\n</div>\n</li>'
        for name, punkte in MENUE.items()
    )
    return (
        '<div>\n<div id="navigation">\n<nav id="navMenu" class="menubar" tabindex="-1" aria-label="Menüleiste" '
        f'data-jumplink="Zum Menü">\n<ul class="nav-menu" role="menubar">\n{gruppen}\n</ul>\n</nav>\n\n</div>\n</div>\n'
    )


def _punkte(punkte: dict[str, str]) -> str:
    return "".join(
        f'<li role="none"><a href="./{ziel}" role="menuitem">{name}</a></li>' for name, ziel in punkte.items()
    )


def _pfad(titel: str) -> str:
    return (
        '<div>\n<div id="subnavi">\n<nav id="path" tabindex="-1" aria-label="Sie sind hier" data-jumplink="Zur '
        'Brotkrumennavigation">\n<ul>\n<li>Sie sind hier:<strong><span><span class="wicketExtensionsBreadCrumbBar">'
        '<span class="wicketExtensionsBreadCrumbBarCrumb"><span><span></span><a aria-current="page" class="disable">'
        f"{attr(titel)}</a></span></span></span></span></strong> </li>\n</ul>\n</nav>\n</div>\n</div>\n"
    )


def ajax(ansicht: Ansicht, inhalt: str, skript: str) -> str:
    """The `ajax-response` that puts `inhalt` in the page's waiting place."""
    ziel = ansicht.stand.ziel
    kopf = (
        f'<head xmlns:wicket="http://wicket.apache.org"><meta name="description" content="{FASSUNG}" />{SKRIPTE}</head>'
    )
    auswerten = (
        '<head xmlns:wicket="http://wicket.apache.org"><script type="text/javascript">\n/*<![CDATA[*/\n'
        f"{skript}\n/*]]]]><![CDATA[>*/\n</script>\n</head>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ajax-response><component id="{ziel}" ><![CDATA[<div id="{ziel}">'
        f'<div id="{ansicht.id()}">\n{inhalt}</div></div>]]></component><header-contribution><![CDATA[{kopf}]]>'
        f"</header-contribution><evaluate><![CDATA[{auswerten}]]></evaluate></ajax-response>"
    )
