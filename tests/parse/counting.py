"""What a page holds, counted without our parser: BeautifulSoup and regular expressions on the bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

PART = re.compile(r"<!-- ### ([A-Z]{2})(\d+)\.rtf -->(.*?)(?=<!-- ###|\Z)", re.DOTALL)


def text(body: bytes) -> str:
    """The page as windows-1252 or UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def soup(body: bytes) -> BeautifulSoup:
    """The page as another HTML parser reads it, without scripts."""
    tree = BeautifulSoup(re.sub(r"<\?xml[^>]*>", "", text(body)), "html.parser")
    for script in tree(["script", "style"]):
        script.decompose()
    return tree


def printed_members(body: bytes) -> int | None:
    """The `Anzahl` at the foot of a Gremium's page."""
    found = re.search(r"Anzahl:\s*(\d+)", text(body))
    return int(found[1]) if found else None


def agenda(body: bytes) -> list[str]:
    """`Ö8.2`, `N10`: the numbers in the first cells of an agenda's rows."""
    firsts = (row.find("td", recursive=False) for row in soup(body).find_all("tr"))
    numbers = ("".join(cell.get_text().split()) for cell in firsts if isinstance(cell, Tag))
    return [number for number in numbers if re.fullmatch(r"[ÖN]\d[\d.]*", number)]


def documents(body: bytes) -> int:
    """Buttons or links to do027, each number once, and attachments, which a page lists twice, each once."""
    page = text(body)
    forms = re.findall(r'<form action="[^"]*do027\.asp.*?name="DOLFDNR" value="(\d+)"', page, re.DOTALL | re.IGNORECASE)
    links = re.findall(r"do027\.asp\?DOLFDNR=(\d+)", page)
    anchors = soup(body).find_all("a", href=re.compile("___tmp/"))
    attachments = {
        (anchor["href"], re.sub(r"\s*\([\d.,]+ [KM]B\)$", "", anchor.get_text().strip())) for anchor in anchors
    }
    return len(set(forms) | set(links)) + len(attachments)


def beratungen(body: bytes) -> int:
    """Rows with a Sitzung, and heads that none follows."""
    kinds = list(_steps(body))
    alone = sum(1 for kind, following in zip(kinds, [*kinds[1:], "head"], strict=True) if kind == following == "head")
    return kinds.count("meeting") + alone


def _steps(body: bytes) -> Iterator[str]:
    page = text(body)
    start = page.find("Beratungsfolge")
    for row in soup(page[start : page.find("###", start)].encode()).find_all("tr"):
        classes = [" ".join(cell.get_attribute_list("class") or []) for cell in row.find_all("td", recursive=False)]
        if len(classes) == 5:  # a page for small screens
            yield "meeting" if "date" in classes else "head"
        elif len(classes) > 1 and classes[1] in {"text1", "text2"} and "zl" in str(row.get("class")):
            yield "meeting" if classes[1] == "text2" else "head"


def sitzungen(body: bytes) -> set[str]:
    """The numbers of all Sitzungen that a page names, by link or by form."""
    return set(re.findall(r'SILFDNR(?:=|" value=")(\d+)', text(body)))


def numbers(body: bytes, name: str) -> set[str]:
    """All values of a parameter or hidden input."""
    return set(re.findall(rf'{name}(?:=|" value=")(\d+)', text(body)))


def parts(body: bytes) -> list[tuple[str, str]]:
    """(code, letters and digits) of each text part that has any."""
    found = (
        (code, letters(BeautifulSoup(inner, "html.parser")))
        for code, number, inner in PART.findall(text(body))
        if int(number)
    )
    return [(code, words) for code, words in found if words]


def letters(part: BeautifulSoup) -> str:
    """What a part says, without blanks and signs; nothing behind the document's end."""
    inner = part.find("body")
    for style in part(["style", "title", "script"]):
        style.decompose()
    return plain(inner.get_text()) if isinstance(inner, Tag) else ""


def plain(words: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[\W_]", "", words)
