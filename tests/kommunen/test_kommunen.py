from __future__ import annotations

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
