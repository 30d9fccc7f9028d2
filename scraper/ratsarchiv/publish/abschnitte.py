"""The texts of a Vorlage under their headings, each with an address of its own that outlives their order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import german

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]

LONGEST_ANCHOR = 60
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

ABSCHNITTE = """
select id, ueberschrift, art, substr(text, 1, 400) as anfang, html from abschnitte
where vorlage = :id and verschwunden_seit is null and text <> ''
order by position
"""


def gegliedert(rows: Iterable[Any]) -> list[Row]:
    """Each Abschnitt with its `titel` and `anker`: `abschnitt-sachverhalt`, the second of a name `abschnitt-sachverhalt-2`."""
    seen: Counter[str] = Counter()
    found = []
    for row in map(dict, rows):
        title = german.one_line(german.heading(row))
        anchor = _anchor(title)
        seen[anchor] += 1
        number = f"-{seen[anchor]}" if seen[anchor] > 1 else ""
        found.append(row | {"titel": title, "anker": anchor + number})
    return found


def _anchor(title: str) -> str:
    spelt = title[:LONGEST_ANCHOR].lower().translate(_SPELT_OUT)
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return "-".join(["abschnitt", *re.findall(r"[a-z0-9]+", plain)])
