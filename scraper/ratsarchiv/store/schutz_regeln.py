"""The operator's rules as they are in force, and what they make of one object's values: pure but for loading them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from ratsarchiv.privacy import Piece, mask, mask_html, replaced_in_html, replaced_in_text
from ratsarchiv.store.schutz_felder import HAENGT_AN, LEERT, NIE_NULL, SCHLUESSEL, TEXTE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Iterator, Mapping

    from ratsarchiv.store.merge import Value

ENTFERNT = "[entfernt]"
MASKIERT = "maskiert"
WITH_PAGES = ("vorlagen", "sitzungen", "auszuege")
Grund = int | str
"""The takedown that hides a field, or `maskiert`."""
Objekt = tuple[str, str]
"""Table and id."""
_SHORTEST = 6
"""Characters of the shortest text in which anything private has room."""


def pattern(wording: str) -> re.Pattern[str]:
    """The wording in whatever case, with whatever white space between its words, composed or not."""
    gap = "[\\s\u00ad\u200b\u200c\u200d\ufeff]+"
    return re.compile(gap.join(_word(word) for word in wording.split()), re.IGNORECASE)


def _word(word: str) -> str:
    spellings = dict.fromkeys((unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)))
    return f"(?:{'|'.join(re.escape(each) for each in spellings)})"


def plain(wording: str) -> str:
    """A finding's wording without what differs from page to page: blanks, signs and case."""
    return re.sub(r"[\W_]+", "", wording).casefold()


