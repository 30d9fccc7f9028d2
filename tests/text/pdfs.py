"""German PDF files, made from words that a test knows."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import TYPE_CHECKING

import reportlab
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, SimpleDocTemplate, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

WORTE = (
    "der die das und oder mit dem Rat Stadt Ausschuss für Umwelt beschließt empfiehlt Verwaltung Bebauungsplan Straße "
    "Flächennutzungsplanänderung Geh-_und_Radweg größere öffentliche Übergangsregelung Ökologie ärztliche Maßnahmen § 34 BauGB "
    "12.500,00 € 2021/0345 gemäß Abs. 1 „Lütticher Straße“ Jugendhilfeausschuss finanzielle Auswirkungen Fläche fünf Offizier "
    "Schifffahrt Haushaltsjahr – jährlich Müller Weiß Ärger Öffnung Übung CDU-Fraktion Nordrhein-Westfalen Kindertagesstätte"
)
EMBEDDED = "Vera"
STANDARD = "Helvetica"
LEFT, TOP, WIDTH, LINE = 70, 780, 450, 14

FONT_FILE = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"

pdfmetrics.registerFont(TTFont(EMBEDDED, FONT_FILE))


def worte(number: int, seed: int = 1) -> list[str]:
    """So many words of a council."""
    return " ".join(random.Random(seed).choices(WORTE.split(), k=number)).replace("_", " ").split()[:number]


def flowing(words: Sequence[str], font: str = STANDARD, **given: object) -> bytes:
    """Justified paragraphs of 80 words, on as many pages as they take."""
    file = io.BytesIO()
    SimpleDocTemplate(file, **given).build(_paragraphs(words, font))
    return file.getvalue()


def columns(words: Sequence[str]) -> bytes:
    """The same in two columns."""
    file = io.BytesIO()
    document = BaseDocTemplate(file)
    frames = [Frame(left, 60, 230, 700, id=str(left)) for left in (50, 310)]
    document.addPageTemplates([PageTemplate(frames=frames)])
    document.build(_paragraphs(words, STANDARD))
    return file.getvalue()


def table(rows: Sequence[Sequence[str]]) -> bytes:
    """One table with lines around its cells."""
    file = io.BytesIO()
    SimpleDocTemplate(file).build([Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])])
    return file.getvalue()


def _paragraphs(words: Sequence[str], font: str) -> list[Paragraph]:
    style = ParagraphStyle("text", fontName=font, fontSize=10, leading=13, alignment=4, spaceAfter=6)
    return [Paragraph(" ".join(words[n : n + 80]), style) for n in range(0, len(words), 80)]


def hyphenated(words: Sequence[str], font: str = STANDARD) -> bytes:
    """Justified lines, in which words are divided as a word processor does."""
    file = io.BytesIO()
    canvas = Canvas(file)
    left = list(words)
    while left:
        text = canvas.beginText(LEFT, TOP)
        text.setFont(font, 10, LINE)
        for _ in range(50):
            line = _line(left, font)
            gaps = max(len(line.split(" ")) - 1, 1)
            text.setWordSpace((WIDTH - pdfmetrics.stringWidth(line, font, 10)) / gaps if left else 0)
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _line(left: list[str], font: str) -> str:
    """Words taken from `left` until the line is full; the last one divided where it can be."""
    line = ""
    while left:
        longer = f"{line} {left[0]}".strip()
        if pdfmetrics.stringWidth(longer, font, 10) > WIDTH:
            word = left[0]
            if len(word) > 8 and word[1:].isalpha() and word[1:].islower():
                left[0] = word[4:]
                return f"{line} {word[:4]}-"
            return line
        line = longer
        left.pop(0)
    return line


def turned(pages: Sequence[Sequence[str]]) -> bytes:
    """Four ways to turn a page, and one to turn the text on it."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for words, turn in zip(pages, (0, 90, 180, 270, None), strict=True):
        canvas.setPageRotation(turn or 0)
        if turn is None:
            canvas.rotate(90)
            canvas.translate(0, -800)
        for n in range(0, len(words), 8):
            canvas.drawString(LEFT, TOP - LINE * (n // 8), " ".join(words[n : n + 8]))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def picture(image: Image, stamp: str = "") -> bytes:
    """A page that is a picture, like a scan, perhaps with a few words stamped on it."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
    canvas.drawString(LEFT, 20, stamp)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def locked(words: Sequence[str], user: str) -> bytes:
    """With that password for readers; "" for a file that anybody may read but not change."""
    return flowing(words, encrypt=StandardEncryption(user, ownerPassword="Ratsbüro", canModify=0))
