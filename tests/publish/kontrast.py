"""How well colours of the stylesheet stand out from each other."""

from __future__ import annotations

import re
from pathlib import Path


def variables(stylesheet: str, *, dark: bool) -> dict[str, str]:
    """The colour variables, of one scheme: dark ones stand in rules that say so."""
    css = Path(stylesheet).read_text("utf-8")
    found: dict[str, str] = {}
    for media, root in re.findall(r"(prefers-color-scheme: dark\) \{\s*)?:root \{([^}]*)\}", css):
        if dark or not media:
            found |= re.findall(r"--([\w-]+): (#[0-9a-f]{6});", root)
    return found


def ratio(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
