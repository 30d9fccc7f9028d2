"""A clock, and a Fetcher that asks the site of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from ratsarchiv.fetch import Fetcher

from .asking import CONTACT, Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Site


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fetcher(site: Site, clock: Clock) -> Iterator[Fetcher]:
    host = urlsplit(site.url).netloc
    fetcher = Fetcher([host], delay=2, contact=CONTACT, private=True, clock=clock, dice=lambda: 0.5)
    yield fetcher
    fetcher.close()
