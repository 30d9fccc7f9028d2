"""One finding."""

from __future__ import annotations

from typing import Literal, NamedTuple

Art = Literal["iban", "telefon", "email", "geburtsdatum", "wohnanschrift"]


class Fund(NamedTuple):
    """Characters `start` to `end` (exclusive) of a text are private."""

    start: int
    end: int
    art: Art
