"""What of the archive's answers may be shown now: the database's rules, for pages and files as they were served.

A page is shown as long as everything that is read from it is. What the rules of now hide of any of its objects, in
whichever capture, hides the page; the words that are left on it are masked as stored texts are.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from contextlib import closing, contextmanager
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from ratsarchiv.model import Gremium
from ratsarchiv.privacy import WORDS, Piece, mask_html, replaced_in_html
from ratsarchiv.store.schutz_felder import HAENGT_AN
from ratsarchiv.store.schutz_regeln import ENTFERNT, MASKIERT, Regeln, plain
from ratsarchiv.store.tables import AS_IS
from ratsarchiv.store.veil import CLOSED, OWNERS, Veil

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from ratsarchiv.model import Parsed, Record
    from ratsarchiv.store.merge import Value

Key = tuple[str, str]
Row = dict[str, "Value"]

_CONTENT = frozenset(
    {"vorlagen", "abschnitte", "sitzungen", "tagesordnungspunkte", "auszuege", "dokumente", "personen"}
)
"""Whatever of these has vanished from the council's page is not shown by an older one."""
_PAGES = ("vorlagen", "sitzungen", "auszuege", "gremien")
_REFUSED = {"nicht_oeffentlich": "nichtoeffentlich", "fehlt": "zurueckgezogen"}
_MAIL = re.compile(
    r"[\w.+-]{1,64}\s{0,2}(?:@|\(at\)|\[at\]|&#64;)\s{0,2}[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")
_STRENGTH = ("sperre", "nichtoeffentlich", "zurueckgezogen", "verschwunden", MASKIERT, "ungelesen", "unbekannt")


class Verwehrt(NamedTuple):
    """Why something is not shown."""

    grund: str
    """`sperre`, `nichtoeffentlich`, `zurueckgezogen`, `verschwunden`, `maskiert`, `ungelesen`, `unbekannt`."""
    seit: str | None = None


class Datei(NamedTuple):
    """A Dokument that is shown, by which its file may be."""

    id: str
    titel: str
    art: str | None
    kommune: str
    url: str | None


@contextmanager
def einsicht(public: Path, intern: Path) -> Iterator[Einsicht | None]:
    """The rules of now, for reading alone; None where they are not here: then nothing may be shown."""
    if not intern.is_file():
        yield None
        return
    with closing(_opened(public)) as database, closing(_opened(intern)) as rules:
        yield Einsicht(database, rules)


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5)
    connection.row_factory = sqlite3.Row
    return connection


