"""Small documents of every kind, and what bad disks, bad servers and bad people make of them; the same for the same seed."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from tests.text import offices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

SATZ = "Der Rat der Stadt Musterstadt beschließt die Änderung des Flächennutzungsplans"
"""Stands in every original, in one piece."""


def originals() -> dict[str, bytes]:
    """By name; the ending says the kind."""
    rows: list[list[str | float]] = [[f"Zelle {row}", row * 1.5, "ja"] for row in range(20)]
    sheet: list[list[str | float]] = [[SATZ], *rows]
    words = [["Zelle", str(row), "ja"] for row in range(3)]
    return {
        "packed.pdf": _pdf(packed=True),
        "plain.pdf": _pdf(packed=False),
        "locked.pdf": _pdf(packed=True, password="geheim"),
        "word.docx": _timeless(offices.docx([SATZ] * 5, words)),
        "sheet.xlsx": _timeless(offices.xlsx({"Haushalt": sheet, "Stellenplan": rows})),
        "office.odt": _timeless(offices.odt([SATZ] * 5, words)),
        "sheet.ods": _timeless(offices.ods({"Haushalt": [[SATZ], *words]})),
        "letter.rtf": offices.rtf(SATZ + "\n" + SATZ),
    }


def mutated(files: dict[str, bytes], count: int, random: Random) -> Iterator[tuple[str, bytes]]:
    """So many damaged files, and what was done to each."""
    names = sorted(files)
    for number in range(count):
        name = names[number % len(names)]
        whole = files[name]
        damage = random.choice(DAMAGES)
        if zipfile.is_zipfile(io.BytesIO(whole)) and random.random() < 0.5:
            yield f"{number}-{damage.__name__}-inside-{name}", _inside(whole, damage, random)
        else:
            yield f"{number}-{damage.__name__}-{name}", damage(whole, random)


def flipped(data: bytes, random: Random) -> bytes:
    """A few bits are others."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 10, 100))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def truncated(data: bytes, random: Random) -> bytes:
    """It breaks off."""
    return data[: random.randrange(len(data))]


def zeroed(data: bytes, random: Random) -> bytes:
    """A block was never written."""
    start = random.randrange(len(data))
    length = min(random.choice((16, 256, 4096)), len(data) - start)
    return data[:start] + bytes(length) + data[start + length :]


def shuffled(data: bytes, random: Random) -> bytes:
    """Its pieces are all there, in another order."""
    size = random.choice((64, 512, 4096))
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    random.shuffle(pieces)
    return b"".join(pieces)


def doubled(data: bytes, random: Random) -> bytes:
    """A piece stands there twice: every offset after it is wrong."""
    start, end = sorted(random.randrange(len(data)) for _ in range(2))
    return data[:end] + data[start:end] + data[end:]


def overgrown(data: bytes, random: Random) -> bytes:
    """Numbers are far too large: lengths, offsets, counts, sizes."""
    changed = bytearray(data)
    digits = [place for place, byte in enumerate(data) if byte in b"123456789"]
    for place in random.sample(digits, min(len(digits), random.choice((1, 3, 10)))):
        changed[place : place + 1] = random.choice((b"9999999999", b"-1", b"65536", b"0"))
    return bytes(changed)


DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (flipped, truncated, zeroed, shuffled, doubled, overgrown)


def _inside(data: bytes, damage: Callable[[bytes, Random], bytes], random: Random) -> bytes:
    """A sound ZIP with one damaged part: no checksum gives it away."""
    damaged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(damaged, "w", zipfile.ZIP_DEFLATED) as other:
        chosen = random.choice([name for name in whole.namelist() if name.endswith(".xml")])
        for name in whole.namelist():
            part = whole.read(name)
            other.writestr(name, damage(part, random) if name == chosen and part else part)
    return damaged.getvalue()


def _pdf(*, packed: bool, password: str | None = None) -> bytes:
    file = io.BytesIO()
    encrypt = StandardEncryption(password, ownerPassword="auch geheim") if password else None
    canvas = Canvas(file, pageCompression=int(packed), encrypt=encrypt, invariant=True)
    for page in range(2):
        canvas.drawString(50, 780, SATZ)
        for line in range(20):
            canvas.drawString(
                50, 750 - 20 * line, f"Seite {page}, Zeile {line}: Straßenausbau in der Größe von {line} km"
            )
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _timeless(whole: bytes) -> bytes:
    """That ZIP file without the hour at which it was made."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in {"docProps/core.xml", "docProps/thumbnail.jpeg", "meta.xml", "Thumbnails/thumbnail.png"}:
                packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                after.writestr(zipfile.ZipInfo(name), before.read(name), packing)
    return file.getvalue()
