"""Pictures of the bar of steps at the top of the screen, with the steps' own names. README's show it, too; no others do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from screens.done import DoneScreen
from screens.look.glyphs import ASCII
from screens.start import StartScreen
from services.activation.session import BankAccountAnswer
from services.activation.steps import STEPS, Step
from services.fake import fake_services
from services.text.words import Words
from tests.pictures.test_secrets import words
from tests.support.screens.one_screen import OneScreen, look
from tests.support.sessions.after_connect import finished
from tests.support.sessions.before_connect import connect_screen, ready_to_connect
from tests.support.sessions.before_each_step import bank_account, box_type, charge_site, session

pytestmark = [pytest.mark.real_bar, pytest.mark.usefixtures("stockholm")]
SMALL, USUAL, LARGE = (60, 20), (80, 24), (120, 40)
SNAPSHOTS = Path(__file__).parent / "__snapshots__"


@pytest.mark.parametrize("language", ["en", "qps"])
def test_what_is_to_come(snap_compare: Any, language: str) -> None:
    """On Start in the smallest window: an empty circle before each of the four steps, all dimmed, on one line. Where
    longer words don't fit, the line is empty.
    """
    app = OneScreen(lambda: StartScreen(look(language=language), (), ()))
    assert snap_compare(app, terminal_size=SMALL)


def test_the_ends_where_there_is_room(snap_compare: Any) -> None:
    """At 80 columns Sign in is ticked before the four steps, and Done is still to come behind them, on one line."""
    assert snap_compare(charge_site(), terminal_size=USUAL)


def test_names_in_full(snap_compare: Any) -> None:
    """At 100 columns: Charge Site and Reimbursement, Connect bank account, Connect Charge Box; the ends have no room."""
    assert snap_compare(charge_site(), terminal_size=(100, 30))


@pytest.mark.parametrize("step", [Step.BOX_TYPE, Step.CHARGE_SITE], ids=lambda step: step.value)
def test_here(snap_compare: Any, step: Step) -> None:
    """A full circle and bold at the step where one is, a tick before it, empty circles after it; "1 of 4" or "2 of 4" at
    the right of the first line.
    """
    app = box_type(session(box_type=None, charge_site=None)) if step is Step.BOX_TYPE else charge_site()
    assert snap_compare(app, terminal_size=SMALL)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_in_daylight(snap_compare: Any, size: tuple[int, int]) -> None:
    """The third of four steps in the light theme: two green ticks, the third name bold, the last one dimmed."""
    assert snap_compare(bank_account(light=True), terminal_size=size)


@pytest.mark.parametrize("how", [{"language": "qps"}, {"glyphs": ASCII}], ids=["longer-words", "ascii"])
def test_other_words_and_other_signs(snap_compare: Any, how: dict[str, Any]) -> None:
    """Words too long for all four: the step where one is stands alone, whole. In ASCII: v, * and o, joined by hyphens."""
    assert snap_compare(bank_account(**how), terminal_size=SMALL)


def test_a_step_was_left_open(snap_compare: Any) -> None:
    """At Connect: the bank account was skipped, so it has a warning's sign and colour instead of a tick."""
    before = ready_to_connect(typed={})
    before = before.model_copy(update={"bank_account": BankAccountAnswer(skipped=True)})
    assert snap_compare(connect_screen(session=before), terminal_size=USUAL)


@pytest.mark.parametrize("bank", [True, False], ids=["all-done", "bank-left"])
def test_at_the_end(snap_compare: Any, bank: bool) -> None:
    """On Done four ticks, none of them the one where one is; where the bank account is left, a warning's sign there."""
    app = OneScreen(lambda: DoneScreen(look(), fake_services()), finished(bank=bank), light=True)
    assert snap_compare(app, terminal_size=SMALL)


def test_no_other_picture_names_the_steps() -> None:
    """Where all of them are named beside each other, a bar is in the picture: it's one from here."""
    names = [Words().t(f"shell.steps.{step}").replace(" ", "") for step in STEPS]
    bars = [
        path
        for path in SNAPSHOTS.rglob("*.svg")
        if all(f"{name}──" in words(path.read_text("utf-8")) for name in names[:-1])
    ]
    assert bars
    assert {path.parent.name for path in bars} == {Path(__file__).stem}
