"""What stands around every page: head, menu, title, foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import quote

from ratsarchiv.demo.markup import attr, esc, verborgen

if TYPE_CHECKING:
    from ratsarchiv.demo.rauschen import Rauschen
    from ratsarchiv.demo.world import Anlage, World

Version = Literal["3.9.5", "3.9.0"]
"""3.9.5: agenda rows of eight cells; 3.9.0: of seven, as an installation of 2015 serves them."""
KENNUNGEN = {"3.9.5": ("3.9.5 (221117m)", "33.3950002.0"), "3.9.0": ("3.9.0SP1 (151209m)", "33.3900102.0")}
FEED = "Aktuelle Sitzungen"
DOCTYPE = (
    '<?xml version="1.0" encoding="iso-8859-1"?>\n'
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="de" lang="de">\n'
)
MENUE = {
    "Bürgerinfo": (
        '<a href="allris.net.asp" title="Startseite">Home</a>',
        '<a href="pa021.asp?PALFDNR=1" title="Rat">Rat</a>',
        '<a href="au010.asp?T1=Aussch%FCsse&amp;AU=Ausschuss&amp;SORTVON=1&amp;SORTBIS=400">Ausschüsse</a>',
        '<a href="fr010.asp?SELECT=1&amp;T1=Fraktionen&amp;FR=Fraktion" title="Fraktionen und Gruppen">Fraktionen</a>',
    ),
    "Sitzungen": ('<a href="si010_e.asp" title="Sitzungstermine aller Gremien">Kalender</a>',),
    "Vorlagen": ('<a href="vo040.asp" title="Recherche nach wählbaren Suchkriterien">Übersicht</a>',),
    "Kontakt": ('<a href="impressum.asp" title="Impressum">Impressum</a>',),
}


class Ablage(Protocol):
    """Puts an attachment where this session can fetch it, and says where."""

    def __call__(self, anlage: Anlage, teil: int) -> str:
        """The address."""
        ...


@dataclass(frozen=True, slots=True)
class Ansicht:
    """What a page needs to be written for one visitor."""

    world: World
    version: Version
    basis: str
    ablage: Ablage
    rauschen: Rauschen


@dataclass(frozen=True, slots=True, kw_only=True)
class Seite:
    """A page's content, and what its frame says about it."""

    programm: str
    """The class of the container: `vo020`."""
    adresse: str
    """Relative to the base folder: `vo020.asp?VOLFDNR=10003`."""
    titel: str
    h1: str
    inhalt: str
    objekt: int | None = None
    felder: tuple[tuple[str, object], ...] = ()
    """Hidden fields of the page's own forms; empty: no bookmark and no print form."""
    termin: bool = False
    abo: bool = False
    """Whether the page offers feeds of the meetings."""
    deko: str | None = "clip"
    """The name of the border around the content; None: no border."""


def seite(ansicht: Ansicht, content: Seite) -> str:
    """The whole page."""
    alt = ansicht.version == "3.9.0"
    umbruch = '\n<div id="risprop"></div>' if alt else '</div>\n<div id="risprop"></div>'
    main = f'<div id="posOuterLocator"></div>{_deko(content)}'
    return (
        f"{DOCTYPE}{_head(ansicht, content)}<body ><div>\n"
        f'<div id="allriscontainer" class="{content.programm}">\n'
        f'<div id="risleft"><div id="rislogo"></div>\n<div id="riswrap"><div id="rismenu">{menue(content.adresse)}'
        '</div></div>\n</div>\n<div id="risright"><div id="rishead"><p class="topHeadline">Stadt Musterstadt'
        "</p></div>\n"
        f'<div id="risnavi">{_navi(ansicht, content)}</div>\n'
        f'<div id="risname"><h1>{esc(content.h1)}&nbsp;&nbsp;</h1>{umbruch}\n'
        f'<div id="rismain">{main}</div>\n'
        f'<div id="risfoot"><div id="foot_right"><p>{ansicht.rauschen.stempel()}</p></div>\n'
        '<div id="foot_center" ><p><a href="" target="_blank" '
        'title=""></a></p></div><div id="foot_left" ><p><a href="" target="_blank" title=""></a></p></div></div>\n'
        f"</div>\n</div>\n</div>\n{ansicht.rauschen.dauer()}\n</body>\n</html>"
    )


def menue(adresse: str) -> str:
    """The menu, which names the programs that are released."""
    zeilen = ['<ul id="menu">']
    frage = "&amp;" if "?" in adresse else "?"
    for n, (titel, links) in enumerate(MENUE.items(), 1):
        ziel = f"/bi/{attr(adresse)}{frage}toggleMenu={n}"
        zeilen += [f'<li><strong><a href="{ziel}" title="Reduzieren">{titel}</a></strong></li>', "<li>", "\t<ul>"]
        zeilen += [f"\t<li>{each}</li>" for each in links] + ["\t</ul>", "</li>"]
    return "\n".join([*zeilen, "</ul>"])


