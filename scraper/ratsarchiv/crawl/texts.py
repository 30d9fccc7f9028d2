"""Documents become text, and text becomes findable: what is new is read, and what follows from it brought up to date."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ratsarchiv.archive import Archive
from ratsarchiv.crawl.report import Progress, Report, silent
from ratsarchiv.errors import ArchiveError
from ratsarchiv.store import database, kennzahlen, texte, verweise, vorgaenge
from ratsarchiv.store import orte as store_orte
from ratsarchiv.store.schutz import Schutz
from ratsarchiv.store.suche import aufbau
from ratsarchiv.text import orte, vorgang
from ratsarchiv.text.nummern import Nummern
from ratsarchiv.text.ocr import available as ocr_available
from ratsarchiv.text.processes import Readers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ratsarchiv.store.texte import Datei
    from ratsarchiv.text.document import Gelesen


def read_texts(
    data: Path,
    *,
    processes: int | None = None,
    ocr: bool | None = None,
    again: bool = False,
    progress: Progress = silent,
) -> Report:
    """Reads the documents in `data` that were not read yet, and brings up to date what follows from all texts.

    `ocr`: whether pages without text are looked at by OCR; by default where it is installed. `again`: read all anew.
    A second call goes on where one that was killed stopped.
    """
    report = Report(kommune="text")
    public = data / "ratsarchiv.db"
    if not public.is_file():
        return report
    with Schutz(data / "intern.db") as schutz, closing(database.connect(public)) as connection:
        for with_ocr in (False, True) if ocr is not False and ocr_available() else (False,):
            files = texte.unread(connection, schutz.intern, ocr=with_ocr, again=again and not with_ocr)
            report.offen = len(files)
            _read(files, data, schutz, processes, with_ocr, report, progress)
            _follow(connection, schutz, data)
    return report


def follow_texts(data: Path, kommunen: Collection[str] | None = None, *, public: Path | None = None) -> None:
    """Brings up to date what follows from the texts of these councils (of all), without reading any document.

    `public` is the database, where it is not the one in `data`.
    """
    public = public or data / "ratsarchiv.db"
    if public.is_file():
        with Schutz(data / "intern.db") as schutz, closing(database.connect(public)) as connection:
            _follow(connection, schutz, data, kommunen)


def _read(
    files: Sequence[Datei],
    data: Path,
    schutz: Schutz,
    processes: int | None,
    ocr: bool,
    report: Report,
    progress: Progress,
) -> None:
    if not files:
        return
    with ExitStack() as stack:
        archive = stack.enter_context(Archive(data / "warc"))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="ratsarchiv-")))
        readers = stack.enter_context(Readers(processes, ocr=ocr))
        for (datei, path), gelesen in readers.read(_unpacked(files, archive, folder, report)):
            path.unlink()
            texte.keep(schutz.intern, datei.sha256, _text(gelesen, ocr))
            report.gelesen += 1
            report.offen -= 1
            report.zuletzt = datei.url
            if gelesen.fehler:
                report.probleme["dokument"] += 1
            progress(report)


def _unpacked(
    files: Iterable[Datei], archive: Archive, folder: Path, report: Report
) -> Iterator[tuple[tuple[Datei, Path], Path, str | None]]:
    """Each file of the archive as one on disk, when it is its turn."""
    for number, datei in enumerate(files):
        path = folder / str(number)
        try:
            with archive.body(datei.warc, datei.offset) as body, path.open("wb") as file:
                copyfileobj(body, file)
        except ArchiveError:
            report.probleme["archiv"] += 1
            report.offen -= 1
            path.unlink(missing_ok=True)
            continue
        yield (datei, path), path, datei.mime


def _text(gelesen: Gelesen, ocr: bool) -> texte.Text:
    return texte.Text(
        mime=gelesen.mime,
        seiten=[(seite.text, seite.quelle) for seite in gelesen.seiten],
        fehler=gelesen.fehler,
        meldung=gelesen.meldung,
        ocr=ocr,
    )


def _follow(
    connection: sqlite3.Connection, schutz: Schutz, data: Path, kommunen: Collection[str] | None = None
) -> None:
    texte.show(connection, schutz)
    for kommune, name in connection.execute("SELECT id, name FROM kommunen ORDER BY id").fetchall():
        if kommunen is None or kommune in kommunen:
            _connect(connection, kommune, name, data)
    with database.transaction(connection):
        aufbau.aktualisieren(connection)
        kennzahlen.aktualisieren(connection)


def _connect(connection: sqlite3.Connection, kommune: str, name: str, data: Path) -> None:
    """References, groups and places of one council."""
    verweise.derive(connection, kommune, Nummern.learn(verweise.numbers(connection, kommune)))
    vorgaenge.derive(connection, kommune, vorgang.groups)
    known = orte.lesen(orte.pfad(data, kommune))
    with database.transaction(connection):
        store_orte.load(connection, kommune, known, orte.REGELN)
        store_orte.derive(connection, kommune, orte.Ortsverzeichnis(known, name).find)
