"""What was typed, right or wrong, and how it's refused: one sentence for each field that can't be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import SecretStr

if TYPE_CHECKING:
    from services.text.words import Message

Typed = Mapping[str, str | SecretStr]
"""What stands in a step's fields, by the field's name, right or wrong: kept when the installer goes back."""


def clear(value: str | SecretStr) -> str:
    """What was typed, in clear: for the moment in which it's checked."""
    return value.get_secret_value() if isinstance(value, SecretStr) else value


class AnswersWrong(ValueError):
    """Some fields of a step can't be taken. `problems`: the field's name and one sentence for it."""

    def __init__(self, problems: Mapping[str, Message]) -> None:
        super().__init__(", ".join(sorted(problems)))
        self.problems = dict(problems)
