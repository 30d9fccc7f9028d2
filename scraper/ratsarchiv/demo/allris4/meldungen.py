"""What the system says in place of a page."""

from __future__ import annotations

from ratsarchiv.demo.allris4.rahmen import Ansicht, seite

KEINE_INFORMATION = "Keine Information verfügbar"


def keine_information(ansicht: Ansicht) -> str:
    """For objects that the system won't explain, with status 200."""
    return _meldung(
        ansicht,
        KEINE_INFORMATION,
        "Zu den von Ihnen gewählten Elementen ist keine weiterführende Information verfügbar, oder Sie sind nicht "
        "berechtigt.",
    )


def nicht_berechtigt(ansicht: Ansicht) -> str:
    """`noauth`: where the redirect for non-public objects ends."""
    return _meldung(ansicht, "Keine Berechtigung", "Sie sind nicht berechtigt, die Information zu sehen.")


def fehler(ansicht: Ansicht) -> str:
    """For unknown numbers, with status 500."""
    return _meldung(ansicht, "Es ist ein Fehler aufgetreten", "Interner Fehler. Bitte versuchen Sie es später erneut.")


def nicht_gefunden() -> str:
    """Status 404, as the server itself says it."""
    return (
        '<!doctype html><html lang="de"><head><title>HTTP Status 404 – Not Found</title></head><body>'
        "<h1>HTTP Status 404 – Not Found</h1></body></html>\n"
    )


def _meldung(ansicht: Ansicht, titel: str, text: str) -> str:
    inhalt = f'<div class="message_header">{titel}</div>\n<div class="message_text">{text}</div>\n'
    return seite(ansicht, "Meldung", titel, inhalt)
