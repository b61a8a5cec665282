"""The list as a whole: the line of the serial number, and the short list of a brand that can't be looked into."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

from services.activation.diagnosis import CheckSubject, ItemState, Outcome, Overall, diagnose, overall
from services.contracts import BoxEvidence, Cause, CheckAnswer, Grant, ServiceError
from services.contracts.causes import NAMED_FIRST
from services.fake.data import NOW
from services.rules.serials import read_serial
from services.text.words import Message, Words
from tests.support.values.diagnosis_facts import DOWN, READY, UNSEEN, blocked, facts, line_of, look, says, told


def test_a_number_of_another_model_is_wrong_although_northe_is_ready() -> None:
    reading = read_serial("zaptec", "go", "ZPR150119")
    line = line_of("serial", reading=reading, northe=says(None))
    assert line.state is ItemState.WRONG
    assert Words().say(line.text) == "The number says Zaptec Pro, not Zaptec Go"
    assert overall(diagnose(facts(reading=reading, northe=says(None)))) == Overall(Outcome.BLOCKED)


def test_a_brand_that_cannot_be_looked_into_has_two_lines() -> None:
    reading = read_serial("easee", "home", "EH123456")
    easee = {"brand": "easee", "product": "Easee Home", "reading": reading}
    lines = diagnose(facts(**easee, northe=says(None)))
    assert told(lines) == {"serial": "o The number fits Easee Home", "ready": "o Northe is ready to connect it"}
    assert overall(lines) == READY
    lines = diagnose(facts(**easee, northe=CheckAnswer(Cause.PAIRING_LOCKED, retry_after=86400.0)))
    assert told(lines)["ready"] == "w Northe says: Pairing is locked"
    assert "Wait a while" in Words().say(lines[1].remedy or Message("")), "Connect counts the wait down"
    assert overall(lines) == blocked(Cause.PAIRING_LOCKED)
    assert overall(diagnose(facts(**easee, northe=says(Cause.BOX_OFFLINE)))).outcome is Outcome.WAITING
    assert overall(diagnose(facts(**easee, northe=DOWN))) == Overall(Outcome.UNKNOWN, Cause.VENDOR_DOWN)


def test_a_pin_is_never_called_right_before_it_was_tried() -> None:
    reading = read_serial("easee", "home", "EH123456")
    easee = {"brand": "easee", "product": "Easee Home", "reading": reading, "has_pin": True}
    for northe in (None, says(None), DOWN, *(says(cause) for cause in NAMED_FIRST)):
        line = next(line for line in diagnose(facts(**easee, northe=northe)) if line.what is CheckSubject.PIN)
        assert line.state is ItemState.WAITING
        assert Words().say(line.text) == "The PIN is tried at Connect"
    assert overall(diagnose(facts(**easee, northe=says(None)))) == READY


def test_a_wrong_pin_is_told_at_its_line_and_the_last_one_waits_for_it() -> None:
    reading = read_serial("easee", "home", "EH123456")
    easee = {"brand": "easee", "product": "Easee Home", "reading": reading, "has_pin": True}
    for northe in (says(Cause.WRONG_PIN), ServiceError(Cause.WRONG_PIN, tries_left=4)):
        lines = diagnose(facts(**easee, northe=northe))
        assert told(lines) == {
            "serial": "o The number fits Easee Home",
            "pin": "w Wrong PIN",
            "ready": "a Ready to connect: waits for the right PIN",
        }
        assert overall(lines) == blocked(Cause.WRONG_PIN)


NORTHES = (
    *(None, says(None), says(None, BoxEvidence(last_heard=NOW - timedelta(minutes=47)))),
    *(says(cause) for cause in NAMED_FIRST), *(says(cause, BoxEvidence()) for cause in NAMED_FIRST),
    *(says(Cause.FLEET_NOT_ENABLED), ServiceError(Cause.NORTHE_DOWN), ServiceError(Cause.ROLE_MISSING)),
)  # fmt: skip
PULSES: tuple[dict[str, Any], ...] = (
    {}, {"link": None}, {"says_online": False}, {"last_heard": NOW - timedelta(hours=2)},
    {"never_online": True, "says_online": False, "last_heard": None, "firmware": None},
    {"says_online": None, "last_heard": None, "pulse_interval": None},
)  # fmt: skip
ZAPTECS = (
    *(None, UNSEEN, DOWN, ServiceError(Cause.SESSION_EXPIRED)),
    *(
        look(grant, taken_over=who, **pulse)
        for grant, who, pulse in product(Grant, (None, False, True), PULSES)
    ),
)  # fmt: skip


def test_whatever_both_clouds_say_the_list_makes_sense() -> None:
    """All combinations: what's wrong has a cause and a remedy, and nothing is claimed that no cloud has shown."""
    say = Words().say
    for northe, zaptec in product(NORTHES, ZAPTECS):
        known = facts(northe=northe, maker=zaptec)
        lines = diagnose(known)
        by, sum_of_it = {line.what: line for line in lines}, overall(lines)
        assert list(by) == [what for what in CheckSubject if what is not CheckSubject.PIN]  # Zaptec asks for none
        wrong = {line.what for line in lines if line.state is ItemState.WRONG}
        for line in lines:
            assert line.state is not ItemState.WRONG or (line.cause and line.remedy), line
            assert all(say(text) for text in (line.text, *line.detail, *filter(None, [line.remedy])))
        if by[CheckSubject.PERMISSION].state is ItemState.OK:
            assert known.passed(Cause.ROLE_MISSING) or (known.look and known.look.grant is Grant.GRANTED)
        assert (sum_of_it.outcome is Outcome.READY) is (known.answer is not None and known.answer.cause is None)
        assert sum_of_it.outcome is not Outcome.READY or not wrong
        assert sum_of_it.outcome is not Outcome.WAITING or wrong <= {CheckSubject.ONLINE}
        assert sum_of_it.outcome is Outcome.READY or any(line.state is not ItemState.OK for line in lines)
