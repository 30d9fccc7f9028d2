from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from ratsarchiv import kommunen
from ratsarchiv.kommunen import Kommune, Quelle
from ratsarchiv.kommunen.eintrag import SPALTEN, as_csv, as_toml, schluessel, zeile
from ratsarchiv.kommunen.laender import vorwahl

if TYPE_CHECKING:
    from pathlib import Path

OLD = Quelle(system="allris3", url="https://rat.example/bi/", bis=date(2026, 11, 22))
NEW = Quelle(system="allris4", url="https://rat.example/public/")
OPARL = Quelle(system="oparl", url="https://rat.example/public/oparl/system")
ALTDORF = Kommune(
    id="altdorf",
    name='Stadt "Altdorf" \\ Süd',
    ags="05315998",
    art="Stadt",
    lizenz="CC BY 4.0",
    version="4.1.5 (4150026)",
    robots="erlaubt",
    robots_am="2026-11-22",
    geprueft=date(2026, 11, 22),
    hinweis="Ein Hinweis.",
    quellen=(OLD, NEW, OPARL),
    delay=2,
    expect={},
)


def test_what_is_written_as_toml_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "altdorf.toml"
    path.write_text(as_toml(ALTDORF, hinweise=["Ein Kommentar\nmit Umbruch"]), encoding="utf-8")
    assert kommunen.read(path) == ALTDORF


def test_sources_at_rest_are_comments(tmp_path: Path) -> None:
    path = tmp_path / "altdorf.toml"
    text = as_toml(replace(ALTDORF, quellen=(OPARL,)), [NEW])
    path.write_text(text, encoding="utf-8")
    assert kommunen.read(path).quellen == (OPARL,)
    assert '# system = "allris4"\n# url = "https://rat.example/public/"\n' in text


@pytest.mark.parametrize("name", ['"""', "\\", "\x00\x7f\u2028x", "\ud800", "a\nname = 'b'", "]] [[", "'"])
def test_a_hostile_name_stays_a_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "altdorf.toml"
    path.write_text(
        as_toml(replace(ALTDORF, name=f"Stadt {name}", hinweis=name or None), hinweise=[name]), encoding="utf-8"
    )
    found = kommunen.read(path)
    assert found.name.startswith("Stadt")
    assert (found.ags, found.quellen) == (ALTDORF.ags, ALTDORF.quellen)


def test_the_registrys_line() -> None:
    line = zeile(ALTDORF)
    assert tuple(line) == SPALTEN
    assert (line["produkt"], line["adressen"], line["oparl"]) == ("allris4", NEW.url, OPARL.url)
    assert (line["abgeschaltet"], line["robots"], line["robots_am"]) == (OLD.url, "erlaubt", "2026-11-22")
    assert line["geprueft"] == "2026-11-22"


def test_the_table_is_rfc_4180_and_calculates_nothing() -> None:
    text = as_csv([replace(ALTDORF, name="=1+1", hinweis='Komma, "Zitat"\r\n@x')])
    assert text.endswith("\r\n")
    head, row = csv.reader(StringIO(text, newline=""))
    assert head == list(SPALTEN)
    assert row[SPALTEN.index("name")] == "'=1+1"
    assert row[SPALTEN.index("hinweis")] == 'Komma, "Zitat" @x'
    assert row[SPALTEN.index("ags")] == "05315998"
    assert as_csv([ALTDORF], kopf=False).count("\r\n") == 1


@pytest.mark.parametrize(
    ("name", "url", "key"),
    [
        ("Stadt Würselen", "https://x.example/", "wuerselen"),
        ("Bundesstadt Bonn", "https://www.bonn.sitzung-online.de/public/", "bonn"),
        ("Kreis Euskirchen", "https://x.example/", "euskirchen"),
        ("rat.eschweiler.de", "https://rat.eschweiler.de/bi/", "eschweiler"),
        ("www.trier.sitzung-online.de", "https://www.trier.sitzung-online.de/public/", "trier"),
        ("127.0.0.1", "http://127.0.0.1:8000/bi/", "127-0-0-1"),
        ("Stadt", "https://x.example/", "stadt"),
        ("???", "https://x.example/", "kommune"),
    ],
)
def test_a_key_is_made_of_the_name_or_the_host(name: str, url: str, key: str) -> None:
    assert schluessel(name, url) == key


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("NRW", "05"),
        ("nordrhein-westfalen", "05"),
        ("Baden-Württemberg", "08"),
        ("05334", "05334"),
        ("Mordor", None),
        ("²", None),
    ],
)
def test_a_land_is_known_by_name_and_number(text: str, begin: str | None) -> None:
    assert vorwahl(text) == begin
