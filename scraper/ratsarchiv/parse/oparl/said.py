"""What an object says, property by property: texts without the remains of other systems, days, times, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from html import unescape
from typing import Any

from ratsarchiv.model import Link
from ratsarchiv.parse import address, html
from ratsarchiv.parse.findings import Findings
from ratsarchiv.parse.german import BERLIN, blanks
from ratsarchiv.parse.oparl import addresses

_NOTHING = {"", "n/a", "null", "none"}
_LONGEST_ADDRESS = 2000
_ADDRESS = re.compile(r"\s*(?:https?://|[/?])\S*\s*", re.IGNORECASE)
_MOST_ESCAPES = 3
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#?\w{2,8});")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Letters of DOS (code page 850) that were read as windows-1252: certain only where no other sign could stand.
_DOS_INSIDE = {"„": "ä", "”": "ö", "\x84": "ä", "\x94": "ö", "\x81": "ü"}
_DOS = re.compile(
    r"(?<=[a-zäöüßá])[„”\x84\x94\x81](?=[a-zäöüßá„”\x81])|(?<=[A-Za-z])\x81|\x81(?=[a-z])|(?<!\w)”(?=[a-z])"
)
_DOS_BESIDE = (
    ("á", "ß"),
    ("Ž", "Ä"),
    ("™", "Ö"),
    ("š", "Ü"),
    ("\x8e", "Ä"),
    ("\x99", "Ö"),
    ("\x9a", "Ü"),
)
"""Letters elsewhere: only in a text that holds one of the certain ones."""
_QUOTATION = re.compile(r"“|[\w.,!?]”(?![a-zäöüßá„”\x81])")
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d{1,9})? ?(Z|[+-]?\d\d:{0,2}\d\d)?)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """One object of an answer."""

    raw: dict[str, Any]
    findings: Findings

    @property
    def own(self) -> str | None:
        """Its own address."""
        return self.address("id")

    @property
    def deleted(self) -> bool:
        """Whether this is what is left of it."""
        return self.flag("deleted") is True

    def lines(self, name: str) -> str | None:
        """A text with its line breaks; None where it says nothing."""
        value = self.raw.get(name)
        text = readable(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
        return None if text.lower() in _NOTHING else text

    def line(self, name: str) -> str | None:
        """A text in one line."""
        text = self.lines(name)
        return blanks(text) if text else None

    def flag(self, name: str) -> bool | None:
        """Yes or no; None where neither is said."""
        said = str(self.raw.get(name)).lower()
        return True if said in {"true", "1", "ja"} else False if said in {"false", "0", "nein"} else None

    def count(self, name: str) -> int | None:
        """A whole number, also one that is written as a text."""
        said = str(self.raw.get(name)).strip()
        return int(said) if said.isascii() and said.isdigit() and len(said) <= 18 else None

    def day(self, name: str) -> date | None:
        """The day as written; of a time in UTC, the day that it was in Berlin."""
        found = self._moment(name)
        if found is None:
            return None
        moment, _ = found
        return moment.astimezone(BERLIN).date() if moment.tzinfo and not moment.utcoffset() else moment.date()

    def moment(self, name: str) -> tuple[date, datetime | None] | None:
        """Day and time in Berlin; without a time where none is said, and midnight says none."""
        found = self._moment(name)
        if found is None:
            return None
        moment, timed = found
        local = moment.astimezone(BERLIN) if moment.tzinfo else moment.replace(tzinfo=BERLIN)
        return local.date(), local if timed and (local.hour or local.minute) else None

    def _moment(self, name: str) -> tuple[datetime, bool] | None:
        said = self.line(name)
        if said is None:
            return None
        found = _MOMENT.fullmatch(said)
        try:
            if found and 1800 < int(found[1]) < 2200:
                clock = [int(each or 0) for each in found.group(4, 5, 6)]
                return datetime(*map(int, found.group(1, 2, 3)), *clock, tzinfo=_zone(found[7])), bool(found[4])  # type: ignore[arg-type, misc]
        except ValueError:
            pass
        self.findings.problem("unbekannter_wortlaut", f"{name}: {said[:80]!r} ist kein Zeitpunkt")
        return None

    def address(self, name: str) -> str | None:
        """An address; None for anything that is none."""
        return usable(self.raw.get(name), self.findings.page.url)

    def entries(self, name: str) -> list[Said | str]:
        """Objects and addresses, whether one or several are given; without those that are deleted."""
        value = self.raw.get(name)
        found: list[Said | str] = []
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                found.append(Said(each, self.findings))
            elif url := usable(each, self.findings.page.url):
                found.append(url)
        return [each for each in found if isinstance(each, str) or not each.deleted]

    def objects(self, name: str) -> list[Said]:
        """The objects that are embedded."""
        return [each for each in self.entries(name) if isinstance(each, Said)]

    def addresses(self, name: str) -> list[str]:
        """The addresses of those that are named or embedded."""
        found = [each if isinstance(each, str) else each.own for each in self.entries(name)]
        return [each for each in found if each]

    def names(self, *properties: str) -> str | None:
        """The names of those that are embedded, or named by a text instead of an address; joined by `; `."""
        return "; ".join(dict.fromkeys(each for name in properties for each in self._names(name))) or None

    def _names(self, name: str) -> Iterator[str]:
        value = self.raw.get(name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict | str) and usable(each, self.findings.page.url) is None:
                said = Said(each if isinstance(each, dict) else {"name": each}, self.findings).line("name")
                if said:
                    yield said

    def whole(self, name: str) -> bool:
        """Whether all that there are of a list are embedded."""
        return isinstance(self.raw.get(name), list | dict) and all(
            isinstance(each, Said) for each in self.entries(name)
        )

    def follow(self, name: str) -> None:
        """Notes the addresses of objects that should have been embedded."""
        links = (Link(url=each, seitenart="oparl_objekt") for each in self.entries(name) if isinstance(each, str))
        self.findings.links += links


def _zone(said: str | None) -> timezone | None:
    if said is None:
        return None
    if said in "Zz":
        return timezone.utc  # noqa: UP017 - a timezone, as the others are
    digits = said.lstrip("+-").replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if said.startswith("-") else offset)


def readable(text: str) -> str:
    """A text as its writer meant it: without control characters, entities and letters of DOS; with its line breaks."""
    for _ in range(_MOST_ESCAPES):
        text = unescape(text) if _ENTITY.search(text) else text
    if _DOS.search(text) and not _QUOTATION.search(text):
        text = _DOS.sub(lambda sign: _DOS_INSIDE[sign[0]], text)
        for wrong, right in _DOS_BESIDE:
            text = text.replace(wrong, right)
    return html.tidy(_CONTROL.sub("", _BREAK.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))))


def usable(value: Any, asked: str) -> str | None:
    """An address made absolute, on the server that was asked with the scheme that it was asked with; or None."""
    if not isinstance(value, str) or len(value) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(value):
        return None
    return _absolute(value, asked)


@lru_cache(maxsize=1024)
def _absolute(value: str, asked: str) -> str | None:
    url = address.absolute(asked, value)
    if url is None or addresses.host(url) != addresses.host(asked):
        return url
    return asked.partition(":")[0] + ":" + url.partition(":")[2]
