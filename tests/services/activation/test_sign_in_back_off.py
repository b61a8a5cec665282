"""Waits after refused sign-ins: none for the first two, then doubled, never more than a minute of our own."""

from __future__ import annotations

from services.activation.sign_in_back_off import SignInBackOff
from services.fake import FakeClock


def test_two_mistakes_are_free_and_then_it_doubles_up_to_a_minute() -> None:
    clock = FakeClock()
    patience = SignInBackOff(clock)
    waits = []
    for _ in range(9):
        patience.refused()
        waits.append(patience.left)
        clock.advance(patience.left)
        assert patience.left == 0
    assert waits == [0, 0, 2, 4, 8, 16, 32, 60, 60]


def test_northes_own_wait_comes_on_top_and_the_longer_one_counts() -> None:
    clock = FakeClock()
    patience = SignInBackOff(clock)
    patience.wait(90)
    patience.wait(5)
    assert patience.left == 90
    clock.advance(80)
    assert patience.left == 10
    clock.advance(80)
    assert patience.left == 0
