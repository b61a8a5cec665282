"""What may stand in the step Type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.activation.answers import AnswersWrong
from services.activation.box_type import check_box_type
from services.activation.session import BoxTypeAnswer
from services.rules import catalogue
from services.text.words import Words

RIGHT = {"name": "Garage", "brand": "zaptec", "model": "go"}


def problem(field: str, **typed: str) -> str:
    with pytest.raises(AnswersWrong) as wrong:
        check_box_type({**RIGHT, **typed})
    assert set(wrong.value.problems) == {field}
    return Words().say(wrong.value.problems[field])


def test_right_answers_are_taken() -> None:
    assert check_box_type(RIGHT) == BoxTypeAnswer(name="Garage", brand="zaptec", model="go")


def test_spaces_line_ends_and_control_codes_of_a_paste_are_tidied() -> None:
    assert check_box_type({**RIGHT, "name": "  Garage\t\x1b[31m till\r\nvänster\u202e "}).name == "Garage till vänster"


@pytest.mark.parametrize("name", ["", "   ", "\t\r\n", "\x07\u200b"])
def test_a_name_is_needed(name: str) -> None:
    assert problem("name", name=name) == "Type a name for the charge box, such as Home."


def test_a_name_has_at_most_forty_characters() -> None:
    assert check_box_type({**RIGHT, "name": "Ö" * 40}).name == "Ö" * 40
    assert problem("name", name="Ö" * 41) == "Use at most 40 characters. This has 41."


def test_a_model_of_another_brand_is_asked_again() -> None:
    assert problem("model", brand="easee", model="go") == "Pick the model."
    assert problem("brand", brand="no such brand") == "Pick the brand."


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(AnswersWrong) as wrong:
        check_box_type({})
    assert set(wrong.value.problems) == {"name", "brand"}


def test_every_model_of_the_catalogue_can_be_answered() -> None:
    for brand in catalogue.brands():
        for model in brand.models:
            assert check_box_type({"name": "x", "brand": brand.id, "model": model.id}).model == model.id


@given(st.dictionaries(st.sampled_from(["name", "brand", "model"]), st.text()))
def test_whatever_stands_there_is_taken_or_refused_at_its_field(typed: dict[str, str]) -> None:
    problems: dict[str, str] = {}
    try:
        check_box_type(typed)
    except AnswersWrong as wrong:
        problems = {field: Words().say(message) for field, message in wrong.problems.items()}
    assert set(problems) <= {"name", "brand", "model"}
    assert all(problems.values())
