"""What stands around a name, and whether it is a place there: persons, companies, other towns, letterheads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratsarchiv.text.orte.schreibung import WORT
from ratsarchiv.text.orte.woerter import ANREDEN, BRIEFKOPF, KENNWOERTER, PARTEI, RECHTSFORM, STAEDTE, VORNAMEN

if TYPE_CHECKING:
    from collections.abc import Container

    from ratsarchiv.text.orte.namen import Treffer

LINKS, RECHTS = 120, 90
"""Characters that are looked at before and after a name."""

_NUMMER = re.compile(
    r"\s{1,2}\d{1,3}(?:\s?[a-h]\b)?(?:\s?[-–/+]\s?\d{1,3}\s?[a-h]?\b)?"
    r"(?![\d.,]\d|\d|\.\s?[A-ZÄÖÜ]|\s?(?:%|°|€|Grad|Uhr|Euro|Prozent|Jahre|Tage|Meter|m\b|m²|km|cm|ha\b|t\b|v\. ?H))"
)
_GROSS = r"[A-ZÄÖÜ][\w.&-]{0,40}"
_PARTEI = re.compile(rf"\s*[(\[,]\s*{PARTEI}\b|\s+[IVX]{{1,5}}\.(?=\s)")
_RECHTSFORM = re.compile(rf"(?:\s{{1,3}}(?:{_GROSS}|&|und)){{0,3}}?\s{{1,3}}{RECHTSFORM}(?!\w)")
_ZIMMER = re.compile(r"(?:Raum|Zimmer)\s{0,2}[\d,:]")
_ABSENDER = re.compile(
    r"(?:[Bb]ürgermeister(?:in)?|[Vv]erwaltung(?:\s+\w{1,40})?|(?:Stadt|Gemeinde|Kreis|Landkreis)\s+\w{1,40}"
    r"|[Rr]athaus(?:es)?|Stadthaus|Kreishaus)\s*[,·•|–-]\s*$"
)
_GESCHAEFTLICH = ("digital", "virtuell", "elektronisch", "online")
_ANDERE = frozenset(
    stem + ending
    for stem in ["Alte", "Neue", "Große", "Kleine", "Obere", "Untere", "Hintere", "Vordere", "Lange"]
    for ending in ("", "r", "n")
)
_SATZENDE = re.compile(r"[.!?]\s+(?=[A-ZÄÖÜ„])|\n\s*\n|\n[^\n]*\n")
_ORT_DANACH = re.compile(
    r"(?:\s{1,3}\d{1,4}(?:\s?[a-h])?)?(?:,?\s{1,3}(?:in|zu|bei)\s{1,3}|,\s{0,3}(?:(?:D-)?\d{5}\s{1,3})?)"
    r"(?P<wort>[A-ZÄÖÜ][\w-]{1,40})"
)
_IN_ORT = re.compile(r"n(?<=\b[Ii]n)\s{1,3}(?P<wort>[A-ZÄÖÜ][\w-]{1,40})(?=\s)(?![^\n]*[,;:])")
_ARTIKEL = re.compile(r"(?<!\w)(?:der|des|dem|den|das|die|am|im|vom|zum|beim|ans|ins)\s+$", re.IGNORECASE)
_GENITIV = re.compile(r"(?<!\w)des\s+$")
_DABEI = re.compile(
    r"(?<!\w)(?:am|(?:vor|hinter|neben|gegenüber|unter)\s+(?:dem|der)|(?:rund\s+)?um\s+(?:den|die|das)|nahe\s+(?:dem|der))\s+$",
    re.IGNORECASE,
)
_DARIN = re.compile(r"(?<!\w)(?:in|aus|nach)\s+$", re.IGNORECASE)
_IN_FLAMMEN = re.compile(r"(?<!\w)(?:ger[aäi]|setz|steck|steh|stand)\w{0,6}\s+(?:\w{1,20}\s+){0,3}in\s+$")
_FLAMMEN_DANACH = re.compile(r"\s+(?:\w{1,20}\s+)?(?:ge(?:ra|se|st)|set?z|steck|ger[aä]t|steh)")
_ALLEIN = re.compile(r"\s*(?:[,:;)“\"–]|$|\n)")
_SATZANFANG = re.compile(r"(?:^|[.!?:]\s+|\n\s*)[„\"]?$")
_RICHTUNGEN = frozenset({"Nord", "Süd", "Ost", "West", "Mitte"})
_STRICHE = frozenset("-‐‑")


class Umfeld:
    """The text before and after a name."""

    __slots__ = ("anfang", "danach", "davor", "ende", "name", "vorige", "wortlaut")

    def __init__(self, text: str, treffer: Treffer) -> None:
        self.anfang, self.ende, self.name = treffer
        self.wortlaut = text[self.anfang : self.ende]
        self.davor = text[max(0, self.anfang - LINKS) : self.anfang]
        self.danach = text[self.ende : self.ende + RECHTS]
        self.vorige = self.davor[-60:].split()[:-4:-1] if self.davor[-1:].isspace() else []
        """The words before it, the nearest first; none where it is stuck to one."""

    def ist_person(self) -> bool:
        """Whether it is somebody's name."""
        if self.wortlaut.endswith("s") and not self.name.text.endswith("s"):
            return False
        if not self.vorige:
            return not self.name.sprechend and bool(_PARTEI.match(self.danach))
        if self.vorige[0] in ANREDEN:
            return True
        if self.name.sprechend:
            return False
        if _PARTEI.match(self.danach) or self.vorige[0] in VORNAMEN:
            return True
        return any(
            word in ANREDEN and all(each[0].isupper() and each[-1] != "," for each in self.vorige[:n])
            for n, word in enumerate(self.vorige)
        )

    def ist_firma(self) -> bool:
        """Whether a company or society is called so."""
        return bool(_RECHTSFORM.match(self.danach))

    def ist_teil(self, eigene: frozenset[str], namen: Container[str]) -> bool:
        """Whether it is only a part of another word or name; names of ours may stand on both sides of a hyphen."""
        return self._haengt_an(eigene) or self._geht_weiter(namen) or self._heisst_anders()

    def _haengt_an(self, eigene: frozenset[str]) -> bool:
        """Whether it ends a longer word or an address: `Online-Marktplatz`, `www.Marktplatz`."""
        last, before = self.davor[-1:], self.davor[-2:-1]
        if last in _STRICHE and before.isalnum():
            return self.davor[:-1].split()[-1] not in eigene and all(ort.art != "ortsteil" for ort in self.name.orte)
        return last in {"@", ".", "_"} and not before.isspace()

    def _geht_weiter(self, namen: Container[str]) -> bool:
        """Whether it begins a longer word: `Marktplatz-App`, and not `Marktplatz-Süd`."""
        if self.danach[:1] not in _STRICHE or not self.danach[1:2].isalnum():
            return False
        following = WORT.match(self.danach, 1)
        return not (following and (following[0] in namen or following[0] in _RICHTUNGEN))

    def _heisst_anders(self) -> bool:
        """Whether it is another street or no place at all: `Alte Lindenstraße`, `digitaler Marktplatz`."""
        before = self.vorige[0] if self.vorige else ""
        other = before in _ANDERE and self.name.orte[0].art in {"strasse", "platz"}
        return other or before.lower().startswith(_GESCHAEFTLICH)

    def ist_fremd(self, eigene: frozenset[str]) -> bool:
        """Whether it is in another town."""
        after = _ORT_DANACH.match(self.danach)
        if after and _stadt(after["wort"], eigene):
            return True
        before = self.vorige[0] if self.vorige else ""
        if _stadt(before.rstrip(","), eigene) or (before.endswith("er") and _stadt(before[:-2], eigene)):
            return True
        return any(
            _stadt(each["wort"], eigene) and not _SATZENDE.search(self.davor, each.end())
            for each in _IN_ORT.finditer(self.davor)
        )

    def ist_briefkopf(self) -> bool:
        """Whether it is the council's own address or room."""
        gebaeude = self.name.orte[0].art == "gebaeude"
        am_rathaus = any(word.startswith("Rathaus") for word in self.vorige[:2])
        if not (gebaeude or am_rathaus or _NUMMER.match(self.danach)):
            return False
        ends = [each.end() for each in _SATZENDE.finditer(self.davor)]
        end = _SATZENDE.search(self.danach)
        around = f"{self.davor[max(ends, default=0) :]}\x00{self.danach[: end.start() if end else RECHTS]}"
        at_home = not BRIEFKOPF.isdisjoint(WORT.findall(around)) or _ZIMMER.search(around)
        return bool(at_home or (not gebaeude and _ABSENDER.search(self.davor[-90:])))

    def hat_nummer(self) -> bool:
        """Whether a house number follows."""
        return bool(_NUMMER.match(self.danach))

    def ist_benannt(self) -> bool:
        """Whether a word like `Ortsteil` comes before, or what comes before goes with a place of its kind."""
        words = self.davor[-60:].rstrip(' \n\t„"»‚(:').split()
        if len(words) > 2 and words[-2] == "Nr.":
            words = words[:-2]
        last = words[-1].rpartition("-")[2] if words else ""
        return last in KENNWOERTER or self._nach_art({ort.art for ort in self.name.orte})

    def _nach_art(self, arten: set[str]) -> bool:
        if "ortsteil" in arten and _DARIN.search(self.davor):
            return not (_IN_FLAMMEN.search(self.davor) or _FLAMMEN_DANACH.match(self.danach))
        if arten & {"gebaeude", "gewaesser", "park", "friedhof", "sportplatz"}:
            return bool(_DABEI.search(self.davor) or (_GENITIV.search(self.davor) and self.wortlaut.endswith("s")))
        return False

    def steht_als_name(self) -> bool:
        """Whether capitals in the middle of a sentence, or standing alone, show `Am Hang` to be a name."""
        if not self.wortlaut[0].isupper():
            return False
        return not _SATZANFANG.search(self.davor) or bool(_ALLEIN.match(self.danach))

    def hat_artikel(self) -> bool:
        """Whether an article stands before it, as before a brook's name and not before a district's."""
        return bool(_ARTIKEL.search(self.davor))


def _stadt(wort: str, eigene: frozenset[str]) -> bool:
    return wort in STAEDTE and wort not in eigene
