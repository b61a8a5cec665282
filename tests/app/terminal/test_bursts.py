"""A scanner and a person, told apart by their pace."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.terminal.bursts import GAP, LEAST, QUIET, BurstGuard, Verdict

FAST, SLOW = GAP / 5, 0.08


def typed(guard: BurstGuard, text: str, pace: float, start: float = 0.0) -> list[Verdict]:
    """Verdicts on each character of a text; \\r is Enter, \\n is what a paste brings as its line end."""
    names = {"\r": "enter", "\n": "ctrl+j", "\t": "tab"}
    return [
        guard.take(names.get(char, char), printable=char.isprintable(), time=start + number * pace)
        for number, char in enumerate(text)
    ]


def test_a_scans_line_end_is_known() -> None:
    verdicts = typed(BurstGuard(), "ZAP900001\r", FAST)
    assert verdicts[:-1] == [Verdict.PASS] * 9
    assert verdicts[-1] is Verdict.LINE_END


def test_a_persons_enter_is_an_enter() -> None:
    assert set(typed(BurstGuard(), "ZAP900001\r", SLOW)) == {Verdict.PASS}


def test_what_follows_a_line_end_in_the_same_burst_is_dropped() -> None:
    verdicts = typed(BurstGuard(), "ZAP900001\r\nsecond line\n\r", FAST)
    assert set(verdicts[10:]) == {Verdict.DROP}


def test_after_a_pause_everything_counts_again() -> None:
    guard = BurstGuard()
    typed(guard, "ZAP900001\r", FAST)
    assert guard.take("enter", printable=False, time=9 * FAST + QUIET + 0.01) is Verdict.PASS


def test_a_few_keys_that_a_slow_line_delivered_together_are_a_persons() -> None:
    assert set(typed(BurstGuard(), "x" * (LEAST - 1) + "\r", FAST)) == {Verdict.PASS}


def test_a_second_scan_is_a_scan_too() -> None:
    guard = BurstGuard()
    typed(guard, "ZAP900001\r", FAST)
    assert typed(guard, "ZAP900002\r", FAST, start=5.0)[-1] is Verdict.LINE_END


def test_a_tab_within_a_burst_begins_a_new_count() -> None:
    verdicts = typed(BurstGuard(), "ZAP900001\tabc\r", FAST)
    assert set(verdicts) == {Verdict.PASS}


@given(st.text(max_size=40), st.floats(min_value=GAP, max_value=2.0))
def test_nobodys_own_typing_is_ever_dropped(text: str, pace: float) -> None:
    assert set(typed(BurstGuard(), text + "\r", pace * 1.01)) == {Verdict.PASS}
