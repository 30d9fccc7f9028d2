"""The commands that keep an archive: crawl and update within bounds, status, rebuild, archive check and index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.cli import main
from ratsarchiv.demo import serve
from ratsarchiv.store.dump import dump

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratsarchiv.demo import DemoServer, World

TOML = """\
name = "Musterdorf"
[[quellen]]
system = "allris3"
url = "{url}"
[fetch]
delay = 0
loopback_erlaubt = true
[expect]
vorlagen = {vorlagen}
"""


@pytest.fixture
def server(small: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DemoServer]:
    """A council, known to the data folder where the commands are called."""
    monkeypatch.chdir(tmp_path)
    for name in ("RATSARCHIV_DATA", "RATSARCHIV_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    with serve(small) as server:
        know(server)
        yield server


def know(server: DemoServer, vorlagen: int = 10, **files: str) -> None:
    Path("data/kommunen").mkdir(parents=True, exist_ok=True)
    Path("data/kommunen/musterdorf.toml").write_text(TOML.format(url=server.url, vorlagen=vorlagen), encoding="utf-8")
    for name, text in files.items():
        Path(f"data/{name}.toml").write_text(text, encoding="utf-8")


def test_a_crawl_in_portions_a_status_an_update_a_rebuild_and_a_check(
    server: DemoServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crawl", "musterdorf", "--max-requests", "60"]) == 0
    assert "musterdorf: paused: 60 requests" in capsys.readouterr().out
    assert len(server.log) == 60
    assert main(["status"]) == 1  # less than the TOML expects
    assert "instead of at least 10" in capsys.readouterr().out

    assert main(["crawl", "musterdorf"]) == 0
    asked = [entry.pfad for entry in server.log if entry.pfad.startswith("/bi/vo020")]
    assert len(asked) == len(set(asked))
    assert "0 changed" in capsys.readouterr().out
    assert main(["update"]) == 0
    assert main(["status"]) == 0
    told = capsys.readouterr().out
    assert "musterdorf: last success 0 hours ago; last run: update" in told
    assert "vorlagen: " in told
    assert "robots.txt of 127.0.0.1" in told
    assert main(["status", "musterdorf", "--json"]) == 0
    [state] = json.loads(capsys.readouterr().out)
    named, here = state["genannt"]["dokumente"], state["bestand"]["dokumente"]
    assert 100 < named["genannt"] == named["beantwortet"] <= here  # one address may deliver several Dokumente

    database = Path("data/ratsarchiv.db")
    before = list(dump(database))
    assert main(["rebuild", "-q", "--processes", "1"]) == 0
    assert list(dump(database)) == before
    database.unlink()
    assert main(["archive", "index", "-q"]) == 0
    assert list(dump(database)) == before

    assert main(["archive", "check"]) == 0
    assert "; 0 wrong" in capsys.readouterr().out
    [warc, *_] = sorted(Path("data/warc/musterdorf").glob("*.gz"))
    damaged = bytearray(warc.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    warc.write_bytes(damaged)
    assert main(["archive", "check", "musterdorf"]) == 1
    assert warc.name in capsys.readouterr().err


def test_numbers_that_no_page_names_are_asked_for_with_the_councils_consent_alone(
    server: DemoServer, small: World, capsys: pytest.CaptureFixture[str]
) -> None:
    first = min(each.id for each in small.vorlagen)
    numbers = f"{first}-{first + 2}"
    assert main(["crawl", "musterdorf", "--backfill-ids", numbers]) == 2
    assert "only where the council has agreed" in capsys.readouterr().err
    assert server.log == []
    consent = '[[zustimmung]]\nkommune = "musterdorf"\nwer = "Büro des Rates"\nam = 2026-03-01\npfade = ["/bi/"]\n'
    know(server, consent=consent)
    assert main(["crawl", "musterdorf", "--backfill-ids", numbers, "--max-requests", "4", "-q"]) == 0
    assert f"/bi/vo020.asp?VOLFDNR={first}" in {entry.pfad for entry in server.log}


@pytest.mark.parametrize(
    "command",
    [
        "crawl musterdorf --backfill-ids 3-1",
        "crawl musterdorf --backfill-ids 1-900000",
        "crawl musterdorf --window 22-6",
        "crawl musterdorf --max-requests 0",
        "status nirgendwo",
        "archive check nirgendwo",
        "update nirgendwo",
    ],
)
def test_what_can_not_be_done_is_said_in_one_line_and_nothing_is_asked_or_written(
    command: str, server: DemoServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command.split()) == 2
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert err
    assert server.log == []
    assert sorted(path.name for path in Path("data").iterdir()) == ["kommunen"]


def test_nothing_to_update_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["update"]) == 0
    assert main(["status"]) == 0
    assert main(["rebuild"]) == 2
    assert not Path("data").exists()
