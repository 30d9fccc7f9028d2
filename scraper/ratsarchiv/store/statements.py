"""What one page says: of its own objects, and in passing of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratsarchiv.model import Liste, Parsed, Record
    from ratsarchiv.store.merge import Said, Value
    from ratsarchiv.store.tables import Table
    from ratsarchiv.store.veil import Schutz


class Statements:
    """The statements of one page, as far as they may be shown."""

    def __init__(self, tables: Mapping[str, Table], seen: str, schutz: Schutz | None = None) -> None:
        self._tables = tables
        self._seen = seen
        self._schutz = schutz
        self.own: dict[str, dict[str, Said]] = {name: {} for name in tables}
        self.named: dict[str, dict[str, dict[str, Value]]] = {name: {} for name in tables}
        self.listen: tuple[Liste, ...] = ()
        self.geliefert: set[str] = set()
        """Dokumente whose file this answer is."""

    def add_page(self, parsed: Parsed) -> None:
        """All that the page says."""
        for record in parsed.records:
            self.own[record.tabelle][record.id] = self._values(record)
        for link in parsed.links:
            if link.platzhalter:
                values = self._values(link.platzhalter, eigen=False)
                self._name(link.platzhalter.tabelle, link.platzhalter.id, values)
        self.listen = parsed.vollstaendig

    def add_file(self, dokument: str, sha256: str | None) -> None:
        """The Dokument's file; None where it may not be shown."""
        self._name("dokumente", dokument, {"datei": sha256})
        self.geliefert.add(dokument)

    def ids(self) -> set[str]:
        """Of every object that is spoken of."""
        return {id_ for group in (self.own, self.named) for rows in group.values() for id_ in rows}

    def _name(self, tabelle: str, id_: str, said: Said) -> None:
        """One object that is named in passing; where a page says a field twice, the first is right."""
        known = self.named[tabelle].setdefault(id_, {})
        known.update({name: value for name, value in said.items() if value is not None and name not in known})

    def _values(self, record: Record, *, eigen: bool = True) -> Said:
        """What the record says and may be shown; whatever it refers to is thereby named."""
        table = self._tables[record.tabelle]
        values = table.values(record)
        if self._schutz:
            whole = {"kommune": record.kommune, **values}
            shown = self._schutz.public(record.tabelle, record.id, whole, zeitpunkt=self._seen, eigen=eigen)
            values = {name: shown[name] for name in values}
        for column, other in table.references.items():
            if values[column] is not None:
                self.named[other].setdefault(str(values[column]), {})
        return values
