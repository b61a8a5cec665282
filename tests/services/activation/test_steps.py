"""Asks of every step all that it needs, and names what's missing: all of it at once, as a list of what's left to do."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from screens.step_screens import screen_class
from services.activation.session import Session, StepAnswer
from services.activation.step_record import ReceiptView, record_of
from services.activation.steps import STEPS, Step, step_after, step_before
from services.text.words import Words
from tests.support.sessions.after_connect import TYPED, finished

ROOT = Path(__file__).parents[3]
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def missing_in_the_heart(step: Step) -> list[str]:
    field = Session.model_fields.get(step.value)
    answers = [answer.__name__ for answer in StepAnswer.__subclasses__() if field and answer.__name__ in str(field)]
    missing = [] if field else [f"session.py: a class of StepAnswer, and {step} as a field of Session"]
    if find_spec(f"services.activation.{step}") is None:
        return [*missing, f"services/activation/{step}.py with the step's questions, check and RECORD"]
    if field and record_of(step).answer.__name__ not in answers:
        missing.append(f"session.py: the field {step} takes the answer that RECORD names")
    return missing


def missing_words(step: Step) -> list[str]:
    words = Words()
    return [
        f"{area}.toml: the text {key}"
        for area, key in (("shell", f"shell.steps.{step}"), (step.value, f"{step}.title"), (step.value, f"{step}.help"))
        if not words.has(key)
    ]


def missing_screen(step: Step) -> list[str]:
    name = "".join(part.title() for part in step.value.split("_")) + "Screen"
    if find_spec(f"screens.{step}") is None:
        return [f"screens/{step}.py, or a folder of that name, with {name}"]
    try:
        return [] if screen_class(step).STEP is step else [f"{name}.STEP says which step it is"]
    except AttributeError:
        return [f"screens/{step}: {name}"]


def missing_tests(step: Step) -> list[str]:
    """Where a step's own tests stand; those of its screen may be a folder."""
    either = {
        f"tests/services/activation/test_{step}.py": (f"tests/services/activation/test_{step}.py",),
        f"tests/screens/test_{step}.py, or a folder {step}": (f"tests/screens/test_{step}.py", f"tests/screens/{step}"),
        f"tests/pictures/test_{step}.py": (f"tests/pictures/test_{step}.py",),
    }
    missing = [name for name, paths in either.items() if not any((ROOT / path).exists() for path in paths)]
    if getattr(finished(), step.value, None) is None:
        missing.append(f"tests/support/sessions/after_connect.py: an answer of {step} in a session that's finished")
    if step.value not in TYPED:
        missing.append(f"tests/support/sessions/after_connect.py: what's typed in {step}, in TYPED")
    return missing


@pytest.mark.parametrize("step", STEPS)
def test_a_step_has_all_that_it_needs(step: Step) -> None:
    missing = [*missing_in_the_heart(step), *missing_screen(step), *missing_words(step), *missing_tests(step)]
    assert not missing, "\n".join([f"{step} still needs:", *missing])


@pytest.mark.parametrize("step", STEPS)
def test_an_answer_stands_on_the_receipt(step: Step) -> None:
    view = ReceiptView(Words(), finished(), zone=None, masked=True)
    rows = record_of(step).receipt_rows(view)
    assert rows, f"RECORD.receipt_rows in services/activation/{step}.py says nothing of {step}"
    assert all(label.strip() and value.strip() for label, value in rows)


def test_each_answer_belongs_to_one_step() -> None:
    assert len({record_of(step).answer for step in STEPS}) == len(STEPS)


def test_the_texts_that_count_or_name_the_steps_are_right() -> None:
    """Where a person reads it before the first step: on Start's help, and at the top of README."""
    words = Words()
    assert f"then {NUMBERS[len(STEPS)]} steps follow" in words.t("start.help"), "start.toml: help"
    way = "  →  ".join(f"{at} {words.t(f'shell.steps.{step}')}" for at, step in enumerate(STEPS, start=1))
    assert way in (ROOT / "README.md").read_text("utf-8"), f"README.md names the steps: {way}"


def test_one_comes_after_the_other() -> None:
    assert [step_after(step) for step in STEPS] == [*STEPS[1:], None]
    assert [step_before(step) for step in STEPS] == [None, *STEPS[:-1]]
