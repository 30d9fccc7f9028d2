"""An answer's bytes → JSON, whatever is wrong with them; a list's objects and where it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ratsarchiv.errors import ParseError
from ratsarchiv.model import Page
from ratsarchiv.parse import address, jsontext
from ratsarchiv.parse.oparl import addresses
from ratsarchiv.parse.oparl.said import usable

_NO_RESOURCE = 802
"""SD.NET's code for "Die angeforderte Ressource wurde nicht gefunden"."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: one object, or the page of a list."""

    objects: list[Any]
    is_list: bool
    next: str | None = None
    """Where the list goes on; None where it ends."""


EMPTY = Answer(objects=[], is_list=True)


def read(page: Page) -> Answer:
    """The objects of an answer; ParseError where it is no JSON, or says that something is wrong."""
    if page.status == 404 and addresses.is_filtered(page.url):
        return EMPTY
    if page.status >= 400:
        raise ParseError(f"the server answered {page.status}")
    value = jsontext.value(page.body)
    if isinstance(value, list):
        return Answer(objects=value, is_list=True)
    if not isinstance(value, dict):
        raise ParseError("the answer is neither an object nor a list")
    if (error := _error(value)) is not None:
        if value.get("code") == _NO_RESOURCE and addresses.is_filtered(page.url):
            return EMPTY
        raise ParseError(f"the interface answers with an error: {error[:200]}")
    if "data" not in value:
        return Answer(objects=[value], is_list=False)
    data = value["data"] or []
    objects = [data] if isinstance(data, dict) else data
    if not isinstance(objects, list):
        raise ParseError("the list's data is no list")
    return Answer(objects=objects, is_list=True, next=_next(page.url, value) if objects else None)


def _error(value: dict[str, Any]) -> str | None:
    """What an error says that comes as an answer."""
    if str(value.get("type", "")).rstrip("/").endswith("/Error") or ("error" in value and "id" not in value):
        return str(value.get("message") or value.get("error") or "without a message")
    return None


def _next(asked: str, value: dict[str, Any]) -> str | None:
    """The address of the next page: none behind the last one, and none that leads back."""
    links, pagination = value.get("links"), value.get("pagination")
    said = links if isinstance(links, dict) else {}
    following = usable(said.get("next"), asked)
    if following is None or (isinstance(pagination, dict) and _is_last(pagination)):
        return None
    following = addresses.like(following, asked)
    back = [asked, *(each for name in ("self", "first", "prev") if (each := usable(said.get(name), asked)))]
    if any(addresses.same(following, addresses.like(each, asked)) for each in back):
        return None
    here, there = (address.number(each, "page") for each in (asked, following))
    return None if here and there and int(there) <= int(here) else following


def _is_last(pagination: dict[str, Any]) -> bool:
    current, total = pagination.get("currentPage"), pagination.get("totalPages")
    return isinstance(current, int) and isinstance(total, int) and 0 < total <= current
