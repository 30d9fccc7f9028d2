"""How names are spelt: folding, inflection, abbreviations; all that a paper may write for one name."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WORT = re.compile(r"[^\W_]+")
"""Letters and digits without a break."""
SPRECHEND = (
    "straße", "weg", "platz", "gasse", "allee", "ring", "wall", "damm", "ufer", "steig", "stieg", "pfad", "brücke", "markt",
    "graben", "promenade", "chaussee", "park",
)  # fmt: skip
"""By such an end a name says that it is a street or the like."""
KOEPFE = (*SPRECHEND, "hof", "berg", "feld", "garten", "tor", "aue")
"""What names end in, and share: `Haupt- und Bahnhofstraße`. Persons may be called as the last ones end."""
GLEICH = {
    "sankt": ("st",), "st": ("sankt",), "doktor": ("dr",), "dr": ("doktor",), "professor": ("prof",), "prof": ("professor",),
    "pfarrer": ("pfr",), "bürgermeister": ("bgm",), "gebrüder": ("gebr",), "kindertagesstätte": ("kita",),
    "kita": ("kindertagesstätte",), "straße": ("str",), "platz": ("pl",),
}  # fmt: skip
VORWORTE = frozenset(
    {"am", "an", "auf", "im", "in", "zum", "zur", "unter", "hinter", "vor", "bei", "beim", "straße", "platz"}
)
"""What names begin with that say where they are: `Am Stadtgraben`, `Straße des 17. Juni`."""
ARTIKEL = frozenset({"der", "dem", "den", "die", "das", "des"})
_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SCHARF = str.maketrans({"ß": "ss"})
_ATTRIBUTE = (
    "alt",
    "neu",
    "groß",
    "klein",
    "ober",
    "unter",
    "hoh",
    "lang",
    "kurz",
    "breit",
    "grün",
    "vorder",
    "hinter",
)
_ENDUNGEN = ("e", "en", "er", "es")
_GENITIV_VORN = ("platz", "weg", "markt", "ring", "garten", "wall", "park", "hof")
_MOST_FORMS = 96


def falte(text: str) -> str:
    """Small letters without umlauts, ß and accents: `Lütticher Straße` → `luetticher strasse`."""
    lower = text.lower().translate(_UMLAUTE).translate(_SCHARF)
    if lower.isascii():
        return lower
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", lower).translate(_UMLAUTE))
    return "".join(each for each in plain if not unicodedata.combining(each))


def geschrieben(form: str) -> set[str]:
    """A word in small letters as it may be typed: with umlauts and ß or without."""
    plain = form.translate(_UMLAUTE)
    return {form, plain, form.translate(_SCHARF), plain.translate(_SCHARF), falte(form)}


def worte(name: str) -> list[str]:
    """A name's words in small letters, the last one written out: `Lindenstr.` as `lindenstraße`."""
    words = [each.lower() for each in WORT.findall(name)]
    if words and (short := next((end for end in ("strasse", "str") if words[-1].endswith(end)), None)):
        words[-1] = words[-1].removesuffix(short) + "straße"
    return words


def schluessel(name: str) -> str:
    """What all spellings of a name have in common: `Dr. Schmitz-Strasse`, `Dr.-Schmitz-Str.`."""
    return falte(" ".join(worte(name)))


def folgen(name: str) -> Iterator[tuple[str, ...]]:
    """Every row of words, in small letters, that stands for the name."""
    words = worte(name)
    if not words:
        return
    last = len(words) - 1
    forms = [_letztes(word) if n == last else _davor(word, n) for n, word in enumerate(words)]
    yield from islice(product(*forms), _MOST_FORMS)
    if len(words) == 2 and words[1] in KOEPFE:
        yield from (("".join(each),) for each in product([words[0]], forms[1]))


def ellipsen(name: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is left of the name where it shares its end with the next, and that end: `haupt`, `straße`."""
    words = worte(name)
    if len(words) > 1:
        if words[0] in VORWORTE or not words[-1].endswith(KOEPFE):
            return
        for row in islice(product(*(_davor(word, n) for n, word in enumerate(words[:-1]))), _MOST_FORMS):
            yield row, words[-1]
    elif words:
        word = words[0]
        for kopf in KOEPFE:
            if word.endswith(kopf) and len(word) >= len(kopf) + 3:
                yield (word.removesuffix(kopf),), kopf


def kann_klein(word: str) -> bool:
    """Whether a name's first word may be written small in a sentence: `am Stadtgraben`, `in der alten Mühlengasse`."""
    return word in VORWORTE or (word.endswith(_ENDUNGEN) and _stamm(word) in _ATTRIBUTE)


def enden(kopf: str) -> tuple[str, ...]:
    """How a folded word ends that has this head: `strasse`, `str`, and in the genitive."""
    folded = falte(kopf)
    ends = (folded, folded.removesuffix("strasse") + "str") if folded.endswith("strasse") else (folded,)
    return tuple(each + ending for each in ends for ending in ("", "s", "es"))


def _davor(word: str, position: int) -> list[str]:
    forms = [word, *GLEICH.get(word, ())]
    stem = _stamm(word)
    if stem in _ATTRIBUTE or (word.endswith("e") and len(word) > 3 and word != "straße"):
        forms += [stem + ending for ending in _ENDUNGEN]
    elif position == 0 and word.endswith(_GENITIV_VORN):
        forms += [word + "es", word + "s"]
    return _once(forms)


def _stamm(word: str) -> str:
    return word[:-2] if word.endswith(_ENDUNGEN[1:]) else word.removesuffix("e")


def _letztes(word: str) -> list[str]:
    forms = [word, *GLEICH.get(word, ())]
    if word.endswith("straße"):
        return _once([*forms, word.removesuffix("straße") + "str"])
    if not word.endswith(("s", "ß", "x", "z")):
        forms.append(word + "s")
    if not word.endswith(("e", "en", "er", "el")):
        forms.append(word + "es")
    return _once(forms)


def _once(forms: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(forms))
