"""The database as the website reads it: tables whose pages fit together, and results that say in German what they may not.

Datasette orders the first page of a sorted table by that column alone, and the following ones by the primary key as well:
where values are equal or missing, rows are lost or doubled between the pages, on screen, in JSON and in a streamed CSV.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from datasette.database import Database

from ratsarchiv.publish.errors import Denied, TooLarge

_ORDER = re.compile(r"((?:\w+|\[[^\]]+\]))((?: desc)?)( limit \d+)")
_COLUMNS = re.compile(r"select [\w\[\], ]+")
"""As Datasette's table view writes them."""


class PagedDatabase(Database):  # type: ignore[misc]
    """A database that orders the first page of a sorted table as all others."""

    async def execute(self, sql: str, *args: Any, **options: Any) -> Any:
        """The results of a query."""
        try:
            return await super().execute(await self._ordered(sql), *args, **options)
        except sqlite3.DatabaseError as error:
            # Datasette answers some of SQLite's errors with an empty CSV, and some with status 500
            code = getattr(error, "sqlite_errorcode", None)
            if code == sqlite3.SQLITE_TOOBIG:
                raise TooLarge from None
            if code == sqlite3.SQLITE_AUTH:
                raise Denied from None
            raise

    async def table_names(self) -> list[str]:
        """All tables but the store's own, which nobody may read."""
        return [name for name in await super().table_names() if not name.startswith("_")]

    async def _ordered(self, sql: str) -> str:
        start, _, end = sql.rpartition(" order by ")
        columns, _, rest = start.partition(" from ")
        table = rest.partition(" where ")[0]
        order = _ORDER.fullmatch(end)
        if not order or not _COLUMNS.fullmatch(columns) or not await self.table_exists(table):
            return sql
        keys = [key for key in await self.primary_keys(table) if key != order[1]]
        return f"{start} order by {', '.join([order[1] + order[2], *keys])}{order[3]}"
