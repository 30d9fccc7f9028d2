"""`orte`: from files and from an Overpass server into the council's gazetteer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.conftest import Site

from ratsarchiv import kommunen
from ratsarchiv.cli import orte as cli
from ratsarchiv.errors import FetchError, SiteStopped, Unwanted, WrongUse
from ratsarchiv.text import orte

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import QuickClock

TABLE = "name;art;lat;lon\nLindenstraße;Straße;51,06;9,12\nMarkt;Platz;51,07;9,13\n"
ANSWER = {
    "osm3s": {"copyright": "ODbL"},
    "elements": [
        {"type": "way", "id": n, "center": {"lat": 51.06, "lon": 9.12 + n / 1000}, "tags": {"name": "Ring", "highway": "primary"}}
        for n in range(3)
    ]
    + [{"type": "node", "id": 9, "lat": 51.0, "lon": 9.0, "tags": {"name": "Erlenbach", "place": "suburb"}}],
}  # fmt: skip
TOML = 'name = "Musterdorf"\nags = "05999001"\nhinweis = "erfunden"\n'


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes where it stands, and none inherits settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("RATSARCHIV_DATA", "RATSARCHIV_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "data" / "kommunen").mkdir(parents=True)
    (tmp_path / "data" / "kommunen" / "musterdorf.toml").write_text(TOML, encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def run(*args: str) -> int:
    return int(cli.orte_group.main(list(args), standalone_mode=False) or 0)


def names(data: Path, kommune: str = "musterdorf") -> list[str]:
    return [each.name for each in orte.lesen(orte.pfad(data, kommune))]


def overpass(site: Site, *replies: bytes) -> str:
    """An interpreter that gives these answers, one after the other."""
    path = orte.adresse("05999001", "/api/interpreter")
    site.replies[path] = list(replies)
    return f"{site.url}/api/interpreter"


def answered(answer: Any, status: str = "200 OK") -> bytes:
    return Site.reply(json.dumps(answer).encode(), status, "Content-Type: application/json")


def ask(data: Path, server: str, clock: QuickClock) -> bytes:
    kommune = kommunen.load("musterdorf", [data / "kommunen"])
    return cli.fetched(kommune, server, data, contact="post@example.org", private=True, clock=clock)


def test_a_table_becomes_the_gazetteer(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "strassen.csv").write_text(TABLE, encoding="utf-8")
    assert run("import", "strassen.csv", "--kommune", "musterdorf") == 0
    assert names(data) == ["Lindenstraße", "Markt"]
    assert "musterdorf: 2 places (1 Platz, 1 Straße); 2 new, 0 changed" in capsys.readouterr().out
    before = orte.pfad(data, "musterdorf").read_bytes()
    assert run("import", "strassen.csv", "--kommune", "musterdorf") == 0
    assert orte.pfad(data, "musterdorf").read_bytes() == before
    assert "0 new, 0 changed" in capsys.readouterr().out


def test_files_join_what_is_known(tmp_path: Path, data: Path) -> None:
    (tmp_path / "strassen.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "osm.json").write_text(json.dumps(ANSWER), encoding="utf-8")
    run("import", "strassen.csv", "--kommune", "musterdorf")
    run("import", "osm.json", "--kommune", "musterdorf")
    assert names(data) == ["Erlenbach", "Lindenstraße", "Markt", "Ring"]
    herkunft = {each.name: each.herkunft for each in orte.lesen(orte.pfad(data, "musterdorf"))}
    assert herkunft["Ring"] == "© OpenStreetMap contributors, ODbL 1.0"
    assert herkunft["Markt"] == "strassen.csv"


def test_a_council_without_a_toml_may_have_places(tmp_path: Path, data: Path) -> None:
    (tmp_path / "strassen.csv").write_text(TABLE, encoding="utf-8")
    assert run("import", "strassen.csv", "--kommune", "anderswo") == 0
    assert len(names(data, "anderswo")) == 2


def test_a_wrong_line_is_named_and_nothing_is_written(tmp_path: Path, data: Path) -> None:
    (tmp_path / "strassen.csv").write_text(TABLE + "Hof;Kneipe;51,0;9,0\n", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"strassen\.csv, line 4: unknown kind 'Kneipe'; known: ortsteil, platz"):
        run("import", "strassen.csv", "--kommune", "musterdorf")
    assert not (data / "orte").exists()


def test_overpass_is_asked_once_politely_by_the_ags(site: Site, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = overpass(site, answered(ANSWER))
    options = ("--overpass", server, "--loopback", "--contact", "post@example.org")
    assert run("fetch", "--kommune", "musterdorf", *options) == 0
    assert names(data) == ["Erlenbach", "Ring"]
    assert [path.split("?")[0] for path in site.paths] == ["/robots.txt", "/api/interpreter"]
    question = parse_qs(urlsplit(site.paths[1]).query)["data"][0]
    assert '["de:amtlicher_gemeindeschluessel"="05999001"]' in question
    assert "out tags center" in question
    assert all("(+post@example.org)" in request for request in site.log)
    assert "2 new" in capsys.readouterr().out


def test_a_busy_server_is_asked_again_after_a_pause(site: Site, data: Path, quick: QuickClock) -> None:
    server = overpass(
        site, answered("", "429 Too Many Requests"), answered("", "504 Gateway Timeout"), answered(ANSWER)
    )
    begin = quick.time()
    assert json.loads(ask(data, server, quick)) == ANSWER
    assert quick.time() - begin > 5


@pytest.mark.parametrize(
    "status", ["429 Too Many Requests", "504 Gateway Timeout", "400 Bad Request", "204 No Content"]
)
def test_a_server_that_gives_nothing_is_left_with_advice(
    status: str, site: Site, data: Path, quick: QuickClock
) -> None:
    with pytest.raises(FetchError, match=rf"HTTP {status[:3]}; wait and try again, name another server by --overpass"):
        ask(data, overpass(site, answered("", status)), quick)
    assert len(site.log) <= 6


def test_robots_txt_is_obeyed_and_the_way_out_told(site: Site, data: Path, quick: QuickClock) -> None:
    site.replies["/robots.txt"] = [Site.reply(b"User-agent: *\nDisallow: /api/")]
    with pytest.raises(SiteStopped, match="overpass-turbo"):
        ask(data, overpass(site, answered(ANSWER)), quick)
    assert site.paths == ["/robots.txt"]


def test_an_endless_answer_is_not_taken(site: Site, data: Path, quick: QuickClock) -> None:
    huge = Site.reply(b"{}", "200 OK", f"Content-Length: {200 << 20}")
    with pytest.raises(Unwanted, match="larger than"):
        ask(data, overpass(site, huge), quick)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>Error: runtime error</html>", "no column name"),
        (b'{"elements": [', "no JSON"),
        (json.dumps({"elements": [], "remark": "runtime error: timeout"}).encode(), "broke off: runtime error"),
        (json.dumps({"elements": []}).encode(), "no place of a known kind"),
    ],
)
def test_garbage_is_told_and_leaves_the_gazetteer_alone(body: bytes, said: str, site: Site, data: Path) -> None:
    server = overpass(site, Site.reply(body))
    with pytest.raises(WrongUse, match=said):
        run("fetch", "--kommune", "musterdorf", "--overpass", server, "--loopback")
    assert not (data / "orte").exists()


def test_the_question_may_be_asked_by_hand(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fetch", "--kommune", "musterdorf", "--query") == 0
    assert capsys.readouterr().out == orte.frage("05999001")
    assert site.log == []


def test_without_an_ags_or_a_contact_nobody_is_asked(data: Path, site: Site) -> None:
    with pytest.raises(WrongUse, match="contact"):
        run("fetch", "--kommune", "musterdorf", "--overpass", f"{site.url}/api/interpreter")
    with pytest.raises(WrongUse, match="an Overpass interpreter"):
        run("fetch", "--kommune", "musterdorf", "--overpass", "ftp://example.org/")
    (data / "kommunen" / "musterdorf.toml").write_text(TOML.replace("ags", "# ags"), encoding="utf-8")
    with pytest.raises(WrongUse, match="no `ags` in its TOML"):
        run("fetch", "--kommune", "musterdorf")
    assert site.log == []
