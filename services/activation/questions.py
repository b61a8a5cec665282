"""What a question is, so that each is declared once, beside the check of its answer, and asked by every mouth.

A step's questions are a pure function of the session and of what was typed in the step so far (`StepRecord.questions`):
another brand has other models, another country other fields. A mouth asks them in their order and asks for them anew
after each answer. What's typed is kept under the question's name, right or wrong, as text; a secret's as `SecretStr`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from services.rules import catalogue
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.text.words import Words


@dataclass(frozen=True, slots=True)
class BrandText:
    """A text that stands in a brand's file in the catalogue. `brand` is its id, `key` as `Brand.word` has it."""

    brand: str
    key: str


Text = Message | BrandText | str
"""What `said` puts into words. A plain `str` is the same in every language: a model's name, an address, or nothing."""


def said(text: Text, words: Words) -> str:
    """A text in the language of `words`."""
    if isinstance(text, Message):
        return words.say(text)
    if isinstance(text, BrandText):
        return catalogue.brand(text.brand).word(words.language, text.key)
    return text


class QuestionKind(StrEnum):
    """What's asked for: a text, a number of the question's unit, one of its choices, or a text that nobody may see.

    A secret is typed as a `SecretStr` and never echoed. Everything else is typed as a `str`.
    """

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    SECRET = "secret"  # noqa: S105 (a kind of question, not a password)


class Choice(NamedTuple):
    """One of a question's answers. `value` is what's kept as typed, `label` what's shown, `detail` more beside it."""

    value: str
    label: Text
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to ask.

    `hint`: one short line at the question. `help`: where the answer is found, for whoever asks.
    `warning`: what's odd about what was typed so far, without being wrong.
    `default`: what most likely is the answer, to be taken as it is or typed over. A choice's is one of its values.
    `unit`: what a number counts. `required`: False where an empty answer is one, too.
    `longest`: characters that a mouth takes: more than a check allows, so that a paste gone wrong is refused in words
    and not cut.
    """

    name: str
    label: Text
    kind: QuestionKind = QuestionKind.TEXT
    hint: Text = ""
    help: Text = ""
    warning: Text = ""
    choices: tuple[Choice, ...] = ()
    default: Message | str = ""
    unit: str = ""
    required: bool = True
    longest: int = 300

    def picked(self, typed: Typed) -> str:
        """The value of the choice that was typed; the default where nothing was, or nothing that can be chosen."""
        value = typed.get(self.name)
        if isinstance(value, str) and any(choice.value == value for choice in self.choices):
            return value
        return self.default if isinstance(self.default, str) else ""
