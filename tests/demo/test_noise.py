"""Two views of one page differ in noise, and in nothing else."""

from __future__ import annotations

import re

import pytest
import requests
from tests.demo.reading import NOISE, without_noise

from ratsarchiv.demo import DemoServer, World, serve
from ratsarchiv.demo.world import Vorlage
from ratsarchiv.model import Page
from ratsarchiv.parse import parse


def views(visitor: requests.Session, server: DemoServer, address: str) -> list[str]:
    return [visitor.get(server.url + address).content.decode("cp1252") for _ in range(2)]


@pytest.mark.parametrize(
    "address", ["si010_e.asp?MM=11&YY=2026", "vo040.asp", "au010.asp", "pa021.asp", "allris.net.asp"]
)
def test_every_page_is_another_one_and_the_same_without_noise(
    server: DemoServer, visitor: requests.Session, address: str
) -> None:
    first, second = views(visitor, server, address)
    assert first != second
    assert without_noise(first) == without_noise(second)


def test_every_kind_of_noise_occurs_and_is_new_each_time(
    server: DemoServer, visitor: requests.Session, mit_anlagen: Vorlage
) -> None:
    first, second = ("".join(each) for each in zip(
        views(visitor, server, "si010_e.asp"), views(visitor, server, f"vo020.asp?VOLFDNR={mit_anlagen.id}"), strict=True
    ))  # fmt: skip
    for pattern in NOISE:
        assert re.findall(pattern, first)
        assert not set(re.findall(pattern, first)) & set(re.findall(pattern, second)), pattern


def test_version_3_9_0_has_folders_of_numbers(world: World, visitor: requests.Session, mit_anlagen: Vorlage) -> None:
    with serve(world, version="3.9.0") as server:
        text = visitor.get(f"{server.url}vo020.asp?VOLFDNR={mit_anlagen.id}").text
        path = re.search(r'href="(___tmp/tmp/45-181-136(\d{9})/\2/0*\d{6,8}/04-Anlagen/01/[^"]+)"', text)
        assert path
        assert visitor.get(server.url + path[1]).content.startswith(b"%PDF")


def test_the_parser_reads_the_same_from_both(
    server: DemoServer, visitor: requests.Session, mit_anlagen: Vorlage
) -> None:
    url = f"{server.url}vo020.asp?VOLFDNR={mit_anlagen.id}"
    pages = [visitor.get(url).content for _ in range(2)]
    records = [parse(Page(url=url, body=each, kommune="musterstadt")).records for each in pages]
    assert records[0]
    assert records[0] == records[1]


def test_the_feed_answers_at_its_address(server: DemoServer, visitor: requests.Session) -> None:
    text = visitor.get(f"{server.url}si010_e.asp").text
    feed = re.search(r'<link href="([^"]+)" rel="alternate"', text)
    assert feed
    answer = visitor.get(server.url + feed[1].replace("&amp;", "&"))
    assert answer.headers["Content-Type"].startswith("text/xml")
    assert "<item>" in answer.text
