from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from ratsarchiv.demo import musterstadt

if TYPE_CHECKING:
    from ratsarchiv.demo import World


@pytest.fixture(scope="module")
def module_world() -> World:
    """The smallest Musterstadt."""
    return musterstadt(stichtag=datetime.now().astimezone().date(), vorlagen=60, sitzungen=40, personen=12)