class Einsicht:
    """What may be shown, by the public database and the rules in `intern.db`."""

    def __init__(self, public: sqlite3.Connection, intern: sqlite3.Connection) -> None:
        self._public = public
        self._regeln = Regeln.of(intern)
        wordings = "SELECT wert FROM sperren WHERE art = 'wortlaut' AND aufgehoben IS NULL"
        self._wortlaute = [_squeezed(wert) for (wert,) in intern.execute(wordings)]

    def seite(self, parsed: Parsed, url: str, verlinkt: Iterable[Key]) -> Verwehrt | None:
        """Why a page is not shown, from which this is read; `verlinkt` are the objects that it links to."""
        records = list(parsed.records)
        named = [link.platzhalter for link in parsed.links if link.platzhalter]
        found = [*self._answers(url), *self._of_address(url)]
        for record in records:
            found += self._record(record, own=True)
        for record in named:
            found += self._record(record, own=False)
        found += self._linked(verlinkt)
        return min(found, key=lambda each: _STRENGTH.index(each.grund)) if found else None

    def datei(self, sha256: str) -> Verwehrt | Datei:
        """The Dokument by which a file may be shown, or why it may not."""
        if sha256 in self._regeln.dateien:
            return Verwehrt("sperre")
        found: list[Verwehrt] = []
        for row in map(dict, self._public.execute(_DOKUMENTE, (sha256,))):
            why = [*self._hidden("dokumente", row, {**row, "datei": sha256}), *self._owners_gone(row)]
            if not why and row["titel"]:
                return self._masked(sha256) or Datei(row["id"], row["titel"], row["art"], row["kommune"], row["url"])
            found += why
        return min(found, key=lambda each: _STRENGTH.index(each.grund)) if found else Verwehrt("unbekannt")

    def gezeigt(self, html: str) -> str | None:
        """Sanitised HTML as it may be shown; None where a wording that is taken down would still be in it."""
        html = mask_html(html, self._regeln.is_free)
        html = replaced_in_html(html, _mails)
        html, _ = self._regeln.without_wordings(html, html=True)
        left = _squeezed(_TAG.sub("", html))
        return None if any(wording and wording in left for wording in self._wortlaute) else html

    def _answers(self, url: str) -> Iterator[Verwehrt]:
        """Whether the council's last answer, at any address of the page's object, was a refusal."""
        urls = [url, *(row[0] for row in self._public.execute(_ADDRESSES, (url,)))]
        last = self._public.execute(_LAST, (json.dumps(sorted(set(urls))),)).fetchone()
        if last and last["ergebnis"] in _REFUSED:
            yield Verwehrt(_REFUSED[last["ergebnis"]], last["zeitpunkt"])

    def _of_address(self, url: str) -> Iterator[Verwehrt]:
        """What is known of the objects whose own page stands there."""
        if url in self._regeln.adressen:
            yield Verwehrt("sperre")
        for tabelle, objekt in self._public.execute(_AT_HOME, (url,)).fetchall():
            if tabelle in _PAGES:
                row = self._row(tabelle, objekt)
                yield from self._hidden(tabelle, row, row)

    def _record(self, record: Record, *, own: bool) -> Iterator[Verwehrt]:
        """Why one thing that the page says may not be shown."""
        said = {
            name: value
            for name in record.__dataclass_fields__
            if type(value := getattr(record, name)) in AS_IS and value not in (None, "")
        }
        for id_ in self._ids(record):
            row = self._row(record.tabelle, id_)
            merged = {**row, **said, "id": id_}
            yield from self._hidden(record.tabelle, merged, said, own=own)
            if own and record.tabelle == "tagesordnungspunkte" and row.get("oeffentlich") == 0 and "betreff" in said:
                yield Verwehrt("nichtoeffentlich")

    def _ids(self, record: Record) -> Iterator[str]:
        """The id, and of a Gremium the one that it has had in an older system."""
        yield record.id
        if isinstance(record, Gremium):
            yield from (row[0] for row in self._public.execute(_OLD_GREMIUM, (record.kommune, record.id)))

    def _hidden(self, tabelle: str, row: Row, said: Row, *, own: bool = True) -> Iterator[Verwehrt]:
        """Why what is said of an object may not be shown; of one that is only named, what is said of it."""
        id_ = str(row.get("id"))
        if self._regeln.hidden(tabelle, id_, row) is not None:
            yield Verwehrt("sperre")
        notices = self._notices([(tabelle, id_), *((root, str(row[column])) for root, column in _roots(tabelle, row))])
        for art, seit in notices.get((tabelle, id_), {}).items():
            if own or art == "sperre":
                yield Verwehrt(art, seit)
        veil = Veil(hidden={key: set(arts) for key, arts in notices.items()})
        for feld, art in veil.hides(tabelle, id_, row).items():
            if said.get(feld) not in (None, ""):
                yield Verwehrt(art, min(seit for arts in notices.values() for seit in arts.values()))
        if self._is_closed(tabelle, id_, row):
            yield Verwehrt("nichtoeffentlich")
        gone = row.get("verschwunden_seit")
        if own and gone and tabelle in _CONTENT and not self._regeln.is_released(tabelle, id_, row):
            yield Verwehrt("zurueckgezogen" if tabelle == "vorlagen" else "verschwunden", str(gone))

    def _owners_gone(self, row: Row) -> Iterator[Verwehrt]:
        """Why what a Dokument belongs to is not shown."""
        for column, tabelle in HAENGT_AN["dokumente"].items():
            if owner := row.get(column):
                of = self._row(tabelle, str(owner))
                yield from self._hidden(tabelle, of, of)

    def _is_closed(self, tabelle: str, id_: str, row: Row) -> bool:
        """Whether it hangs on an agenda item that is not public."""
        item = id_ if tabelle == "auszuege" else row.get("tagesordnungspunkt") if tabelle != "beratungen" else None
        return bool(item) and self._public.execute(CLOSED, (json.dumps([item]),)).fetchone() is not None

    def _linked(self, keys: Iterable[Key]) -> Iterator[Verwehrt]:
        """Vorlagen and items that a page links to, with their titles beside the link, and that are hidden."""
        named = [(tabelle, id_) for tabelle, id_ in keys if tabelle in {"vorlagen", "tagesordnungspunkte", "personen"}]
        for key, arts in self._notices(named).items():
            yield from (Verwehrt(art, seit) for art, seit in arts.items() if art != "zurueckgezogen" and key in named)
        yield from (Verwehrt("sperre") for key in named if key in self._regeln.objekte)

    def _notices(self, keys: Iterable[Key]) -> dict[Key, dict[str, str]]:
        """Notices in force of these objects: by object, each reason with the day since when."""
        wanted = set(keys)
        found: dict[Key, dict[str, str]] = {}
        ids = json.dumps(sorted({id_ for _, id_ in wanted}))
        for tabelle, objekt, art, datum in self._public.execute(_NOTICES, (ids,)):
            if (tabelle, objekt) in wanted:
                found.setdefault((tabelle, objekt), {}).setdefault(art, datum)
        return found

    def _masked(self, sha256: str) -> Verwehrt | None:
        """Whether a file has been read, and nothing in its text is hidden."""
        file = self._public.execute("SELECT textquelle, fehler FROM dateien WHERE sha256 = ?", (sha256,)).fetchone()
        if file is None or file["fehler"] or file["textquelle"] not in {"text", "ocr"}:
            return Verwehrt("ungelesen")
        for (text,) in self._public.execute("SELECT text FROM seiten WHERE datei = ?", (sha256,)):
            shown, reasons = self._regeln.redact("seiten", "", {"text": text})
            if reasons or any(word in str(shown["text"]) for word in (ENTFERNT, *WORDS.values())):
                return Verwehrt(MASKIERT)
        return None

    def _row(self, tabelle: str, id_: str) -> Row:
        row = self._public.execute(f'SELECT * FROM "{tabelle}" WHERE id = ?', (id_,)).fetchone()  # noqa: S608 - our names
        return dict(row) if row else {"id": id_}


