"""Pictures of the step Type."""

from __future__ import annotations

from typing import Any

import pytest

from screens.look.glyphs import ASCII
from screens.look.states import Tone
from services.activation.scanned_label import with_label
from services.activation.steps import Step
from services.rules.labels import read_label
from tests.support.screens.one_screen import look
from tests.support.sessions.before_each_step import box_type, session

SMALL, USUAL, LARGE = (60, 20), (80, 24), (120, 40)
LONGEST = "Övre Långedragsbergets östra garage, nr 7"[:40]


@pytest.mark.parametrize("size", [SMALL, USUAL, LARGE], ids=["60x20", "80x24", "120x40"])
def test_at_first(snap_compare: Any, size: tuple[int, int]) -> None:
    """The name is ready to be overtyped; brands and models side by side, Zaptec Go picked; Next is the loudest thing."""
    assert snap_compare(box_type(), terminal_size=size)


def test_an_unconfirmed_brand(snap_compare: Any) -> None:
    """Easee is picked and its models are offered, Charge in focus; one line says that it isn't confirmed."""
    assert snap_compare(box_type(), terminal_size=USUAL, press=["enter", "down", "right", "down"])


def test_no_name(snap_compare: Any) -> None:
    """The error stands at the name in place of the hint, the cursor is there."""
    assert snap_compare(box_type(), terminal_size=USUAL, press=["ctrl+u", "f10"])


def test_name_too_long(snap_compare: Any) -> None:
    """Says how long it is and how long it may be; nothing of it is cut off."""
    before = session(
        typed={Step.BOX_TYPE: {"name": f"{LONGEST} och lite till", "brand": "wallbox", "model": "pulsar_max"}}
    )
    assert snap_compare(box_type(before), terminal_size=USUAL, press=["f10"])


def test_what_is_typed_cannot_be_kept(snap_compare: Any) -> None:
    """The head says so on each step, beside whose account it is; the first time a sentence says what to do."""
    app = box_type()

    async def cannot_be_kept(pilot: Any) -> None:
        app.step.not_kept = True
        app.step.notice.say(Tone.WARNING, look().words.t("drafts.not_kept", why="No space left on device"))
        await pilot.pause()

    assert snap_compare(app, terminal_size=USUAL, run_before=cannot_be_kept)


def test_next_in_focus_in_daylight(snap_compare: Any) -> None:
    """The light theme, after three times Enter: the focus is on Next."""
    app = box_type(session(typed={Step.BOX_TYPE: {"name": LONGEST, "brand": "zaptec", "model": "go_2"}}), light=True)
    assert snap_compare(app, terminal_size=USUAL, press=["enter", "enter", "enter"])


def test_longer_words(snap_compare: Any) -> None:
    """A language with longer words: nothing is cut, nothing scrolls."""
    assert snap_compare(box_type(language="qps"), terminal_size=USUAL, press=["enter", *["down"] * 4])


def test_ascii(snap_compare: Any) -> None:
    """Signs for terminals that know only ASCII."""
    assert snap_compare(box_type(glyphs=ASCII), terminal_size=USUAL, press=["enter", "down"])


@pytest.mark.parametrize("size", [SMALL, USUAL, LARGE], ids=["60x20", "80x24", "120x40"])
@pytest.mark.parametrize("text", ["GPN900001", "EHVG7Y32"])
def test_a_label_was_scanned(snap_compare: Any, text: str, size: tuple[int, int]) -> None:
    """What the label says stands at the top in green, with the way to undo it beside; brand and model are the label's."""
    label = read_label(text)
    assert label is not None
    scanned, _ = with_label(session(), label)
    assert snap_compare(box_type(scanned), terminal_size=size)
