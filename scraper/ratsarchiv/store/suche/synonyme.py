"""Words that mean the same in councils: the list that comes with the program, and an operator's own laid over it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ratsarchiv.errors import WrongUse
from ratsarchiv.store.suche.schreibung import Phrase, gefaltet
from ratsarchiv.store.suche.sprache import staemme
from ratsarchiv.store.suche.worte import WORT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGED = Path(__file__).with_name("synonyme.toml")
MOST = 12
"""Other words that one may stand for."""
PLURALS = ("as", "os")
"""Endings that the stems keep: Kitas, Büros."""
LONGEST_KEY = 4
"""Words of an expression that has synonyms."""

Schluessel = Phrase | str
"""An expression's stems; its capitals where it has none that the index keeps: OB is also the word `ob`."""


@dataclass(frozen=True, slots=True)
class Synonyme:
    """For each expression those that are searched as well, as people write them."""

    andere: Mapping[Schluessel, tuple[str, ...]]

    def zu(self, text: str) -> tuple[str, ...]:
        """What else a word or expression is called; nothing for most."""
        return self.andere.get(schluessel(text), ())


def schluessel(text: str) -> Schluessel:
    """By what an expression is looked up: stems, with a mark where the ending makes another word (Müll, Müller)."""
    return tuple(map(_kern, filter(staemme, WORT.findall(text)))) or text.strip()


def _kern(word: str) -> str:
    stem = staemme(word)[0]
    if stem.endswith(PLURALS):
        return stem[:-1]
    return f"{stem}-er" if gefaltet(word)[len(stem) :].startswith("er") else stem


@cache
def packaged() -> Synonyme:
    """The list that comes with the program."""
    return synonyme(None)


def synonyme(own: Path | None) -> Synonyme:
    """The packaged list with an operator's own file, if there is one, laid over it.

    An expression that the own file names is what that file says of it; `kein` takes expressions out of the list.
    """
    andere = _gelesen(PACKAGED)
    if own is not None and own.is_file():
        andere |= _gelesen(own)
    return Synonyme({key: words for key, words in andere.items() if words})


def _gelesen(path: Path) -> dict[Schluessel, tuple[str, ...]]:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(f"{path}: cannot be read as a list of synonyms ({error})") from error
    if unknown := said.keys() - {"gleich", "auch", "kein"}:
        raise WrongUse(f"{path}: {min(unknown)!r} is unknown; a list of synonyms has `gleich`, `auch` and `kein`")
    andere: dict[Schluessel, tuple[str, ...]] = {}
    for words in _groups(path, said.get("gleich", [])):
        for word in words:
            _add(path, andere, word, words)
    for word, *words in _groups(path, said.get("auch", [])):
        _add(path, andere, word, words)
    for words in _groups(path, [said["kein"]] if "kein" in said else []):
        andere |= dict.fromkeys(map(schluessel, words), ())
    return andere


def _groups(path: Path, groups: object) -> Iterator[list[str]]:
    if not isinstance(groups, list):
        raise WrongUse(f'{path}: `gleich` and `auch` are lists of groups: [["Kita", "Kindertagesstätte"], …]')
    for group in groups:
        if not (isinstance(group, list) and group and all(isinstance(word, str) and word.strip() for word in group)):
            raise WrongUse(f'{path}: {group!r} is not a list of words, such as ["Kita", "Kindertagesstätte"]')
        yield group


def _add(path: Path, andere: dict[Schluessel, tuple[str, ...]], word: str, words: list[str]) -> None:
    own = schluessel(word)
    if len(own) > LONGEST_KEY and isinstance(own, tuple):
        raise WrongUse(f"{path}: {word!r} has more than {LONGEST_KEY} words")
    more = (*andere.get(own, ()), *(each for each in words if schluessel(each) != own))
    andere[own] = tuple({schluessel(each): each for each in reversed(more)}.values())[::-1][:MOST]
