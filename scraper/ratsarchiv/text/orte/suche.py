"""Places in a text: every name that means one, with its passage and grade, in time that grows with the text alone."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from functools import cached_property
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from ratsarchiv.text.orte.lesefassung import Lesefassung
from ratsarchiv.text.orte.namen import Name, Namen, Treffer, laengster
from ratsarchiv.text.orte.ort import Ort, abstand
from ratsarchiv.text.orte.umfeld import Umfeld

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

GRADE = ("betreff", "beschlussvorschlag", "erwaehnt", "aufzaehlung")
MEHRERE = 4
"""So many places in a row with little between them are a bare enumeration."""
_ARTEN = ("ortsteil", "platz", "strasse")
"""Of places of one name, which is meant first; then all others."""
_GROSS = re.compile(r"[A-ZÀ-ÖØ-ÞŁŒŚŠŽẞ\d]\w*")
_KLEIN = re.compile(r"(?<!\w)[a-zäöüß]+(?!\w)")
_DAZWISCHEN = re.compile(
    r" ?(?:\d{1,3} ?[a-h]?)?(?: ?[-–] ?\d{1,3})? ?(?:[,/;–&-]|und|sowie|oder|bis|bzw\.|Ecke)? ?(?:und|Ecke)? ?"
)
_AUFGEZAEHLT = re.compile(
    r"(?:[\s,;:/·•|–&()\d.*-]|\b(?:und|sowie|oder|bzw|bis|von|Ecke|Nr|Haus|ganz|tlw|a|b|c)\b){1,40}"
)


class Fund(NamedTuple):
    """A place where a text names it."""

    ort_id: str
    anfang: int
    ende: int
    """Offsets into the text as it was given."""
    grad: str
    """One of GRADE."""


class Ortsverzeichnis:
    """A council's places, to be found in texts."""

    def __init__(self, orte: Iterable[Ort], kommune: str = "") -> None:
        """`kommune`: the council's name, which is no other town's."""
        alle = tuple(orte)
        self._alle = alle
        self._ortsteile = sorted((each for each in alle if each.art == "ortsteil"), key=lambda each: each.id)
        self._eigene = frozenset({kommune, *kommune.split(), *(each.name for each in alle)})
        self._im_ortsteil: dict[str, str | None] = {}

    @cached_property
    def _namen(self) -> Namen:
        """Made when the first text comes: it takes a second for 10,000 places."""
        return Namen(self._alle)

    def find(self, text: str, art: str = "text") -> list[Fund]:
        """The places that the text names, in its order; of what kind the text is decides their grade.

        Of places of one name it is the one in a district that the text names too, the nearest mention deciding; else
        the first by id.
        """
        fassung = Lesefassung(text)
        treffer = self._bestaetigt(fassung.text)
        orte = self._welche(fassung.text, treffer)
        grade = _grade(fassung.text, treffer, art)
        return [
            Fund(ort.id, fassung.stelle(each.anfang), fassung.stelle(each.ende - 1) + 1, grad)
            for each, ort, grad in zip(treffer, orte, grade, strict=True)
        ]

    def _kandidaten(self, text: str) -> Iterator[Treffer]:
        """Every longest name, whatever it means there."""
        begins, innere, ende = self._namen.worte.get, self._namen.innere, 0
        for match in _GROSS.finditer(text):
            node = begins(match[0])
            if node is None or match.start() < ende or _mitten_im_wort(text, match.start()):
                continue
            found = laengster(node, match.start(), match.end(), text)
            if match[0] in innere:
                found = self._mit_vorwort(text, match.start(), ende, found) or found
            if found:
                ende = found.ende
                yield found

    def _mit_vorwort(self, text: str, anfang: int, frei: int, whole: Treffer | None) -> Treffer | None:
        """A name that begins before this capital: `in der alten Mühlengasse`, `am Stadtgraben`.

        `am Mühlenteich` is none where a Mühlenteich is known.
        """
        for before in _KLEIN.finditer(text, max(frei, anfang - 20), anfang):
            node = self._namen.klein.get(before[0])
            found = laengster(node, before.start(), before.end(), text) if node is not None else None
            if found and found.ende > anfang and not (found.name.lage and whole and whole.ende >= found.ende):
                return found
        return None

    def _bestaetigt(self, text: str) -> list[Treffer]:
        """Those that are places: by themselves, or because they stand beside one that is."""
        sure = list[tuple[Treffer, bool]]()
        for each in self._kandidaten(text):
            umfeld = Umfeld(text, each)
            if not self._ausgeschlossen(umfeld):
                sure.append((each, _belegt(umfeld)))
        for row in (range(1, len(sure)), range(len(sure) - 2, -1, -1)):
            for n in row:
                other = sure[n - 1 if row.step > 0 else n + 1]
                if other[1] and not sure[n][1] and _benachbart(text, *sorted((sure[n][0], other[0]))):
                    sure[n] = (sure[n][0], True)
        return [each for each, is_place in sure if is_place]

    def _ausgeschlossen(self, umfeld: Umfeld) -> bool:
        return (
            umfeld.ist_teil(self._eigene, self._namen)
            or umfeld.ist_person()
            or umfeld.ist_firma()
            or umfeld.ist_fremd(self._eigene)
            or umfeld.ist_briefkopf()
        )

    def _welche(self, text: str, treffer: Sequence[Treffer]) -> list[Ort]:
        """The place that each of them means."""
        genannt: dict[str | None, list[int]] = defaultdict(list)
        for each in treffer:
            for ort in each.name.orte:
                if ort.art == "ortsteil":
                    genannt[ort.id].append(each.anfang)
        return [
            each.name.orte[0] if len(each.name.orte) == 1 else self._welcher(Umfeld(text, each), genannt)
            for each in treffer
        ]

    def _welcher(self, umfeld: Umfeld, genannt: Mapping[str | None, Sequence[int]]) -> Ort:
        arten = sorted({ort.art for ort in umfeld.name.orte}, key=_vorrang)
        art = arten[1] if arten[0] == "ortsteil" and len(arten) > 1 and umfeld.hat_artikel() else arten[0]
        orte = [ort for ort in umfeld.name.orte if ort.art == art]
        return min(orte, key=lambda ort: (_entfernung(umfeld.anfang, genannt.get(self._ortsteil(ort), ())), ort.id))

    def _ortsteil(self, ort: Ort) -> str | None:
        """The district whose point is nearest to the place."""
        if ort.id not in self._im_ortsteil:
            here = (ort.lat, ort.lon)
            nearest = min(self._ortsteile, key=lambda each: abstand((each.lat, each.lon), here), default=None)
            self._im_ortsteil[ort.id] = nearest.id if nearest else None
        return self._im_ortsteil[ort.id]


