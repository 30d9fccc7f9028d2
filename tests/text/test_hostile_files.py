"""Files made to do harm: each costs itself alone, within its limits, and what became of it is on record."""

from __future__ import annotations

import resource
import time
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.text import bombs, bombs_office, mutations

from ratsarchiv.text.document import FEHLER
from ratsarchiv.text.limits import Limits
from ratsarchiv.text.processes import Readers
from ratsarchiv.text.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Set

    from ratsarchiv.text.document import Gelesen

MUTATIONS = 2000
SHORT = Limits(seconds=4)
"""The real limits but for the time, so that a bomb that only takes long takes that long in a test."""
ORIGINALS = mutations.originals()
DOCX, XLSX, ODT, ODS = (ORIGINALS[name] for name in ("word.docx", "sheet.xlsx", "office.odt", "sheet.ods"))
SWOLLEN = bombs_office.swollen(
    DOCX, "word/document.xml", bombs_office.WORD % b"", b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"
)
SHEET1 = "xl/worksheets/sheet1.xml"

READ = None
TOO_LARGE = {"speicher", "zeit"}
"""On a busy machine the time is up before the memory is."""
BOMBS: dict[str, tuple[Callable[[], bytes], Set[str | None]]] = {
    "a page of 2 GiB": (partial(bombs.flate_pdf, 1), TOO_LARGE),
    "a page of 2 GiB, packed twice": (partial(bombs.flate_pdf, 2), TOO_LARGE),
    "four million words on a page": (bombs.operators_pdf, TOO_LARGE),
    "fifty million operators": (bombs.slow_pdf, {READ, "zeit"}),
    "100,000 pages": (partial(bombs.pages_pdf, 100_000), {"zu_viele_seiten"}),
    "200,000 pages": (partial(bombs.pages_pdf, 200_000), {"zu_viele_seiten"}),
    "a million pages in a tree": (partial(bombs.tree_pdf, 20), {"beschaedigt", "zu_viele_seiten", "zeit"}),
    "pages that are promised": (bombs.lying_pdf, {"ohne_seiten", "zu_viele_seiten", "beschaedigt"}),
    "a page tree that hangs on itself": (bombs.cyclic_tree_pdf, {"beschaedigt"}),
    "an xref that is its own ancestor": (bombs.own_prev_pdf, {READ, "beschaedigt"}),
    "200,000 xrefs in a circle": (bombs.chained_xref_pdf, {"beschaedigt", "zeit"}),
    "forms in forms": (bombs.laughing_pdf, TOO_LARGE),
    "a picture of 10 billion dots": (bombs.picture_pdf, {READ}),
    "arrays in arrays": (bombs.nested_pdf, {READ, "beschaedigt", "zeit"}),
    "a DOCX of 3 GiB of paragraphs": (lambda: SWOLLEN, TOO_LARGE),
    "a DOCX that says it is small": (lambda: bombs_office.modest(SWOLLEN), {"beschaedigt"}),
    "a DOCX with a word of 3 GiB": (
        partial(bombs_office.swollen, DOCX, "word/document.xml", bombs_office.WORD % b"" + b"<w:p><w:r><w:t>", b"a"),
        TOO_LARGE,
    ),
    "a DOCX with an attribute of 3 GiB": (
        partial(bombs_office.swollen, DOCX, "word/document.xml", bombs_office.WORD % b"" + b"<w:p a='", b"x"),
        TOO_LARGE,
    ),
    "a DOCX of a million levels": (partial(bombs_office.deep_docx, DOCX), {"beschaedigt", "zeit"}),
    "a DOCX of 60,000 parts": (partial(bombs_office.crowded_zip, DOCX), {READ, "zeit"}),
    "an XLSX of 3 GiB of rows": (
        partial(bombs_office.swollen, XLSX, SHEET1, bombs_office.SHEET % b"", b"<row><c><v>1</v></c></row>"),
        TOO_LARGE,
    ),
    "an XLSX with texts of 3 GiB": (
        partial(bombs_office.swollen, XLSX, "xl/sharedStrings.xml", bombs_office.STRINGS, b"<si><t>a</t></si>"),
        TOO_LARGE,
    ),
    "an XLSX with two cells far apart": (partial(bombs_office.sparse_xlsx, XLSX), {"abgestuerzt", "speicher"}),
    "an ODT of 3 GiB of paragraphs": (
        partial(bombs_office.swollen, ODT, "content.xml", bombs_office.ODF % b"", b"<text:p>a</text:p>"),
        TOO_LARGE,
    ),
    "an ODS of 3 GiB of nothing": (
        partial(bombs_office.swollen, ODS, "content.xml", bombs_office.ODF % b"", b" "),
        TOO_LARGE,
    ),
    "an ODT whose cell is a million million": (partial(bombs_office.repeated_odt, ODT), {READ}),
    "a DOCX with entities in entities": (partial(bombs_office.laughing_docx, DOCX), {"beschaedigt"}),
    "an ODT with entities in entities": (partial(bombs_office.laughing_odt, ODT), {"beschaedigt"}),
    "ZIPs in ZIPs": (partial(bombs_office.nested_zip, 6), {"unbekannt"}),
    "HTML of three million levels": (lambda: b"<html>" + b"<div>" * 3_000_000, {"beschaedigt", "zeit"}),
    "HTML of unclosed tags": (lambda: b"<html>" + b"<" * 10_000_000, {"beschaedigt", "zeit"}),
    "RTF of three million levels": (lambda: b"{\\rtf1" + b"{" * 3_000_000, {"ohne_seiten", "zeit"}),
    "a text without an end of line": (lambda: b"a" * 60_000_000, {READ, "zeit"}),
    "a text of page breaks": (lambda: b"a\f" * 20_000_000, {"zu_viele_seiten", "zeit"}),
    "nothing": (lambda: b"", {"abgeschnitten"}),
}
HEADS = st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"{\\rtf1", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])