def _roots(tabelle: str, row: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """Tables of the objects that may hide a row, each with the column that names it."""
    for root, _, part in OWNERS.get(tabelle, ()):
        if part.spalte != "id" and row.get(part.spalte) is not None:
            yield root, part.spalte


def _mails(text: str) -> Iterator[Piece]:
    """Every e-mail address: on a page it is mostly somebody's."""
    return (Piece(*found.span(), WORDS["email"]) for found in _MAIL.finditer(text))


def _squeezed(text: str) -> str:
    """Letters and digits alone, so that no markup, blank or soft hyphen hides a wording."""
    return plain(unicodedata.normalize("NFKC", unescape(text)))


_DOKUMENTE = "SELECT * FROM dokumente WHERE datei = ? ORDER BY verschwunden_seit IS NOT NULL, id LIMIT 200"
_AT_HOME = "SELECT tabelle, objekt FROM adressen WHERE url = ? LIMIT 50"
_ADDRESSES = """
SELECT b.url FROM adressen a JOIN adressen b ON b.objekt = a.objekt AND b.tabelle = a.tabelle WHERE a.url = ? LIMIT 50
"""
_LAST = """
SELECT ergebnis, zeitpunkt FROM abrufe WHERE url IN (SELECT value FROM json_each(?))
AND ergebnis IN ('geparst', 'dokument', 'nicht_oeffentlich', 'fehlt') ORDER BY zeitpunkt DESC LIMIT 1
"""
_OLD_GREMIUM = "SELECT alt FROM _gleich WHERE kommune = ? AND neu = ?"
_NOTICES = """
SELECT tabelle, objekt, art, datum FROM hinweise WHERE bis IS NULL AND objekt IN (SELECT value FROM json_each(?)) ORDER BY datum
"""
