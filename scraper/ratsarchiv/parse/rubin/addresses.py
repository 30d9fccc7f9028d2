"""The addresses of more!rubin: one program, `api.php`, for every answer and every file.

**What an object is known by.** A Sitzung by its `id`: its `nummer` turns from `2026-RAT-7` into `ni_2026-RAT-7` once there are
minutes, and the address of its page with it. A Vorlage by its `id`, a Tagesordnungspunkt by its `ai_id` (its `id` is made of the
Sitzung's `nummer`, the Vorlage and whether it is public), a Gremium by its Kürzel, which is all that a calendar says of it.
A file by what its address names: its kind, and whatever is not its owner.
"""

from __future__ import annotations

import re
from collections.abc import Set
from hashlib import sha256
from urllib.parse import unquote

from ratsarchiv.parse import address

_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
_MOST_PARAMETERS = 20
_WITH_MINUTES = "ni_"


def seitenart(url: str) -> str | None:
    """`rubin_kalender` for the calendar, `api` for any other answer: only its JSON says what it is; None for files."""
    if not _is_api(url) or kennt(url):
        return None
    return "rubin_kalender" if address.parameter(url, "id") == "calendar" else "api"


def kennt(url: str) -> bool:
    """Whether an address is a document's."""
    return _is_api(url) and address.parameter(url, "document_type_id") is not None


def objekt(_url: str) -> None:
    """No address of an answer is known to name an object."""


def _is_api(url: str) -> bool:
    place, mark, _ = url.partition("#")[0].partition("?")
    return bool(mark) and place.endswith("/api.php")


def key(name: str) -> str:
    """What stands for a name in ids: itself, or a digest where it has more than letters and digits."""
    return name if _KEY.fullmatch(name) else sha256(name.encode()).hexdigest()[:12]


def lasting(nummer: str) -> str:
    """A Sitzung's `nummer` as it was before there were minutes."""
    return nummer.removeprefix(_WITH_MINUTES)


def file_name(url: str, known: Set[str]) -> str | None:
    """What stands for a document in ids: `4`, `13-77`; the numbers of its owner are `known`. None for other addresses."""
    kind = address.number(url, "document_type_id") if _is_api(url) else None
    if kind is None:
        return None
    pairs = [each.partition("=") for each in url.partition("?")[2].partition("#")[0].split("&")[:_MOST_PARAMETERS]]
    named = [lasting(unquote(value)) for name, _, value in pairs if name.endswith("_id") and name != "document_type_id"]
    return "-".join([kind, *dict.fromkeys(key(each) for each in named if each and each not in known)])
