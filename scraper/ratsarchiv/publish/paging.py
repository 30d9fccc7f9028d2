"""The database as the website reads it: tables whose pages fit together, and results that say in German what they may not.

Datasette orders the first page of a sorted table by that column alone, and the following ones by the primary key as well:
where values are equal or missing, rows are lost or doubled between the pages, on screen, in JSON and in a streamed CSV.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from datasette.database import Database, QueryInterrupted
from datasette.utils import sqlite_timelimit

from ratsarchiv.publish import metadata
from ratsarchiv.publish.connection import LARGEST_RESULT, LONGEST_VALUE
from ratsarchiv.publish.errors import Denied, TooLarge, TooSlow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ratsarchiv.publish.website import Website
    from ratsarchiv.store.suche import Synonyme

_ORDER = re.compile(r"((?:\w+|\[[^\]]+\]))((?: desc)?)( limit \d+)")
_COLUMNS = re.compile(r"select [\w\[\], ]+")
"""As Datasette's table view writes them."""


_REFUSALS = {sqlite3.SQLITE_TOOBIG: TooLarge, sqlite3.SQLITE_AUTH: Denied}
T = TypeVar("T")


class PagedDatabase(Database):  # type: ignore[misc]
    """A database that orders the first page of a sorted table as all others.

    It knows what belongs to it: the `folder` that it lies in, the search's `synonyme`, and the `website`'s settings.
    """

    def __init__(self, datasette: Any, file: Path, synonyme: Synonyme, website: Website) -> None:
        super().__init__(datasette, str(file))
        self.folder = file.parent
        self.synonyme = synonyme
        self.website = website

    async def execute(self, sql: str, *args: Any, **options: Any) -> Any:
        """The results of a query."""
        try:
            return await super().execute(await self._ordered(sql), *args, **options)
        except sqlite3.DatabaseError as error:
            # Datasette answers some of SQLite's errors with an empty CSV, and some with status 500
            refusal = _REFUSALS.get(getattr(error, "sqlite_errorcode", 0))
            if refusal is None:
                raise
            raise refusal from None

    async def read(self, function: Callable[[sqlite3.Connection], T], milliseconds: int) -> T:
        """What a function reads that asks several queries; TooSlow where they take longer together."""

        def bounded(connection: sqlite3.Connection) -> T:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_RESULT)  # no visitor wrote these queries
            try:
                with sqlite_timelimit(connection, milliseconds):
                    connection.execute("begin")  # a run may write meanwhile; all queries see the same moment
                    return function(connection)
            finally:
                connection.rollback()
                connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)

        try:
            answer: T = await self.execute_fn(bounded)
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0)
            refusal = TooSlow if code == sqlite3.SQLITE_INTERRUPT else _REFUSALS.get(code)
            if refusal is None:
                raise
            raise refusal from None
        return answer

    async def table_names(self) -> list[str]:
        """All tables but the store's own, which nobody may read."""
        return [name for name in await super().table_names() if not name.startswith("_")]

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """How many rows each table for readers has, None where counting takes longer than `limit` milliseconds.

        The others are not counted: an index's pages are so large that no time limit is met while they are read.
        """
        counts: dict[str, int | None] = dict.fromkeys(await self.table_names())
        for name in counts.keys() & metadata.tables().keys():
            with suppress(QueryInterrupted):
                counted = await self.execute(f"select count(*) from [{name}]", custom_time_limit=limit)  # noqa: S608 - a table's name
                counts[name] = counted.first()[0]
        return counts

    async def view_names(self) -> list[str]:
        """The views that are meant for readers."""
        hidden = metadata.hidden()
        return [name for name in await super().view_names() if name not in hidden]

    async def _ordered(self, sql: str) -> str:
        start, _, end = sql.rpartition(" order by ")
        columns, _, rest = start.partition(" from ")
        table = rest.partition(" where ")[0]
        order = _ORDER.fullmatch(end)
        if not order or not _COLUMNS.fullmatch(columns) or not await self.table_exists(table):
            return sql
        keys = [key for key in await self.primary_keys(table) if key != order[1]]
        return f"{start} order by {', '.join([order[1] + order[2], *keys])}{order[3]}"
