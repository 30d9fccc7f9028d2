"""The labelled sentences: places stand in brackets, `[wording|name]` where the gazetteer spells it otherwise.

`name@2` is the second place of that name in the gazetteer, `\\n` a line's end. Every third sentence is held out: nobody
looks at what is found in it while the search is being improved.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from ratsarchiv.text import orte
from ratsarchiv.text.orte import Ort, Ortsverzeichnis

KOMMUNE = "musterstadt"
_LABEL = re.compile(r"\[([^\]|]*)(?:\|([^\]]*))?\]")


@dataclass(frozen=True)
class Satz:
    """A sentence as it is read, and the places that it names: id, begin, end."""

    thema: str
    text: str
    orte: tuple[tuple[str, int, int], ...]
    zurueckgehalten: bool


@cache
def ortsliste() -> tuple[Ort, ...]:
    """Musterstadt's gazetteer, taken in as an operator would."""
    content = (files("ratsarchiv.demo") / "orte.csv").read_bytes()
    return orte.aufnehmen((), orte.auszug_lesen(content, "Musterstadt, erfunden"), KOMMUNE).orte


@cache
def verzeichnis() -> Ortsverzeichnis:
    return Ortsverzeichnis(ortsliste(), "Musterstadt")


def ort(name: str, number: int = 1) -> Ort:
    """The place of that name; of several the one that stands so far down in the gazetteer's file."""
    return _nach_namen()[name][number - 1]


@cache
def _nach_namen() -> dict[str, list[Ort]]:
    here = {(each.name, each.lat, each.lon): each for each in ortsliste()}
    found = defaultdict(list)
    with (Path(str(files("ratsarchiv.demo"))) / "orte.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["name"]].append(here[row["name"], float(row["lat"]), float(row["lon"])])
    return found


@cache
def saetze() -> tuple[Satz, ...]:
    with (Path(__file__).parent / "saetze.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(_satz(row["thema"], row["satz"], n % 3 == 2) for n, row in enumerate(rows))


def _satz(thema: str, labelled: str, zurueckgehalten: bool) -> Satz:
    labelled, text, end, found = labelled.replace("\\n", "\n"), "", 0, []
    for match in _LABEL.finditer(labelled):
        text += labelled[end : match.start()]
        name, _, number = (match[2] or match[1]).partition("@")
        found.append((ort(name, int(number or 1)).id, len(text), len(text) + len(match[1])))
        text, end = text + match[1], match.end()
    return Satz(thema, text + labelled[end:], tuple(found), zurueckgehalten)
