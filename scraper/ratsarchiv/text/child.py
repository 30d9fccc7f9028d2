"""A reading process: paths come in, pages go out, one document after the other, until nobody asks any more."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ratsarchiv.text.document import Gelesen
from ratsarchiv.text.frames import Bereit, Ende, Umfang, encode
from ratsarchiv.text.limits import restrict
from ratsarchiv.text.read import read

if TYPE_CHECKING:
    from types import TracebackType


class Speaker:
    """What goes to the parent."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe

    def say(self, said: Bereit | Umfang | Ende) -> None:
        """Goes out at once."""
        for part in encode(said):
            self._pipe.write(part)
        self._pipe.flush()

    def last_words(self, kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        """What nobody caught belongs to the document, not on somebody's terminal."""
        self.say(Ende(Gelesen(None, fehler="abgestuerzt", meldung=f"{kind.__name__}: {error}"), letztes=True))


def main() -> None:
    """Reads what its parent names, one JSON object a line."""
    restrict(int(sys.argv[1]))
    ocr = "ocr" in sys.argv[2:]
    speaker = Speaker(own_pipe())
    speaker.say(Bereit())
    sys.excepthook = speaker.last_words
    for line in sys.stdin.buffer:
        speaker.say(ende := one(json.loads(line), speaker, ocr=ocr))
        if ende.letztes:
            return


def one(asked: dict[str, str], speaker: Speaker, *, ocr: bool) -> Ende:
    """One document read; after one that had no room nothing more is read, for what it may have left behind."""
    try:
        gelesen = read(
            Path(asked["path"]),
            erwartet=asked.get("erwartet"),
            ocr=ocr,
            announce=lambda seiten: speaker.say(Umfang(seiten)),
        )
    except MemoryError:
        return Ende(Gelesen(None, fehler="speicher", meldung="it needs more memory than a document may"), letztes=True)
    return Ende(gelesen)


def own_pipe() -> BinaryIO:
    """The pipe to the parent under a number that no library prints to; what they print goes nowhere."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for printed_to in (sys.stdout, sys.stderr):
        os.dup2(nowhere, printed_to.fileno())
    os.close(nowhere)
    return pipe


if __name__ == "__main__":
    main()
