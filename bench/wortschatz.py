"""German words and texts of them: how often a word comes, and how words are put together, is as in real texts."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Final

STOCK = Path(__file__).with_name("wortschatz.txt")
ANZAHL: Final = 700_000
"""Different words besides those that stand in every text; numbers come on top."""
HAEUFIGE, THEMA, ZAHLEN = 0.43, 0.19, 0.05
"""Shares of all words: those that say nothing, those of the text's own subject, numbers."""
ADJEKTIV = ("", "e", "en", "er", "es", "em")
VERB = ("en", "t", "te", "ten", "end", "ende", "enden")
ZAHL = ("{}", "{}", "§ {}", "{}.000 Euro", "Nr. {}", "2{:03}", "{}.03.2019", "{} %", "{},50", "S. {}", "{:04}")


def _stock() -> dict[str, list[str]]:
    """The lines of the word stock by the heading above them."""
    found: dict[str, list[str]] = {}
    for line in STOCK.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = found[line.strip("[]")] = []
        elif not line.startswith("#"):
            lines.append(line)
    return found


class Wortschatz:
    """Words with their frequencies (Zipf–Mandelbrot), and texts of them."""

    def __init__(self, anzahl: int = ANZAHL) -> None:
        stock = _stock()
        self.inhalt = _ranked(stock, anzahl)
        haeufige = " ".join(stock["haeufige"]).split()
        content = _zipf(len(self.inhalt), 30, 1.15, 1 - HAEUFIGE - THEMA - ZAHLEN)
        # "" and "#" are replaced by a word of the text's subject and by a number
        self.worte = [*haeufige, "", "#", *self.inhalt]
        self.bis = list(accumulate([*_zipf(len(haeufige), 3, 1, HAEUFIGE), THEMA, ZAHLEN, *content]))
        self.inhalt_bis = list(accumulate(content))

    def thema(self, zufall: Random) -> list[str]:
        """Words that belong to one matter: they come again and again in its texts."""
        return zufall.choices(self.inhalt, cum_weights=self.inhalt_bis, k=30)

    def titel(self, zufall: Random, anzahl: int, thema: list[str]) -> str:
        """Some words without a full stop."""
        words = " ".join(self._words(zufall, anzahl, thema))
        return words[0].upper() + words[1:]

    def text(self, zufall: Random, anzahl: int, thema: list[str]) -> str:
        """Sentences of so many words in all."""
        words = self._words(zufall, anzahl, thema)
        begin = 0
        while begin < anzahl:
            end = min(begin + zufall.randint(6, 22), anzahl) - 1
            words[begin] = words[begin][0].upper() + words[begin][1:]
            if end - begin > 9:
                words[begin + 5] += ","
            words[end] += ".\n" if end % 3 == 0 else "."
            begin = end + 1
        return " ".join(words)

    def _words(self, zufall: Random, anzahl: int, thema: list[str]) -> list[str]:
        drawn = zufall.choices(self.worte, cum_weights=self.bis, k=anzahl)
        return [word if len(word) > 1 else self._other(word, zufall, thema) for word in drawn]

    def _other(self, word: str, zufall: Random, thema: list[str]) -> str:
        if not word:
            return thema[int(zufall.random() ** 2 * len(thema))]
        return ZAHL[int(zufall.random() * len(ZAHL))].format(int(zufall.paretovariate(0.6)) % 1000)


def _zipf(number: int, shift: float, power: float, share: float) -> list[float]:
    """Weights of ranked words that make up a share of all."""
    weights = [1 / (rank + shift) ** power for rank in range(number)]
    factor = share / sum(weights)
    return [weight * factor for weight in weights]


def _ranked(stock: dict[str, list[str]], anzahl: int) -> list[str]:
    """Words from the most to the least frequent: short ones mostly come before long ones, as in every language."""
    zufall = Random(7)
    words = dict.fromkeys([*_simple(stock), *zufall.sample(_names(stock), min(20_000, anzahl // 10))])
    nouns = [line.split() for line in stock["nomen"]]
    while len(words) < anzahl:
        *first, last = zufall.choices(nouns, k=2 if zufall.random() < 0.3 else 3)
        words["".join(noun[0] for noun in first).lower().capitalize() + zufall.choice(last[1:]).lower()] = None
    return sorted(words, key=lambda word: len(word) + zufall.gauss(0, 3))


def _simple(stock: dict[str, list[str]]) -> list[str]:
    """Forms of nouns, adjectives and verbs."""
    found = [form for line in stock["nomen"] for form in line.split()[1:]]
    found += [word + ending for word in " ".join(stock["adjektive"]).split() for ending in ADJEKTIV]
    verbs = (word.removesuffix("n").removesuffix("e") for word in " ".join(stock["verben"]).split())
    return found + [stem + ending for stem in verbs for ending in VERB]


def _names(stock: dict[str, list[str]]) -> list[str]:
    """Names of people and of streets."""
    first, last = " ".join(stock["namensteile"]).split(), " ".join(stock["namensenden"]).split()
    people = [begin + end for begin in first for end in last]
    streets = [name + end for name in people[::3] for end in " ".join(stock["strassen"]).split()]
    return people + " ".join(stock["vornamen"]).split() + streets
