from __future__ import annotations

import csv
import tomllib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ratsarchiv import kommunen
from ratsarchiv.errors import WrongUse

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
name = "Musterdorf"
ags = "05315000"

[[quellen]]
system = "allris3"
url = "https://alt.example/bi/"

[[quellen]]
system = "allris3"
url = "https://neu.example/buerger/"
"""


def write(folder: Path, text: str, name: str = "musterdorf") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_packaged_councils_are_all_readable_and_polite() -> None:
    known = {each.id: each for each in kommunen.load_all()}
    assert {"hamburg-altona", "hamburg-nord", "leipzig", "staedteregion-aachen"} <= known.keys()
    assert all(each.delay >= 1 for each in known.values())
    assert known["hamburg-nord"].ags == "02000000"
    assert known["staedteregion-aachen"].ags == "05334"
    assert not any(each.loopback_erlaubt for each in known.values())


REGION = {
    "staedteregion-aachen", "aachen", "alsdorf", "baesweiler", "eschweiler", "herzogenrath", "monschau", "roetgen",
    "simmerath", "stolberg", "wuerselen", "erkelenz", "juelich", "aldenhoven", "inden", "linnich",
}  # fmt: skip
HAMBURG = {f"hamburg-{each}" for each in ("altona", "bergedorf", "eimsbuettel", "harburg", "mitte", "nord", "wandsbek")}
PRODUCTS = {"allris3", "allris4", "sessionnet", "sdnet", "oparl", "rubin"}


def test_the_region_hamburg_and_every_product_are_packaged() -> None:
    known = {each.id: each for each in kommunen.load_all()}
    assert known.keys() >= REGION | HAMBURG
    assert len(known.keys() - REGION - HAMBURG) >= 20
    assert {quelle.system for each in known.values() for quelle in each.quellen} == PRODUCTS
    assert all(each.ags and each.art for each in known.values())
    assert all(each.quellen or each.hinweis for each in known.values())
    assert all(each.geprueft or each.hinweis for each in known.values())
    assert all((each.robots == "verboten") is bool(each.robots_am) for each in known.values())


@pytest.mark.parametrize("key", ["staedteregion-aachen", "aachen", "erkelenz", "leipzig"])
def test_a_council_that_moved_keeps_its_old_source(key: str) -> None:
    old, new, *_ = kommunen.load(key).quellen
    assert (old.system, new.system) == ("allris3", "allris4")
    assert old.bis is not None
    assert old not in kommunen.load(key).besucht
    assert kommunen.load(key).owns(f"{old.url}vo020.asp?VOLFDNR=1")


def test_every_council_of_the_shared_list_is_packaged(shared: Path) -> None:
    with (shared / "kommunen.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    packaged = kommunen.load_all()
    for row in rows:
        bases = {url for url in (row["base"], row["old_base"]) if url and row["product"] != "oparl"}
        found = [
            each for each in packaged if each.ags == row["ags"] and bases <= {quelle.url for quelle in each.quellen}
        ]
        assert found, row["name"]
        forbidden = next(iter(value for key, value in row.items() if key.startswith("robots"))) == "forbidden"
        assert (found[0].robots == "verboten") is forbidden
        assert bool(row["oparl"]) is any(quelle.system == "oparl" for quelle in found[0].besucht)


def test_no_two_councils_claim_one_address() -> None:
    packaged = kommunen.load_all()
    for kommune in packaged:
        for quelle in kommune.quellen:
            assert [each.id for each in packaged if each.owns(quelle.url)] == [kommune.id]


def test_no_packaged_file_says_a_thing_twice() -> None:
    for path in kommunen.PACKAGED.glob("*.toml"):
        urls = [each["url"] for each in tomllib.loads(path.read_text("utf-8"))["quellen"]]
        assert len(urls) == len(set(urls))


OPARL = """
name = "Musterdorf"
version = "5.5.5"
robots = "verboten"
robots_am = "2026-10"
geprueft = 2026-11-22
hinweis = "Noch nicht gesehen."

[[quellen]]
system = "allris3"
url = "http://alt.example/bi/"
bis = 2024-05-01
start = ["si010_j.asp", "vo040.asp?x=1"]

