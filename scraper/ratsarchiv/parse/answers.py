"""Answers that are no page: refusals, which are an answer too, and the site's request to stop."""

from __future__ import annotations

import re
from typing import Literal

from ratsarchiv.errors import Gate, ParseError, SiteStopped
from ratsarchiv.model import Page
from ratsarchiv.parse import html

_STOP = (
    "Zu viele Zugriffe aus Ihrem Netzwerk",
    "Zugriff prüfen",
    "Zugriff pruefen",
)
_GATE = re.compile(r"<altcha-widget|/_gate/", re.IGNORECASE)
_LOGIN = re.compile(r"""<form\b[^>]{0,200}\baction=["']?[^"'>]{0,200}logon\.asp""", re.IGNORECASE)
_NOAUTH, _LOGON = (re.compile(rf"(?:^|/){name}(?:\.asp)?(?:[?#]|$)", re.IGNORECASE) for name in ("noauth", "logon"))
_PASSWORD = re.compile(r"""<input\b[^>]{0,200}\btype=["']?password""", re.IGNORECASE)
_NOT_PUBLIC = (
    "noauth.asp",
    "Keine Information verfügbar",
    "Sie sind nicht berechtigt, die Information zu sehen",
    "keine weiterführende Information verfügbar",
    "Zugriff verweigert (Programm",
    "Angefordertes Dokument nicht im Bestand",
)
_SIGNS = (
    "Zu viele Zugriffe", "Zugriff pr", "altcha", "_gate", "noauth", "Keine Information", "berechtigt", "weiterf", "verweigert",
    "im Bestand", "logon.asp",
)  # fmt: skip
"""One of these stands in every refusal, however its umlauts are written."""
_SHORT = 6_000
"""Refusals are small pages; in a large one the same words are a citation."""


def recognise(page: Page, text: str, *, broken: bool = False) -> Literal["nicht_oeffentlich"] | None:
    """`nicht_oeffentlich` for a refusal, None for anything else; SiteStopped where the site asks us to stop, or to log in.

    `broken` says that the page isn't what its address promises; only then a large page may be a refusal too.
    """
    if page.header.get("x-page", "").lower().startswith("noauth") or _NOAUTH.search(page.url):
        return "nicht_oeffentlich"
    if page.status in {301, 302, 303, 307, 308}:
        _stop_at_door(page, page.header.get("location", ""))
        return "nicht_oeffentlich" if _is_noauth(page.header.get("location"), text) else None
    if len(text) > _SHORT and not broken:
        return None
    if not any(sign in text for sign in _SIGNS):
        return None
    if _LOGIN.search(text) and _PASSWORD.search(text):
        raise _login(page)
    visible = _visible(text)
    if any(words in visible for words in _STOP) or _GATE.search(text):
        raise Gate(
            f"{page.kommune}: {page.url} asks us to stop (too many requests, or a gate); wait for hours before the next try"
        )
    return "nicht_oeffentlich" if any(words in visible for words in _NOT_PUBLIC[1:]) or _is_moved(text) else None


def _stop_at_door(page: Page, location: str) -> None:
    """A redirect to a gate or to the members' door says nothing of what was asked for."""
    if "/_gate/" in location:
        raise Gate(
            f"{page.kommune}: {page.url} sends us to a gate ({location[:200]}); wait for hours before the next try"
        )
    if _LOGON.search(location):
        raise _login(page)


def _is_noauth(location: str | None, text: str) -> bool:
    return _NOAUTH.search(location) is not None if location else "noauth.asp" in text.lower()


def _login(page: Page) -> SiteStopped:
    return SiteStopped(f"{page.kommune}: {page.url} asks for a login; nothing that it shows is believed")


def _visible(text: str) -> str:
    try:
        return html.text(html.tree(text))
    except ParseError:
        return ""


def _is_moved(text: str) -> bool:
    return "Object moved" in text and "noauth.asp" in text