def _head(ansicht: Ansicht, content: Seite) -> str:
    version, info = KENNUNGEN[ansicht.version]
    feed = (
        f'\t<link {_rss(ansicht)} rel="alternate" type="application/rss+xml" title="{FEED}" />\n' if content.abo else ""
    )
    objekt = f'\t<meta name="objectID" content="{content.objekt}" />\n' if content.objekt else ""
    return (
        '<head>\n\t<link rel="stylesheet" href="conf/styles/defaults/styles.css" />\n'
        '\t<meta http-equiv="content-type" content="text/html; charset=iso-8859-1" />\n'
        f"\t<title>{esc(content.titel)}</title>\n"
        f'\t<meta name="description" content="ALLRIS net Version {version}" />\n\t'
        '<meta name="language" content="de" />\n'
        '\t<meta name="keywords" content="Ratsinformationssystem, Ratsinfo, Sitzungsdienst, ALLRIS" />\n'
        '\t<meta name="classification" content="Government" />\n\t<meta name="rating" content="Safe For Kids" />\n'
        '\t<link rel="shortcut icon" type="image/x-icon" href="images/ALLRIS.ico" />\n'
        f'{feed}{objekt}\t<meta name="infoID" content="{info}" />\n</head>'
    )


def _navi(ansicht: Ansicht, content: Seite) -> str:
    if content.abo:
        return _abonnements(ansicht)
    if not content.felder:
        return ""
    adresse, name = content.adresse, attr(content.h1)
    betreff = quote(f"Ratsinformation: {content.h1.replace(chr(10), ' ')}")
    bookmark = f'<img src="images/bookmark.gif" alt="Lesezeichen für {name}"  />'
    felder = "".join(verborgen(*each) for each in content.felder)
    druck = "Druckansicht für diese Seite"
    zeilen = [
        f'<!-- BOOKMARK_LINK --><a href="{adresse}" title="Lesezeichen für {name}" target="_self">{bookmark}</a>'
        "<!-- BOOKMARK_LINK -->",
        f'<a href="mailto:?subject={betreff}&amp;body=Online-Version%20der%20Seite:%20{ansicht.basis}'
        f'{quote(adresse, safe="=")}%0D%0A" title="Seite versenden"><img src="images/email_gross.gif" '
        'alt="Seite versenden"  /></a>',
        f'<form action="{adresse}" target="_blank" method="post" title="{druck}"><input type="image" '
        f'src="images/print.gif" alt="{druck}"  />{felder}{verborgen("selfAction", druck)}</form>',
    ]
    if content.termin:
        export = "Sitzungstermin im Outlook-kompatiblen Format exportieren"
        zeilen.append(
            f'<form action="{adresse}" method="post"><input type="image" src="images/calexp2.gif" alt="{export}" '
            f'title="{export}"  />{felder}{verborgen("selfAction", "Termin exportieren")}{verborgen("template", "ics")}'
            "</form>"
        )
    return '<ul id="navi_right">\n' + "".join(f"<li>{each}</li>\n" for each in zeilen) + "</ul>\n"


def _rss(ansicht: Ansicht) -> str:
    return f'href="si010_e.asp?selfaction=ws&amp;template=rss1&amp;xsl=rss&amp;rss=1&amp;sid={ansicht.rauschen.sid}"'


def _abonnements(ansicht: Ansicht) -> str:
    """Two feeds of the meetings, at addresses that are new each time."""
    titel = "Sitzungstermine als Internetkalender abonnieren"
    ical = f"selfaction=ws&amp;template=ical&amp;rss=128&amp;sid={ansicht.rauschen.sid}"
    basis = ansicht.basis.partition("://")[2]
    return (
        f'<ul id="navi_right">\n<li><a href="webcal://{basis}si010_e.asp?PALFDNR=1&amp;{ical}" title="{titel}">'
        f'<img src="images/calexp.gif" alt="{titel}" /></a></li>\n<li><a {_rss(ansicht)} target="_blank" '
        f'title="RSS-Feed \'{FEED}\' abonnieren"><img src="images/rss.gif" alt="RSS-Feed \'{FEED}\' abonnieren" />'
        "</a></li>\n</ul>\n"
    )


def _deko(content: Seite) -> str:
    if content.deko is None:
        return f"{content.inhalt}\n"
    bild = f"images/deco/{content.deko}/"

    def rand(oben: str) -> str:
        mitte = f'\t\t<td width="100%" style="background: URL({bild}{oben}.gif) repeat-x">&nbsp;</td>\n'
        ecken = [f'\t\t<td><img src="{bild}{oben}{ecke}.gif" alt=""  /></td>\n' for ecke in "we"]
        return f"\t<tr>\n{ecken[0]}{mitte}{ecken[1]}\t</tr>\n"

    return (
        f'<table class="risdeco" cellspacing="0" cellpadding="0" border="0">\n{rand("n")}\t<tr>\n'
        f'\t\t<td style="background: URL({bild}w.gif) repeat-y">&nbsp;</td>\n'
        f'\t\t<td bgcolor="white">{content.inhalt}</td>\n'
        f'<td style="background: URL({bild}e.gif) repeat-y">&nbsp;</td>\n\t</tr>\n{rand("s")}</table>\n'
    )
