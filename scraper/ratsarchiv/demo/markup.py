"""The vendor's markup in small pieces: every hidden field ends with two blanks, every line with CR LF."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

LF = "\ue00a"
"""Stands for a line feed that came from the database and stays bare when the page gets its CR LF."""
WOCHENTAGE = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
MONATE = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
ANLAGEN_BILD = '<img src="images/attmnt.gif" alt="Enthält Anlagen" title="Enthält Anlagen"  />'
PIXEL = '<img src="images/einpix.gif" alt="" width="1" height="1" border="0"  />'


def esc(text: str) -> str:
    """Text of the database between tags."""
    return escape(text, quote=False).replace("\n", LF)


def attr(text: str) -> str:
    """Text of the database in an attribute."""
    return escape(text).replace("\n", LF)


def zeilenweise(text: str) -> str:
    """Text of the database with its line feeds as `<br  />`."""
    return escape(text, quote=False).replace("\n", "<br  />")


def kodiert(seite: str) -> bytes:
    """The page as it is sent: windows-1252, CR LF, everything else as numeric entities."""
    return seite.replace("\n", "\r\n").replace(LF, "\n").encode("cp1252", errors="xmlcharrefreplace")


def verborgen(name: str, value: object) -> str:
    """A hidden field."""
    return f'<input type="hidden" name="{name}" value="{value}"  />'


def knopf(ziel: str, felder: dict[str, object], klasse: str, wert: str, titel: str) -> str:
    """A form that is one button."""
    hidden = "".join(verborgen(name, value) for name, value in felder.items())
    submit = f'<input type="submit" class="{klasse}" value="{attr(wert)}" title="{attr(titel)}"  />'
    return f'<form action="{ziel}" method="post" style="margin:0">{hidden}{submit}</form>'


def mit_anlagen(form: str) -> str:
    """The button with the sign that attachments are there."""
    return form.replace("</form>", f"{ANLAGEN_BILD}</form>")


def dokument_knopf(nummer: int, wert: str, titel: str, *, typ: int | None = None, klasse: str = "il2_p") -> str:
    """The form behind which a PDF lies."""
    hidden = verborgen("DOLFDNR", nummer) + verborgen("options", 64) + (verborgen("typ", typ) if typ else "")
    hinweis = f"{attr(titel)} (Öffnet PDF-Datei in neuem Fenster)"
    submit = f'<input type="submit" class="{klasse}" value="{attr(wert)}" title="{hinweis}"  />'
    return f'<form action="do027.asp" method="post" style="margin:0" target="_blank">{hidden}{submit}</form>'


def verknuepft(tag: date) -> str:
    """A date as the system links it wherever it finds one."""
    ziel = f"si010_e.asp?YY={tag.year}&amp;MM={tag:%m}&amp;DD={tag:%d}"
    return f'<a href="{ziel}" title="Sitzungskalender {tag:%m/%Y} anzeigen">{tag:%d.%m.%Y}</a>'


def groesse(anzahl: int) -> tuple[str, str]:
    """A size as the title and as the text print it: `460,8 KB`, `460 KB`."""
    return f"{anzahl / 1024:.1f} KB".replace(".", ","), f"{max(1, anzahl // 1024)} KB"


def streifen(n: int) -> str:
    """The classes of rows that alternate, the darker one first."""
    return "zl11" if n % 2 else "zl12"
