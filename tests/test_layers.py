"""Who may import what: stages point left in the flow, and each outside library has one home."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

import ratsarchiv
from ratsarchiv.parse import PRODUCTS

PACKAGE = Path(ratsarchiv.__file__).parent
FRAME = {"ratsarchiv", "errors", "model"}
EVERYTHING = {"kommunen", "fetch", "archive", "parse", "store", "publish", "demo", "crawl", "privacy", "text"}

MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "model": set(),
    "errors": set(),
    "kommunen": {"errors"},
    "fetch": FRAME | {"requests", "urllib3", "protego", "publicsuffixlist"},
    "archive": FRAME | {"warcio"},
    "parse": FRAME | {"lxml", "bs4", "nh3", "icalendar"},
    "text": FRAME | {"parse", "pypdfium2", "pypdf", "python_calamine", "striprtf", "pytesseract", "PIL"},
    "privacy": {"phonenumbers", "stdnum"},
    "store": FRAME | {"privacy", "sqlite_utils", "Stemmer", "rapidfuzz"},
    "publish": FRAME
    | {"kommunen", "archive", "parse", "store"}
    | {"datasette", "icalendar", "pluggy", "markupsafe", "jinja2", "uvicorn", "yaml"},
    "demo": FRAME,
    "crawl": FRAME | {"kommunen", "fetch", "archive", "parse", "text", "store"},
    "cli": FRAME | EVERYTHING | {"click", "rich"},
    "__main__": {"cli"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    """`parse` of `ratsarchiv/parse/german.py`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def imported(path: Path) -> set[str]:
    """Parts of our own and outside libraries that a module imports, in whatever way and place."""
    package = ["ratsarchiv", *path.relative_to(PACKAGE).parts[:-1]]
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            own = module == "ratsarchiv"
            names |= {f"{module}.{alias.name}" for alias in node.names} if own else {module}
    return {_known_as(name) for name in names} - sys.stdlib_module_names


def _known_as(name: str) -> str:
    first, *rest = name.split(".")
    if first != "ratsarchiv" or not rest:
        return first
    own = (PACKAGE / rest[0]).is_dir() or (PACKAGE / f"{rest[0]}.py").is_file()
    return rest[0] if own else first


def test_every_part_has_its_rule() -> None:
    assert {part_of(path) for path in MODULES} == MAY_IMPORT.keys()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_its_part_may(path: Path) -> None:
    part = part_of(path)
    assert imported(path) - {part} <= MAY_IMPORT[part]


def test_each_outside_library_has_one_home() -> None:
    homes: dict[str, set[str]] = {}
    for path in MODULES:
        for name in imported(path) - MAY_IMPORT.keys() - {"ratsarchiv"}:
            homes.setdefault(name, set()).add(part_of(path))
    del homes["icalendar"]  # councils' calendars are read, and ours are written
    assert {name: parts for name, parts in homes.items() if len(parts) > 1} == {}


def test_a_forbidden_import_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    (tmp_path / "store").mkdir()
    (tmp_path / "fetch.py").touch()
    path = tmp_path / "store" / "kaputt.py"
    path.write_text(
        "import requests.adapters\nfrom ..fetch import x\nfrom ratsarchiv import fetch\n"
        "from ratsarchiv import __version__\nfrom . import schema\ndef f():\n    import json, lxml.html\n",
        encoding="utf-8",
    )
    assert imported(path) == {"requests", "fetch", "ratsarchiv", "store", "lxml"}


def test_only_parsers_and_councils_ask_which_product_it_is() -> None:
    names = {each.name for each in PRODUCTS}
    asking = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if part_of(path) not in {"parse", "kommunen", "demo"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq)
        for side in (node.left, *node.comparators)
        for each in ast.walk(side)
        if isinstance(each, ast.Constant) and each.value in names
    }
    assert asking == set()


def test_only_the_command_line_prints() -> None:
    talkers = {
        part_of(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr == "echo")
    }
    assert talkers == {"cli"}


def test_only_politeness_sleeps() -> None:
    sleepers = {
        part_of(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "sleep"
    }
    assert sleepers == {"fetch"}
