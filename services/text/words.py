"""Every word that a person sees comes from here, so that a language is added by adding files.

A text has a key of the form ``area.name``; the area is a file ``locales/<language>/<area>.toml``, read the
first time that one of its texts is asked for. What's missing in a language is taken from English.
Code below the screens doesn't write sentences: it hands out a `Message`, and whoever shows it translates it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCALES = Path(__file__).parent / "locales"
ENGLISH = "en"
PSEUDO = "qps"
"""A made-up language for tests: English, 40 % longer and with accents, so that cramped and untranslated texts show."""

ONE = "_one"
"""The end of a key whose text is about one thing, beside the key whose text is about several."""

_ACCENTS = str.maketrans("aeiouAEIOUcnsyz", "àéïöüÀÉÏÖÜçñšýž")


class NoSuchText(LookupError):
    """A key that no locale file has: a mistake in the program, which the tests find."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text that's still to be translated: its key and what goes into its gaps."""

    key: str
    args: Mapping[str, object] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.key, tuple(sorted((name, str(value)) for name, value in self.args.items()))))


def languages() -> list[str]:
    """The languages that have a folder, English first."""
    found = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())
    return [ENGLISH, *(name for name in found if name != ENGLISH)]


class Words:
    """The texts of one language.

    Raises `NoSuchText` for a key that doesn't exist and `KeyError` for a gap that isn't filled: both are mistakes
    in the program.
    """

    def __init__(self, language: str = ENGLISH) -> None:
        self.language = language
        self._areas: dict[tuple[str, str], dict[str, Any]] = {}

    def t(self, key: str, /, **args: object) -> str:
        """The text behind `key`, its gaps filled with `args`. For a `count` of 1, of `key` with `ONE`, if any."""
        one = f"{key}{ONE}"
        text = self._find(one if args.get("count") == 1 and self.has(one) else key)
        if self.language == PSEUDO:
            text = _pseudo(text)
        return text.format(**args) if args or "{" in text else text

    def say(self, message: Message) -> str:
        """A message in this language; messages inside it are translated too."""
        filled = {
            name: self.say(value) if isinstance(value, Message) else value for name, value in message.args.items()
        }
        return self.t(message.key, **filled)

    def has(self, key: str) -> bool:
        """Whether there's a text with this key, in this language or in English."""
        try:
            self._find(key)
        except NoSuchText:
            return False
        return True

    def _find(self, key: str) -> str:
        area, _, rest = key.partition(".")
        for language in (self.language, ENGLISH):
            value: Any = self._area(language, area)
            for part in rest.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            if isinstance(value, str):
                return value.strip("\n")
        raise NoSuchText(key)

    def _area(self, language: str, area: str) -> dict[str, Any]:
        if (language, area) not in self._areas:
            try:
                self._areas[language, area] = tomllib.loads((LOCALES / language / f"{area}.toml").read_text("utf-8"))
            except FileNotFoundError:
                self._areas[language, area] = {}
        return self._areas[language, area]


def _pseudo(text: str) -> str:
    """English with accents and about 40 % more of it; gaps stay as they are."""
    pieces, inside = [], False
    for char in text:
        inside = char == "{" or (inside and char != "}")
        pieces.append(char if inside or char == "}" else char.translate(_ACCENTS))
    return "".join(pieces) + "~" * max(1, round(len(text) * 0.4))
