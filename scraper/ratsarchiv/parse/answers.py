"""Answers that are no page: refusals, which are an answer too, and the site's request to stop."""

from __future__ import annotations

import re
from html import unescape
from typing import Literal

from ratsarchiv.errors import SiteStopped
from ratsarchiv.model import Page
from ratsarchiv.parse import address

_STOP = (
    "Zu viele Zugriffe aus Ihrem Netzwerk",
    "Zugriff prüfen",
    "Zugriff pruefen",
)
_GATE = re.compile(r"<altcha-widget|/_gate/", re.IGNORECASE)
_NOT_PUBLIC = (
    "noauth.asp",
    "Keine Information verfügbar",
    "Sie sind nicht berechtigt, die Information zu sehen",
    "keine weiterführende Information verfügbar",
    "Zugriff verweigert (Programm",
    "Angefordertes Dokument nicht im Bestand",
)
_SHORT = 6_000
"""Refusals are small pages; in a large one the same words are a citation."""
_TAG = re.compile(r"<[^>]+>")


def recognise(page: Page, text: str) -> Literal["nicht_oeffentlich"] | None:
    """`nicht_oeffentlich` for a refusal, None for anything else; SiteStopped where the site asks us to stop."""
    if page.header.get("x-page", "").lower().startswith("noauth") or address.program(page.url) == "noauth":
        return "nicht_oeffentlich"
    if page.status in {301, 302, 303, 307, 308}:
        return "nicht_oeffentlich" if "noauth.asp" in page.header.get("location", text).lower() else None
    if not _may_be_refusal(text):
        return None
    visible = " ".join(_TAG.sub(" ", unescape(text)).split())
    if any(words in visible for words in _STOP) or _GATE.search(text):
        raise SiteStopped(
            f"{page.kommune}: {page.url} asks us to stop (too many requests, or a gate); wait for hours before the next try"
        )
    return "nicht_oeffentlich" if any(words in visible for words in _NOT_PUBLIC[1:]) or _is_moved(text) else None


def _may_be_refusal(text: str) -> bool:
    return len(text) < _SHORT or "message_text" in text or "<h1>Keine Information" in text


def _is_moved(text: str) -> bool:
    return "Object moved" in text and "noauth.asp" in text
