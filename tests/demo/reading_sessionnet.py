"""How the tests read a page of SessionNet: by BeautifulSoup alone, apart from Ratsarchiv's own parsers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

if TYPE_CHECKING:
    from bs4.element import PageElement

    from ratsarchiv.demo.antwort import Antwort
    from ratsarchiv.demo.sessionnet import System


def ask(system: System, address: str, **header: str) -> Antwort:
    return system.antwort(f"{system.basis}{address}", header)


def page(system: System, address: str) -> BeautifulSoup:
    answer = ask(system, address)
    assert (answer.status, answer.mime) == (200, "text/html")
    return BeautifulSoup(answer.body.decode(), "lxml")


def said(scope: Tag | None) -> str:
    """The text of an element on one line, its `<br>` as blanks; comments are no text."""
    assert scope is not None
    pieces = (" " if isinstance(each, Tag) else str(each) for each in scope.descendants if _counts(each))
    return " ".join("".join(pieces).split())


def _counts(node: PageElement) -> bool:
    return node.name == "br" if isinstance(node, Tag) else type(node) is NavigableString


def joined(text: str) -> str:
    return " ".join(text.split())


def files(scope: Tag) -> list[tuple[str, str]]:
    """Address and name of each document; the button says the same as the name."""
    found = []
    for box in scope.select("div.smc-d-el"):
        button, name = box.select("a")
        assert button["href"] == name["href"]
        assert not button.get_text()
        found.append((str(name["href"]), name.get_text()))
    return found


def counter(root: BeautifulSoup) -> int:
    found = re.search(r"(\d+)\s+Sätze", root.footer.get_text() if root.footer else "")
    assert found
    return int(found[1])


def rows(root: Tag, selector: str) -> list[Tag]:
    """Rows of data, without section rows."""
    return [
        each for each in root.select(f"{selector} tbody tr, {selector} tr.smc-t-r-l") if not each.select("[colspan]")
    ]
