"""A source's answers into a WARC file of our own: byte for byte, with their own dates and a note of their origin."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from ratsarchiv.archive import message, revisits
from ratsarchiv.archive.content import coding, sent, spooled
from ratsarchiv.archive.file import WarcFile, payload_digest
from ratsarchiv.archive.reading import ORIGIN
from ratsarchiv.errors import NotWritten

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from pathlib import Path

    from ratsarchiv.archive.records import Stored
    from ratsarchiv.archive.sources import Source
    from ratsarchiv.model import Capture

_CARRIED = frozenset({"WARC-Date", "WARC-Record-ID", "WARC-IP-Address", "WARC-Concurrent-To", "WARC-Truncated"})
"""What a copied record keeps of the record that it was copied from."""


def copy(source: Source, target: Path, info: Mapping[str, str], leave: Set[int]) -> None:
    """Writes the answers but those of the numbers in `leave`; the file is there when it is whole."""
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with closing(WarcFile(part, info)) as file:
            originals: dict[str, revisits.Original] = {}
            for number, (stored, capture) in enumerate(source.both(report=lambda *_: None)):
                if number not in leave:
                    _add(file, stored, capture, target.name, originals)
            file.sync()
            if not file.empty:
                part.rename(target)
    except OSError as error:
        raise NotWritten(f"{target} can't be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _add(file: WarcFile, stored: Stored, capture: Capture, name: str, originals: dict[str, revisits.Original]) -> None:
    """One answer; one whose body the file has already points to that."""
    with closing(spooled(sent(stored))) as body:
        carried = {each: value for each, value in stored.warc.headers if each in _CARRIED}
        carried[ORIGIN] = " ".join((capture.herkunft or "").split())[:300]
        http = message.answer(f"{stored.http.protocol} {stored.http.statusline}", stored.http.headers)
        plain = replace(stored, http=http, file=body, start=0, head=0, size=body.seek(0, 2))
        payload = payload_digest(plain)
        original = originals.get(payload) if capture.groesse else None
        if original is not None and original.coding == coding(http):
            file.append(file.revisit(*revisits.pointing(plain, capture, payload, original), carried))
            return
        record = file.answer(plain, payload, carried)
        offset, _ = file.append(record)
        originals[payload] = revisits.described(name, offset, record.rec_headers, http)
