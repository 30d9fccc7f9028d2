"""An answer that was not saved as a record of a WARC file, told as one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders

from ratsarchiv.archive import message
from ratsarchiv.archive.file import iso
from ratsarchiv.archive.reading import ORIGIN
from ratsarchiv.archive.records import Bad, Stored

if TYPE_CHECKING:
    from pathlib import Path

_ADDRESS = re.compile(r"https?://[^/?#@\s]+([/?].*)?", re.IGNORECASE)
_REPLACED = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def answer(
    url: str,
    zeitpunkt: datetime,
    body: bytes | IO[bytes],
    herkunft: str,
    *,
    line: str = "HTTP/1.1 200 OK",
    headers: message.Headers = (),
    offset: int = 0,
) -> Stored:
    """An answer with this body, which has no content encoding; ValueError: the address or the time is none."""
    file = BytesIO(body) if isinstance(body, bytes) else body
    size = file.seek(0, 2)
    kept = [(name, value) for name, value in headers if name.lower() not in _REPLACED]
    http = message.answer(line, [*kept, ("Content-Length", str(size))])
    about = [("WARC-Target-URI", address(url)), ("WARC-Date", iso(zeitpunkt)), (ORIGIN, " ".join(herkunft.split()))]
    return Stored(offset, 0, 0, "response", StatusAndHeaders("", about, "WARC/1.1"), http, file, 0, 0, size)


def address(url: str) -> str:
    """The address without its fragment; ValueError: it is none of the web, or names a user."""
    plain = url.partition("#")[0].strip()
    if not _ADDRESS.fullmatch(plain) or len(plain) > 8192:
        raise ValueError(f"{plain[:80]!r} is no address")
    urlsplit(plain)
    return message.address(plain)


def point(text: str) -> datetime:
    """A point in time as ISO 8601 with its offset; ValueError: it is none."""
    found = datetime.fromisoformat(text.strip())
    if found.tzinfo is None:
        raise ValueError(f"{text[:40]!r} says no offset")
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text[:40]!r} is no time of ours") from error


def changed(path: Path) -> datetime:
    """When the file was last changed."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def bad(url: str, path: Path, where: str, why: object) -> Bad:
    """What is wrong with one entry, and where it stands."""
    return Bad(url, " ".join(f"{path.name}: {where}: {why}".split())[:500])
