"""What a reading process tells its parent: frames of a kind, a length and plain bytes, so that no answer can run code."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratsarchiv.text.document import FEHLER, Gelesen, Seite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratsarchiv.text.document import Quelle
    from ratsarchiv.text.limits import Limits

HEAD = struct.Struct(">cI")
BEREIT, UMFANG, ENDE, LETZTES = b"b", b"u", b"e", b"l"
QUELLEN: dict[bytes, Quelle] = {b"T": "text", b"O": "ocr", b"K": "keine", b"F": "fehler"}
"""A page's frame, by where its text is from."""
ARTEN = {quelle: art for art, quelle in QUELLEN.items()}
LONGEST_NOTE = 4096


class Unfit(Exception):
    """What came is not what a reading process says."""


class TooMuch(Exception):
    """A document has more text than is taken from one."""


@dataclass(frozen=True, slots=True)
class Bereit:
    """The process is up."""


@dataclass(frozen=True, slots=True)
class Umfang:
    """The document that is being read has so many pages."""

    seiten: int


@dataclass(frozen=True, slots=True)
class Ende:
    """The document is read."""

    gelesen: Gelesen
    letztes: bool = False
    """Whether the process reads nothing more after it."""


def encode(said: Bereit | Umfang | Ende) -> Iterator[bytes]:
    """The frames of it: a document's pages come one by one, then what is said of the whole."""
    match said:
        case Bereit():
            yield _frame(BEREIT)
        case Umfang(seiten):
            yield _frame(UMFANG, b"%d" % seiten)
        case Ende(gelesen, letztes):
            for seite in gelesen.seiten:
                yield _frame(ARTEN[seite.quelle], seite.text.encode(errors="replace"))
            meldung = None if gelesen.meldung is None else gelesen.meldung[:500]
            note = json.dumps([gelesen.mime, gelesen.fehler, meldung]).encode()
            yield _frame(LETZTES if letztes else ENDE, note)


class Frames:
    """Puts together again what one process says, and believes none of it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bytes = bytearray()
        self._seiten: list[Seite] = []
        self._text = 0

    def take(self, data: bytes) -> Iterator[Bereit | Umfang | Ende]:
        """What is whole by now; raises Unfit and TooMuch."""
        self._bytes += data
        while len(self._bytes) >= HEAD.size:
            art, length = HEAD.unpack_from(self._bytes)
            self._weigh(art, length)
            end = HEAD.size + length
            if len(self._bytes) < end:
                return
            payload = bytes(self._bytes[HEAD.size : end])
            del self._bytes[:end]
            if art in QUELLEN:
                self._page(QUELLEN[art], payload)
            else:
                yield self._said(art, payload)

    def _weigh(self, art: bytes, length: int) -> None:
        """Before any of it is waited for."""
        if art in QUELLEN:
            if self._text + length > self._limits.text:
                raise TooMuch(f"more than {self._limits.text >> 20} MiB of text")
        elif length > LONGEST_NOTE:
            raise Unfit(f"a note of {length} bytes")

    def _page(self, quelle: Quelle, payload: bytes) -> None:
        if len(self._seiten) == self._limits.pages:
            raise Unfit(f"more than {self._limits.pages} pages")
        self._text += len(payload)
        self._seiten.append(Seite(_text(payload), quelle))

    def _said(self, art: bytes, payload: bytes) -> Bereit | Umfang | Ende:
        if art == BEREIT:
            return Bereit()
        if art == UMFANG and payload.isdigit():
            return Umfang(min(int(payload[:10]), self._limits.pages))
        if art in {ENDE, LETZTES}:
            seiten, self._seiten, self._text = tuple(self._seiten), [], 0
            mime, fehler, meldung = _note(payload)
            return Ende(Gelesen(mime, seiten, fehler, meldung), art == LETZTES)
        raise Unfit(f"a frame of the kind {art!r}")


def _frame(art: bytes, payload: bytes = b"") -> bytes:
    return HEAD.pack(art, len(payload)) + payload


def _text(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError as error:
        raise Unfit(f"text that is not UTF-8: {error}") from error


def _note(payload: bytes) -> list[str | None]:
    try:
        note = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise Unfit(f"a note that is no JSON: {error}") from error
    if not isinstance(note, list) or len(note) != 3 or not all(part is None or isinstance(part, str) for part in note):
        raise Unfit("a note that says something else")
    if note[1] is not None and note[1] not in FEHLER:
        raise Unfit(f"an unknown failure {note[1]!r}")
    return note
