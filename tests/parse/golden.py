"""Pages and their goldens: what was asked, beside what `ratsarchiv parse` says of the answer."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ratsarchiv.errors import RatsarchivError
from ratsarchiv.model import Link, Page, Parsed, as_dict
from ratsarchiv.parse import parse

if TYPE_CHECKING:
    from ratsarchiv.model import Liste, Record

ROOT = Path(__file__).resolve().parents[1] / "pages"
PAGES = sorted(ROOT.rglob("*.html"))
QUESTION = ("url", "status", "header")
UNREAD = "ungelesen"
"""Stands in a golden that was written by machine, until somebody has compared it with its page."""


def name(path: Path) -> str:
    """`vo020/vollstaendig`"""
    return f"{path.parent.name}/{path.stem}"


def read(path: Path) -> dict[str, Any]:
    """The golden beside a page; empty where there is none yet."""
    golden = path.with_suffix(".json")
    return dict(json.loads(golden.read_text("utf-8"))) if golden.is_file() else {}


def write(path: Path, answer: dict[str, Any]) -> Path:
    """Writes a draft of the golden beside a page, marked as unread."""
    golden = path.with_suffix(".json")
    question = {key: value for key, value in read(path).items() if key in QUESTION}
    draft = {**(question or {"url": page(path).url}), UNREAD: True, **answer}
    golden.write_text(json.dumps(draft, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return golden


def page(path: Path) -> Page:
    """The page as an answer to what its golden asks."""
    question = {key: value for key, value in read(path).items() if key in QUESTION}
    guess = f"http://ratsinfo.musterstadt.example/bi/{path.parent.name}.asp"
    return Page(kommune="musterstadt", body=path.read_bytes(), **{"url": guess, **question})


def answer(page: Page) -> dict[str, Any]:
    """What a golden says behind its question: the same as plain values, whether it was understood or not."""
    try:
        return of(parse(page))
    except RatsarchivError as error:
        return {"ergebnis": "fehler", "fehler": type(error).__name__, "meldung": str(error)}


def of(parsed: Parsed) -> dict[str, Any]:
    """A page's contents as plain values; what is None, or the rule (`folgen`, not `sofort`), is left out."""
    return {
        "seitenart": parsed.seitenart,
        "ergebnis": parsed.ergebnis,
        "records": [_record(record) for record in parsed.records],
        "links": [_link(link) for link in parsed.links],
        "problems": [asdict(problem) for problem in parsed.problems],
        "vollstaendig": [_liste(liste) for liste in parsed.vollstaendig],
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "type": type(record).__name__,
        **{key: value for key, value in as_dict(record).items() if value is not None},
    }


def _link(link: Link) -> dict[str, Any]:
    rule = asdict(Link(url=""))
    plain = {key: getattr(link, key) for key in rule if getattr(link, key) != rule[key]}
    return plain | ({"platzhalter": _record(link.platzhalter)} if link.platzhalter else {})


def _liste(liste: Liste) -> str:
    return f"{liste.tabelle} where {liste.spalte} = {liste.id}"
