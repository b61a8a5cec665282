"""The check list of a Zaptec box, one row for each combination of answers that reads differently, said in English."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from services.activation.diagnosis import ItemState, Outcome, Overall, RemedyPlace, diagnose, overall
from services.contracts import BoxEvidence, Cause, Grant, MakerLook, Reason, ServiceError
from services.fake.data import NOW
from services.text.words import Words
from tests.support.values.diagnosis_facts import (
    DOWN,
    READY,
    TOLD,
    UNSEEN,
    blocked,
    details,
    facts,
    line_of,
    look,
    says,
    told,
)

SIGN_IN = "unknown until you sign in to Zaptec"
SIX = ("serial", "known", "permission", "held", "online", "ready")
UNPLACED = replace(look(Grant.UNKNOWN, installation_id=None, installation_name=None), unplaced=True)


@dataclass(frozen=True)
class Row:
    """Facts, and the five lines after the serial number's: each a state's first letter and the text."""

    northe: Any
    zaptec: Any
    known: str
    permission: str
    held: str
    online: str
    ready: str
    outcome: Overall


KNOWN_OK = "o Zaptec knows it: Garage, installation Testgatan 10"
GRANTED = "o Northe has the permission for Testgatan 10"
MISSING = "w Northe has no permission for Testgatan 10 yet"
FREE = "o It is free: no other operator, no other Northe account"
FREE_ZAPTEC = "o It is free: no other operator holds it"
HEARD = "o Online: heard 12 seconds ago over LTE, signal 60"
NO_PERMISSION_YET = "a Ready to connect: waits for the permission"

ROWS = {
    # ------------------------------------------------------------------ Northe alone: what it proves, and no more
    "ready": Row(
        says(None), None, KNOWN_OK, GRANTED, FREE, "o Online, says Northe", "o Northe is ready to connect it", READY
    ),
    "box_not_found": Row(
        says(Cause.BOX_NOT_FOUND, BoxEvidence()), None, "w Zaptec does not know ZAP900001",
        f"? Permission: {SIGN_IN}", f"? Other operator: {SIGN_IN}", f"? Online: {SIGN_IN}",
        "a Ready to connect: waits for the right number", blocked(Cause.BOX_NOT_FOUND),
    ),
    "permission_missing": Row(
        says(Cause.PERMISSION_MISSING, BoxEvidence()), None, "o Zaptec knows it", "w Northe has no permission yet",
        f"? Other operator: {SIGN_IN}", f"? Online: {SIGN_IN}", NO_PERMISSION_YET, blocked(Cause.PERMISSION_MISSING),
    ),
    "role_missing": Row(
        says(Cause.ROLE_MISSING), None, KNOWN_OK, "w Northe has the permission, but not both roles: Owner and Service",
        f"? Other operator: {SIGN_IN}", f"? Online: {SIGN_IN}",
        "a Ready to connect: waits for both roles", blocked(Cause.ROLE_MISSING),
    ),
    "held_by_other_operator": Row(
        says(Cause.HELD_BY_OTHER_OPERATOR, replace(TOLD, held_by="Voltly")), None, KNOWN_OK, GRANTED,
        "w Voltly holds it as its operator", f"? Online: {SIGN_IN}",
        "a Ready to connect: waits until it is free", blocked(Cause.HELD_BY_OTHER_OPERATOR),
    ),
    "held, by whom is not told": Row(
        says(Cause.HELD_BY_OTHER_OPERATOR), None, KNOWN_OK, GRANTED, "w Another operator holds it", f"? Online: {SIGN_IN}",
        "a Ready to connect: waits until it is free", blocked(Cause.HELD_BY_OTHER_OPERATOR),
    ),
    "already_in_other_account": Row(
        says(Cause.ALREADY_IN_OTHER_ACCOUNT), None, KNOWN_OK, GRANTED, "w It is connected in another Northe account",
        f"? Online: {SIGN_IN}", "a Ready to connect: waits until it is free", blocked(Cause.ALREADY_IN_OTHER_ACCOUNT),
    ),
    "pairing_locked": Row(
        says(Cause.PAIRING_LOCKED), None, KNOWN_OK, GRANTED, FREE, f"? Online: {SIGN_IN}",
        "w Northe says: Pairing is locked", blocked(Cause.PAIRING_LOCKED),
    ),
    "box_offline": Row(
        says(Cause.BOX_OFFLINE, replace(TOLD, last_heard=NOW - timedelta(minutes=47))), None, KNOWN_OK, GRANTED, FREE,
        "w Offline: last heard 47 minutes ago", "a Ready to connect: Northe waits for it to come online",
        Overall(Outcome.WAITING, Cause.BOX_OFFLINE),
    ),
    "box_offline, nothing else told": Row(
        says(Cause.BOX_OFFLINE), None, KNOWN_OK, GRANTED, FREE, "w Offline",
        "a Ready to connect: Northe waits for it to come online", Overall(Outcome.WAITING, Cause.BOX_OFFLINE),
    ),
    "a refusal about the box is an answer": Row(
        ServiceError(Cause.ROLE_MISSING), None, "o Zaptec knows it",
        "w Northe has the permission, but not both roles: Owner and Service",
        f"? Other operator: {SIGN_IN}", f"? Online: {SIGN_IN}",
        "a Ready to connect: waits for both roles", blocked(Cause.ROLE_MISSING),
    ),
    "a cause that is not about the box": Row(
        says(Cause.FLEET_NOT_ENABLED, BoxEvidence()), None, f"? At Zaptec: {SIGN_IN}", f"? Permission: {SIGN_IN}",
        f"? Other operator: {SIGN_IN}", f"? Online: {SIGN_IN}",
        "w Northe says: Home charging is off", blocked(Cause.FLEET_NOT_ENABLED),
    ),
    "Northe is silent": Row(
        ServiceError(Cause.NORTHE_DOWN), None, "? At Zaptec: not checked",
        "? Permission: not checked",
        "? Other operator: not checked",
        "? Online: not checked",
        "? Northe has not checked it: Northe is not answering", Overall(Outcome.UNKNOWN, Cause.NORTHE_DOWN),
    ),
    "nobody was asked": Row(
        None, None, f"? At Zaptec: {SIGN_IN}", f"? Permission: {SIGN_IN}", f"? Other operator: {SIGN_IN}",
        f"? Online: {SIGN_IN}", "? Ready to connect: Northe has not been asked", Overall(Outcome.UNKNOWN),
    ),
    # ------------------------------------------------------------------ both clouds
    "both say yes": Row(
        says(None), look(), KNOWN_OK, GRANTED, FREE, HEARD, "o Northe is ready to connect it", READY
    ),
    "no permission, and Zaptec tells the rest": Row(
        says(Cause.PERMISSION_MISSING, BoxEvidence()), look(Grant.NOT_GRANTED), KNOWN_OK, MISSING, FREE_ZAPTEC, HEARD,
        NO_PERMISSION_YET, blocked(Cause.PERMISSION_MISSING),
    ),
    "Zaptec shows a permission that Northe does not see yet": Row(
        says(Cause.PERMISSION_MISSING), look(), KNOWN_OK, "! Zaptec shows the permission, but Northe does not see it yet",
        FREE_ZAPTEC, HEARD, NO_PERMISSION_YET, blocked(Cause.PERMISSION_MISSING),
    ),
    "no permission, and Zaptec does not tell about grants": Row(
        says(Cause.PERMISSION_MISSING), look(Grant.UNKNOWN), KNOWN_OK, MISSING, FREE_ZAPTEC, HEARD,
        NO_PERMISSION_YET, blocked(Cause.PERMISSION_MISSING),
    ),
    "Northe sees what Zaptec's list does not show yet": Row(
        says(None), look(Grant.NOT_GRANTED), KNOWN_OK, GRANTED, FREE, HEARD, "o Northe is ready to connect it", READY
    ),
    "no permission, and somebody else has it": Row(
        says(Cause.PERMISSION_MISSING), look(Grant.NOT_GRANTED, taken_over=True), KNOWN_OK, MISSING,
        "w Another operator holds it", HEARD, NO_PERMISSION_YET, blocked(Cause.PERMISSION_MISSING),
    ),
    "one role missing, and an operator has it: perhaps Northe": Row(
        says(Cause.ROLE_MISSING), look(taken_over=True), KNOWN_OK,
        "w Northe has the permission, but not both roles: Owner and Service", "! An operator holds it. It may be Northe already",
        HEARD, "a Ready to connect: waits for both roles", blocked(Cause.ROLE_MISSING),
    ),
    "an account that is told little": Row(
        says(Cause.PERMISSION_MISSING), MakerLook(found=True, evidence=TOLD), KNOWN_OK, MISSING,
        "? Other operator: unknown, Zaptec does not tell your account",
        "? Online: unknown, Zaptec does not tell your account", NO_PERMISSION_YET, blocked(Cause.PERMISSION_MISSING),
    ),
    "Zaptec sees it, Northe does not": Row(
        says(Cause.BOX_NOT_FOUND), look(Grant.NOT_GRANTED), "! Your Zaptec sign-in sees it, but Northe does not find it",
        MISSING, FREE_ZAPTEC, HEARD, "a Ready to connect: waits for the right number", blocked(Cause.BOX_NOT_FOUND),
    ),
    "Zaptec sees it with the permission, Northe does not": Row(
        says(Cause.BOX_NOT_FOUND), look(), "! Your Zaptec sign-in sees it, but Northe does not find it",
        "o Northe has the permission for Testgatan 10, says Zaptec", FREE_ZAPTEC, HEARD,
        "a Ready to connect: waits for the right number", blocked(Cause.BOX_NOT_FOUND),
    ),
    "nobody finds it": Row(
        says(Cause.BOX_NOT_FOUND, BoxEvidence()), UNSEEN, "w Neither Northe nor your Zaptec sign-in finds ZAP900001",
        "? Permission: unknown, your Zaptec sign-in does not see the box",
        "? Other operator: unknown, your Zaptec sign-in does not see the box",
        "? Online: unknown, your Zaptec sign-in does not see the box",
        "a Ready to connect: waits for the right number", blocked(Cause.BOX_NOT_FOUND),
    ),
    "in somebody else's installation": Row(
        says(None), UNSEEN, KNOWN_OK, GRANTED, FREE, "o Online, says Northe", "o Northe is ready to connect it", READY
    ),
    "Zaptec is silent": Row(
        says(Cause.PERMISSION_MISSING), DOWN, KNOWN_OK, MISSING,
        "? Other operator: unknown, Zaptec did not answer", "? Online: unknown, Zaptec did not answer",
        NO_PERMISSION_YET, blocked(Cause.PERMISSION_MISSING),
    ),
    "Zaptec is busy": Row(
        says(Cause.PERMISSION_MISSING), ServiceError(Cause.THROTTLED), KNOWN_OK, MISSING,
        "? Other operator: unknown, Zaptec asks us to wait", "? Online: unknown, Zaptec asks us to wait",
        NO_PERMISSION_YET, blocked(Cause.PERMISSION_MISSING),
    ),
    "Zaptec makes no sense": Row(
        says(Cause.PERMISSION_MISSING), ServiceError(Cause.VENDOR_DOWN, Reason.UNREADABLE), KNOWN_OK, MISSING,
        "? Other operator: unknown, Zaptec's answer makes no sense", "? Online: unknown, Zaptec's answer makes no sense",
        NO_PERMISSION_YET, blocked(Cause.PERMISSION_MISSING),
    ),
    "Zaptec lists no chargers for this account": Row(
        says(Cause.PERMISSION_MISSING), ServiceError(Cause.ROLE_MISSING), KNOWN_OK, MISSING,
        "? Other operator: unknown, Zaptec does not tell your account",
        "? Online: unknown, Zaptec does not tell your account", NO_PERMISSION_YET, blocked(Cause.PERMISSION_MISSING),
    ),
    "in no installation yet": Row(
        says(Cause.PERMISSION_MISSING), UNPLACED, "w Zaptec knows it, but it is in no installation yet",
        "a Permission: waits until it is in an installation", FREE_ZAPTEC, HEARD,
        "a Ready to connect: waits until it is in an installation",
        blocked(Cause.PERMISSION_MISSING),
    ),
    "in no installation yet, so Northe does not find it": Row(
        says(Cause.BOX_NOT_FOUND), UNPLACED, "w Zaptec knows it, but it is in no installation yet",
        "a Permission: waits until it is in an installation", FREE_ZAPTEC, HEARD,
        "a Ready to connect: waits until it is in an installation", blocked(Cause.PERMISSION_MISSING),
    ),
    "Northe knows better than that": Row(
        says(None), UNPLACED, KNOWN_OK, GRANTED, FREE, HEARD, "o Northe is ready to connect it", READY
    ),
    "deactivated": Row(
        says(None), look(deactivated=True), "! Zaptec has it deactivated in Testgatan 10", GRANTED, FREE, HEARD,
        "o Northe is ready to connect it", READY,
    ),
    "deactivated, so Northe does not find it": Row(
        says(Cause.BOX_NOT_FOUND), look(Grant.UNKNOWN, deactivated=True), "! Zaptec has it deactivated in Testgatan 10",
        "? Permission: unknown, Zaptec does not tell your account", FREE_ZAPTEC, HEARD,
        "a Ready to connect: waits until Zaptec has it active again", blocked(Cause.BOX_NOT_FOUND),
    ),
    "Zaptec has signed the installer out": Row(
        says(Cause.PERMISSION_MISSING), ServiceError(Cause.SESSION_EXPIRED), KNOWN_OK, MISSING,
        f"? Other operator: {SIGN_IN}", f"? Online: {SIGN_IN}", NO_PERMISSION_YET, blocked(Cause.PERMISSION_MISSING),
    ),
    # ------------------------------------------------------------------ Zaptec alone: Northe can't be asked
    "only Zaptec: all well": Row(
        DOWN, look(), KNOWN_OK, "o Northe has the permission for Testgatan 10, says Zaptec", FREE_ZAPTEC, HEARD,
        "? Northe has not checked it: The maker's cloud is not answering", Overall(Outcome.UNKNOWN, Cause.VENDOR_DOWN),
    ),
    "only Zaptec: no permission": Row(
        DOWN, look(Grant.NOT_GRANTED), KNOWN_OK, MISSING, FREE_ZAPTEC, HEARD,
        "? Northe has not checked it: The maker's cloud is not answering", blocked(Cause.PERMISSION_MISSING),
    ),
    "only Zaptec: not seen": Row(
        DOWN, UNSEEN, "! Your Zaptec sign-in does not see ZAP900001",
        "? Permission: unknown, your Zaptec sign-in does not see the box",
        "? Other operator: unknown, your Zaptec sign-in does not see the box",
        "? Online: unknown, your Zaptec sign-in does not see the box",
        "? Northe has not checked it: The maker's cloud is not answering", Overall(Outcome.UNKNOWN, Cause.VENDOR_DOWN),
    ),
    "only Zaptec: offline is no reason to wait while Northe is silent": Row(
        DOWN, look(says_online=False), KNOWN_OK, "o Northe has the permission for Testgatan 10, says Zaptec", FREE_ZAPTEC,
        "w Offline: last heard 12 seconds ago", "? Northe has not checked it: The maker's cloud is not answering",
        Overall(Outcome.UNKNOWN, Cause.VENDOR_DOWN),
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_each_combination_has_its_lines(row: Row) -> None:
    lines = diagnose(facts(northe=row.northe, maker=row.zaptec))
    assert tuple(line.what.value for line in lines) == SIX
    assert told(lines) == {
        "serial": "o The number fits Zaptec Go",
        "known": row.known, "permission": row.permission, "held": row.held, "online": row.online, "ready": row.ready,
    }  # fmt: skip
    assert overall(lines) == row.outcome


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_a_wrong_line_names_a_cause_and_a_remedy_and_an_unknown_one_has_no_remedy_but_a_why(row: Row) -> None:
    for line in diagnose(facts(northe=row.northe, maker=row.zaptec)):
        if line.state is ItemState.WRONG:
            assert line.cause is not None
            assert line.remedy is not None, line
        for message in (line.text, *line.detail, *([line.remedy] if line.remedy else [])):
            assert Words().say(message)


def test_the_way_to_put_it_right_is_named() -> None:
    missing = {"northe": says(Cause.PERMISSION_MISSING)}
    assert line_of("permission", **missing).way is RemedyPlace.PERMISSION
    assert line_of("online", **missing).way is RemedyPlace.MAKER_SIGN_IN
    assert line_of("permission", **missing, maker=look()).way is RemedyPlace.CHECK_AGAIN
    assert line_of("permission", northe=says(Cause.ROLE_MISSING)).way is RemedyPlace.PERMISSION
    assert (
        line_of("known", northe=says(Cause.BOX_NOT_FOUND), maker=look(Grant.NOT_GRANTED)).way is RemedyPlace.PERMISSION
    )
    assert line_of("known", northe=says(Cause.BOX_NOT_FOUND), maker=look()).way is RemedyPlace.CHECK_AGAIN
    assert line_of("online", northe=DOWN).way is None
    assert line_of("ready", northe=DOWN).way is RemedyPlace.CHECK_AGAIN


def test_who_is_not_the_owner_is_told_who_has_to_approve() -> None:
    missing = says(Cause.PERMISSION_MISSING)
    line = line_of("permission", northe=missing, maker=look(Grant.NOT_GRANTED, is_owner=False))
    assert details(line) == (
        "You are not its owner at Zaptec. Try the link; if it does not offer Testgatan 10, the owner has to approve."
    )
    for may in (True, None):
        assert details(line_of("permission", northe=missing, maker=look(Grant.NOT_GRANTED, is_owner=may))) == ""
    assert details(line_of("permission", northe=missing)) == ""


def test_an_operator_is_another_one_as_soon_as_either_cloud_says_that_northe_has_no_access() -> None:
    missing, granted = says(Cause.PERMISSION_MISSING), look(taken_over=True)
    assert line_of("held", northe=missing, maker=granted).state is ItemState.WRONG
    assert line_of("held", northe=DOWN, maker=look(Grant.NOT_GRANTED, taken_over=True)).state is ItemState.WRONG
    assert line_of("held", northe=DOWN, maker=granted).state is ItemState.WARNING


def test_a_grant_is_never_said_to_have_roles_that_were_not_verified() -> None:
    assert "only Northe can tell" in details(line_of("permission", northe=DOWN, maker=look()))
