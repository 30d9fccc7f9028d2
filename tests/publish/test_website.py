"""What the operator may say about the website, and what becomes of it on the pages."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ratsarchiv.errors import WrongUse
from ratsarchiv.publish import website
from ratsarchiv.publish.headers import STRICT
from ratsarchiv.publish.site import site

from .reading import links, text, tree

Get = Callable[..., Any]
Served = Callable[[str], Get]

KARTE = """
[karte]
kacheln = "https://kacheln.example/{z}/{x}/{y}.png"
quelle = "© Muster"
quelle_adresse = "https://kacheln.example/lizenz"
anbieter = "Muster-Karten"
datenschutz = "https://kacheln.example/datenschutz"
"""


@pytest.fixture
def served(tmp_path: Path, database: Path, open_site: Callable[[Path], Get]) -> Served:
    """Opens the council's site with these settings beside its database."""

    def opened(settings: str) -> Get:
        shutil.copy(database, tmp_path / "ratsarchiv.db")
        (tmp_path / website.FILE).write_text(settings, "utf-8")
        return open_site(tmp_path / "ratsarchiv.db")

    return opened


def test_without_a_file_everything_has_a_default(tmp_path: Path) -> None:
    assert website.load(tmp_path) == website.Website(name="Ratsarchiv", adresse=None, karte=None, anlagen="lizenz")


def test_name_contact_and_imprint_are_on_every_page(served: Served) -> None:
    get = served(
        'name = "Ratsblick <Lohme>"\nadresse = "https://rat.example/"\nkontakt = "post@rat.example"\n'
        'impressum = "https://rat.example/impressum"\ndatenschutz = "https://rat.example/datenschutz"\n'
    )
    for path in ("/", "/vorlagen/buchenried-100", "/suche", "/gibt-es-nicht"):
        page = tree(get(path).text)
        assert text(page.xpath("//title")[0]).endswith("– Ratsblick <Lohme>")
        foot = links(page.xpath("//footer")[0])
        assert foot["Impressum"] == "https://rat.example/impressum"
        assert foot["Datenschutz"] == "https://rat.example/datenschutz"
        assert "mailto:post@rat.example" in foot.values()
    page = tree(get("/vorlagen/buchenried-100").text)
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://rat.example/vorlagen/buchenried-100"]


@pytest.mark.parametrize(
    ("host", "known_as"),
    [
        ("rat.example:8001", "rat.example:8001"),
        ("[::1]:80", "[::1]:80"),
        ('x"><script>', "localhost"),
        ("a b", "localhost"),
    ],
)
def test_the_host_that_a_visitor_writes_is_only_believed_where_it_is_one(
    database: Path, host: str, known_as: str
) -> None:
    answer = asyncio.run(site(database).client.get("/vorlagen/buchenried-100", headers={"host": host}))
    address = f"http://{known_as}/vorlagen/buchenried-100"
    assert tree(answer.text).xpath("//link[@rel='canonical']/@href") == [address]


def test_only_pages_with_a_map_may_load_its_tiles(served: Served) -> None:
    get = served(KARTE)
    policy = get("/vorlagen/buchenried-100").headers["content-security-policy"]
    assert "img-src 'self' data: https://kacheln.example;" in policy
    assert get("/").headers["content-security-policy"] == STRICT
    assert get("/suche").headers["content-security-policy"] == STRICT


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("name = 3", "`name` must be a string"),
        ("nahme = 'x'", "unknown key `nahme`"),
        ("name = ", "no TOML"),
        ("adresse = 'rat.example'", "`adresse` must be a web address"),
        ("impressum = 'javascript:alert(1)'", "`impressum` must be a web address"),
        ("kontakt = 'post'", "`kontakt` must be an e-mail address"),
        ("anlagen = 'alle'", "`anlagen` must be one of lizenz, immer, nie"),
        ("[karte]\nkacheln = 'https://k.example/{z}/{x}/{y}'", "`karte.quelle` is missing"),
        (KARTE.replace("/{z}", ""), "`karte.kacheln` must have {z}, {x} and {y}"),
        (KARTE.replace("kacheln.example/{z}", "k.example;script-src *"), "`karte.kacheln` must be a web address"),
        (KARTE + "zoom = 'nah'", "`karte.zoom` must be"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, said: str, complaint: str) -> None:
    (tmp_path / website.FILE).write_text(said, "utf-8")
    with pytest.raises(WrongUse) as told:
        website.load(tmp_path)
    assert complaint in str(told.value)
    assert website.FILE in str(told.value)
