"""The made-up council's database, and its website asked over ASGI."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from ratsarchiv.publish import german
from ratsarchiv.publish.site import site
from ratsarchiv.store import kennzahlen

from . import council, stadt, texts
from .reading import tree

Get = Callable[..., Any]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return council.build(tmp_path_factory.mktemp("buchenried") / "ratsarchiv.db")


@pytest.fixture
def open_site(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Get]:
    """Opens a database's website, on the council's day; what comes back asks it for a path."""
    monkeypatch.setattr(german, "today", lambda: council.TODAY)

    def opened(path: Path) -> Get:
        datasette: Datasette = site(path)

        def get(path: str, method: str = "GET") -> Any:
            return asyncio.run(datasette.client.request(method, path))

        return get

    return opened


@pytest.fixture
def get(open_site: Callable[[Path], Get], database: Path) -> Get:
    return open_site(database)


@pytest.fixture
def page(get: Get) -> Callable[[str], Any]:
    """A page of ours as a tree."""

    def opened(path: str) -> Any:
        answer = get(path)
        assert answer.status_code == 200, answer.text
        return tree(answer.text)

    return opened


@pytest.fixture(scope="session")
def with_texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The council's database with what is read from its texts."""
    return texts.build(tmp_path_factory.mktemp("texte") / "ratsarchiv.db")


@pytest.fixture(scope="session")
def texts_site(with_texts: Path) -> Datasette:
    return site(with_texts)


@pytest.fixture
def get_texts(texts_site: Datasette, monkeypatch: pytest.MonkeyPatch) -> Get:
    monkeypatch.setattr(german, "today", lambda: council.TODAY)
    return lambda path: asyncio.run(texts_site.client.get(path))


@pytest.fixture
def page_texts(get_texts: Get) -> Callable[[str], Any]:
    """A page of ours on that database as a tree."""

    def opened(path: str) -> Any:
        answer = get_texts(path)
        assert answer.status_code == 200, answer.text
        return tree(answer.text)

    return opened


@pytest.fixture(scope="session")
def musterstadt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo council's database, with documents' texts, a day's changes, and the archive beside it; to read only."""
    folder = tmp_path_factory.getbasetemp()
    return stadt.einmal((folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "stadt")


@pytest.fixture
def recounted(tmp_path: Path, with_texts: Path, open_site: Callable[[Path], Get]) -> Callable[..., Get]:
    """The site with texts after some statements and a new count."""

    def changed(*statements: str) -> Get:
        path = Path(shutil.copy(with_texts, tmp_path / "ratsarchiv.db"))
        with texts.changing(path) as connection:
            for statement in statements:
                connection.execute(statement)
            kennzahlen.aktualisieren(connection)
        return open_site(path)

    return changed
