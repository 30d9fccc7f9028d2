"""Musterstadt on a fixed day, and a visitor with a cookie jar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import requests

from ratsarchiv.demo import DemoServer, World, musterstadt, serve
from ratsarchiv.demo.world import Sitzung, Vorlage

if TYPE_CHECKING:
    from collections.abc import Iterator

STICHTAG = date(2026, 11, 22)


@pytest.fixture(scope="session")
def world() -> World:
    return musterstadt(stichtag=STICHTAG)


@pytest.fixture(scope="session")
def server(world: World) -> Iterator[DemoServer]:
    with serve(world) as running:
        yield running


@pytest.fixture
def visitor() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def other_visitor() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def mit_anlagen(world: World) -> Vorlage:
    return next(each for each in world.oeffentliche_vorlagen if len(each.anlagen) == 3)


@pytest.fixture
def mit_protokoll(world: World) -> Sitzung:
    return next(
        each for each in world.oeffentliche_sitzungen if each.protokoll and any(top.niederschrift for top in each.tops)
    )
