"""Signing in to the cloud of a brand's maker with the installer's own account there, with which a check sees more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import SecretStr

from services.activation.answers import AnswersWrong, clear
from services.activation.questions import Question, QuestionKind
from services.rules import catalogue
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.answers import Typed


@dataclass(frozen=True, slots=True)
class MakerSignIn:
    """What's sent to the maker. It's kept in memory only."""

    user_name: str
    password: SecretStr


def maker_sign_in_questions(brand: str) -> tuple[Question, ...]:
    """User name and password. A maker's own words are in the area of the locales that's named after its brand's id."""
    return (
        Question(
            name="user_name",
            label=Message("maker.user_name.label"),
            hint=Message(f"{brand}.user_name.hint"),
            help=Message(f"{brand}.help"),
        ),
        Question(
            name="password",
            label=Message("maker.password.label"),
            kind=QuestionKind.SECRET,
            hint=Message("maker.password.hint"),
            help=Message(f"{brand}.help"),
        ),
    )


def check_maker_sign_in(brand: str, typed: Typed) -> MakerSignIn:
    """Raises `AnswersWrong` where nothing is typed. A password goes out as it is: blanks may be part of it."""
    values = {name: clear(typed.get(name, "")) for name in ("user_name", "password")}
    sentences = {
        "user_name": Message(f"{brand}.user_name.empty"),
        "password": Message("maker.password.empty", {"maker": catalogue.brand(brand).name}),
    }
    problems = {name: sentences[name] for name, value in values.items() if not value.strip()}
    if problems:
        raise AnswersWrong(problems)
    return MakerSignIn(values["user_name"].strip(), SecretStr(values["password"]))
