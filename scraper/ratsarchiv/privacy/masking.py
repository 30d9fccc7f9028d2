"""Texts without what is private in them: each finding gives way to words that say what stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratsarchiv.privacy.finding import Fund, find
from ratsarchiv.privacy.markup import Piece, replaced_in_html, replaced_in_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ratsarchiv.privacy.fund import Art

WORDS: Mapping[Art, str] = {
    "iban": "[IBAN verborgen]",
    "telefon": "[Telefonnummer verborgen]",
    "email": "[E-Mail-Adresse verborgen]",
    "geburtsdatum": "[Geburtsdatum verborgen]",
    "wohnanschrift": "[Wohnanschrift verborgen]",
}


def _nobody(said: str) -> bool:  # noqa: ARG001
    """Nothing is released."""
    return False


def mask(text: str, released: Callable[[str], bool] = _nobody) -> tuple[str, list[Fund]]:
    """The text as it may be shown, and what is hidden in it; `released(wording)` findings stay."""
    found = [fund for fund in find(text) if not released(text[fund.start : fund.end])]
    if not found:
        return text, found
    return replaced_in_text(text, [Piece(fund.start, fund.end, WORDS[fund.art]) for fund in found]), found


def mask_html(html: str, released: Callable[[str], bool] = _nobody) -> str:
    """Sanitised HTML as it may be shown; its tags stay."""

    def search(text: str) -> Iterator[Piece]:
        for fund in find(text):
            if not released(text[fund.start : fund.end]):
                yield Piece(fund.start, fund.end, WORDS[fund.art])

    return replaced_in_html(html, search)
