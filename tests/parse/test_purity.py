"""Parsing sees a page and nothing else: no network, no disk, no clock; the same page gives the same answer for ever."""

from __future__ import annotations

import builtins
import io
import os
import re
import socket
import time
from copy import deepcopy
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from lxml import etree

import ratsarchiv.parse as parsing
from ratsarchiv.parse import german, parse

from . import golden
from .building import document, page, vorlage

if TYPE_CHECKING:
    from ratsarchiv.model import Page

OUTSIDE = [
    (socket, "socket"), (socket, "create_connection"), (socket, "getaddrinfo"),
    (builtins, "open"), (io, "open"), (io, "FileIO"), (os, "open"), (os, "stat"), (os, "listdir"), (os, "urandom"),
    (time, "time"), (time, "time_ns"), (time, "monotonic"), (time, "localtime"), (time, "sleep"),
]  # fmt: skip
PAGES = [golden.page(path) for path in golden.PAGES]


class _NoClock(datetime):
    """A datetime that doesn't know what time it is."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> NoReturn:
        pytest.fail(f"parse asks what time it is in {tz}")


def test_no_line_of_the_parser_asks_for_today() -> None:
    sources = [path.read_text("utf-8") for path in Path(parsing.__file__).parent.rglob("*.py")]
    assert len(sources) > 15
    assert not [found for source in sources for found in re.findall(r"\b(?:now|today|utcnow)\(", source)]


def test_parsing_touches_neither_network_nor_disk_nor_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    # The offsets of Europe/Berlin are part of the program: read once, as the modules are.
    german.span(date(2026, 1, 1), "18:00")

    def refuse(name: str) -> object:
        def reached_for(*_: object, **__: object) -> NoReturn:
            msg = f"parse reached for {name}"
            raise AssertionError(msg)

        return reached_for

    with monkeypatch.context() as patched:
        for module, name in OUTSIDE:
            patched.setattr(module, name, refuse(f"{module.__name__}.{name}"))
        patched.setattr(german, "datetime", _NoClock)
        answers = [golden.answer(page) for page in PAGES]
    assert len(answers) == len(PAGES) > 80


def test_a_page_cannot_make_the_parser_load_anything(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim", "utf-8")
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "&x;&x;">]>'
    shown = vorlage(document("SV", "<p>Text &x; &y;</p>"))
    hostile = page("vo020.asp?VOLFDNR=1", f"<?xml version='1.0'?>{entity}{shown.body.decode('cp1252')}")
    assert "geheim" not in str(parse(hostile))


@pytest.mark.parametrize("path", golden.PAGES, ids=golden.name)
def test_the_same_page_gives_the_same_answer_and_stays_as_it_was(path: Path) -> None:
    given = golden.page(path)
    before = deepcopy(given)
    first = golden.answer(given)
    for other in PAGES[:5]:
        golden.answer(other)
    assert golden.answer(given) == first
    assert given == before


def test_an_answer_cannot_be_changed_and_holds_nothing_of_the_tree() -> None:
    parsed = parse(golden.page(golden.ROOT / "allris3" / "vo020" / "vollstaendig.html"))
    with pytest.raises(AttributeError):
        parsed.ergebnis = "nicht_oeffentlich"  # type: ignore[misc]
    assert isinstance(parsed.records, tuple)
    plain = [
        value for record in parsed.records for value in (getattr(record, name) for name in record.__dataclass_fields__)
    ]
    assert not [value for value in plain if isinstance(value, (etree._Element, etree._ElementUnicodeResult, bytes))]


def test_what_one_page_says_is_forgotten_on_the_next() -> None:
    def texts(shown: Page) -> list[str]:
        return [record.text for record in parse(shown).records if record.tabelle == "abschnitte"]  # type: ignore[attr-defined]

    assert texts(vorlage(document("SV", "<p>Eins</p>"))) == ["Eins"]
    assert texts(vorlage(document("BV", "<p>Zwei</p>"))) == ["Zwei"]
    assert texts(vorlage()) == []
