"""What all of Zaptec's lists have in common: filters in the query, sorting, pages, thin items."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from uuid import UUID

from starlette.responses import JSONResponse, Response

from services.sandbox.zaptec.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

PAGE_SIZE, LARGEST_PAGE = 50, 100
Item = dict[str, Any]


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


def named(item: Item, name_filter: str, properties: Iterable[str]) -> bool:
    """Whether one of these properties contains the filter, without case."""
    wanted = name_filter.strip().casefold()
    return not wanted or any(wanted in str(item.get(name) or "").casefold() for name in properties)


def page(query: Query, items: list[Item], sorted_by: str) -> Response:
    """One page of the items, by what the query says."""
    size = query.number("PageSize") or PAGE_SIZE
    size = min(size, LARGEST_PAGE) if size > 0 else PAGE_SIZE  # more than the most is capped without a word
    index = max(query.number("PageIndex") or 0, 0)
    left_out = set(query.texts("Exclude"))
    kept = [item for item in items if item["Id"] not in left_out]
    _sort(kept, query.text("SortProperty") or sorted_by, descending=query.flag("SortDescending"))
    shown = kept[index * size : (index + 1) * size]
    if query.flag("ReturnIdNameOnly"):
        shown = [{name: item[name] for name in ("Id", "Name") if name in item} for item in shown]
    if query.flag("PageInfoOnly"):
        shown = []
    return JSONResponse({"Pages": math.ceil(len(kept) / size), "Data": shown})


def _sort(items: list[Item], name: str, *, descending: bool) -> None:
    """In place. A property that nothing has leaves the order as it is."""
    key = next((key for item in items for key in item if key.casefold() == name.casefold()), None)
    if key is None:
        return
    have = [item for item in items if key in item]
    lack = [item for item in items if key not in item]

    def rank(item: Item) -> Any:
        value = item[key]
        return value.casefold() if isinstance(value, str) else value

    have.sort(key=rank, reverse=descending)
    items[:] = have + lack
