"""The registry on the command line, and a new council that takes one TOML and no code."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from tests.cli.flavour import served

from ratsarchiv import kommunen
from ratsarchiv.cli import main
from ratsarchiv.demo import serve

if TYPE_CHECKING:
    from pathlib import Path

    from ratsarchiv.demo import World


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes where it stands, and none inherits settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("RATSARCHIV_DATA", "RATSARCHIV_CONTACT"):
        monkeypatch.delenv(name, raising=False)


def listed(capsys: pytest.CaptureFixture[str], *options: str) -> set[str]:
    """The keys of the councils that the command lists."""
    assert main(["kommunen", *options]) == 0
    return {line.split()[0] for line in capsys.readouterr().out.splitlines()}


def registry(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    """The table, by key."""
    capsys.readouterr()
    assert main(["kommunen", "--csv"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("\ufeffags,")
    return {row["kommune"]: row for row in csv.DictReader(StringIO(out.removeprefix("\ufeff"), newline=""))}


def own(data: Path, key: str, text: str) -> None:
    (data / "kommunen").mkdir(parents=True, exist_ok=True)
    (data / "kommunen" / f"{key}.toml").write_text(text, encoding="utf-8")


def test_filters(capsys: pytest.CaptureFixture[str]) -> None:
    everyone = {each.id for each in kommunen.load_all()}
    assert listed(capsys) == everyone
    assert listed(capsys, "--land", "Hamburg") == {each for each in everyone if each.startswith("hamburg-")}
    assert listed(capsys, "--land", "05334") >= {"aachen", "eschweiler", "staedteregion-aachen"}
    assert "leipzig" not in listed(capsys, "--land", "NRW")
    assert "leipzig" in listed(capsys, "--produkt", "allris4")
    assert "leipzig" not in listed(capsys, "--produkt", "allris3")
    assert listed(capsys, "--suche", "WÜRSELEN") == {"wuerselen"}
    assert {"juelich", "inden"} <= listed(capsys, "--suche", "kdvz-frechen")
    assert listed(capsys, "--oparl") | listed(capsys, "--ohne-oparl") == everyone
    assert "aachen" in listed(capsys, "--oparl", "--land", "NRW", "--produkt", "allris4")


def test_a_council_without_a_known_system_is_listed_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kommunen", "--suche", "Monschau"]) == 0
    out = capsys.readouterr().out
    assert "unknown" in out
    assert "no address known" in out


@pytest.mark.parametrize("options", [["--land", "Mordor"], ["--produkt", "allris9"]])
def test_a_filter_that_means_nothing_is_wrong_use(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kommunen", *options]) == 2
    assert options[1] in capsys.readouterr().err


def test_the_registry_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own(tmp_path / "data", "altdorf", 'name = "=Altdorf"\nags = "05315998"\nhinweis = "Ohne System."')
    rows = registry(capsys)
    assert rows.keys() == {each.id for each in kommunen.load_all()} | {"altdorf"}
    assert rows["altdorf"]["name"] == "'=Altdorf"
    aachen = rows["aachen"]
    assert (aachen["ags"], aachen["produkt"], aachen["robots"]) == ("05334002", "allris4", "verboten")
    assert aachen["oparl"] == "https://ratsinfo.aachen.de/public/oparl/system"


def test_the_table_has_what_the_last_visit_read_in_robots_txt(
    small: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(small, robots="User-agent: *\nDisallow: /") as server:
        own(tmp_path / "data", "neudorf", entry("allris3", server.url))
        assert registry(capsys)["neudorf"]["robots"] == "unbekannt"
        assert main(["crawl", "neudorf", "-q"]) == 3
    row = registry(capsys)["neudorf"]
    assert (row["robots"], row["robots_am"]) == ("verboten", datetime.now(UTC).date().isoformat())


def test_a_council_without_a_source_can_not_be_visited(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["crawl", "monschau", "--contact", "https://x.example"]) == 2
    assert "monschau" in capsys.readouterr().err


def vorlagen(data: Path) -> int:
    with closing(sqlite3.connect(data / "ratsarchiv.db")) as connection:
        (number,) = connection.execute("SELECT count(*) FROM vorlagen WHERE kommune = 'neudorf'").fetchone()
    return int(number)


def entry(system: str, url: str) -> str:
    return f'name = "Neudorf"\n[[quellen]]\nsystem = "{system}"\nurl = "{url}"\n[fetch]\ndelay = 0\nloopback_erlaubt = true'


def test_a_new_council_is_one_toml(small: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve(small) as server:
        own(tmp_path / "data", "neudorf", entry("allris3", server.url))
        assert "neudorf" in listed(capsys, "--produkt", "allris3")
        assert main(["crawl", "neudorf", "-q", "--max-requests", "60"]) == 0
    assert vorlagen(tmp_path / "data") > 10


@pytest.mark.parametrize("product", ["allris4", "sessionnet", "sdnet", "oparl"])
def test_a_new_council_of_any_product_is_one_toml(
    product: str, small: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    system = import_module(f"ratsarchiv.demo.{product}").System(small)
    page = "system" if product == "oparl" else ""
    with served(system) as (origin, _):
        own(tmp_path / "data", "neudorf", entry(product, f"{origin}{system.basis}{page}"))
        assert "neudorf" in listed(capsys, "--produkt", product)
        assert main(["crawl", "neudorf", "-q", "--max-requests", "60"]) == 0
    assert vorlagen(tmp_path / "data") > 0
