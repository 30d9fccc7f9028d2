"""What a reader sees of a page, in the order of the page."""

from __future__ import annotations

from typing import Any

import lxml.html


def tree(markup: str) -> Any:
    """A page as lxml's tree; Any, because lxml's types leave open what an XPath gives."""
    return lxml.html.document_fromstring(markup)


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def texts(scope: Any, xpath: str) -> list[str]:
    return [text(element) for element in scope.xpath(xpath)]


def facts(scope: Any) -> dict[str, str]:
    """The first list of facts: word and value."""
    first = scope.xpath(".//dl[contains(@class, 'angaben')]")[0]
    return dict(zip(texts(first, ".//dt"), texts(first, ".//dd"), strict=True))


def links(scope: Any) -> dict[str, str]:
    return {text(link): link.get("href") for link in scope.xpath(".//a[@href]")}
