"""Each state has a sign and a colour, in both tables of signs, and those that differ can be told apart without colour."""

from __future__ import annotations

import pytest

from screens.look.glyphs import ASCII, UNICODE, Glyphs
from screens.look.palette import DARK, theme
from screens.look.states import Tone, colour, sign
from services.activation.diagnosis import ItemState

STATES = (*ItemState, *Tone)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_every_state_has_a_sign_of_one_character(glyphs: Glyphs) -> None:
    assert {state: len(sign(state, glyphs)) for state in STATES if state is not Tone.INFO} == dict.fromkeys(
        (state for state in STATES if state is not Tone.INFO), 1
    )
    assert sign(Tone.INFO, glyphs) == "", "what's only said stands there by itself"


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("states", [tuple(ItemState), tuple(Tone)])
def test_no_two_states_look_alike_without_colour(states: tuple[ItemState | Tone, ...], glyphs: Glyphs) -> None:
    assert len({sign(state, glyphs) for state in states}) == len(states)


def test_a_notice_and_a_list_say_the_same_alike() -> None:
    for tone, state in ((Tone.OK, ItemState.OK), (Tone.WARNING, ItemState.WARNING), (Tone.ERROR, ItemState.WRONG)):
        assert (sign(tone, UNICODE), colour(tone)) == (sign(state, UNICODE), colour(state))


def test_every_colour_is_one_of_the_themes() -> None:
    known = theme(DARK)
    for state in STATES:
        name = colour(state).removeprefix("$")
        assert name in known.variables or isinstance(getattr(known, name), str), name
