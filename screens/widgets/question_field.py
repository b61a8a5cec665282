"""Draws a question: the heart says what's asked, and this makes the field for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.widgets.choices import ChoiceField
from screens.widgets.field import Field, Masking
from services.activation.answers import clear
from services.activation.questions import QuestionKind, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.look import Look
    from services.activation.answers import Typed
    from services.activation.questions import Question
    from services.text.words import Words


def text_field(look: Look, question: Question, typed: Typed, *, masking: Masking | None = None) -> Field:
    """A field with what was typed before, or else the default. `masking`: how a secret is hidden, if not always."""
    words = look.words
    default = said(question.default, words)
    secret = question.kind is QuestionKind.SECRET
    return Field(
        look,
        question.name,
        said(question.label, words),
        value=clear(typed.get(question.name, default)),
        proposed=default,
        hint=said(question.hint, words),
        help_text=said(question.help, words),
        masking=masking or (Masking.ALWAYS if secret else Masking.NEVER),
        max_length=question.longest,
        unit=question.unit,
    )


def choice_field(
    look: Look,
    question: Question,
    typed: Typed,
    *,
    options: Sequence[tuple[str, str]] | None = None,
    line: bool = False,
    stacked: bool = False,
) -> ChoiceField:
    """A field at what was picked before, or else at the default. `options` where they're shown in another way."""
    words = look.words
    return ChoiceField(
        look,
        question.name,
        said(question.label, words),
        options_of(question, words) if options is None else options,
        value=question.picked(typed),
        hint=said(question.hint, words),
        help_text=said(question.help, words),
        line=line,
        stacked=stacked,
    )


def options_of(question: Question, words: Words) -> list[tuple[str, str]]:
    """A question's choices as `ChoiceField` offers them: pairs of a value and a text."""
    return [(choice.value, f"{said(choice.label, words)}  {choice.detail}".rstrip()) for choice in question.choices]


def ask_anew(field: Field, question: Question, words: Words) -> None:
    """Another question in the same place, such as another country's postcode. What's typed there stays."""
    field.ask(said(question.label, words), said(question.hint, words), said(question.help, words))
