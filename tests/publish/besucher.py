"""Somebody who uses the site: with a mouse, with a mouse and no JavaScript, or with nothing but the keyboard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .browser import Browser

FARTHEST = 300
"""Presses of the Tab key that somebody may need to get anywhere."""
LEFT = 12
"""Pixels into a field: a date's first part is there."""

_PLACE = """
(() => {
  const found = [...document.querySelectorAll(%s)].find(element => element.checkVisibility());
  if (!found) return null;
  found.scrollIntoView({block: 'center', behavior: 'instant'});
  const [box] = found.getClientRects();
  const [x, y] = [box.left + Math.min(box.width / 2, %d), box.top + box.height / 2];
  return found.contains(document.elementFromPoint(x, y)) ? [x, y] : 'hidden behind something';
})()
"""
_FOCUSED = """
(() => {
  const active = document.activeElement, style = getComputedStyle(active);
  const of_parts = active.matches('body, input[type=date], input[type=month]');  // a date's parts show it themselves
  const seen = of_parts || style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  return [active === [...document.querySelectorAll(%s)].find(element => element.checkVisibility()), seen, active.outerHTML];
})()
"""


class Besucher:
    """Does what people do, by what they see; a selector means the first visible element."""

    def __init__(self, tab: Browser, *, scripts: bool, keyboard: bool) -> None:
        self.tab, self.with_scripts, self.keyboard = tab, scripts, keyboard
        tab.scripts(allowed=scripts)

    def open(self, url: str) -> None:
        self.tab.open(url)

    def sees(self, script: str) -> Any:
        return self.tab.value(script)

    def follow(self, selector: str) -> None:
        """Use a link or a button that leads to another page."""
        self._use(selector, leads_on=True)

    def use(self, selector: str) -> None:
        """Use a link or a button that leads to no other page."""
        self._use(selector, leads_on=False)

    def write(self, selector: str, text: str) -> None:
        """Put text into a field."""
        if self.keyboard:
            self._tab_to(selector)
        else:
            self._click(selector, LEFT, leads_on=False)
        self.tab.type(text)

    def send(self) -> None:
        """Send the form whose field was written in last."""
        self.tab.press("Enter", leads_on=True)

    def _use(self, selector: str, *, leads_on: bool) -> None:
        if self.keyboard:
            self._tab_to(selector)
            self.tab.press("Enter", leads_on=leads_on)
        else:
            self._click(selector, 1_000, leads_on=leads_on)

    def _click(self, selector: str, left: int, *, leads_on: bool) -> None:
        place = self.tab.value(_PLACE % (json.dumps(selector), left))
        assert isinstance(place, list), f"{selector}: {place or 'nothing to see'}"
        self.tab.click(*place, leads_on=leads_on)

    def _tab_to(self, selector: str) -> None:
        for _ in range(FARTHEST):
            self.tab.press("Tab")
            there, seen, element = self.tab.value(_FOCUSED % json.dumps(selector))
            assert seen, f"nobody sees that this has the focus: {element[:200]}"
            if there:
                return
        raise AssertionError(f"the Tab key doesn't lead to {selector}")
