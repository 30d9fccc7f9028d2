"""E-mail addresses at providers where private people have theirs; an office's own domain is left alone."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from ratsarchiv.privacy.fund import Fund

if TYPE_CHECKING:
    from collections.abc import Iterator

PROVIDERS = frozenset(
    line
    for line in (files(__package__) / "mailanbieter.txt").read_text("utf-8").split("\n")
    if line[:1] not in {"", "#"}
)
_SPELT = ("at)", "at]", "AT)", "ät)")
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:\s{0,2}@\s{0,2}|\s?[\[(](?:at|ät|@)[\])]\s?)"
    r"((?:[\w-]{1,63}(?:\.|\s?[\[(](?:dot|punkt)[\])]\s?)){1,3}[a-z]{2,6})(?![\w-])",
    re.IGNORECASE,
)
_DOT = re.compile(r"\s?[\[(](?:dot|punkt)[\])]\s?", re.IGNORECASE)


def mails(text: str, shape: bytes) -> Iterator[Fund]:  # noqa: ARG001 - one signature for every search
    """Addresses at private providers, also where the @ is spelt out."""
    if "@" not in text and not any(sign in text for sign in _SPELT):
        return
    for match in _MAIL.finditer(text):
        if _DOT.sub(".", match[1]).lower() in PROVIDERS:
            yield Fund(*match.span(), "email")
