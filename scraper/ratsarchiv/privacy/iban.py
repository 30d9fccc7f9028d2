"""Account numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum import iban

from ratsarchiv.privacy.fund import Fund

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGINS = re.compile(rb"AA[ -]?[09]")
_IBAN = re.compile(r"[A-Za-z]{2}(?<![A-Za-z0-9]..)[ \xa0-]?\d{2}(?:[ \xa0.-]{0,2}[A-Za-z0-9]){11,30}")
_SEPARATORS = re.compile(r"[ \xa0.-]")
_SHORTEST = 15


def ibans(text: str, shape: bytes) -> Iterator[Fund]:
    """International account numbers whose checksum is right."""
    if not _BEGINS.search(shape):
        return
    for match in _IBAN.finditer(text):
        end = _end(match)
        if end:
            yield Fund(match.start(), end, "iban")


def _end(match: re.Match[str]) -> int | None:
    """Where the number ends that begins here: the pattern takes words behind it along."""
    ends = [at + 1 for at in range(match.start(), match.end()) if match.string[at].isalnum()]
    wanted = LENGTHS.get(match[0][:2].upper())
    for length in [wanted] if wanted else range(len(ends), _SHORTEST - 1, -1):
        if length <= len(ends) and iban.is_valid(_SEPARATORS.sub("", match.string[match.start() : ends[length - 1]])):
            return ends[length - 1]
    return None


LENGTHS = {"DE": 22, "AT": 20, "CH": 21, "NL": 18, "BE": 16, "FR": 27, "LU": 20, "PL": 28, "DK": 18, "GB": 22}
