"""Tables whose pages fit together.

Datasette orders the first page of a sorted table by that column alone, and the following ones by the primary key as well:
where values are equal or missing, rows are lost or doubled between the pages, on screen, in JSON and in a streamed CSV.
"""

from __future__ import annotations

import re
from typing import Any

from datasette.database import Database

_FIRST_PAGE = re.compile(
    r"(select .+ from (\w+) (?:where .+ )?order by (\w+|\[[^\]]+\])(?: desc)?)( limit \d+)", re.DOTALL
)
"""As Datasette's table view writes it."""


class PagedDatabase(Database):  # type: ignore[misc]
    """A database that orders the first page of a sorted table as all others."""

    async def execute(self, sql: str, *args: Any, **options: Any) -> Any:
        """The results of a query."""
        return await super().execute(await self._ordered(sql), *args, **options)

    async def _ordered(self, sql: str) -> str:
        found = _FIRST_PAGE.fullmatch(sql)
        if not found or not await self.table_exists(found[2]):
            return sql
        keys = [key for key in await self.primary_keys(found[2]) if key != found[3]]
        return ", ".join([found[1], *keys]) + found[4]