def _mitten_im_wort(text: str, position: int) -> bool:
    return position > 0 and text[position - 1].isalnum()


def _belegt(umfeld: Umfeld) -> bool:
    """Whether the name, or what stands around it, says that it is a place."""
    name = umfeld.name
    if not name.alltag:
        return True
    return umfeld.hat_nummer() or umfeld.ist_benannt() or (name.lage and umfeld.steht_als_name())


def _benachbart(text: str, one: Treffer, other: Treffer) -> bool:
    gap = text[one.ende : other.anfang] if other.anfang - one.ende < 40 else "…"
    return bool(gap.strip() or "\n" in gap) and _DAZWISCHEN.fullmatch(" ".join(gap.split())) is not None


def _entfernung(position: int, stellen: Sequence[int]) -> float:
    """Characters to the nearest of some positions, which are in order."""
    n = bisect(stellen, position)
    return min((abs(position - each) for each in stellen[max(0, n - 1) : n + 1]), default=inf)


def _vorrang(art: str) -> tuple[int, str]:
    return (_ARTEN.index(art) if art in _ARTEN else len(_ARTEN), art)


def _grade(text: str, treffer: Sequence[Treffer], art: str) -> list[str]:
    """A grade for each: what the text is, or whether it stands in a bare enumeration."""
    if art in {"betreff", "beschlussvorschlag"}:
        return [art] * len(treffer)
    row, numbers = 0, []
    for n, each in enumerate(treffer):
        before = treffer[n - 1].ende if n else 0
        gap = text[before : each.anfang] if each.anfang - before <= 40 else "…"
        row += not (n and _AUFGEZAEHLT.fullmatch(gap))
        numbers.append(row)
    sizes = {number: len(list(group)) for number, group in groupby(numbers)}
    return ["aufzaehlung" if sizes[number] >= MEHRERE else "erwaehnt" for number in numbers]


__all__ = ["GRADE", "Fund", "Name", "Ortsverzeichnis"]
