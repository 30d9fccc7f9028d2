"""Answers that are no page: the members' door, refusals, error pages, and what another program answers in the place."""

from __future__ import annotations

import re
from typing import Literal

from ratsarchiv.errors import ParseError, SiteStopped
from ratsarchiv.model import Page
from ratsarchiv.parse import answers, html
from ratsarchiv.parse.sessionnet import addresses

_PROGRAM = re.compile(r'class="[^"<>]{0,200}\bsmc_page_([a-z]{2,6}\d{0,4})_layout')
_TITLE = re.compile(r"<title>\s*SessionNet Fehlermeldung")
_NOT_PUBLIC = (
    "Berechtigungsfehler",
    "Fehlercode: 1104",
    "Zu dieser Sitzung wurden noch keine Detailinformationen freigegeben",
)
_REDIRECTS = {301, 302, 303, 307, 308}
_ERRORS = {"error", "error2"}
_LOGIN = "ylogon"


def recognise(page: Page, text: str) -> Literal["nicht_oeffentlich"] | None:
    """`nicht_oeffentlich` for a refusal, None for anything that may be a page.

    SiteStopped where the members' door stands in the page's place, ParseError for an error without a reason.
    """
    if page.status in _REDIRECTS:
        return _redirected(page)
    says = shown(text)
    if says == _LOGIN:
        raise _login(page)
    # A gate stands before any product.
    if (refusal := answers.recognise(page, text, broken=says is None)) or _names_refusal(text, says):
        return refusal or "nicht_oeffentlich"
    if says in _ERRORS or _TITLE.search(text, 0, 4_000):
        raise ParseError("the system answers with its error page, and doesn't say why")
    return None


def shown(text: str) -> str | None:
    """The program that the page says it is; None where it is no page of the system."""
    found = _PROGRAM.search(text)
    return found[1] if found else None


def _redirected(page: Page) -> Literal["nicht_oeffentlich"] | None:
    target = addresses.program(page.header.get("location", ""))
    if target == _LOGIN:
        raise _login(page)
    if target in _ERRORS:
        return "nicht_oeffentlich"
    return answers.recognise(page, "")


def _names_refusal(text: str, says: str | None) -> bool:
    """Whether a small page, or one of the error program, says that the public may not see it."""
    if len(text) > 20_000 and says not in _ERRORS:
        return False
    if not any(sign in text for sign in ("Berechtigungsfehler", "1104", "Detailinformationen")):
        return False
    visible = html.text(html.tree(text))
    return any(words in visible for words in _NOT_PUBLIC)


def _login(page: Page) -> SiteStopped:
    return SiteStopped(f"{page.kommune}: {page.url} asks for a login; nothing that it shows is believed")
