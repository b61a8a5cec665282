"""Facts to diagnose, and what a diagnosis says, in a form that's easy to compare."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from services.activation.diagnosis import BoxFacts, CheckItem, ItemState, Outcome, Overall, diagnose
from services.contracts import BoxEvidence, Cause, CheckAnswer, Grant, MakerLook, ServiceError
from services.fake.data import EVIDENCE, NOW
from services.rules.serials import read_serial
from services.text.words import Words

READING = read_serial("zaptec", "go", "ZAP900001")
STOCKHOLM = ZoneInfo("Europe/Stockholm")
TOLD = BoxEvidence(installation_name="Testgatan 10", charger_name="Garage")
"""What Northe tells of a box of which it sees no state."""


def look(grant: Grant = Grant.GRANTED, **evidence: Any) -> MakerLook:
    return MakerLook(found=True, grant=grant, evidence=replace(EVIDENCE, **evidence))


def says(cause: Cause | None, evidence: BoxEvidence = TOLD) -> CheckAnswer:
    return CheckAnswer(cause, evidence)


def facts(**more: Any) -> BoxFacts:
    return BoxFacts(
        **{"brand": "zaptec", "product": "Zaptec Go", "reading": READING, "now": NOW, "zone": STOCKHOLM, **more}
    )


UNSEEN = MakerLook(found=False)
DOWN = ServiceError(Cause.VENDOR_DOWN)
READY = Overall(Outcome.READY)


def blocked(cause: Cause) -> Overall:
    return Overall(Outcome.BLOCKED, cause)


SHOWN = {
    ItemState.OK: "o",
    ItemState.WRONG: "w",
    ItemState.WARNING: "!",
    ItemState.UNKNOWN: "?",
    ItemState.WAITING: "a",
}


def told(lines: tuple[CheckItem, ...]) -> dict[str, str]:
    say = Words().say
    return {line.what.value: f"{SHOWN[line.state]} {say(line.text)}" for line in lines}


def line_of(what: str, **more: Any) -> CheckItem:
    return next(line for line in diagnose(facts(**more)) if line.what.value == what)


def details(line: CheckItem) -> str:
    return " ".join(Words().say(one) for one in line.detail)
