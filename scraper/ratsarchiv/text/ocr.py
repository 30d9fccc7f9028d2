"""A picture of a page → its text, by Tesseract with its German data: `pip install 'ratsarchiv[ocr]'`, and the program."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "deu"


@cache
def available() -> bool:
    """Whether both the extra and Tesseract with its German data are installed."""
    if find_spec("pytesseract") is None or find_spec("PIL") is None:
        return False
    import pytesseract  # noqa: PLC0415 - an extra

    try:
        return LANGUAGE in pytesseract.get_languages()
    except pytesseract.TesseractNotFoundError:
        return False


def text(image: Image) -> str:
    """What is printed there."""
    import pytesseract  # noqa: PLC0415 - an extra

    # With more threads Tesseract takes seven times as long on two cores (measured).
    os.environ["OMP_THREAD_LIMIT"] = "1"
    return str(pytesseract.image_to_string(image, lang=LANGUAGE))
