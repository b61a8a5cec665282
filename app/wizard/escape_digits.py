"""Escape and a digit as a function key, for terminals that keep those for themselves, and laptops that have none.

Alt with a digit is the same, and so is Escape with a digit right behind it: both come as one key. Where Escape comes by
itself it does what it does; only where it has nothing to do, the next digit is a function key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key

from app.terminal.input_sorter import NUMBER_WITHIN

if TYPE_CHECKING:
    from collections.abc import Callable

ARMED_FOR = 3.0
"""Seconds after Escape within which a digit is a function key."""

FUNCTION_KEYS = {str(number % 10): f"f{number}" for number in range(1, 11)}
"""By their digits; F10's is 0."""


class EscapeDigits:
    """Fed with every key in the order of coming, with its time in seconds; `used` is called when one is meant so.

    A digit behind Escape is kept until it's clear that no number is typed: for `NUMBER_WITHIN`, or until another key.
    """

    def __init__(self, used: Callable[[], object]) -> None:
        self._used = used
        self._armed_until = 0.0
        self._kept: Key | None = None

    @property
    def keeps(self) -> bool:
        """Whether `release` has to be called, `NUMBER_WITHIN` after the last key."""
        return self._kept is not None

    def take(self, key: Key, *, escape_is_free: Callable[[], bool]) -> list[Key]:
        """What's to be handed on now. `escape_is_free`: whether Escape by itself has nothing to do."""
        if self._kept is not None:
            return self._behind_digit(key, self._kept)
        armed, self._armed_until = key.time < self._armed_until, 0.0
        if key.key == "escape":
            if escape_is_free():
                self._armed_until = key.time + ARMED_FOR
        elif key.key.removeprefix("alt+") in FUNCTION_KEYS and key.key.startswith("alt+"):
            return [self._function_key(key.key.removeprefix("alt+"))]
        elif armed and key.key in FUNCTION_KEYS:
            self._kept = key
            return []
        return [key]

    def release(self) -> list[Key]:
        """No number was typed: it's the function key."""
        kept, self._kept = self._kept, None
        return [self._function_key(kept.key)] if kept is not None else []

    def _behind_digit(self, key: Key, kept: Key) -> list[Key]:
        if key.key in FUNCTION_KEYS and key.time - kept.time < NUMBER_WITHIN:
            self._kept = None
            return [kept, key]
        return [*self.release(), *self.take(key, escape_is_free=lambda: False)]

    def _function_key(self, digit: str) -> Key:
        self._used()
        return Key(FUNCTION_KEYS[digit], None)
