"""Points: checked, and found in the middle of lines and areas."""

from __future__ import annotations

import math
from typing import Any

from ratsarchiv.errors import WrongUse


def point(lat: Any, lon: Any, where: str) -> tuple[float, float]:
    """Latitude and longitude as numbers; WrongUse where they are none, or can't be in or near Germany."""
    if not _number(lat) or not _number(lon):
        raise WrongUse(
            f"{where}: {lat!r}, {lon!r} is no point: two numbers in degrees are needed, latitude and longitude"
        )
    if 5 <= lat <= 16 and 46 <= lon <= 56:
        raise WrongUse(f"{where}: {lat:g}, {lon:g}: latitude and longitude are interchanged")
    if not (46 <= lat <= 56 and 5 <= lon <= 16):
        raise WrongUse(f"{where}: {lat:g}, {lon:g} is not in or near Germany: degrees of WGS 84 are needed, not metres")
    return float(lat), float(lon)


def middle(values: list[Any]) -> float | None:
    """The mean of numbers; None where one is none."""
    return sum(values) / len(values) if values and all(map(_number, values)) else None


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
