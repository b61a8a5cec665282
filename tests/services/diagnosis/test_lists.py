"""The list as a whole: the line of the serial number, and the short list of a brand that can't be looked into."""

from __future__ import annotations

from services.contracts import Cause, CheckAnswer
from services.diagnosis import Outcome, Overall, State, diagnose, overall
from services.serials import read_serial
from services.words import Message, Words
from tests.services.diagnosis.cases import DOWN, READY, blocked, facts, line_of, says, told


def test_a_number_of_another_model_warns_and_blocks_nothing() -> None:
    reading = read_serial("zaptec", "go", "ZPR150119")
    line = line_of("serial", reading=reading, northe=says(None))
    assert line.state is State.WARNING
    assert "ZPR means Zaptec Pro" in Words().say(line.text)
    assert overall(diagnose(facts(reading=reading, northe=says(None)))) == READY


def test_a_brand_that_cannot_be_looked_into_has_two_lines() -> None:
    reading = read_serial("easee", "home", "EH123456")
    easee = {"brand": "easee", "product": "Easee Home", "reading": reading}
    lines = diagnose(facts(**easee, northe=says(None)))
    assert told(lines) == {"serial": "o The number fits Easee Home", "ready": "o Northe is ready to connect it"}
    assert overall(lines) == READY
    lines = diagnose(facts(**easee, northe=CheckAnswer(Cause.PAIRING_LOCKED, retry_after=86400.0)))
    assert told(lines)["ready"] == "w Northe says: Pairing is locked"
    assert "24 hours" in Words().say(lines[1].remedy or Message(""))
    assert overall(lines) == blocked(Cause.PAIRING_LOCKED)
    assert overall(diagnose(facts(**easee, northe=says(Cause.BOX_OFFLINE)))).outcome is Outcome.WAITING
    assert overall(diagnose(facts(**easee, northe=DOWN))) == Overall(Outcome.UNKNOWN, Cause.VENDOR_DOWN)
