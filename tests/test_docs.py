"""What the documentation promises: commands that exist and run, pages that exist, no machine's paths."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from ratsarchiv.cli import cli, main

if TYPE_CHECKING:
    from tests.conftest import Crawled

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = re.findall(r"^\.venv/bin/ratsarchiv (.+?)(?:\s+#.*)?$", README, re.MULTILINE)


def words(command: str) -> list[str]:
    return shlex.split(command)


def test_every_command_is_in_the_readme() -> None:
    assert {words(command)[0] for command in COMMANDS} == set(cli.commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readmes_commands_are_understood(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its own arguments, up to where it would begin to work: `--help` is last and parsed first."""
    assert main([*words(command), "--help"]) == 0
    assert words(command)[0] in capsys.readouterr().out
    known = cli.commands[words(command)[0]]
    if isinstance(known, click.Group):
        known = known.commands[words(command)[1]]
    options = set(re.findall(r"--[a-z]+", command))
    assert options <= {name for parameter in known.params for name in parameter.opts}


def test_the_readmes_commands_run(crawled: Crawled, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that need no real council: the list, one page, an import, with this archive's own pages in their places."""
    data = ["--data", str(tmp_path)]
    assert main(["kommunen", *data]) == 0
    assert "hamburg-nord" in capsys.readouterr().out
    (warc,) = (crawled.data / "warc" / "musterstadt").glob("*.warc.gz")
    assert main(["import", str(warc), "--kommune", "musterstadt", *data]) == 0
    page = ROOT / "tests" / "pages" / "allris3" / "vo020" / "vollstaendig.html"
    url = "http://ratsinfo.musterstadt.example/bi/vo020.asp?VOLFDNR=11231"
    assert main(["parse", str(page), "--url", url, "--kommune", "beispiel"]) == 0
    assert '"type": "Vorlage"' in capsys.readouterr().out


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in target and target[0] != "/"]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_no_page_holds_a_machines_path(page: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:home|root|work|tmp|Users)/", page.read_text("utf-8"))


def test_the_makefile_has_the_commands_that_the_readme_shows() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert {"run", "test"} <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert {"run", "test"} <= set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE))


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "ratsarchiv", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("ratsarchiv")
