"""Asks of every step all that it needs, and names what's missing."""

from __future__ import annotations

import pytest

from screens.step_screens import screen_class
from services.activation.session import Session
from services.activation.step_record import record_of
from services.activation.steps import STEPS, Step, step_after, step_before
from services.text.words import Words


@pytest.mark.parametrize("step", STEPS)
def test_a_step_has_all_that_it_needs(step: Step) -> None:
    record, words = record_of(step), Words()
    assert step.value in Session.model_fields, "a field of the session with its stem"
    assert record.answer.__name__ in str(Session.model_fields[step.value].annotation), "which takes its answer"
    assert screen_class(step).STEP is step, "a screen that says which step it is"
    for key in (f"shell.steps.{step}", f"{step}.title", f"{step}.help"):
        assert words.has(key), f"the text {key}"


def test_each_answer_belongs_to_one_step() -> None:
    assert len({record_of(step).answer for step in STEPS}) == len(STEPS)


def test_one_comes_after_the_other() -> None:
    assert [step_after(step) for step in STEPS] == [*STEPS[1:], None]
    assert [step_before(step) for step in STEPS] == [None, *STEPS[:-1]]
