"""What `make webtools` installs to look at pages: axe-core and the Nu HTML checker."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .browser import Browser

_MODULES = Path(__file__).resolve().parents[2] / ".venv" / "web" / "node_modules"
AXE = _MODULES / "axe-core" / "axe.min.js"
VNU = _MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
JAVA = shutil.which("java")


def missing(*programs: Path) -> bool:
    """Whether a test that needs them can't run here; in CI they must be there."""
    needed = all(program.exists() for program in programs) and (VNU not in programs or JAVA is not None)
    return not needed and "CI" not in os.environ


class Verstoss(NamedTuple):
    """What axe finds wrong on a page: its rule's name and the elements."""

    regel: str
    elemente: tuple[str, ...]


_RUN = """
axe.run(document, {resultTypes: ['violations'], %s}).then(found =>
    found.violations.map(each => [each.id, each.nodes.map(node => node.html.slice(0, 150))]))
"""
_COLOURS = "runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}"


def verstoesse(tab: Browser, *, colours_alone: bool = False) -> list[Verstoss]:
    """What axe finds on the page that is open, by all its rules, or by those alone that look at colours."""
    if not tab.value("'axe' in window"):
        # the page's own CSP doesn't bind what the debugger evaluates
        tab.value(AXE.read_text(encoding="utf-8") + "\n;undefined")
    found = tab.value(_RUN % (_COLOURS if colours_alone else ""))
    return [Verstoss(rule, tuple(elements)) for rule, elements in found]


def html_errors(files: list[Path]) -> dict[str, list[str]]:
    """By file: what the Nu HTML checker calls an error in it."""
    assert JAVA is not None
    command = [JAVA, "-jar", str(VNU), "--errors-only", "--stdout", "--format", "json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = {}
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    for message in messages:
        said = f"{message['message']} … {message.get('extract', '')[:150]!r}"
        found.setdefault(Path(message["url"]).name, []).append(said)
    return found
