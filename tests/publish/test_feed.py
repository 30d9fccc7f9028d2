"""Atom feeds: that readers take them, that they are cheap to ask again, and that no text breaks them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette
from hypothesis import given, settings
from hypothesis import strategies as st

from ratsarchiv.publish import feed as feeds
from ratsarchiv.publish.feed import Entry, feed

ATOM = "{http://www.w3.org/2005/Atom}"


def request(known: str = "") -> Any:
    return SimpleNamespace(headers={"if-none-match": known}, host="rat.example", scheme="https", path="/x.atom")


def made(site: Datasette, *entries: Entry, known: str = "", updated: str = "2026-03-04") -> Any:
    return feed(
        site, request(known), id="/x.atom", title="Neues", address="/x", self_address="/x.atom?a=1&b=2", updated=updated,
        entries=entries,
    )  # fmt: skip


def entry(**fields: str) -> Entry:
    said = {"id": "/x#1", "title": "Eins", "address": "/eins", "updated": "2026-03-04", "summary": "Text"}
    return Entry(**(said | fields))


def checked(body: bytes | str) -> Any:
    """The feed as a tree, after what RFC 4287 asks of every feed and entry."""
    root = ElementTree.fromstring(body)
    assert root.tag == f"{ATOM}feed"
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    ids = [each.text or "" for each in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    for each in [root, *root.iter(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1, name
        assert (each.findtext(f"{ATOM}id") or "").startswith(("https://", "http://"))
        assert datetime.fromisoformat(each.findtext(f"{ATOM}updated") or "").tzinfo is not None
        relations = [link.get("rel") for link in each.findall(f"{ATOM}link")]
        assert relations.count("alternate") == 1
        assert all((link.get("href") or "").startswith("http") for link in each.findall(f"{ATOM}link"))
    return root


def test_it_has_what_every_feed_must_have(texts_site: Datasette) -> None:
    answer = made(texts_site, entry(), entry(id="/x#2", updated="2026-03-04T10:00:00.123456+00:00"))
    root = checked(answer.body)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert root.findtext(f"{ATOM}title") == "Neues – Ratsarchiv"
    assert [link.get("href") for link in root.findall(f"{ATOM}link")] == [
        "https://rat.example/x.atom?a=1&b=2", "https://rat.example/x",
    ]  # fmt: skip
    assert [each.findtext(f"{ATOM}updated") for each in root.iter(f"{ATOM}entry")] == [
        "2026-03-04T00:00:00+01:00", "2026-03-04T10:00:00+00:00",
    ]  # fmt: skip


def test_who_has_it_gets_no_second_one(texts_site: Datasette) -> None:
    first = made(texts_site, entry())
    etag = first.headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = made(texts_site, entry(), known=known)
        assert (again.status, again.body) == (304, ""), known
    assert made(texts_site, entry(title="Zwei"), known=etag).status == 200
    assert made(texts_site, entry(), known='"other"').status == 200


def test_it_is_never_long(texts_site: Datasette) -> None:
    root = checked(made(texts_site, *(entry(id=f"/x#{number}") for number in range(200))).body)
    assert len(root.findall(f"{ATOM}entry")) == feeds.MOST
    assert root.findtext(f"{ATOM}entry/{ATOM}id") == "https://rat.example/x#0"


@settings(max_examples=40, deadline=None)
@given(text=st.text())
@pytest.mark.parametrize("field", ["title", "summary", "address"])
def test_no_text_breaks_it(texts_site: Datasette, field: str, text: str) -> None:
    said = f"/{text}" if field == "address" else text
    root = checked(made(texts_site, entry(**{field: said})).body)
    if field == "summary":
        shown = root.findtext(f"{ATOM}entry/{ATOM}summary") or ""
        assert shown.split() == [part for part in feeds._NO_XML.sub("", said).replace("\r", "\n").split() if part]


@pytest.mark.parametrize("path", ["/aenderungen.atom", "/suche.atom?q=Furt"])
def test_all_feeds_are_valid_and_known_again(texts_site: Datasette, path: str, get_texts: Callable[[str], Any]) -> None:
    answer = get_texts(path)
    checked(answer.content)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    again = asyncio.run(texts_site.client.get(path, headers={"if-none-match": answer.headers["etag"]}))
    assert (again.status_code, again.content) == (304, b"")
