"""Charts as SVG: fluid in width, coloured by classes alone, every series with a pattern of its own."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log10
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REIHEN = 6
"""Series that can be told apart."""

_KOPF, _FUSS, _HOEHE = 8, 26, 220
"""Pixels: above the highest line, below the lowest, and between them. Widths are per cent: text keeps its size on any screen."""
_CHARACTER = 3.0
"""Per cent of the width that a character of a column's name takes on a telephone."""

_SVG = Markup(
    '<svg class="diagramm" role="img" aria-labelledby="{id}-t {id}-d" width="100%" height="{height}">'
    '<title id="{id}-t">{title}</title><desc id="{id}-d">{desc}</desc>{lines}{columns}</svg>'
)
_LINE = Markup(
    '<line class="gitter" x1="0" x2="100%" y1="{y}" y2="{y}"/><text class="rechts" x="-6" y="{below}">{number}</text>'
)
_LABEL = Markup('<text class="{anchor}" x="{x}%" y="{y}">{label}</text>')
_BAR = Markup(
    '<rect class="reihe" fill="url(#muster-{number})" x="{x}%" y="{y}" width="{width}%" height="{height}">'
    "<title>{title}</title></rect>"
)
_ROW = Markup('<svg class="balken" width="100%" height="14" aria-hidden="true">{}</svg>')
_PIECE = Markup('<rect class="reihe" fill="url(#muster-{number})" x="{x}%" y="0" width="{width}%" height="14"/>')
_SWATCH = Markup(
    '<svg class="probe" width="18" height="14" aria-hidden="true"><rect fill="url(#muster-{})" width="18" height="14"/></svg>'
)

_MARKS = (
    "",
    '<path class="auf" d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"/>',
    '<path class="auf" d="M0,4 h8"/>',
    '<circle class="punkt" cx="4" cy="4" r="1.7"/>',
    '<path class="auf" d="M4,0 v8"/>',
    '<path class="auf" d="M0,0 l8,8 M8,0 l-8,8"/>',
)
_PATTERN = Markup(
    '<pattern id="muster-{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect class="farbe-{number}" width="8" height="8"/>{mark}</pattern>'
)
MUSTER = Markup('<svg class="muster" width="0" height="0" aria-hidden="true"><defs>{}</defs></svg>').format(
    Markup("").join(_PATTERN.format(number=number, mark=Markup(mark)) for number, mark in enumerate(_MARKS, 1))  # noqa: S704
)
"""What the series are filled with; once on every page with charts."""


@dataclass(frozen=True, slots=True)
class Reihe:
    """One series: its name, and a number for every column."""

    name: str
    werte: Sequence[float]


def probe(number: int) -> Markup:
    """A sample of the first, second, … series, for a legend."""
    return _SWATCH.format(number)


def balken(anteile: Iterable[float]) -> Markup:
    """One bar of pieces, each so many per cent of the width."""
    pieces, x = [], 0.0
    for number, width in enumerate(anteile, 1):
        if width:
            pieces.append(_PIECE.format(number=number, x=_short(x), width=_short(width)))
        x += width
    return _ROW.format(Markup("").join(pieces))


def saeulen(kennung: str, titel: str, beschreibung: str, spalten: Sequence[str], reihen: Sequence[Reihe]) -> Markup:
    """Columns beside each other, the series in each on top of one another, the first at the bottom."""
    highest = max((sum(werte) for werte in zip(*(reihe.werte for reihe in reihen), strict=True)), default=0)
    step = _step(highest)
    top = step * max(1, ceil(highest / step))
    lines = [_line(step * line, top) for line in range(round(top / step) + 1)]
    columns = [_column(spalte, index, len(spalten), reihen, top) for index, spalte in enumerate(spalten)]
    return _SVG.format(
        id=kennung, title=titel, desc=beschreibung, height=_KOPF + _HOEHE + _FUSS, lines=Markup("").join(lines),
        columns=Markup("").join([*columns, *_labels(spalten)]),
    )  # fmt: skip


def _step(highest: float) -> int:
    """Between two lines: 1, 2 or 5 times a power of ten, at most five lines."""
    power: int = 10 ** max(0, int(log10(max(highest, 1))) - 1)
    return next(power * factor for factor in (1, 2, 5, 10, 20, 50) if power * factor * 5 >= highest)


def _y(value: float, top: float) -> float:
    return _KOPF + _HOEHE * (1 - value / top)


def _line(value: int, top: float) -> Markup:
    y = _y(value, top)
    return _LINE.format(y=_short(y), below=_short(y + 4), number=f"{value:,}".replace(",", "."))


def _column(spalte: str, index: int, count: int, reihen: Sequence[Reihe], top: float) -> Markup:
    share = 100 / count
    bars, under = [], 0.0
    for number, reihe in enumerate(reihen, 1):
        value = reihe.werte[index]
        if value:
            y = _y(under + value, top)
            bars.append(_BAR.format(
                number=number, x=_short(share * (index + 0.12)), width=_short(share * 0.76), y=_short(y),
                height=_short(_y(under, top) - y), title=f"{spalte}: {reihe.name} {value:.0f}",
            ))  # fmt: skip
        under += value
    return Markup("").join(bars)


def _labels(spalten: Sequence[str]) -> list[Markup]:
    """Names of some columns, the last among them, as many as fit; none that would stick out at the sides."""
    last, share = len(spalten) - 1, 100 / len(spalten)
    width = _CHARACTER * max(map(len, spalten))
    narrow = share < width
    beside = last - ceil((1.5 if narrow else 1.1) * width / share)
    shown = [index for index in range(beside, -1, -ceil(1.1 * width / share)) if share * (index + 0.5) >= width / 2]
    centred = [(index, "mitte", share * (index + 0.5)) for index in reversed(shown)]
    placed = [*centred, (last, "rechts", 100) if narrow else (last, "mitte", 100 - share / 2)]
    return [
        _LABEL.format(anchor=anchor, x=_short(x), y=_KOPF + _HOEHE + 18, label=spalten[index])
        for index, anchor, x in placed
    ]


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