[[quellen]]
system = "oparl"
url = "https://rat.example/oparl/v1.1/bodies?id=1"
auch = ["https://dateien.example:8443/rat/"]
"""


def test_an_interface_has_the_folder_above_it_and_further_ones(tmp_path: Path) -> None:
    kommune = kommunen.read(write(tmp_path, OPARL))
    old, new = kommune.quellen
    assert (old.bis, old.start, old.basis) == (date(2024, 5, 1), ("si010_j.asp", "vo040.asp?x=1"), old.url)
    assert new.basis == "https://rat.example/oparl/v1.1/"
    assert kommune.besucht == (new,)
    assert kommune.hosts == {"alt.example", "rat.example", "dateien.example:8443"}
    assert (kommune.robots, kommune.robots_am, kommune.geprueft) == ("verboten", "2026-10", date(2026, 11, 22))
    assert (kommune.version, kommune.hinweis) == ("5.5.5", "Noch nicht gesehen.")


@pytest.mark.parametrize(
    ("url", "held"),
    [
        ("https://rat.example/oparl/v1.1/papers/7", True),
        ("http://RAT.example/OParl/v1.1/papers?page=2", True),
        ("https://dateien.example:8443/rat/7.pdf", True),
        ("https://dateien.example/rat/7.pdf", False),
        ("https://dateien.example:8443/7.pdf", False),
        ("https://rat.example/oparl/", False),
        ("https://[rat.example/oparl/v1.1/", False),
    ],
)
def test_a_source_holds_what_lies_in_its_folders(tmp_path: Path, url: str, *, held: bool) -> None:
    assert kommunen.read(write(tmp_path, OPARL)).quellen[1].holds(url) is held


def test_a_council_without_a_source_says_why(tmp_path: Path) -> None:
    kommune = kommunen.read(write(tmp_path, 'name = "Altdorf"\nhinweis = "Das System ist nicht bekannt."'))
    assert (kommune.quellen, kommune.besucht, kommune.hosts) == ((), (), set())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            OPARL.replace("oparl/v1.1/bodies", "api/v1.1/bodies"),
            "`quellen[2].url` must be the http(s) address of an OParl",
        ),
        (OPARL.replace("https://rat", "ftp://rat"), "`quellen[2].url` must be the http(s) address of an OParl"),
        (OPARL.replace("2024-05-01", '"2024"'), "`quellen[1].bis` must be a date like 2026-03-01"),
        (OPARL.replace("2024-05-01", "2024-05-01T10:00:00"), "`quellen[1].bis` must be a date like 2026-03-01"),
        (OPARL.replace('["si010_j.asp", "vo040.asp?x=1"]', '"si010.asp"'), "`quellen[1].start` must be a list"),
        (OPARL.replace('"si010_j.asp"', '"/ri/si010.asp"'), "`quellen[1].start` must be a list of addresses below"),
        (OPARL.replace('"si010_j.asp"', '"//boese.example/"'), "`quellen[1].start` must be a list of addresses below"),
        (OPARL.replace('"si010_j.asp"', '"../ri/"'), "`quellen[1].start` must be a list of addresses below"),
        (OPARL.replace('"si010_j.asp"', "7"), "`quellen[1].start` must be a list of addresses below"),
        (OPARL.replace(":8443/rat/", ":8443/rat"), "`quellen[2].auch` must be an http(s) address that ends in `/`"),
        (OPARL.replace('"https://dateien.example:8443/rat/"', "1"), "`quellen[2].auch` must be an http(s) address"),
        (OPARL.replace('"verboten"', '"nein"'), "`robots` must be one of erlaubt, verboten, unbekannt, not 'nein'"),
        (OPARL.replace('"2026-10"', '"Oktober"'), '`robots_am` must look like "2026-11-22" or "2026-11"'),
        (OPARL.replace("2026-11-22", '"heute"'), "`geprueft` must be a date like 2026-03-01"),
        ('name = "x"', "`quellen` is empty or missing; a `hinweis` must say why"),
    ],
)
def test_a_mistake_about_a_source_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(WrongUse) as caught:
        kommunen.read(path)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)


def test_sources_are_told_oldest_first(tmp_path: Path) -> None:
    kommune = kommunen.read(write(tmp_path, GOOD))
    assert [quelle.url for quelle in kommune.quellen] == ["https://alt.example/bi/", "https://neu.example/buerger/"]
    assert (kommune.ags, kommune.delay) == ("05315000", 1.0)


def test_when_and_how_much_may_be_fetched(tmp_path: Path) -> None:
    plain = kommunen.read(write(tmp_path, GOOD))
    assert (plain.fenster, plain.groesstes_dokument, plain.zustimmungen) == (None, 500, ())
    assert (plain.sitzungen_wochen, plain.alles_tage) == (12, 90)
    own = kommunen.read(write(tmp_path, GOOD + "[update]\nsitzungen_wochen = 4\nalles_tage = 30"))
    assert (own.sitzungen_wochen, own.alles_tage) == (4, 30)
    own = kommunen.read(write(tmp_path, GOOD + '[fetch]\nfenster = "22:00-06:00"\ngroesstes_dokument = 50'))
    assert (own.fenster, own.groesstes_dokument) == ("22:00-06:00", 50)


def test_the_operators_folder_wins_over_the_packaged_one(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "leipzig")
    assert kommunen.load("leipzig", [tmp_path]).name == "Musterdorf"
    assert kommunen.load("leipzig").name == "Stadt Leipzig"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('nam = "x"\n' + GOOD, "unknown key `nam`"),
        (GOOD.replace('ags = "05315000"', "ags = 5315000"), "`ags` must be a string, not 5315000"),
        (GOOD.replace('"05315000"', '"5315"'), "`ags` must be a string of 2, 5 or 8 digits"),
        (GOOD.replace('name = "Musterdorf"', ""), "`name` is missing"),
        (GOOD + "[fetch]\ndely = 3", "unknown key `fetch.dely`"),
        (GOOD + "[fetch]\ndelay = 0.5", "`fetch.delay` must be at least 1 second"),
        (GOOD + "[fetch]\ndelay = nan", "`fetch.delay` must be at least 1 second"),
        (GOOD + "[fetch]\ndelay = true", "`fetch.delay` must be a number"),
        (GOOD + "[fetch]\nloopback_erlaubt = 1", "`fetch.loopback_erlaubt` must be true or false"),
        (GOOD + '[fetch]\nfenster = "22-6"', "`fetch.fenster` must look like"),
        (GOOD + '[fetch]\nfenster = "22:00-22:00"', "`fetch.fenster` must look like"),
        (GOOD + "[fetch]\nfenster = 22", "`fetch.fenster` must be a string"),
        (GOOD + "[fetch]\ngroesstes_dokument = 0", "`fetch.groesstes_dokument` must be 1 to 500"),
        (GOOD + "[update]\nalles_tage = 0", "`update.alles_tage` must be 1 to 3650"),
        (GOOD + "[update]\nsitzungen = 3", "unknown key `update.sitzungen`"),
        (GOOD + "[fetch]\ngroesstes_dokument = 1.5", "`fetch.groesstes_dokument` must be a whole number"),
        (GOOD + '[expect]\nvorlagen = "viele"', "`expect.vorlagen` must be a whole number"),
        (GOOD + "[expect]\nbriefe = 1", "unknown key `expect.briefe`"),
        (GOOD.replace("/buerger/", "/buerger"), "`quellen[2].url` must be an http(s) address that ends in `/`"),
        (GOOD.replace("https://neu", "ftp://neu"), "`quellen[2].url` must be"),
        (GOOD.replace('"allris3"\nurl = "https://neu', '"allris9"\nurl = "https://neu'), "`quellen[2].system` must be"),
        ('name = "x"\nquellen = []', "`quellen` is empty"),
        ("name = 05", "no TOML"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(tmp_path: Path, text: str, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(WrongUse) as caught:
        kommunen.read(path)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)


def test_no_delay_is_needed_on_loopback_alone(tmp_path: Path) -> None:
    local = 'name = "x"\n[[quellen]]\nsystem = "allris3"\nurl = "http://127.0.0.1:81/bi/"\n[fetch]\ndelay = 0'
    assert kommunen.read(write(tmp_path, local)).delay == 0


@pytest.mark.parametrize("name", ["gibt-es-nicht", "../leipzig", "Leipzig", "", "a--b"])
def test_an_unknown_or_impossible_key_is_wrong_use(name: str) -> None:
    with pytest.raises(WrongUse):
        kommunen.load(name)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://sitzungsdienst-altona.hamburg.de/bi/vo020.asp?VOLFDNR=1", "hamburg-altona"),
        ("http://SITZUNGSDIENST-altona.hamburg.de/BI/vo020.asp", "hamburg-altona"),
        ("https://ratsinfo.leipzig.de/bi/to010.asp?SILFDNR=5", "leipzig"),
        ("https://ratsinfo.leipzig.de/ri/to010.asp", None),
        ("https://sitzungsdienst-altona.hamburg.de.boese.example/bi/vo020.asp", None),
        ("https://boese.example/?https://ratsinfo.leipzig.de/bi/", None),
        ("http://[boese/", None),
    ],
)
def test_an_address_belongs_to_a_council_by_host_and_folder(url: str, key: str | None) -> None:
    found = kommunen.find_by_url(url)
    assert (found.id if found else None) == key
