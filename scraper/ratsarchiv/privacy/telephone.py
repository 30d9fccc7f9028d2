"""Telephone numbers: patterns propose, the numbering plan (libphonenumber) decides."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from ratsarchiv.privacy.fund import Fund

if TYPE_CHECKING:
    from collections.abc import Iterator

_GROUPS = r"(?:[ \xa0()/–.-]{1,3}\d{1,12}){0,7}"
_NATIONAL = re.compile(
    rf"0(?<!\w0)(?<!\d[.,:/–-]0)(?<!\w-0)(?<!\w/0)(?:[1-9]\d{{0,12}}"
    rf"|[ \xa0][1-9]\d?(?=[ \xa0][\d/–-])){_GROUPS}(?![\d,]\d)(?!\d)"
)
_ABROAD = re.compile(
    rf"(?:\+|00)(?<!\w\+)(?<!\d00)(?<!\w00)(?<!\d[.,]00)[ ]?[1-9]\d{{0,12}}(?:[ \xa0/–.-]?\(0\))?{_GROUPS}"
)
_WORDS = (
    r"(?:[Tt]el(?:efon)?|TEL|[Ff]on|[Ff]ax|[Tt]elefax|[Mm]obil(?:funk|telefon)?|[Hh]andy|[Rr]uf"
    r"|[Dd]urchwahl|DW)(?:-?(?:[Nn]ummer|[Nn]r\b))?(?:[.:]|\b)"
)
_NAMED = re.compile(
    rf"(?<![\w])(?:{_WORDS})(?:[\s.:/]|Nr|privat|dienstlich|unter|lautet|(?:und"
    rf"|oder) {_WORDS}){{0,8}}(?P<number>\(?\d[\d \xa0/()–-]{{3,20}}\d)(?![\d,.]*\d)(?!\s?(?:EUR|Euro|€"
    rf"|Stück))"
)
_CONTEXT = re.compile(
    rf"(?<!\w)(?:{_WORDS}|[Tt]elefonisch|[Rr]ufnummer|unter der Nummer|[Aa]nruf|[Ee]rreichbar|WhatsApp"
    rf"|☎)[^\d]{{0,25}}$|[\d/)-],? ?(?:und|oder|,|/)? ?$"
)
_OTHERWISE = re.compile(
    r"(?:\b\w*(?:nummer|bescheid|zeichen|schlüssel|element|stelle|träger|konto)|DN|Az\.?|Nr\.|Konto|BLZ"
    r"|HHSt\.?|Produkt\w*|Vorlage|Drs\.?|Drucksache|Flur\w*|Inventar\w*|PSP|Projekt|Auftrag|Kennziffer"
    r"|AGS|PLZ|Maßnahme|Gz\.?|Register\w*|Artikel)[:.\s-]{0,3}$"
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d{1,2}[./ ]\d{4}$")
_FREE = {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}
"""Hotlines: nobody's private number."""
_SIGNS = ("Tel", "tele", "TEL", "Fon", "Fax", "Mobil", "Handy", "Ruf", "urchwahl", "DW")
_BEGINS = re.compile(rb"09(?<![09a-zA]09)(?<![09][.,:/-]09)")
_BEGINS_APART = re.compile(rb"0 9(?<![09.,a-zA]0 9)")
_DIALLED = range(6, 17)
"""Digits of a number with its prefix."""
_MOBILE = re.compile(r"01[567]")
_AREA = re.compile(r"\(?0\d{2,5}\)?[ \xa0]?[ \xa0/–-]")


def telephones(text: str, shape: bytes) -> Iterator[Fund]:
    """Telephone and fax numbers but for hotlines (0800, 0180, 0900)."""
    if "+" in text or "0049" in text or "00 49" in text:
        for match in _ABROAD.finditer(text):
            if (end := _valid_end(match[0], match.start())) and _digits(text[match.start() : end]) >= 9:
                yield Fund(match.start(), end, "telefon")
    if _BEGINS.search(shape) or _BEGINS_APART.search(shape):
        for match in _NATIONAL.finditer(text):
            yield from _national(match)
    if any(sign in text for sign in _SIGNS):
        for match in _NAMED.finditer(text):
            if _is_local(match["number"]):
                yield Fund(*match.span("number"), "telefon")


def _national(match: re.Match[str]) -> Iterator[Fund]:
    text, start = match.string, match.start()
    before = text[max(0, start - 40) : start]
    named = bool(_CONTEXT.search(before))
    if _DATE.match(match[0]) or not (named or (_looks_dialled(match[0]) and not _OTHERWISE.search(before))):
        return
    end = _valid_end(match[0], start)
    if end and _digits(text[start:end]) >= (6 if named else 9):
        opened = text[start - 1 : start] == "(" and ")" in match[0]
        yield Fund(start - opened, end, "telefon")


def _looks_dialled(number: str) -> bool:
    """A number that nobody calls one: a mobile's, or an area code that stands apart; no full stops in it."""
    return "." not in number and bool(_MOBILE.match(number) or _AREA.match(number))


def _is_local(number: str) -> bool:
    """A number that is called one and begins with no area code."""
    return (
        not number.lstrip("(").startswith("0") and _digits(number) >= 4 and not re.fullmatch(r"(?:19|20)\d\d", number)
    )


def _valid_end(number: str, start: int) -> int | None:
    """Where the number ends if it can be dialled; groups behind it may belong to what follows."""
    while number:
        trimmed = number.rstrip(" \xa0()/–.-")
        if _digits(trimmed) in _DIALLED and (verdict := _kind(trimmed)) is not None:
            return start + len(trimmed) if verdict not in _FREE else None
        cut = max(trimmed.rfind(sign) for sign in " \xa0/–.-()")
        number = trimmed[:cut] if cut > 0 else ""
    return None


@lru_cache(maxsize=4096)
def _kind(number: str) -> int | None:
    try:
        parsed = phonenumbers.parse(number.replace("(0)", ""), "DE")
    except NumberParseException:
        return None
    return phonenumbers.number_type(parsed) if phonenumbers.is_valid_number(parsed) else None


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
