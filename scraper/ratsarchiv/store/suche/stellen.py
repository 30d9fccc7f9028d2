"""The passages that are shown for a result, with the words that were searched marked in them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratsarchiv.store.suche.anfrage import Stelle
from ratsarchiv.store.suche.schema import SCHLUESSEL, TEXTE
from ratsarchiv.store.suche.schreibung import fundstellen, marken, steht_in

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from ratsarchiv.store.suche.schreibung import Phrase

BREITE = 240
"""Letters of a passage."""
MOST_FOUND = 300
"""Words of a text among which the best passage is looked for."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the index as it can be read."""

    tabelle: str
    objekt: str
    kopf: str
    """Betreff and number."""
    teile: tuple[str, ...]
    """In the order in which a passage is looked for."""
    datei: str | None = None
    seite: int | None = None
    titel: str | None = None

    def hat(self, worte: Iterable[str]) -> bool:
        """Whether these words stand in it, all of them, without other endings."""
        return all(steht_in(wort, self.kopf, *self.teile) for wort in worte)


def texte(connection: sqlite3.Connection, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Text]:
    """Texts by their table and id."""
    ids: dict[str, list[str]] = {}
    for tabelle, objekt in dict.fromkeys(wanted):
        ids.setdefault(tabelle, []).append(objekt)
    return {
        (tabelle, row[0]): _text(tabelle, *row)
        for tabelle, objekte in ids.items()
        for row in connection.execute(READ[tabelle], (json.dumps(objekte),))
    }


def _text(
    tabelle: str, objekt: str, kopf: str, teile: str, datei: str | None, seite: int | None, titel: str | None
) -> Text:
    return Text(tabelle, objekt, kopf, tuple(filter(None, json.loads(teile))), datei, seite, titel)


def stellen(texts: Iterable[Text], phrasen: frozenset[Phrase]) -> tuple[Stelle, ...]:
    """The best passage of each text that has the words; where none has, the beginning of the first."""
    known = list(texts)
    found = tuple(filter(None, (_best(text, phrasen) for text in known)))
    if found or not known or not known[0].teile:
        return found
    return (_stelle(known[0], known[0].teile[0], 0, 0, phrasen),)


def _best(text: Text, phrasen: frozenset[Phrase]) -> Stelle | None:
    """The passage with the most different words; of equal ones the first."""
    best, worth = None, (0, 0)
    for teil in text.teile:
        here, start, end = _densest(teil, phrasen)
        if here > worth:
            best, worth = _stelle(text, teil, start, end, phrasen), here
    return best


def _densest(text: str, phrasen: frozenset[Phrase]) -> tuple[tuple[int, int], int, int]:
    """How many different words and words stand closest together in a text, and from where to where."""
    found = [place for place, _ in zip(fundstellen(text, phrasen), range(MOST_FOUND), strict=False)]
    inside: Counter[str] = Counter()
    best, first = ((0, 0), 0, 0), 0
    for number, (_, end, stamm) in enumerate(found):
        inside[stamm] += 1
        while end - found[first][0] > BREITE - 40 and first < number:
            inside[found[first][2]] -= 1
            first += 1
        worth = (len(+inside), number - first + 1)
        if worth > best[0]:
            best = (worth, found[first][0], end)
    return best


def _stelle(text: Text, teil: str, start: int, end: int, phrasen: frozenset[Phrase]) -> Stelle:
    passage = ausschnitt(teil, start, end)
    return Stelle(
        tabelle=text.tabelle,
        objekt=text.objekt,
        text=passage,
        marken=marken(passage, phrasen),
        datei=text.datei,
        seite=text.seite,
        titel=text.titel,
    )


def ausschnitt(text: str, start: int, end: int) -> str:
    """The part of a text around two places, on one line, not longer than `BREITE`, cut between words."""
    room = max(0, BREITE - 4 - (end - start))
    begin = max(0, start - room // 3)
    stop = min(len(text), max(end, begin + BREITE - 4))
    if begin:
        space = _space(text, begin, start)
        begin = start if space is None else space
    stop = min(stop, begin + BREITE - 4)
    if stop < len(text) and not text[stop].isspace():
        while stop > max(end, begin + 1) and not text[stop - 1].isspace():
            stop -= 1
    passage = " ".join(text[begin:stop].split())
    return f"{'… ' if begin else ''}{passage}{' …' if stop < len(text) else ''}"


def _space(text: str, begin: int, end: int) -> int | None:
    return next((place + 1 for place in range(begin, end) if text[place].isspace()), None)


_TITEL = "SELECT min(d.titel) FROM dokumente d WHERE d.datei = b.datei AND d.verschwunden_seit IS NULL"
READ = {
    name: "SELECT objekt, coalesce(betreff, '') || char(10) || coalesce(nummer, ''),"
    f" json_array(coalesce(beschluss, ''), coalesce(text, '')), NULL, NULL, NULL FROM ({TEXTE[name]})"
    " WHERE objekt IN (SELECT value FROM json_each(?))"
    for name in ("vorlagen", "auszuege")
}
READ["seiten"] = (
    f"SELECT b.id, '', json_array(b.text), b.datei, b.seite, ({_TITEL}) FROM seiten b"
    f" WHERE {SCHLUESSEL['seiten']} IN (SELECT value FROM json_each(?))"
)
