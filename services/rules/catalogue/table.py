"""Hands out the values of a TOML table checked, so that a broken brand file is told by key and by what's allowed.

ValueError
  CatalogueWrong  the file, the key, and what may stand there
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from services.text.words import Message, Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

    Choice = TypeVar("Choice", bound=StrEnum)

_HIGHEST = 1000
_PREFIX = re.compile(r"[A-Z]{1,8}")


class CatalogueWrong(ValueError):
    """A brand's file that can't be read. `file` is its name, `key` the place in it, `message` the whole sentence."""

    def __init__(self, file: str, key: str, allowed: Message) -> None:
        self.file = file
        self.key = key
        self.message = Message("catalogue.wrong", {"file": file, "key": key, "allowed": allowed})
        super().__init__(Words().say(self.message))


class Table:
    """One table of a file. Every method that hands out a value raises `CatalogueWrong` for a wrong or missing one."""

    def __init__(self, file: str, path: str, values: object) -> None:
        self.file = file
        self.path = path
        self._asked: set[str] = set()
        if not isinstance(values, dict):
            raise CatalogueWrong(file, path, Message("catalogue.allowed.table"))
        self.values: dict[str, Any] = values

    def wrong(self, key: str, allowed: str, **args: object) -> CatalogueWrong:
        """The exception for a key of this table; `allowed` is a text of `catalogue.allowed`."""
        place = f"{self.path}.{key}" if self.path and key else self.path or key
        return CatalogueWrong(self.file, place, Message(f"catalogue.allowed.{allowed}", args))

    def text(self, key: str, default: str | None = None) -> str:
        """One line of text."""
        value = self._get(key, default)
        if value == default and default is not None:
            return default
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise self.wrong(key, "text")
        return value

    def matching(self, key: str, form: str, allowed: str, default: str | None = None) -> str:
        """Text that a regular expression matches as a whole."""
        value = self.text(key, default)
        if value != default and not re.fullmatch(form, value):
            raise self.wrong(key, allowed)
        return value

    def pattern(self, key: str) -> str:
        """A regular expression, or nothing."""
        value = self.text(key, "")
        try:
            re.compile(value)
        except re.error:
            raise self.wrong(key, "pattern") from None
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number from 1."""
        value = self._get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _HIGHEST:
            raise self.wrong(key, "number", highest=_HIGHEST)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "flag")
        return value

    def choice(self, key: str, kinds: type[Choice], default: Choice | None = None) -> Choice:
        """One of an enumeration's values."""
        value = self._get(key, default)
        for kind in kinds:
            if kind == value:
                return kind
        raise self.wrong(key, "choice", choices=", ".join(kinds))

    def prefixes(self, *, required: bool) -> tuple[str, ...]:
        """The letters that serial numbers start with."""
        value = self._get("prefixes", None if required else [])
        if not isinstance(value, list) or (required and not value):
            raise self.wrong("prefixes", "prefixes")
        if not all(isinstance(prefix, str) and _PREFIX.fullmatch(prefix) for prefix in value):
            raise self.wrong("prefixes", "prefixes")
        return tuple(value)

    def table(self, key: str) -> Table:
        """A table inside this one."""
        return Table(self.file, f"{self.path}.{key}" if self.path else key, self._get(key))

    def tables(self, key: str, *, required: bool) -> Iterator[Table]:
        """The tables of an array ([[key]]), counted from 1 where one of them is wrong."""
        value = self._get(key, None if required else [])
        if not isinstance(value, list) or (required and not value):
            raise self.wrong(key, "tables")
        for count, values in enumerate(value, start=1):
            yield Table(self.file, f"{self.path}.{key}[{count}]" if self.path else f"{key}[{count}]", values)

    def nothing_else(self) -> None:
        """Refuse a key that nobody has asked for: most often it's a slip of the pen."""
        for key in self.values:
            if key not in self._asked:
                raise self.wrong(key, "no_such_key", known=", ".join(sorted(self._asked)))

    def _get(self, key: str, default: object = None) -> object:
        self._asked.add(key)
        if key in self.values:
            return self.values[key]
        if default is None:
            raise self.wrong(key, "present")
        return default
