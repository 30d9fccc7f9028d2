"""Home addresses: street and number after somebody's name, or after words like `wohnhaft`; never an office's."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from ratsarchiv.privacy.fund import Fund

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINES = (files(__package__) / "vornamen.txt").read_text("utf-8").split("\n")
_FIRST_NAMES = frozenset(name for line in _LINES if not line.startswith("#") for name in line.split())

_ENDINGS = (
    "straße", "strasse", "str.", "weg", "platz", "allee", "gasse", "ring", "damm", "ufer", "hof", "steig", "stieg", "pfad",
    "kamp", "markt", "berg", "feld", "garten", "gärten", "wall", "graben", "chaussee", "str", "twiete", "redder",
    "zeile", "winkel",
)  # fmt: skip
_APART = (
    "Straße",
    "Strasse",
    "Str.",
    "Weg",
    "Platz",
    "Allee",
    "Gasse",
    "Ring",
    "Damm",
    "Ufer",
    "Hof",
    "Chaussee",
    "Markt",
)
_BEFORE_STREETS = ("Am ", "An ", "Auf ", "Im ", "In ", "Zum ", "Zur ", "Unter ", "Hinter ", "Vor ", "Bei ", "Beim ")
_TAILS = frozenset(each[-3:] for each in (*_ENDINGS, *_APART))
_DWELLS = ("wohnt", "ohnha", "ohna", "rivata")
_PLACES = re.compile(rb", ?(?:A[mn] A|An d|Auf |Au[mr] A|Anter |Ainter |Aei |Aor )")
"""`, Am Anger`, `(Zur Mühle`, …: streets whose names don't say that they are."""

_NUMBER = (
    r"[ \xa0]{1,2}(?P<number>\d{1,4}(?:[ ]?[a-h]\b)?(?:[ ]?[-–/+][ ]?\d{1,4}[a-h]?\b)?)(?![\d.,]\d|\d"
    r"|\.[ ]?(?:[A-ZJFMASOND][a-zä]{2,8}|\d))"
)
_CITY = (
    r"(?P<city>[ ]?[,;(\n\t]?[ \n]?(?:D-)?\d{5}[ \xa0][A-ZÄÖÜ](?:[\w.-]{0,29}\w)(?:[ -](?:am|an der|im"
    r"|bei|[A-ZÄÖÜ][\w-]{2,20}))?)?"
)
_WORD = r"[A-ZÄÖÜ][\wäöüß'’-]{0,40}"
_NAMED_STREET = "|".join(sorted((re.escape(each) for each in _ENDINGS), key=len, reverse=True))
_STREET = re.compile(
    rf"(?<!\w)(?:(?:{'|'.join(each.strip() for each in _BEFORE_STREETS)})(?:[ ](?:der|dem|den|die"
    rf"|das))?[ ]{_WORD}(?:[ ]{_WORD})?"
    rf"|(?:{_WORD}[ ]){{0,3}}(?:{'|'.join(re.escape(each) for each in _APART)})"
    rf"|(?:(?:Alte|Neue|Große|Kleine|Lange|Obere|Untere)[rns]?[ ])?[A-ZÄÖÜ][\wäöüß-]{{0,40}}?(?:{_NAMED_STREET}))\Z"
)
_ANY_STREET = re.compile(rf"(?<!\w){_WORD}(?:[ ]{_WORD})?\Z")
_HOUSE = re.compile(_NUMBER + _CITY)

