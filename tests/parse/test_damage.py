"""Damaged pages: whatever arrives, parse answers with Parsed or with an error of ours, and never with another exception."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratsarchiv.errors import RatsarchivError
from ratsarchiv.model import Page, Parsed
from ratsarchiv.parse import parse

from . import golden, real
from .building import document, frame, page, vorlage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGES = [golden.page(path) for path in golden.PAGES] + real.pages()
TAG = re.compile(rb"<[^<>]*>")
NUMBER = re.compile(rb"\d+")
FRAGMENTS = (
    b"<table>", b"</table>", b"<tr>", b"<td>", b"</td>", b"<div>", b"</div>", b"<html>", b"</html>", b"<body>",
    b"<p>", b"<a href=", b"<!--", b"-->", b"<!-- ### SV1.rtf -->", b'<a name="allrisSV"></a>', b"<script>",
    b"<![CDATA[", b"<?xml version='1.0'?>", b"&#0;", b"&#xD800;", b"&#1114112;", b"&amp", b"<h1>",
    b"<form action=to010.asp>", b'<a href="http://[">', b'<td class="kb1">x</td><td>y</td>',
    b'<input type=hidden name=SILFDNR value="\xb2">', b"31.12.9999", b"31.02.2026", b"00.00.0000", b"99:99",
    b"22:00 - 01:00", b"<plaintext>", b"<frameset>", b"<svg><math>", b"<select><option>", b"<template>",
    b"<base href='http://['>", b"\xef\xbb\xbf",
)  # fmt: skip
CHARSETS = (
    "utf-8", "utf-16", "utf-32", "utf-7", "iso-8859-15", "cp037", "shift_jis", "idna", "punycode", "undefined",
    "rot13", "base64", "zip", "unicode_escape", "mbcs", "x" * 500, "", "ä", "\x00",
)  # fmt: skip

bounded = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
any_page = st.sampled_from(PAGES)
share = st.floats(0, 1)
"""A place in a page, as a share of its length."""


def survives(page: Page) -> None:
    """The page is parsed, to records that can be written down, or refused in our words."""
    try:
        parsed = parse(page)
    except RatsarchivError as error:
        str(error).encode()
        return
    assert isinstance(parsed, Parsed)
    json.dumps(golden.of(parsed)).encode()
    assert all(record.id and record.kommune for record in parsed.records)


def changed(page: Page, change: Callable[[bytes], bytes]) -> Page:
    """The page with another body."""
    return replace(page, body=change(page.body))


@bounded
@given(any_page, share)
def test_cut_off_at_any_byte(page: Page, at: float) -> None:
    survives(changed(page, lambda body: body[: int(at * len(body))]))


@bounded
@given(any_page, share)
def test_without_its_beginning(page: Page, at: float) -> None:
    survives(changed(page, lambda body: body[int(at * len(body)) :]))


@bounded
@given(any_page, share)
def test_with_any_tag_removed(page: Page, at: float) -> None:
    def change(body: bytes) -> bytes:
        tags = list(TAG.finditer(body))
        gone = tags[int(at * (len(tags) - 1))] if tags else None
        return body[: gone.start()] + body[gone.end() :] if gone else body

    survives(changed(page, change))


@bounded
@given(any_page, share)
def test_with_all_tags_of_a_name_removed(page: Page, at: float) -> None:
    def change(body: bytes) -> bytes:
        tags = TAG.findall(body)
        names = sorted({tag[1:].split()[0].strip(b"/>") for tag in tags if tag[1:].split()})
        name = names[int(at * (len(names) - 1))] if names else b"b"
        return re.sub(rb"</?" + re.escape(name) + rb"\b[^<>]*>", b"", body)

    survives(changed(page, change))


@bounded
@given(any_page, st.lists(st.tuples(share, st.binary(min_size=1, max_size=40)), min_size=1, max_size=12))
def test_with_bytes_changed(page: Page, changes: list[tuple[float, bytes]]) -> None:
    def change(body: bytes) -> bytes:
        for at, other in changes:
            start = int(at * len(body))
            body = body[:start] + other + body[start + len(other) :]
        return body

    survives(changed(page, change))


@bounded
@given(any_page, st.lists(st.tuples(share, st.sampled_from(FRAGMENTS)), min_size=1, max_size=12))
def test_with_fragments_inserted(page: Page, fragments: list[tuple[float, bytes]]) -> None:
    def change(body: bytes) -> bytes:
        for at, fragment in fragments:
            start = int(at * len(body))
            body = body[:start] + fragment + body[start:]
        return body

    survives(changed(page, change))


@bounded
@given(any_page, share, st.sampled_from([b"9" * 5_000, b"0", b"-1", b"\xb2", b"1e9", b"99999999999999999999"]))
def test_with_another_number(page: Page, at: float, other: bytes) -> None:
    def change(body: bytes) -> bytes:
        numbers = list(NUMBER.finditer(body))
        old = numbers[int(at * (len(numbers) - 1))] if numbers else None
        return body[: old.start()] + other + body[old.end() :] if old else body

    survives(changed(page, change))


@bounded
@given(any_page, st.sampled_from([b"9" * 5_000, b"0", b"99999999999999999999"]))
def test_with_every_number_another(page: Page, other: bytes) -> None:
    survives(changed(page, lambda body: NUMBER.sub(other, body[:20_000])))


@bounded
@given(
    any_page, st.integers(1, 200), st.sampled_from([bytes([code]) for code in [*range(0x20), 0x7F, 0x81, 0x8D, 0x90]])
)
def test_with_control_characters(page: Page, every: int, control: bytes) -> None:
    survives(changed(page, lambda body: control.join(body[at : at + every] for at in range(0, len(body), every))))


@bounded
@given(any_page, share, share)
def test_with_two_pieces_exchanged(page: Page, first: float, second: float) -> None:
    def change(body: bytes) -> bytes:
        start, end = sorted((int(first * len(body)), int(second * len(body))))
        return body[end:] + body[start:end] + body[:start]

    survives(changed(page, change))


@bounded
@given(any_page, st.sampled_from(CHARSETS), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252", "cp037"]))
def test_in_a_wrong_encoding(page: Page, declared: str, actual: str) -> None:
    body = page.body.decode("cp1252", "replace").encode(actual, "replace")
    survives(replace(page, body=body, header={**page.header, "content-type": f"text/html; charset={declared}"}))
    meta = f'<meta http-equiv="content-type" content="text/html; charset={declared}" />'.encode()
    survives(changed(page, lambda body: meta + body.replace(b"charset=iso-8859-1", b"")))


@bounded
@given(any_page, any_page)
def test_another_pages_body(asked: Page, given: Page) -> None:
    survives(replace(asked, body=given.body))


@pytest.mark.parametrize(
    "tag", ["div", "table", "b", "a", "td", "tr", "ul", "span", "p", "form", "h1", "table><tr><td"]
)
@pytest.mark.parametrize("where", ["frame", "part", "cell"])
def test_nested_ten_thousand_deep(tag: str, where: str) -> None:
    deep = f"<{tag}>" * 10_000
    pages = {
        "frame": page("vo020.asp?VOLFDNR=1", frame(deep)),
        "part": vorlage(document("SV", f"<div>{deep}Text</div>")),
        "cell": page(
            "vo020.asp?VOLFDNR=1", frame(f'<table><tr><td class="kb1">Betreff:</td><td>{deep}Ein Weg</td></tr></table>')
        ),
    }
    survives(pages[where])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b" ",
        b"\xff\xfe",
        b"<",
        b"<!--",
        b"<html>",
        b"&",
        b"%PDF-1.7",
        b"<?xml version='1.0'?>",
        b"\x1f\x8b",
    ],
)
@pytest.mark.parametrize(
    "address", ["vo020.asp?VOLFDNR=1", "si010_r.asp", "allris.net.asp", "to020.asp", "pa000.asp", "kp020.asp?KPLFDNR="]
)
def test_hardly_anything(address: str, body: bytes) -> None:
    survives(page(address, body))


@pytest.mark.parametrize(
    "address",
    [
        "http://[",
        "vo020.asp",
        "",
        "?",
        "http://x/vo020.asp?VOLFDNR=²",
        "http://[::1/vo020.asp?VOLFDNR=1",
        "http://x/bi/vo020.asp?VOLFDNR=" + "9" * 5_000,
    ],
)
def test_addresses_that_are_none(address: str) -> None:
    survives(replace(vorlage(document("SV", "<p>Text</p>")), url=address))


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9, 0.97])
@pytest.mark.parametrize("path", golden.PAGES, ids=golden.name)
def test_a_page_that_was_cut_off_makes_nothing_vanish(path: Path, share: float) -> None:
    whole = golden.page(path)
    try:
        parsed = parse(replace(whole, body=whole.body[: int(share * len(whole.body))]))
    except RatsarchivError:
        return
    assert parsed.vollstaendig == ()
