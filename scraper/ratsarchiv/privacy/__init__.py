"""What in a text belongs to somebody's private life: text → findings, and the text without them. Pure."""

from ratsarchiv.privacy.finding import Fund, find
from ratsarchiv.privacy.markup import Piece, replaced_in_html, replaced_in_text
from ratsarchiv.privacy.masking import WORDS, mask, mask_html

__all__ = ["WORDS", "Fund", "Piece", "find", "mask", "mask_html", "replaced_in_html", "replaced_in_text"]
