"""What all of Zaptec's lists have in common: filters in the query, sorting, pages, thin items."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from starlette.responses import JSONResponse, Response

from services.sandbox.zaptec.errors import invalid

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from starlette.requests import Request

    from services.sandbox.store import Store

PAGE_SIZE, LARGEST_PAGE = 50, 100
Item = dict[str, Any]
Entry = TypeVar("Entry")


class Query:
    """A request's query: names without case, as ASP.NET reads them. Every getter may raise `Rejected`."""

    def __init__(self, request: Request) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            self._values.setdefault(name.casefold(), []).append(value)

    def text(self, name: str) -> str:
        """A text; empty if it isn't there."""
        return self._values.get(name.casefold(), [""])[-1]

    def texts(self, name: str) -> list[str]:
        """A parameter that may be repeated."""
        return self._values.get(name.casefold(), [])

    def number(self, name: str) -> int | None:
        """A whole number, or None if it isn't there."""
        value = self.text(name).strip()
        if not value:
            return None
        try:
            number = int(value)
        except ValueError:
            number = 1 << 40
        if abs(number) >= 1 << 31:
            raise invalid(name, f"The value '{value[:80]}' is not valid for {name}.")
        return number

    def flag(self, name: str) -> bool:
        """`true` or `false`; false if it isn't there."""
        value = self.text(name).strip().casefold()
        if value not in ("", "true", "false"):
            raise invalid(name, f"The value '{value[:80]}' is not valid for {name}.")
        return value == "true"

    def guid(self, name: str) -> str | None:
        """An id, or None if it isn't there."""
        value = self.text(name).strip()
        if not value:
            return None
        try:
            return str(UUID(value))
        except ValueError:
            raise invalid(name, f"The value '{value[:80]}' is not valid for {name}.") from None


class ListPage:
    """Which part of a list is asked for, and the answer that holds it."""

    def __init__(self, query: Query) -> None:
        size = query.number("PageSize") or PAGE_SIZE
        self.size = min(size, LARGEST_PAGE) if size > 0 else PAGE_SIZE  # more than the most is capped without a word
        self.first = max(query.number("PageIndex") or 0, 0) * self.size
        self.names_only = query.flag("ReturnIdNameOnly")
        self.nothing = query.flag("PageInfoOnly")

    def answer(self, total: int, items: Iterable[Item]) -> Response:
        """These items of so many in all."""
        shown = list(items)
        if self.names_only:
            shown = [{name: item[name] for name in ("Id", "Name") if name in item} for item in shown]
        return JSONResponse({"Pages": math.ceil(total / self.size), "Data": shown})


class Conditions:
    """What rows must meet, and the values for its question marks."""

    def __init__(self, text: str, *values: Any) -> None:
        self.text = text
        self.values = list(values)

    def add(self, text: str, *values: Any) -> None:
        """One more. None for a value: not asked for, so there's no condition."""
        if None not in values:
            self.text += f" AND ({text})"
            self.values += values


@dataclass(frozen=True)
class Listing:
    """A list that the database filters, sorts and cuts into pages: only the rows that are shown are fetched.

    All of it is SQL of this program's own: `source` what's joined, `key` what tells a row, `columns` what an item is
    made of, `searched` where the name filter looks, `sorts` the properties to sort by, in lower case, and what stands
    for each. NULL there is a property that a row doesn't show; such rows come last.
    """

    source: str
    key: str
    columns: str
    searched: tuple[str, ...]
    sorts: Mapping[str, str]

    def page(self, store: Store, query: Query, wanted: Conditions, render: Callable[[sqlite3.Row], Item]) -> Response:
        """One page of the rows that meet the conditions, by what the query says. Raises `Rejected`."""
        cut, order = ListPage(query), self._order(query)
        if name := query.text("NameFilter").strip().casefold():
            found = " OR ".join(f"instr(folded({column}), ?)" for column in self.searched)
            wanted.add(found, *[name] * len(self.searched))
        where = f"FROM {self.source} WHERE {wanted.text}"
        counted = store.one(f"SELECT count(*) AS n {where}", *wanted.values)
        total = counted["n"] if counted is not None else 0
        if cut.nothing or cut.first >= total:
            return cut.answer(total, ())
        picked = f"SELECT {self.key} AS n {where} ORDER BY {order} LIMIT ? OFFSET ?"
        keys = [row["n"] for row in store.all(picked, *wanted.values, cut.size, cut.first)]
        wanted.add(f"{self.key} IN ({', '.join('?' * len(keys))})", *keys)
        shown = f"SELECT {self.key} AS n, {self.columns} FROM {self.source} WHERE {wanted.text}"  # noqa: S608 - own names
        rows = {row["n"]: row for row in store.all(shown, *wanted.values)}
        return cut.answer(total, (render(rows[key]) for key in keys))

    def one(self, store: Store, wanted: Conditions) -> sqlite3.Row | None:
        """The row that meets the conditions."""
        return store.one(f"SELECT {self.columns} FROM {self.source} WHERE {wanted.text}", *wanted.values)  # noqa: S608 - own names

    def _order(self, query: Query) -> str:
        """A property that nothing has leaves the order as it is."""
        by = self.sorts.get((query.text("SortProperty") or "Name").casefold())
        direction = "DESC" if query.flag("SortDescending") else "ASC"
        return self.key if by is None else f"({by}) IS NULL, ({by}) {direction}, {self.key}"


def not_among(column: str, query: Query) -> tuple[str, str]:
    """The condition for what a query excludes by its ids."""
    among = "(SELECT value FROM json_each(?))"
    return f"{column} NOT IN {among}", json.dumps(query.texts("Exclude"))


def page(query: Query, entries: Sequence[Entry], render: Callable[[Entry], Item]) -> Response:
    """One page of what isn't kept in a table, by what the query says: only what's shown is written out."""
    cut = ListPage(query)
    shown = [] if cut.nothing else entries[cut.first : cut.first + cut.size]
    return cut.answer(len(entries), (render(entry) for entry in shown))
