"""The data dictionary docs/daten.md, made from `metadata.yml`: `python -m ratsarchiv.publish.dictionary`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ratsarchiv.publish import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).parents[3] / "docs" / "daten.md"

_INTRODUCTION = """\
# Was die Tabellen bedeuten

<!-- Made from metadata.yml by `python -m ratsarchiv.publish.dictionary`; change it there. -->

Alle Tabellen liegen in `ratsarchiv.db` und auf der Website unter `/ratsarchiv/<tabelle>`. Daten stehen als
`JJJJ-MM-TT`, Zeitpunkte nach ISO 8601 mit Zeitzone, Ja und Nein als 1 und 0. Leer heißt immer: nicht bekannt.
„Wie gedruckt“ heißt: wörtlich von der amtlichen Seite. „Abgeleitet“ heißt: aus anderen Zeilen berechnet.

## Herunterladen

- **CSV**, vollständig: `/ratsarchiv/vorlagen.csv?_stream=on&_size=max` (so für jede Tabelle, auch gefiltert).
  UTF-8 ohne Byte Order Mark, Komma als Trennzeichen, Zeilenumbrüche innerhalb einer Zelle in Anführungszeichen.
  LibreOffice fragt beim Öffnen: Zeichensatz UTF-8, Trennzeichen Komma. In Excel über *Daten → Aus Text/CSV* öffnen,
  nicht mit einem Doppelklick: Dort erwartet das deutsche Excel Semikolons.
- **JSON**: `/ratsarchiv/vorlagen.json?_shape=objects`, seitenweise über `next_url`.
- **SQL**: `/ratsarchiv?sql=select …`, nur lesend. Eine Abfrage darf eine Sekunde dauern und liefert höchstens
  1000 Zeilen, auch als CSV; mehr gibt es seitenweise mit `limit` und `offset` oder aus der Tabelle selbst.

## Suchen

`/suche.json?q=radweg+brücke` antwortet wie die Suchseite `/suche`, mit denselben Angaben in der Adresse: `kommune`,
`gremium`, `art`, `jahr` und `federfuehrend` (jede auch mehrfach; die Werte nennt `facetten`), `von` und `bis`
(`JJJJ-MM-TT`), `sortierung` (`relevanz`, `neueste`, `aelteste`) und `seite`, mit 20 Treffern je Seite.

| Feld | Bedeutung |
| --- | --- |
| `anzahl`, `mindestens` | Zahl der Treffer; ist `mindestens` wahr, gibt es mehr als gezählt wurden. |
| `nur_neueste` | Bei sehr häufigen Wörtern: nur so viele der neuesten Texte wurden verglichen. |
| `gesucht`, `statt` | Was außerdem gesucht wurde; die berichtigte Anfrage, wenn zur getippten nichts zu finden war. |
| `treffer` | Was gefunden wurde, je Treffer `tabelle` und `objekt` (Vorlage, sonst Tagesordnungspunkt oder Sitzung). |
| … `adresse`, `kommune`, `nummer`, `betreff`, `art`, `datum` | Seite des Treffers auf dieser Website und seine Angaben. |
| … `stellen` | Textstellen mit `tabelle`, `objekt` und `text`; aus Dokumenten auch `dokument`, `seite`, `titel`, `adresse`. |
| … `marken`, `betreff_marken` | Anfang und Ende der gefundenen Wörter im Text, in Zeichen (Unicode) ab 0. |
| `facetten` | Je Angabe die Werte mit `wert`, `name`, `anzahl` und `gewaehlt`. |
| `kommunen` | Namen der Kommunen, die in `treffer` vorkommen. |
| `weiter` | Adresse der nächsten Seite, sonst leer. |

Ohne Suchwort, nur mit Filtern, Zeitraum oder `sortierung=neueste`, stehen die neuesten Treffer vorn; gezählt werden dann
höchstens 5000. Dieselbe Anfrage gibt es auch so:

- `/suche.csv?q=…` als **CSV**: die Treffer aller Seiten in derselben Reihenfolge, höchstens 5000 Zeilen, mit den Spalten
  `kommune` (Name), `tabelle`, `objekt`, `nummer`, `betreff`, `art`, `datum` und `adresse`. Mit `excel=1` stehen
  Semikolons statt Kommas, ein Byte Order Mark am Anfang und ein Apostroph vor Zellen, die Excel sonst berechnet.
- `/suche.atom?q=…` als **Feed**: die 50 neuesten Treffer. `/aenderungen.atom` (auch mit `kommune`) meldet, was sich
  geändert hat.

Ohne Suchwort und Filter oder mit einem falschen Datum antwortet sie mit Status 400, nach zwei Sekunden mit 503, beides mit einem
Satz in `error`. `/vorschlaege.json?q=radw` nennt unter `vorschlaege` bis zu acht Ergänzungen mit `art` (`nummer`,
`betreff`, `gremium`, `ort`), `text` und `adresse`.
"""


def markdown() -> str:
    """The whole document."""
    return "\n".join([_INTRODUCTION, *_tables(), *_queries()])


def _tables() -> Iterator[str]:
    shared = metadata.shared_columns()
    yield f"## Spalten, die fast jede Tabelle hat\n\n{_columns(shared)}"
    for name, table in metadata.tables().items():
        own = {column: meaning for column, meaning in table["columns"].items() if shared.get(column) != meaning}
        also = (
            "" if len(own) == len(table["columns"]) else f" Dazu, wie oben: {', '.join(f'`{one}`' for one in shared)}."
        )
        yield f"## `{name}` – {table['title']}\n\n{table['description']}{also}\n\n{_columns(own)}"


def _columns(meanings: dict[str, str]) -> str:
    rows = "\n".join(f"| `{column}` | {_cell(meaning)} |" for column, meaning in meanings.items())
    return f"| Spalte | Bedeutung |\n| --- | --- |\n{rows}\n"


def _queries() -> Iterator[str]:
    yield "## Fertige Abfragen\n\n| Adresse | Frage | Antwort |\n| --- | --- | --- |"
    yield "\n".join(_query(name, query) for name, query in metadata.queries().items()) + "\n"


def _query(name: str, query: dict[str, Any]) -> str:
    return f"| `/ratsarchiv/{name}` | {_cell(query['title'])} | {_cell(query['description'])} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    TARGET.write_text(markdown(), "utf-8")