_TITLE = (
    r"(?:Herrn?|Frau|Familie|Fam\.|Eheleuten?|Ehepaar|Witwe|Erbengemeinschaft|Geschwister|Bürgerin|Bürger"
    r"|Petent(?:in)?|Antragsteller(?:in)?|Eigentümer(?:in)?|Anwohner(?:in)?|Einwohner(?:in)?"
    r"|Mieter(?:in)?|Nachbar(?:in)?)"
)
_NAME_PARTS = (
    rf"(?:(?:Dr\.|Prof\.|Dipl\.-\w{{1,5}}\.?|von|van|de|zu|der|und|u\.|med\.|jur\.)[ ]|{_WORD}(?:[ ,]"
    rf"|\.[ ]?)[ ]?){{0,7}}{_WORD}"
)
_JOIN = (
    r"(?:,?[ ]\(?(?:geb\.|geboren|\*)[^,;\n]{4,30})?"
    r"(?:[ ]?[,;|][ ]?|[ ]?\([ ]?|[ ]?[\n\t][ \n\t]*|[ ]?:[ ]?)?[ ]?"
    r"(?:(?:wohnhaft|wohnend|zuletzt|derzeit|wohnt|aus|in|im|von|unter|Adresse|Anschrift)(?::|[ ](?:der"
    r"|dem|in der|in|im)?[ ]?)?[ ]?){0,2}"
)
_AFTER_TITLE = re.compile(rf"(?<!\w){_TITLE}[ \n](?P<name>{_NAME_PARTS}){_JOIN}$")
_AFTER_NAME = re.compile(
    rf"(?:^|(?<=[\s(/:;,\"„]))(?P<name>{_WORD}(?:,?[ ](?:(?:von|van|de|zu|der)[ ])?(?:{_WORD}"
    rf"|[A-Z]\.)){{1,3}}){_JOIN}$"
)
_AFTER_DWELLS = re.compile(
    r"(?:[Ww]ohnhaft|wohnend|wohnt|[Ww]ohnanschrift|[Pp]rivatanschrift|[Pp]rivatadresse|[Ww]ohnadresse)"
    r"(?:[ \n:,]|in|im|der|dem|ist|lautet|unter|seit \d{4}|ebenda|ebenfalls|gab|wurde|war|als|er|sie|des"
    r"|Antragstellers|Petenten|" + _WORD + r"[,:]){0,8}$"
)
_NO_NAME = re.compile(
    r"(?i:schule|gymnasium|kita|kindergarten|haus|heim|halle|amt|stiftung|zentrum|kirche|verein|gmbh"
    r"|\bag\b|\bkg\b|e\.v|büro|platz|straße|"
    r"stadt|gemeinde|kreis|dienst|werk|bad|park|betrieb|anstalt|bank|sparkasse|museum|bibliothek|bücherei"
    r"|verlag|fraktion|ausschuss|"
    r"sitzung|saal|raum|gasthof|hotel|restaurant|apotheke|praxis|kanzlei|bauvorhaben|grundstück|denkmal"
    r"|brücke|hof|club|treff|gericht|polizei|feuerwehr)\b|"
    r"\b(?:Am|Im|An|Auf|In|Zum|Zur|Die|Der|Das|Den|Ecke|Bereich|Bebauungsplan|Neubau|Umbau|Sanierung)\b"
)  # fmt: skip
_CLERK = re.compile(r"Ansprechp|Sachbearbeit|Sprechstunde|Dienststelle|Dezernat|Fachbereich|Zimmer|Raum ")
"""Whoever stands here is at work."""
_WINDOW = 110
_LONGEST_STREET = 70


def homes(text: str, shape: bytes) -> Iterator[Fund]:
    """Where people live: from the street to the town, without the name."""
    towns = b"99999 A" in shape
    unfamiliar = towns or any(sign in text for sign in _DWELLS) or bool(_PLACES.search(shape))
    at = shape.find(b" 9")
    while at >= 0:
        if unfamiliar or text[at - 3 : at] in _TAILS:
            yield from _home(text, at)
        at = shape.find(b" 9", at + 1)


def _home(text: str, at: int) -> Iterator[Fund]:
    """The finding if the blank at `at` parts street and number, and somebody's name, or a word for living, stands before."""
    house = _HOUSE.match(text, at)
    before = text[max(0, at - _LONGEST_STREET) : at]
    street = house and (_STREET.search(before) or (_ANY_STREET.search(before) if house["city"] else None))
    if not house or not street:
        return
    start = at - len(before) + street.start()
    window = text[max(0, start - _WINDOW) : start]
    if _AFTER_DWELLS.search(window) or _after_a_name(window):
        yield Fund(start, house.end(), "wohnanschrift")


def _after_a_name(before: str) -> bool:
    if _CLERK.search(before):
        return False
    if _AFTER_TITLE.search(before):
        return True
    named = _AFTER_NAME.search(before)
    return named is not None and not _NO_NAME.search(named["name"]) and _has_first_name(named["name"])


def _has_first_name(name: str) -> bool:
    return any(all(part in _FIRST_NAMES for part in word.strip(",.").split("-")) for word in name.split())
