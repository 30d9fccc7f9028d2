"""Every page beside its reviewed answer, and what must be in no answer whatever a page prints."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from ratsarchiv import cli
from ratsarchiv.parse import html

from . import golden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRIVATE = (
    "0999 - 123 456", "0999 - 654 321", "Beispielweg 3", "gremien@musterstadt.example", "privat@musterstadt.example",
    "01.01.1970", "Gärtnerin", "Mitglied im Beirat der Beispiel GmbH", "(Name nicht veröffentlicht)",
)  # fmt: skip
NON_PUBLIC = (
    "Grundstücksangelegenheiten", "Referent: Herr Ährenfeld", "Verkauf des Flurstücks 17/3", "Referentin: Frau Tannhoff",
    "26/091", "VOLFDNR=11273", "Personalangelegenheiten",
)  # fmt: skip
NUMBER_ONLY = {"type", "id", "kommune", "url", "sitzung", "position", "nummer", "oeffentlich", "nachtrag"}
ADDRESS_BLOCK = ("Rathausplatz 1", "99999 Musterstadt", "www.musterstadt.example", "1970-01-01")


@pytest.mark.parametrize("path", golden.PAGES, ids=golden.name)
def test_page(path: Path) -> None:
    expected = golden.read(path)
    answer = golden.answer(golden.page(path))
    if "ergebnis" not in expected:
        pytest.fail(
            f"{golden.write(path, answer)} was written: compare it with its page, then take its line {golden.UNREAD!r} out"
        )
    assert golden.UNREAD not in expected, "nobody has compared this golden with its page yet"
    assert answer == {key: value for key, value in expected.items() if key not in golden.QUESTION}


def test_a_golden_is_written_once_and_fails_until_it_was_read(tmp_path: Path) -> None:
    page = tmp_path / "vo020" / "neu.html"
    page.parent.mkdir()
    page.write_bytes((golden.ROOT / "allris3" / "vo020" / "ohne-nummer.html").read_bytes())
    url = "http://ratsinfo.musterstadt.example/bi/vo020.asp?VOLFDNR=11248"
    page.with_suffix(".json").write_text(json.dumps({"url": url}), "utf-8")
    with pytest.raises(pytest.fail.Exception, match="compare it with its page"):
        test_page(page)
    assert golden.read(page)["url"] == url
    with pytest.raises(AssertionError, match="nobody has compared"):
        test_page(page)
    draft = page.with_suffix(".json").read_text("utf-8")
    page.with_suffix(".json").write_text(draft.replace('  "ungelesen": true,\n', ""), "utf-8")
    test_page(page)


@pytest.mark.parametrize("product", sorted({path.relative_to(golden.ROOT).parts[0] for path in golden.PAGES}))
def test_every_golden_has_its_page_and_every_page_its_line_in_the_readme(product: str) -> None:
    folder = golden.ROOT / product
    pages = [path for path in golden.PAGES if path.is_relative_to(folder)]
    readme = (folder / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| \[[^]]+\]\(([^)]+\.html)\)", readme, re.MULTILINE)
    assert {path.with_suffix(".html") for path in folder.rglob("*.json")} == set(pages)
    assert sorted(listed) == sorted(path.relative_to(folder).as_posix() for path in pages)


def test_goldens_are_kept_in_one_form() -> None:
    for path in golden.PAGES:
        text = path.with_suffix(".json").read_text("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n", path


@pytest.mark.parametrize("words", [*PRIVATE, *NON_PUBLIC])
def test_what_is_private_stands_on_a_page_and_in_no_golden(words: str) -> None:
    pages = (unescape(html.decode(path.read_bytes())) for path in golden.PAGES)
    assert any(words in page for page in pages)
    assert [golden.name(path) for path in golden.PAGES if words in path.with_suffix(".json").read_text("utf-8")] == []


def test_the_address_block_of_a_gremium_or_person_is_in_no_golden() -> None:
    blocks = [path for path in golden.PAGES if path.parent.name in {"au020", "fr020", "pa020", "pa021", "kp020"}]
    assert any("Rathausplatz 1" in html.decode(path.read_bytes()) for path in blocks)
    for path in blocks:
        text = path.with_suffix(".json").read_text("utf-8")
        assert [words for words in ADDRESS_BLOCK if words in text] == [], path


def test_of_a_non_public_item_a_golden_has_nothing_but_its_number() -> None:
    items = [record for record in _records() if record.get("oeffentlich") is False]
    assert len(items) >= 8
    assert {key for item in items for key in item} == NUMBER_ONLY
    ids = {item["id"].rpartition("-")[2] for item in items}
    followed = {link["url"] for link in _links() if link.get("folgen", True)}
    assert not [url for url in followed if url.partition("TOLFDNR=")[2] in ids]


def _plain(path: Path) -> bool:
    expected = golden.read(path)
    return expected.get("ergebnis") != "fehler" and not {"status", "header"} & expected.keys()


ONE_OF_EACH = {path.parent: path for path in golden.PAGES if _plain(path)}


@pytest.mark.parametrize("path", ONE_OF_EACH.values(), ids=golden.name)
def test_the_command_prints_what_the_golden_says(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = golden.read(path)
    args = ["parse", str(path), "--url", expected["url"], "--kommune", "musterstadt", "--data", str(tmp_path)]
    assert cli.main(args) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["url"] == expected["url"]
    assert printed["seitenart"] == expected["seitenart"]
    assert printed["ergebnis"] == expected["ergebnis"]
    assert [_said(record) for record in printed["records"]] == expected["records"]
    assert [link["url"] for link in printed["links"]] == [link["url"] for link in expected["links"]]
    assert printed["problems"] == expected["problems"]


def _said(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value is not None}


def _records() -> Iterator[dict[str, Any]]:
    for path in golden.PAGES:
        yield from golden.read(path).get("records", [])


def _links() -> Iterator[dict[str, Any]]:
    for path in golden.PAGES:
        yield from golden.read(path).get("links", [])
