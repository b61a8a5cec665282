"""A question as a field: what's typed in it is what the heart expects under its name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from screens.widgets.field import Field, Masking
from screens.widgets.question_field import ask_anew, choice_field, options_of, text_field
from services.activation.maker_sign_in import maker_sign_in_questions
from services.activation.questions import Choice, Question, QuestionKind
from services.activation.session import BoxTypeAnswer
from services.activation.sign_in import QUESTIONS
from services.activation.step_record import record_of
from services.activation.steps import STEPS
from services.text.words import Message
from tests.support.screens.bare_widgets import BareWidgets
from tests.support.screens.one_screen import look, shown
from tests.support.sessions.before_each_step import session

if TYPE_CHECKING:
    from services.activation.answers import Typed

pytestmark = pytest.mark.anyio

EASEE = session(box_type=BoxTypeAnswer(name="Garage", brand="easee", model="home"))
ALL = [
    *(question for step in STEPS for question in record_of(step).questions(EASEE, {"site": "new"})),
    *QUESTIONS,
    *maker_sign_in_questions("zaptec"),
]
NAME = Question(name="name", label="Name", default=Message("box_type.default_name"), longest=80)


@pytest.mark.parametrize("question", [one for one in ALL if not one.choices], ids=lambda one: one.name)
def test_just_what_is_typed_at_a_secret_is_one(question: Question) -> None:
    field = text_field(look(), replace(question, default=""), {})  # with a value it would be made in an app
    secret = question.kind is QuestionKind.SECRET
    assert isinstance(field.value, SecretStr) is secret
    assert (field.masking is Masking.ALWAYS) is field.input.password is secret
    assert field.label


@pytest.mark.parametrize("question", [one for one in ALL if one.choices], ids=lambda one: one.name)
def test_a_choice_starts_at_its_default(question: Question) -> None:
    field = choice_field(look(), question, {})
    assert field.value == (question.default or question.choices[0].value)
    other = question.choices[-1].value
    assert choice_field(look(), question, {question.name: other}).value == other


@pytest.mark.parametrize(
    ("typed", "stands"),
    [({}, "Home"), ({"name": "Garage"}, "Garage"), ({"name": SecretStr("SE45")}, "SE45"), ({"name": ""}, "")],
)
async def test_a_default_stands_in_the_field_until_something_was_typed(typed: Typed, stands: str) -> None:
    async with BareWidgets(lambda: text_field(look(), NAME, typed)).run_test(size=(80, 6)) as pilot:
        field = pilot.app.query_one(Field)
        assert field.input.value == stands
        assert field.input.select_on_focus is (stands == "Home"), "so that typing replaces it"
        assert field.input.max_length == NAME.longest


async def test_another_question_in_the_same_place_keeps_what_is_typed() -> None:
    async with BareWidgets(lambda: text_field(look(), NAME, {"name": "Garage"})).run_test(size=(80, 6)) as pilot:
        field = pilot.app.query_one(Field)
        ask_anew(field, Question(name="name", label="Street", hint="As it's written"), look().words)
        await pilot.pause()
        assert "Street" in shown(pilot.app)
        assert "As it's written" in shown(pilot.app)
        assert field.input.value == "Garage"


def test_a_number_has_its_unit_and_a_choice_what_is_beside_it() -> None:
    price = Question(name="price", label="Price", kind=QuestionKind.NUMBER, unit="SEK")
    assert text_field(look(), price, {}).has_class("measured")
    site = Question(
        name="site",
        label="Site",
        kind=QuestionKind.CHOICE,
        choices=(Choice("1", "Storgatan", "2 SEK"), Choice("2", "New")),
    )
    assert options_of(site, look().words) == [("1", "Storgatan  2 SEK"), ("2", "New")]
