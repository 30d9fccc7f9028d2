"""The start page, and everything that is said instead of a page."""

from __future__ import annotations

from ratsarchiv.demo.sessionnet.markup import esc
from ratsarchiv.demo.sessionnet.rahmen import Ansicht, Seite

NICHT_GEFUNDEN = (
    b'<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head><title>404 Not Found</title></head><body>\n'
    b"<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n"
)
OHNE_SITZUNG = (
    b'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><html lang="de"><head>'
    b'<meta http-equiv="content-type" content="text/html; charset=UTF-8"><meta name="Generator" '
    b'content="Somacos GmbH & Co. KG,https://www.somacos.de, SessionNet Version 5.5.5 bi (Layout )"/>'
    b'<title>SessionNet Fehlermeldung</title></head><body style="text-align: center; font: 80% arial;">'
    b'<img src="im/smclogo.jpg"><h1>SessionNet Fehlermeldung</h1><br><br>'
    b"Die Fehlerinformation steht nicht mehr zur Verf&uuml;gung.</body></html>"
)
"""`error2`: what a program leads to that wants a session and finds none."""


def start(ansicht: Ansicht) -> Seite:
    """`info`: a greeting; what matters is the menu."""
    text = f"Willkommen im Bürgerinformationssystem der Stadt {esc(ansicht.world.kommune['name'])}"
    hinweis = "Musterstadt ist erfunden. Texte und Daten stehen unter CC0 1.0."
    return Seite(programm="info", h1="Startseite", inhalt=f"<h2>{text}</h2>\n<p>{hinweis}</p>\n")


def fehler() -> Seite:
    """`error`: no such object, or none that may be seen; the system does not say which."""
    inhalt = '<h3 class="smc_h3">Keine Daten gefunden</h3>\n<p>Fehlercode: 1104</p>\n'
    return Seite(programm="error", h1="Fehlermeldung", titel="SessionNet Fehlermeldung", inhalt=inhalt)


def anmeldung() -> Seite:
    """`ylogon`: where programs lead that only members may use."""
    felder = '<input type="text" name="__sopn" /><input type="password" name="__sopw" />'
    inhalt = (
        f'<form action="ylogon.php" method="post" id="smclogon">{felder}<button type="submit">Anmelden</button></form>'
    )
    return Seite(programm="ylogon", h1="Anmeldung", titel="SessionNet", inhalt=inhalt)