@dataclass(slots=True)
class Regeln:
    """All rules in force. `objekte` grows as objects are met that hang on a hidden one."""

    stand: int = 0
    objekte: dict[Objekt, int] = field(default_factory=dict)
    dateien: dict[str, int] = field(default_factory=dict)
    wortlaute: list[tuple[re.Pattern[str], int]] = field(default_factory=list)
    adressen: dict[str, int] = field(default_factory=dict)
    """Pages of objects that are taken down: problems cite the pages that they are about."""
    freie_objekte: dict[Objekt, str] = field(default_factory=dict)
    """What the council withdrew and the operator shows, with the day of the release."""
    freie_masken: frozenset[Objekt] = frozenset()
    freie_funde: frozenset[str] = frozenset()

    @classmethod
    def of(cls, intern: sqlite3.Connection) -> Self:
        """The rules that `intern.db` holds."""
        rules = cls(stand=intern.execute("SELECT stand FROM regelstand").fetchone()[0])
        for id_, art, tabelle, wert in intern.execute(
            "SELECT id, art, tabelle, wert FROM sperren WHERE aufgehoben IS NULL ORDER BY id"
        ):
            if art == "objekt":
                rules.objekte.setdefault((tabelle, wert), id_)
            elif art == "dokument":
                rules.dateien.setdefault(wert, id_)
            else:
                rules.wortlaute.append((pattern(wert), id_))
        rules._hanging(intern)
        released = intern.execute("SELECT art, tabelle, wert, am FROM freigaben WHERE aufgehoben IS NULL").fetchall()
        rules.freie_objekte = {(tabelle, wert): am[:10] for art, tabelle, wert, am in released if art == "objekt"}
        rules.freie_masken = frozenset((tabelle, wert) for art, tabelle, wert, _ in released if art == "masken")
        rules.freie_funde = frozenset(plain(wert) for art, _, wert, _ in released if art == "fund")
        return rules

    def _hanging(self, intern: sqlite3.Connection) -> None:
        sql = (
            "SELECT b.tabelle, b.objekt, b.sperre, b.url FROM betroffen b JOIN sperren s ON s.id = b.sperre"
            " WHERE s.art = 'objekt' AND s.aufgehoben IS NULL ORDER BY b.sperre"
        )
        for tabelle, objekt, sperre, url in intern.execute(sql):
            self.objekte.setdefault((tabelle, objekt), sperre)
            self.page_of(sperre, tabelle, objekt, url)

    def page_of(self, sperre: int, tabelle: str, objekt: str, url: str | None) -> None:
        """A struck object's own page is known."""
        if url and tabelle in WITH_PAGES and (tabelle, objekt) in self.objekte:
            self.adressen.setdefault(url, sperre)

    @property
    def sperrt(self) -> bool:
        """Whether anything is taken down at all."""
        return bool(self.objekte or self.dateien or self.wortlaute)

    def redact(self, tabelle: str, id_: str, values: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Grund]]:
        """What may be shown of an object's values, and why each other field may not."""
        reasons: dict[str, Grund] = {}
        shown = dict(values)
        if self.sperrt:
            self._take_down(tabelle, id_, shown, reasons)
        if tabelle in TEXTE and not (self.freie_masken and self._belongs(tabelle, id_, values, self.freie_masken)):
            self._mask(TEXTE[tabelle], shown, reasons)
        return shown, reasons

    def _take_down(self, tabelle: str, id_: str, shown: dict[str, Value], reasons: dict[str, Grund]) -> None:
        if (sperre := self.hidden(tabelle, id_, shown)) is not None:
            for feld in LEERT.get(tabelle, ()):
                if shown.get(feld) not in {None, ""}:
                    shown[feld], reasons[feld] = "" if (tabelle, feld) in NIE_NULL else None, sperre
        if tabelle == "probleme" and id_ in self.adressen and shown.get("meldung"):
            shown["meldung"], reasons["meldung"] = ENTFERNT, self.adressen[id_]
        datei = shown.get("datei")
        if isinstance(datei, str) and datei in self.dateien:
            shown["datei"], reasons["datei"] = None, self.dateien[datei]
        for feld, value in shown.items():
            if isinstance(value, str) and value and feld not in SCHLUESSEL:
                if feld == "html" and "text" in shown and "text" not in reasons and not self._names(value):
                    continue
                shown[feld], by = self.without_wordings(value, html=feld == "html")
                if by is not None:
                    reasons[feld] = by

    def hidden(self, tabelle: str, id_: str, values: Mapping[str, Value]) -> int | None:
        """The takedown by which an object, or one that it hangs on, is hidden."""
        if (tabelle, id_) in self.objekte:
            return self.objekte[tabelle, id_]
        for column, other in HAENGT_AN.get(tabelle, {}).items():
            sperre = self.objekte.get((other, str(values.get(column))))
            if sperre is not None:
                return self.objekte.setdefault((tabelle, id_), sperre)
        return None

    def is_released(self, tabelle: str, id_: str, values: Mapping[str, Value]) -> bool:
        """Whether the operator shows an object, or what it hangs on, although the council withdrew it."""
        return self._belongs(tabelle, id_, values, self.freie_objekte)

    @staticmethod
    def _belongs(tabelle: str, id_: str, values: Mapping[str, Value], objekte: Container[Objekt]) -> bool:
        if (tabelle, id_) in objekte:
            return True
        owners = [(other, str(values.get(column))) for column, other in HAENGT_AN.get(tabelle, {}).items()]
        # an Auszug has the id of its Tagesordnungspunkt, and hides and shows what hangs on that
        owners += [("auszuege", owner) for other, owner in owners if other == "tagesordnungspunkte"]
        return any(owner in objekte for owner in owners)

    def _names(self, text: str) -> bool:
        return any(wording.search(text) for wording, _ in self.wortlaute)

    def without_wordings(self, text: str, *, html: bool = False) -> tuple[str, int | None]:
        """The text without the wordings that are taken down, and the first takedown that struck."""
        struck: int | None = None
        for wording, sperre in self.wortlaute:
            cleaned = replaced_in_html(text, _pieces(wording)) if html else _without(text, wording)
            if cleaned != text:
                text, struck = cleaned, sperre if struck is None else struck
        return text, struck

    def _mask(self, felder: tuple[str, ...], shown: dict[str, Value], reasons: dict[str, Grund]) -> None:
        clean = "text" in shown
        for feld in felder:
            value = shown.get(feld)
            # HTML whose text has nothing private in it has nothing itself
            if type(value) is str and len(value) >= _SHORTEST and not (feld == "html" and clean):
                masked = mask_html(value, self.is_free) if feld == "html" else mask(value, self.is_free)[0]
                if masked != value:
                    shown[feld] = masked
                    reasons.setdefault(feld, MASKIERT)
                    clean = clean and feld != "text"

    def is_free(self, wording: str) -> bool:
        """Whether the operator has said that this wording is nobody's secret."""
        return bool(self.freie_funde) and plain(wording) in self.freie_funde


def _pieces(wording: re.Pattern[str]) -> Callable[[str], Iterator[Piece]]:
    return lambda text: (Piece(*match.span(), ENTFERNT) for match in wording.finditer(text))


def _without(text: str, wording: re.Pattern[str]) -> str:
    return replaced_in_text(text, list(_pieces(wording)(text)))
