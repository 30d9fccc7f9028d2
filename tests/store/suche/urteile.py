"""Which Vorlagen are right for a query, told from the world alone, and how well an answer meets them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .musterarchiv import abschnitte

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ratsarchiv.demo import World
    from ratsarchiv.demo.world import Vorlage

ANFRAGEN = Path(__file__).with_name("anfragen.toml")
FIRST = 20


@dataclass(frozen=True)
class Urteil:
    """A query and the ids of the Vorlagen that are right."""

    kategorie: str
    frage: str
    richtig: frozenset[str]
    verboten: frozenset[str]
    """Vorlagen with an excluded word."""

    def recall(self, found: Sequence[str]) -> float:
        """The part of the right ones (of twenty at most) that stands among the first twenty."""
        return len(self.richtig.intersection(found[:FIRST])) / min(FIRST, len(self.richtig))

    def rang(self, found: Sequence[str]) -> float:
        """One divided by the place of the first right one."""
        return next((1 / place for place, each in enumerate(found[:FIRST], 1) if each in self.richtig), 0.0)


def urteile(world: World) -> list[Urteil]:
    said = tomllib.loads(ANFRAGEN.read_text(encoding="utf-8"))
    vorlagen = world.oeffentliche_vorlagen
    return [
        Urteil(
            kategorie,
            each["frage"],
            frozenset(f"v-{v.id}" for v in vorlagen if _right(v, each)),
            frozenset(f"v-{v.id}" for v in vorlagen if not _right(v, {"nirgends": each.get("nirgends", [])})),
        )
        for kategorie, group in said.items()
        for each in group
    ]


def _right(vorlage: Vorlage, said: dict[str, Any]) -> bool:
    text = "\n".join([vorlage.betreff, *(f"{kopf}\n{text}" for _, kopf, text in abschnitte(vorlage.teile))])
    titles = [each.titel for each in vorlage.dokumente] + [each.name for each in vorlage.anlagen]
    lines = [line for each in vorlage.dokumente for line in each.zeilen]
    everything = "\n".join([text, *lines, *(line for each in vorlage.anlagen for line in each.zeilen)])
    tests: dict[str, Callable[[list[str]], bool]] = {
        "betreff": lambda words: any(word in vorlage.betreff for word in words),
        "und": lambda words: all(word in vorlage.betreff for word in words),
        "nummer": lambda words: vorlage.nummer in words,
        "text": lambda words: any(word in text for word in words),
        "nirgends": lambda words: not any(word in everything for word in words),
        "dokument": lambda words: any(word in titles for word in words),
    }
    return all(tests[key](words) for key, words in said.items() if key != "frage")
