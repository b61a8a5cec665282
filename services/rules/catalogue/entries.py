"""What the catalogue holds: brands, models, the fields asked at Connect, and what serial numbers look like."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH = "en"
SERIAL_NUMBER = "serial_number"
"""The field that every brand has: a charge box is known by it."""


class Status(StrEnum):
    """Whether Northe has published how a brand connects."""

    DOCUMENTED = "documented"
    UNCONFIRMED = "unconfirmed"


class FieldKind(StrEnum):
    """How a field is shown: plainly, or masked because it's a secret."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 (a kind of field, not a password)


class Lookalikes(StrEnum):
    """What to do about letters that look like digits in a serial number.

    repair: where only digits can stand, put the digit there and say so. ask: both can stand, so show both readings.
    ignore: the form isn't known well enough for either.
    """

    REPAIR = "repair"
    ASK = "ask"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Model:
    """One product of a brand. `prefixes` are the letters that its serial numbers start with; none: not known."""

    id: str
    name: str
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConnectField:
    """One field asked at Connect. `label` and `help` are keys for `Brand.word`.

    `pattern` must match the whole text (empty: anything goes); `example` fits it, or is empty.
    """

    name: str
    kind: FieldKind
    required: bool
    pattern: str
    example: str
    longest: int

    @property
    def label(self) -> str:
        """The key of the field's name."""
        return f"{self.name}.label"

    @property
    def help(self) -> str:
        """The key of the sentence that says where to find it."""
        return f"{self.name}.help"

    @property
    def is_secret(self) -> bool:
        """Whether it's masked on screen and kept out of drafts and logs."""
        return self.kind is FieldKind.SECRET

    def fits(self, text: str) -> bool:
        """Whether this could be the field's value; nothing fits only where nothing is required."""
        if not text:
            return not self.required
        return len(text) <= self.longest and (not self.pattern or re.fullmatch(self.pattern, text) is not None)


@dataclass(frozen=True, slots=True)
class RefusedPrefix:
    """Serial numbers of something that isn't a charge box, and what it is."""

    prefixes: tuple[str, ...]
    product: str


@dataclass(frozen=True, slots=True)
class SerialRule:
    """What a brand's serial number looks like.

    `shape` has one character for each of the serial's: A a letter, 9 a digit, * either. Without a shape only the
    length is known: `shortest` to `longest` letters, digits and hyphens. `prefixes`: letters that numbers were seen to
    begin with, where nobody knows which model they say.
    """

    shape: str
    shortest: int
    longest: int
    lookalikes: Lookalikes
    refused: tuple[RefusedPrefix, ...] = ()
    prefixes: tuple[str, ...] = ()

    @property
    def letters(self) -> int:
        """How many letters the shape starts with."""
        return len(self.shape) - len(self.shape.lstrip("A"))


@dataclass(frozen=True, eq=False, slots=True)
class Brand:
    """A maker of charge boxes. `source` says where what's here comes from.

    `needs_permission`: Northe sees a box only once the owner of its installation has given a permission at the maker.
    """

    id: str
    name: str
    status: Status
    rank: int
    source: str
    models: tuple[Model, ...]
    connect_fields: tuple[ConnectField, ...]
    serial: SerialRule
    needs_permission: bool
    words: Mapping[str, Mapping[str, str]] = field(repr=False)

    @property
    def documented(self) -> bool:
        """Whether Northe has published how this brand connects."""
        return self.status is Status.DOCUMENTED

    def word(self, language: str, key: str) -> str:
        """The brand's own text with this key (`<field>.label`, `<field>.help`, `note`), in English if need be.

        Empty for a key that the brand has no text for: only `note` may be left out.
        """
        return self.words.get(language, {}).get(key) or self.words[ENGLISH].get(key, "")

    @property
    def known_letters(self) -> tuple[str, ...]:
        """What its serial numbers are known to begin with, also those of what isn't a charge box."""
        of_models = {prefix for model in self.models for prefix in model.prefixes}
        refused = {prefix for entry in self.serial.refused for prefix in entry.prefixes}
        return tuple(sorted({*of_models, *refused, *self.serial.prefixes}))

    def model_of(self, prefix: str) -> tuple[Model, ...]:
        """The models whose serial numbers start so; more than one where the makers' lists overlap."""
        return tuple(model for model in self.models if prefix in model.prefixes)
