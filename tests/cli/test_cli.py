from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from ratsarchiv import __version__
from ratsarchiv.archive import Archive
from ratsarchiv.cli import main
from ratsarchiv.demo import Faults, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Crawled

    from ratsarchiv.demo import World

COMMANDS = ("crawl", "demo", "import", "kommunen", "parse", "serve")
PAGE = "https://ratsinfo.leipzig.de/bi/to010.asp?SILFDNR=1002144"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes where it stands, and none inherits settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("RATSARCHIV_DATA", "RATSARCHIV_CONTACT", "PORT"):
        monkeypatch.delenv(name, raising=False)


def write_toml(data: Path, url: str) -> None:
    (data / "kommunen").mkdir(parents=True)
    text = f'name = "Musterdorf"\n[[quellen]]\nsystem = "allris3"\nurl = "{url}"\n[fetch]\ndelay = 0\nloopback_erlaubt = true'
    (data / "kommunen" / "musterdorf.toml").write_text(text, encoding="utf-8")


def the_page(crawled: Crawled, seitenart: str) -> tuple[str, bytes]:
    """A page of Musterstadt as it is in the archive, with its address."""
    with closing(sqlite3.connect(crawled.data / "ratsarchiv.db")) as connection:
        sql = "select warc, offset from abrufe where seitenart = ? and ergebnis = 'geparst' limit 1"
        warc, offset = connection.execute(sql, (seitenart,)).fetchone()
    with Archive(crawled.data / "warc") as archive:
        capture = archive.get(warc, offset)
    assert capture.body is not None
    return capture.url, capture.body


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {name} " in out for name in COMMANDS)
    assert "..." not in out.replace("[ARGS]...", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_takes_the_data_folder(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    out = capsys.readouterr().out
    assert "--data" in out
    assert "RATSARCHIV_DATA" in out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "args",
    [
        ["import", "fehlt.warc.gz", "--kommune", "leipzig"],
        ["import", "seite.html", "--kommune", "leipzig"],
        ["import", "leer.warc.gz", "--kommune", "leipzig"],
        ["import", "ordner", "--kommune", "leipzig"],
        ["import", "seite.html", "--kommune", "Kein Schlüssel"],
        ["crawl", "gibt-es-nicht"],
        ["crawl", "leipzig"],
        ["crawl", "leipzig", "--contact", "Größe"],
        ["parse", "fehlt.html", "--url", PAGE],
        ["parse", "seite.html", "--url", "https://ratsinfo.leipzig.de/bi/xy999.asp"],
        ["parse", "seite.html", "--url", "https://unbekannt.example/bi/vo020.asp?VOLFDNR=1"],
        ["serve"],
    ],
    ids=" ".join,
)
def test_bad_input_is_one_line_exit_code_2_and_nothing_written(
    tmp_path: Path, args: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "seite.html").write_text("<html><body>keine Vorlage</body></html>")
    (tmp_path / "leer.warc.gz").touch()
    (tmp_path / "ordner").mkdir()
    before = sorted(tmp_path.rglob("*"))
    assert main(args) == 2
    said = capsys.readouterr()
    assert said.err.startswith("ratsarchiv: ")
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "args", [["crawl"], ["import", "x"], ["nix"], ["serve", "--port", "99999"], ["crawl", "--wie"]]
)
def test_wrong_arguments_are_exit_code_2(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    assert "Error: " in capsys.readouterr().err


def test_a_mistake_in_a_toml_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_toml(tmp_path / "data", "https://ratsinfo.example/bi")
    assert main(["kommunen"]) == 2
    assert "musterdorf.toml" in capsys.readouterr().err


def test_kommunen_lists_what_is_known_and_how_it_went(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kommunen"]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "allris4" in lines["leipzig"]
    assert "never visited" in lines["leipzig"]


def test_parse_prints_the_page_as_json(crawled: Crawled, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url, body = the_page(crawled, "vo020")
    (tmp_path / "seite.html").write_bytes(body)
    assert main(["parse", "seite.html", "--url", url, "--kommune", "musterstadt"]) == 0
    page: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert list(page) == ["url", "seitenart", "ergebnis", "records", "links", "problems"]
    assert (page["url"], page["seitenart"], page["ergebnis"]) == (url, "vo020", "geparst")
    vorlage = next(record for record in page["records"] if record["type"] == "Vorlage")
    assert vorlage["id"].startswith("musterstadt-")
    assert set(vorlage) >= {"type", "id", "kommune", "url", "nummer", "betreff", "federfuehrend"}
    assert {"Abschnitt", "Beratung"} <= {record["type"] for record in page["records"]}
    assert {"url", "seitenart", "folgen", "platzhalter", "dokument", "sofort"} == set(page["links"][0])


def test_parse_finds_the_council_by_the_address(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(shared / "pages/allris3/leipzig/to010.html"), "--url", PAGE]) == 0
    assert json.loads(capsys.readouterr().out)["records"][0]["kommune"] == "leipzig"


def test_a_page_that_is_not_understood_is_told_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "seite.html").write_text("<html><body>keine Sitzung</body></html>")
    assert main(["parse", "seite.html", "--url", PAGE]) == 1
    said = capsys.readouterr()
    page = json.loads(said.out)
    assert (page["ergebnis"], page["records"], page["seitenart"]) == ("fehler", [], "to010")
    assert page["problems"][0]["art"] == "nicht_verstanden"
    assert said.err.count("\n") == 1


def test_a_refusal_is_an_answer(small: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve(small) as server, urlopen(f"{server.url}noauth.asp") as answer:
        (tmp_path / "seite.html").write_bytes(answer.read())
    assert main(["parse", "seite.html", "--url", PAGE]) == 0
    assert json.loads(capsys.readouterr().out)["ergebnis"] == "nicht_oeffentlich"


def test_who_is_stopped_by_the_site_says_so_with_exit_code_3(
    small: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(small, faults=Faults(too_many=range(3, 99))) as server:
        write_toml(tmp_path / "data", server.url)
        assert main(["crawl", "musterdorf"]) == 3
    err = capsys.readouterr().err
    assert "ratsarchiv: musterdorf: stopped:" in err
    assert main(["kommunen"]) == 0
    assert "gestoppt" in capsys.readouterr().out


def test_an_import_says_what_it_did(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(shared / "warc" / "hamburg-altona.warc.gz")
    assert main(["import", path, "--kommune", "hamburg-altona", "--data", "archiv"]) == 0
    assert "hamburg-altona: 5 pages" in capsys.readouterr().out
    assert main(["import", path, "--kommune", "hamburg-altona", "--data", "archiv", "-q"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["import", path, "--kommune", "hamburg-altona", "--data", "archiv", "-v"]) == 0
    assert "vo020.asp?VOLFDNR=1018473" in capsys.readouterr().err
    assert sorted(each.name for each in (tmp_path / "archiv").iterdir()) == [
        "intern.db",
        "ratsarchiv.db",
        "warc",
    ]


def test_a_folder_that_can_not_be_written_is_one_line(tmp_path: Path, shared: Path) -> None:
    (tmp_path / "voll").touch()
    path = str(shared / "warc" / "leipzig.warc.gz")
    assert main(["import", path, "--kommune", "leipzig", "--data", "voll/data"]) == 2


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """What ignores an interrupt, as a worker of pytest-xdist does, starts programs that ignore it too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def test_the_demo_is_visited_and_served_until_interrupted(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "ratsarchiv",
        "demo",
        "--serve",
        "--port",
        "0",
        "--vorlagen",
        "60",
        "--data",
        "d",
        "-q",
    ]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        assert process.stderr
        address = next(line for line in process.stdout if "served at" in line)
        assert address.strip().endswith("/")
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(timeout=20) in {0, 130}
        finally:
            process.kill()
        assert "Traceback" not in process.stderr.read()
    with closing(sqlite3.connect(tmp_path / "d" / "ratsarchiv.db")) as connection:
        assert connection.execute("select name, ags from kommunen").fetchall() == [("Musterstadt", "00000000")]


def test_control_characters_of_files_never_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_toml(tmp_path / "data", "http://127.0.0.1:9/bi/")
    toml = tmp_path / "data" / "kommunen" / "musterdorf.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace("Musterdorf", "Müster\\u001b[31mdorf\\u202e"), encoding="utf-8"
    )
    assert main(["kommunen"]) == 0
    with Archive(tmp_path / "browser") as archive:
        for url in ("http://127.0.0.1:9/bi/\x1b]0;x\x07vo020.asp", "https://webmail.example/?token=geheim"):
            kept = archive.write(
                "browser", url, datetime.now(UTC), request=("GET / HTTP/1.1", (), b""),
                response=("HTTP/1.1 302 Found", (), b""),
            )  # fmt: skip
    assert main(["import", f"browser/{kept.warc}", "--kommune", "musterdorf", "-v"]) == 0
    said = capsys.readouterr()
    assert "Müster[31mdorf" in said.out
    assert "%1B]0;x%07vo020.asp" in said.err
    assert "left out 1 record" in said.out
    assert "geheim" not in said.out + said.err
    assert all(each.isprintable() or each == "\n" for each in said.out + said.err)
