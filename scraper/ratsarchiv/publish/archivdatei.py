"""The archived copy of a document: whether it may be handed out, and under which name."""

from __future__ import annotations

import asyncio
import re
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from ratsarchiv.archive.shelf import Shelf
from ratsarchiv.errors import RatsarchivError
from ratsarchiv.publish import answer, archiv, dokument, errors
from ratsarchiv.store.einsicht import Datei, Verwehrt, einsicht

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from ratsarchiv.publish.paging import PagedDatabase

Row = dict[str, Any]

LARGEST = 500_000_000
PIECE = 1 << 18
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"

ENDUNGEN = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/rtf": "rtf",
    "text/plain": "txt",
    "text/csv": "csv",
}
"""Kinds of file that are handed out as what they are; all others are just bytes."""
AMTLICH = frozenset(
    {"vorlage", "sammeldokument", "einladung", "bekanntmachung", "niederschrift", "tagesordnung", "auszug"}
)
"""Written by the council itself: official works (§ 5 UrhG)."""
_OFFEN = re.compile(
    r"(?:creative commons |datenlizenz deutschland )?"
    r"(?:cc[ -]?0|cc[ -]?zero|cc[ -]by(?:[ -]sa)?|dl-de[/ -](?:by|zero)|dl-(?:by|zero)-de)"
    r"(?:[ -/]?\d(?:[.-]\d)?)?(?:[ -](?:universal|international|deutschland|de))?"
    r"|https?://creativecommons\.org/(?:licenses/by(?:-sa)?/[\d.]+|publicdomain/zero/[\d.]+)/?(?:de/?|deed\.\w\w)?"
    r"|https?://(?:www\.)?govdata\.de/dl-de/(?:by|zero)-\d-\d/?",
    re.IGNORECASE,
)
_UNSAFE = re.compile(r"[^\w .,()+-]+")

_NICHT_ERLAUBT = {
    "nie": "Der Betreiber dieses Archivs gibt keine Kopien heraus.",
    "lizenz": "Die Kommune nennt keine Lizenz, die es erlaubt, Anlagen weiterzugeben. Kopien gibt es hier deshalb nur von"
    " amtlichen Dokumenten wie Vorlagen, Einladungen und Niederschriften.",
}
_LIZENZ = "select lizenz from kommunen where id = ?"
_DATEI = "select mime, groesse, seiten, textquelle, fehler from dateien where sha256 = ?"


async def context(database: PagedDatabase, abruf: Row) -> dict[str, Any]:
    """What the page of a document's capture shows."""
    lizenz = (await database.execute(_LIZENZ, [abruf["kommune"]])).first()
    rows = [dict(row) for row in (await database.execute(_DATEI, [abruf["sha256"]])).rows]
    found = await asyncio.to_thread(_found, database, abruf)
    why = None
    if isinstance(found, Verwehrt):
        why = archiv.GRUENDE[found.grund]
    elif not erlaubt(database.website.anlagen, found.art, lizenz[0] if lizenz else None):
        why = _NICHT_ERLAUBT[database.website.anlagen]
    elif missing := _missing(database, abruf):
        why = archiv.GRUENDE[missing]
    return {
        "dokument": found if isinstance(found, Datei) else None,
        "adresse": dokument.adresse(found.id) if isinstance(found, Datei) else None,
        "datei": rows[0] if rows else None,
        "name": dateiname(found, abruf["mime"]) if isinstance(found, Datei) else None,
        "gesperrt": why,
        "seit": found.seit if isinstance(found, Verwehrt) else None,
    }


async def datei(datasette: Any, request: Any) -> Any:
    """`/abrufe/<id>/datei`: the bytes as they were served, to be saved."""
    database, abruf = answer.database(datasette), await archiv.read(datasette, request)
    about = await context(database, abruf) if abruf["ergebnis"] == "dokument" else {"gesperrt": "Das ist keine Datei."}
    if about["gesperrt"]:
        raise errors.Unknown(about["gesperrt"])
    file = await asyncio.to_thread(_opened, database, abruf)
    if file is None:
        raise errors.Unknown(archiv.GRUENDE["beschaedigt"])
    return Download(file, abruf["groesse"], about["name"], abruf["mime"])


def _found(database: PagedDatabase, abruf: Row) -> Datei | Verwehrt:
    with einsicht(Path(database.path), database.folder / archiv.INTERN) as rules:
        return rules.datei(abruf["sha256"]) if rules else Verwehrt("ohne_regeln")


def _missing(database: PagedDatabase, abruf: Row) -> str | None:
    return "zu_gross" if abruf["groesse"] > LARGEST else archiv.missing(database.folder, abruf)


def erlaubt(anlagen: str, art: str | None, lizenz: str | None) -> bool:
    """Whether the operator's setting lets a document of this kind be handed out, under the council's licence."""
    return anlagen == "immer" or (anlagen == "lizenz" and (art in AMTLICH or ist_offen(lizenz)))


def ist_offen(lizenz: str | None) -> bool:
    """Whether a licence, as a council's entry names it, lets everybody pass its documents on."""
    return bool(lizenz) and _OFFEN.fullmatch(" ".join((lizenz or "").split()).rstrip(".")) is not None


def dateiname(shown: Datei, mime: str | None) -> str:
    """A name that every system takes: the title without path, signs and marks, and what kind of file it is."""
    plain = " ".join(_UNSAFE.sub(" ", shown.titel).split()).strip(". ")[:120] or "Dokument"
    ending = ENDUNGEN.get(mime or "", "bin")
    return plain if plain.lower().endswith(f".{ending}") else f"{plain}.{ending}"


def _opened(database: PagedDatabase, abruf: Row) -> IO[bytes] | None:
    """The file, if it is the one that the index means."""
    try:
        file = Shelf(database.folder / archiv.WARC).body(abruf["warc"], abruf["offset"])
    except (RatsarchivError, OSError):
        return None
    digest, size = sha256(), 0
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    if digest.hexdigest() != abruf["sha256"] or size != abruf["groesse"]:
        file.close()
        return None
    file.seek(0)
    return file


class Download:
    """An answer that is read from a file while it is sent."""

    def __init__(self, file: IO[bytes], size: int, name: str, mime: str | None) -> None:
        self._file = file
        plain = name.encode("ascii", "replace").decode().replace("?", "_")
        self.headers = {
            "content-type": mime if mime in ENDUNGEN else "application/octet-stream",
            "content-length": str(size),
            "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
            "content-security-policy": SANDBOX,
        }

    async def asgi_send(self, send: Callable[[MutableMapping[str, Any]], Awaitable[None]]) -> None:
        """Sends it piece by piece."""
        with closing(self._file) as file:
            head = [(name.encode(), value.encode("latin-1")) for name, value in self.headers.items()]
            await send({"type": "http.response.start", "status": 200, "headers": head})
            while piece := await asyncio.to_thread(file.read, PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
