"""What stands around every page: head, menu, title, tabs, filter, foot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from ratsarchiv.demo.sessionnet.markup import entitaeten, link

if TYPE_CHECKING:
    from datetime import date

    from ratsarchiv.demo.world import World

HERSTELLER = "Somacos GmbH & Co. KG,https://www.somacos.de, SessionNet Version 5.5.5  V7 bi (Layout 6)"
INFO = "<!--SMCINFO:PHP.V:7003033-->"
STAND = time(10, 36, 44)
"""The footer's stamp is one for the whole site, whatever page it stands on."""
SKRIPT = """<script type="text/javascript" src="js/smcjquery_min.js?v=3.5.1"></script>
<script type="text/javascript" src="js/smcmvc1.js"></script>\t\t<!-- Menu Toggle Script -->
\t\t<script>
\t\t$("#menu-toggle").click(function (e) {
\t\t\t    e.preventDefault();
\t\t\t    $("#wrapper").toggleClass("toggled");
\t\t});
\t\t</script>
"""
STILE = "".join(f'<link href="css/{name}.css" rel="stylesheet">' for name in ("styles6", "styles5_3", "styles5fct"))


@dataclass(frozen=True, slots=True)
class Ansicht:
    """What a page needs to be written for one request."""

    world: World
    ordner: str
    """The base folder with origin, without slash at its end."""
    laufend: int
    """A number that differs at each request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seite:
    """A page's content, and what its frame says about it."""

    programm: str
    h1: str
    inhalt: str
    tabs: tuple[tuple[str, str], ...] = ()
    """Address and name of each; the one that leads to `programm` is marked."""
    filter: str = ""
    saetze: int | None = None
    """How many rows the foot counts."""
    titel: str | None = None
    """In place of `SessionNet | <h1>`."""


def seite(ansicht: Ansicht, inhalt: Seite) -> bytes:
    """The whole page."""
    titel = inhalt.titel or f"SessionNet | {entitaeten(inhalt.h1)}"
    return (
        f'{_kopf(titel)}<body id="smc_body" class="smc-body">\n<!-- #wrapper --><div id="wrapper" '
        f'class="smclayout smc_page_{inhalt.programm}_layout">{_menue()}\n<div id="page-content-wrapper">\n'
        f'{_titelzeile(inhalt)}\n<div id="page-content" role="main" aria-label="Informationen">\n{_tabs(inhalt)}'
        f"{inhalt.filter}{INFO}\n{inhalt.inhalt}\n</div><!-- /page-content-1 -->\n</div><!-- /page-content-wrapper -->\n"
        f"{_fuss(ansicht, inhalt)}</div><!-- /wrapper -->\n{SKRIPT}{_letztes(ansicht)}</body></html>"
    ).encode()


def _kopf(titel: str) -> str:
    return (
        '<!DOCTYPE html><html lang="de"  x-ms-format-detection="none"><head><meta charset="utf-8">'
        '<meta http-equiv="X-UA-Compatible" content="IE=edge">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="description" content="">'
        f'<meta name="author" content="{HERSTELLER}"><meta name="sessionnet" content="V:050505"/>'
        '<link rel="shortcut icon" href="im/browser.ico" type="image/x-icon"/>'
        f'<link rel="start" href="info.php" title="Startseite" /><title>{titel}</title>\n'
        '<script type="text/javascript">var smcGLOBAL_FUNCTION_STATUS_LOGON = 1;var smcStatus_Logon = false;</script>\n'
        '<script type="text/javascript" src="yjavascript.js"></script><meta name="format-detection" '
        f'content="telephone=no, date=no, address=no, email=no" />{STILE}<!--[if lt IE 9]>'
        '<script src="js/smchtml5shiv.min.js"></script><![endif]--></head>'
    )


def _menue() -> str:
    haupt = "smce-a-u nav-link smcmenu1 smc-ct1"
    punkte = (
        link("info.php", "Startseite anzeigen", '<i class="smc smc-home" aria-hidden="true"></i>Startseite', haupt),
        link("si0040.php", "Kalender anzeigen", '<i class="smc smc-calendar" aria-hidden="true"></i>Kalender', haupt),
    )
    oben = " ".join(f'<li class="nav-item smc-nav-online">{each}</li>' for each in punkte)
    ziele = {"kp0041.php": "Mandatstr&auml;ger", "gr0040.php": "Gremien", "vo0042.php": "Vorlagen"}
    unten = "".join(
        f'<li class="smc-nav-link">{link(ziel, "Liste", name, "smce-a-u")}</li>' for ziel, name in ziele.items()
    )
    return (
        '<div id="sidebar-wrapper" role="navigation" aria-label="Hauptmenü" class="smc-nav-config smc-pr-n">'
        f'<ul id="sidebar-nav" class="nav nav-pills nav-stacked">{oben} <li class="nav-item smc-nav-online">'
        '<a id="smc_nav_group_org" aria-expanded="false" role="button" data-toggle="collapse" '
        'aria-controls="smc_nav_group_sub_org" href="#smc_nav_group_sub_org"><span>Organisation</span> '
        '<span class="caret"></span></a><ul id="smc_nav_group_sub_org" class="nav collapse" role="menu" '
        f'aria-labelledby="smc_nav_group_org">{unten}</ul></li>\n</ul><!-- /Sidebar ende smcnav mandatos --></div>'
    )