def most(limits: Limits) -> int:
    """Bytes that a reading process may have had. The kernel counts a child with what its parent had when it began."""
    return max(limits.memory, own_peak())


def own_peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def told(gelesen: Gelesen) -> str | None:
    """Its failure. To a parent of that size a death by memory looks like any other."""
    hidden = own_peak() > Limits().memory // 2 and gelesen.fehler == "abgestuerzt"
    return "speicher" if hidden else gelesen.fehler


def written(folder: Path, files: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, Path, None]]:
    """Each in a file of its own."""
    for name, raw in files:
        path = folder / name
        path.write_bytes(raw)
        yield name, path, None


def text(gelesen: Gelesen) -> str:
    return "\n".join(seite.text for seite in gelesen.seiten)


def test_damaged_files_harm_neither_us_nor_their_neighbours(tmp_path: Path) -> None:
    """2,000 of them, and after each hundred the originals, which are read as ever."""

    def files() -> Iterator[tuple[str, bytes]]:
        for number, (name, raw) in enumerate(mutations.mutated(ORIGINALS, MUTATIONS, Random(5))):
            yield name, raw
            if number % 100 == 99:
                yield from ((f"{number}-{whole}", raw) for whole, raw in ORIGINALS.items())

    with Readers() as readers:
        found = dict(readers.read(written(tmp_path, files())))

    wholes = {f"{number}-{name}": name for number in range(99, MUTATIONS, 100) for name in ORIGINALS}
    assert len(found) == MUTATIONS + len(wholes)
    for key, name in wholes.items():
        assert mutations.SATZ in text(found[key]) or name == "locked.pdf", key
    broken = [gelesen for gelesen in found.values() if gelesen.fehler]
    assert {gelesen.fehler for gelesen in broken} <= set(FEHLER)
    assert all(gelesen.meldung for gelesen in broken)
    assert len(broken) > MUTATIONS // 4
    assert readers.peak <= most(Limits())


def test_bombs_go_off_in_their_own_process(tmp_path: Path) -> None:
    begun = time.monotonic()
    with Readers(limits=SHORT) as readers:
        found = dict(readers.read(written(tmp_path, ((name, make()) for name, (make, _) in BOMBS.items()))))
    took = time.monotonic() - begun

    wrong = {
        name: gelesen.fehler for name, gelesen in found.items() if not {gelesen.fehler, told(gelesen)} & BOMBS[name][1]
    }
    assert wrong == {}
    assert found.keys() == BOMBS.keys()
    assert readers.peak <= most(SHORT)
    assert took < len(BOMBS) * SHORT.allowance(1, ocr=False)


def test_no_document_gets_more_than_its_memory(tmp_path: Path) -> None:
    """This one would take 2 GiB; its death by the limit is not taken for a crash."""
    with Readers(1) as readers:
        [(_, gelesen)] = readers.read(written(tmp_path, iter([("bomb", bombs.flate_pdf(2))])))
    assert told(gelesen) == "speicher"
    assert Limits().memory // 2 < readers.peak <= most(Limits())


@pytest.mark.parametrize(
    ("whole", "curious"), [(DOCX, bombs_office.curious_docx), (ODT, bombs_office.curious_odt)], ids=["docx", "odt"]
)
def test_no_document_reads_another_file(whole: bytes, curious: Callable[[bytes, Path], bytes], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("GEHEIMNIS")
    path = tmp_path / "neugierig"
    path.write_bytes(curious(whole, secret))
    assert "GEHEIMNIS" not in repr(read(path))


@given(head=HEADS, rest=st.binary(max_size=4000))
@settings(deadline=None)
def test_whatever_the_bytes_are_reading_them_ends_in_an_answer(head: bytes, rest: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "datei"
        path.write_bytes(head + rest)
        gelesen = read(path)
    assert gelesen.fehler is None or gelesen.fehler in FEHLER
    assert gelesen.seiten or gelesen.fehler
