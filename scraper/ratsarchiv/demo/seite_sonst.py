"""The start page, the imprint, and everything that is said instead of a page."""

from __future__ import annotations

from ratsarchiv.demo.markup import esc
from ratsarchiv.demo.rahmen import Ansicht, Seite

ABGELAUFEN_BYTES = 1261
"""A stale temporary address is always answered with a page of this size."""
VERBOTEN = "noauth.asp"
ANMELDUNG = "logon.asp"
SCHRANKE = "/_gate/"


def start(ansicht: Ansicht) -> Seite:
    """`allris.net`: a greeting; what matters is the menu."""
    text = f"<h2>Willkommen im Bürgerinformationssystem der Stadt {esc(ansicht.world.kommune['name'])}</h2>\n"
    hinweis = "<p>Musterstadt ist erfunden. Texte und Daten stehen unter CC0 1.0.</p>\n"
    titel = "ALLRIS net"
    return Seite(programm="allris", adresse="allris.net.asp", titel=titel, h1=titel, inhalt=text + hinweis, deko=None)


def impressum(ansicht: Ansicht) -> Seite:
    """`impressum`: who is responsible."""
    text = f"<p>{esc(ansicht.world.kommune['impressum'])}</p>\n"
    return Seite(
        programm="impressum", adresse="impressum.asp", titel="Impressum", h1="Impressum", inhalt=text, deko=None
    )


def keine_information() -> Seite:
    """What the system shows for objects that it will not explain."""
    titel = "Keine Information verfügbar"
    text = "Zu den von Ihnen gewählten Elementen ist keine Information verfügbar, oder Sie sind nicht berechtigt."
    inhalt = f'<p class="message_text">Keine Information verf&uuml;gbar</p>\n<p>{text}</p>\n'
    return Seite(programm="noauth", adresse=VERBOTEN, titel=titel, h1=titel, inhalt=inhalt, deko=None)


def nicht_berechtigt() -> Seite:
    """`noauth`: where the redirect for non-public objects ends."""
    titel = "Keine Berechtigung"
    inhalt = '<p class="message_text">Sie sind nicht berechtigt, die Information zu sehen.</p>\n'
    return Seite(programm="noauth", adresse=VERBOTEN, titel=titel, h1=titel, inhalt=inhalt, deko=None)


def _kurz(titel: str, text: str) -> str:
    meta = '<meta http-equiv="content-type" content="text/html; charset=iso-8859-1" />'
    return f"<html>\n<head>\n{meta}\n<title>{titel}</title>\n</head>\n<body>\n{text}\n</body>\n</html>\n"


def umleitung(ziel: str) -> str:
    """The body of every redirect."""
    text = f'This object may be found <a HREF="{ziel}">here</a>.'
    return f"<head><title>Object moved</title></head>\n<body><h1>Object Moved</h1>{text}</body>\n"


def verweigert(programm: str) -> str:
    """A program that is not released."""
    return _kurz("ALLRIS net", f"Zugriff verweigert (Programm {programm}).<br>")


def serverfehler() -> str:
    """An unknown number."""
    return _kurz("500 - Interner Serverfehler.", "<h2>500 - Interner Serverfehler.</h2>")


def nicht_gefunden() -> str:
    """An address that the web server does not know."""
    return _kurz("404", "<h2>404 - Datei oder Verzeichnis wurde nicht gefunden.</h2>")


def nicht_im_bestand() -> str:
    """A document number that does not exist."""
    return _kurz("ALLRIS net", "(Angefordertes Dokument nicht im Bestand)")


def zu_viele_zugriffe() -> str:
    """The brake."""
    return _kurz("ALLRIS net", '<p class="message_text">Zu viele Zugriffe aus Ihrem Netzwerk</p>')


def anmeldung() -> Seite:
    """`logon`: what a system says that has stopped being public, on every address."""
    titel = "Anmeldung"
    felder = (("Benutzername", "text", "user"), ("Kennwort", "password", "password"))
    zeilen = "".join(
        f'\t<tr><td class="kb1">{name}:</td><td><input type="{art}" name="{feld}" size="20" value=""  /></td></tr>\n'
        for name, art, feld in felder
    )
    knopf = '\t<tr><td colspan="2"><input type="submit" name="anmelden" value="Anmelden"  /></td></tr>\n'
    inhalt = (
        '<form action="logon.asp" method="post" name="logon">\n<table class="tk1" cellspacing="0" cellpadding="3">\n'
        f"{zeilen}{knopf}</table>\n</form>\n<p>Bitte melden Sie sich an, um das Ratsinformationssystem zu nutzen.</p>\n"
    )
    return Seite(programm="logon", adresse=ANMELDUNG, titel=titel, h1=titel, inhalt=inhalt, deko=None)


def schranke() -> str:
    """The gate: a puzzle that a browser is to solve."""
    widget = '<altcha-widget challengeurl="/_gate/challenge"></altcha-widget>'
    skript = '<script type="module" src="/_gate/altcha.min.js"></script>'
    text = f'<h2>Zugriff pruefen</h2>\n<form method="post" action="/_gate/verify">{widget}</form>\n{skript}'
    return _kurz("Zugriff pruefen", text)


def nicht_verfuegbar() -> str:
    """Status 503."""
    return _kurz(
        "Service Unavailable", "<h2>Service Unavailable</h2>\n<p>HTTP Error 503. The service is unavailable.</p>"
    )


def abgelaufen() -> str:
    """What a temporary address gives that was never valid in this session, or is no more."""
    text = "<h2>Dokument nicht verf&uuml;gbar</h2>\n<p>Bitte rufen Sie die Seite erneut auf.</p>\n"
    rest = ABGELAUFEN_BYTES - len(_kurz("ALLRIS net", text).replace("\n", "\r\n")) - len("<!---->")
    return _kurz("ALLRIS net", f"{text}<!--{' ' * rest}-->")
