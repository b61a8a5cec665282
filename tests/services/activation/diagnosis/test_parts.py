"""A part of Zaptec's look that wasn't told is missing at its own line, with the reason; every other line stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.activation.diagnosis import RemedyPlace, diagnose
from services.contracts import Cause, Grant, LookPart, Reason, ServiceError
from tests.support.values.diagnosis_facts import DOWN, facts, line_of, look, says, told

REASONS = {
    "did not answer about that": ServiceError(Cause.VENDOR_DOWN, note="answered 500"),
    "did not answer about that ": ServiceError(Cause.NETWORK_DOWN, Reason.TIMED_OUT),
    "'s answer about that makes no sense": ServiceError(Cause.VENDOR_DOWN, Reason.UNREADABLE),
    "asks us to wait": ServiceError(Cause.THROTTLED, retry_after=120.0),
}
PARTS: dict[LookPart, tuple[str, str, dict[str, Any]]] = {
    LookPart.STATE: ("online", "? Online: unknown, Zaptec", {"last_heard": None}),
    LookPart.GRANT: ("permission", "? Permission: unknown, Zaptec", {"grant": Grant.UNKNOWN}),
    LookPart.INSTALLATION: ("held", "? Other operator: unknown, Zaptec", {"taken_over": None}),
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("words", "why"), REASONS.items())
def test_a_part_is_missing_at_its_own_line_alone(part: LookPart, words: str, why: ServiceError) -> None:
    what, begins, gap = PARTS[part]
    whole, seen = look(), look(**gap)
    usual = told(diagnose(facts(northe=DOWN, maker=whole)))
    lines = told(diagnose(facts(northe=DOWN, maker=replace(seen, unanswered={part: why}))))
    assert lines.pop(what) == begins + (words if words.startswith("'") else f" {words.strip()}")
    usual.pop(what)
    assert lines == usual
    missing = replace(seen, unanswered={part: why})
    assert line_of(what, northe=DOWN, maker=missing).way is RemedyPlace.CHECK_AGAIN


def test_the_other_boxes_decide_nothing() -> None:
    without = replace(look(), unanswered={LookPart.OTHERS: DOWN})
    for northe in (DOWN, says(None), says(Cause.PERMISSION_MISSING)):
        assert diagnose(facts(northe=northe, maker=without)) == diagnose(facts(northe=northe, maker=look()))


def test_what_northe_has_proved_needs_no_part_of_zaptecs() -> None:
    everything = dict.fromkeys(LookPart, DOWN)
    blind = replace(look(Grant.UNKNOWN, taken_over=None, last_heard=None), unanswered=everything)
    states = {name: line[0] for name, line in told(diagnose(facts(northe=says(None), maker=blind))).items()}
    assert set(states.values()) == {"o"}
