"""Every type of page is valid HTML, by the Nu HTML checker."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ratsarchiv.publish.site import site

from . import webtools
from .seitenarten import SEITENARTEN, beispiele

pytestmark = pytest.mark.skipif(webtools.missing(webtools.VNU), reason="no vnu or no Java; `make webtools` installs it")


@pytest.fixture(scope="module")
def errors(musterstadt: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """By type of page."""
    folder, datasette = tmp_path_factory.mktemp("seiten"), site(musterstadt)
    names = {}
    for number, (name, address) in enumerate(beispiele(musterstadt).items()):
        path = folder / f"{number}.html"
        path.write_text(asyncio.run(datasette.client.get(address)).text, encoding="utf-8")
        names[path.name] = name
    found = webtools.html_errors(sorted(folder.iterdir()))
    return {names[file]: messages for file, messages in found.items()}


@pytest.mark.parametrize("name", [art.name for art in SEITENARTEN])
def test_html_is_valid(errors: dict[str, list[str]], musterstadt: Path, name: str) -> None:
    assert name in beispiele(musterstadt)
    assert errors.get(name, []) == []


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!DOCTYPE html><html lang=de><title>A</title><p><h1>A</h1></p>", encoding="utf-8")
    assert list(webtools.html_errors([tmp_path / "a.html"])) == ["a.html"]