def _titelzeile(inhalt: Seite) -> str:
    return (
        '<nav id="top-bar" class="navbar navbar-inverse" aria-label="Auswahlmenü"><div id="menu-toggle" '
        'class="collapsed" title="Navigation ein- bzw. ausblenden"><span class="icon-bar"></span></div>'
        '<ul class="nav navbar-nav navbar-right">\n\n</ul></nav>\n\n<div class="page-title" role="navigation" '
        f'aria-label="Seitentitel und Oberes Menü"><h1 class="smc_h1">{entitaeten(inhalt.h1)}</h1></div>\n'
    )


def _tabs(inhalt: Seite) -> str:
    if not inhalt.tabs:
        return ""
    reiter = ""
    for ziel, name in inhalt.tabs:
        aktiv = ' active smc-ct1" aria-selected="true' if ziel.startswith(inhalt.programm) else ""
        reiter += f'<li class="nav-item{aktiv}">{link(ziel, name, name, "smce-a-u nav-link")}</li>'
    kopf = '<ul class="nav nav-tabs smcnoprint" id="smcregister" aria-label="Tab Navigation">'
    return f"{kopf}\n{reiter}\n</ul>"


def beginn(ansicht: Ansicht) -> date:
    """When the running term began."""
    return max(each.von for each in ansicht.world.gremien if each.art == "Rat")


def zeitraum(ansicht: Ansicht, programm: str, rest: str, *, alles: bool) -> str:
    """The filter by term: the one that runs, and everything."""
    von = beginn(ansicht)
    laufend = f"Wahlperiode ab {von.year}"
    klasse = "smcfiltermenu" if alles else "smcfiltermenuselected"
    gewaehlt = "Alle Daten" if alles else laufend
    return (
        '\n<div id="smcfiltermenu" class="smcnoprint smc-filter-bar"><ul class="nav nav-pills">\n\n'
        '<li class="nav-item dropdown"><a x="y" id="smce09050000000001" title="Zeitraum auswählen" role="button" '
        f'data-toggle="dropdown" class="nav-link dropdown-toggle" href="#">{gewaehlt} <span class="caret"></span></a>'
        f'<div class="dropdown-menu dropdown-menu-right"><a class="dropdown-item {klasse}" '
        f'href="{programm}.php?__cwpnr=1&__cselect=0&{rest}" title="von {von:%d.%m.%Y}">{laufend}</a>'
        f'<a  href="{programm}.php?__cwpall=1&{rest}" class="smce-a-u dropdown-item dropdown-item smcfiltermenuzeitraum" >'
        "Alle Daten</a></div></li></ul>\n</div>\n<br />"
    )


def _fuss(ansicht: Ansicht, inhalt: Seite) -> str:
    saetze = ""
    if inhalt.saetze is not None:
        zahl = f"&nbsp;{inhalt.saetze}&nbsp;S&auml;tze"
        saetze = f'<li class="list-inline-item"><i class="fa fa-database" aria-hidden="true"></i>{zahl}</li>'
    stand = f"{ansicht.world.stichtag:%d.%m.%Y} {STAND:%H:%M:%S}"
    uhr = f'<i class="fa fa-clock-o" aria-hidden="true"></i>&nbsp;Letzte &Auml;nderung:&nbsp;{stand}'
    return (
        '<footer aria-label="Fusszeile mit Seiteninformationen"><div class="d-flex justify-content-between">'
        f'<div id="smcmenubottom"><ul class="list-inline">{saetze}<li>{uhr}</li></ul></div>'
        '<div id="smcsomacosinfo" class="text-right"><span lang="en">Software: </span>Sitzungsdienst '
        '<span lang="en">Session</span></div></div></footer>\n'
    )


def _letztes(ansicht: Ansicht) -> str:
    funktionen = {
        "smcGlobalGKI2": f"'{ansicht.laufend}'",
        "smcGlobalSMCLAYOUT": "'wrapper'",
        "smcGlobal_AJAX_KEINRECHT": "'ajax.0'",
        "smcGlobalDebug": "false",
        "smcGlobal_HB": f"'{ansicht.ordner}'",
    }
    zeile = "".join(f"function {name}(){{return {wert};}}" for name, wert in funktionen.items())
    return f'\n<script type="text/javascript">\n{zeile}\n</script>\n'
