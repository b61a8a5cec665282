"""Pictures of Start: the first impression."""

from __future__ import annotations

from typing import Any

import pytest

from screens.look.glyphs import ASCII
from screens.look.states import Tone
from screens.start import StartScreen
from tests.support.screens.one_screen import OneScreen, look

USUAL, LARGE, SMALL = (80, 24), (120, 40), (60, 20)
EACH = {"usual": (USUAL, False), "light": (USUAL, True), "large": (LARGE, False), "small": (SMALL, False)}


ONE = ("Kim Larsson · Charge site is done · 12 minutes ago",)
MANY = (
    "Kim Larsson · Charge site is done · 12 minutes ago",
    "Bartholomäus Ängström-Østergård von der Westerhaven · Bank account is done · 47 minutes ago",
    "Åsa Öberg · begun · 21 hours ago",
    "and 2 more",
)
ASIDE = (
    "What was kept in a file can't be read. It was set aside: /home/installer/.local/state/drafts/0123456789ab.broken",
)


def start(
    *, light: bool = False, unfinished: tuple[str, ...] = (), remarks: tuple[str, ...] = (), **how: Any
) -> OneScreen:
    return OneScreen(lambda: StartScreen(look(**how), unfinished, remarks), light=light)


@pytest.mark.parametrize(("size", "light"), EACH.values(), ids=EACH.keys())
def test_start(snap_compare: Any, size: tuple[int, int], light: bool) -> None:
    """Calm and aligned: four things to have at hand, the steps to come at the top, and one button with the focus."""
    assert snap_compare(start(light=light), terminal_size=size)


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
def test_the_sandbox(snap_compare: Any, light: bool) -> None:
    """As Start, with DEMO at the top right and one line that says that nothing is real."""
    assert snap_compare(start(light=light, demo=True), terminal_size=USUAL)


@pytest.mark.parametrize(
    ("tone", "text"),
    [
        (Tone.OK, "Kim Larsson is signed out. Ready for the next customer."),
        (
            Tone.WARNING,
            "Bartholomäus Ängström-Østergård may still be signed in at Northe. The session ends by itself within the hour.",
        ),
    ],
    ids=["well", "not quite"],
)
@pytest.mark.parametrize("size", [USUAL, SMALL], ids=["usual", "small"])
def test_back_again(snap_compare: Any, tone: Tone, text: str, size: tuple[int, int]) -> None:
    """How the last activation ended stands above the button, with a row of air; it takes the place of the sandbox's line."""
    app = start(demo=True)

    async def ended(pilot: Any) -> None:
        app.step.welcome(tone, text)  # type: ignore[attr-defined]  # Start has it
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=ended)


@pytest.mark.parametrize(("size", "light"), EACH.values(), ids=EACH.keys())
def test_something_unfinished(snap_compare: Any, size: tuple[int, int], light: bool) -> None:
    """Below what to have at hand: who, how far, when, and how it goes on. Begin has the focus; F4 throws it away.

    In the small window the upper lines have made way for it.
    """
    assert snap_compare(start(light=light, unfinished=ONE), terminal_size=size)


def test_much_unfinished(snap_compare: Any) -> None:
    """Each on lines of its own, broken between words; what's above can be scrolled to, the buttons stay in place."""
    assert snap_compare(start(unfinished=MANY, remarks=ASIDE, demo=True), terminal_size=USUAL)


def test_something_set_aside(snap_compare: Any) -> None:
    """What couldn't be read is a warning with the file's place; nothing is there to be forgotten."""
    assert snap_compare(start(remarks=ASIDE), terminal_size=USUAL)


def test_long_words(snap_compare: Any) -> None:
    """40 % longer texts: labels and texts stay in their columns."""
    assert snap_compare(start(language="qps", demo=True), terminal_size=USUAL)


def test_plain_signs(snap_compare: Any) -> None:
    """A terminal that knows ASCII only: rules of dashes, circles of o."""
    assert snap_compare(start(glyphs=ASCII), terminal_size=USUAL)
