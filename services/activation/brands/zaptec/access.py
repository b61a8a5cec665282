"""Is there such a box, and has Northe the permission? By what Northe says and the installer's sign-in shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.diagnosis.check_items import CheckItem, CheckSubject, ItemState, RemedyPlace
from services.activation.diagnosis.unknown import unknown_line
from services.contracts import Cause, Grant
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.diagnosis.facts import BoxFacts


def known_line(facts: BoxFacts) -> CheckItem:
    """Is there such a box, and who sees it?"""
    return _wrong_at_zaptec(facts) or _known(facts)


def _known(facts: BoxFacts) -> CheckItem:
    serial = {"serial": facts.reading.value}
    seen = facts.look is not None
    if facts.stopped_at(Cause.BOX_NOT_FOUND):
        if not seen:
            text = Message("diagnosis.known.wrong_twice" if facts.unseen else "diagnosis.known.wrong", serial)
            remedy = Message("diagnosis.known.wrong_remedy")
            return CheckItem(CheckSubject.KNOWN, ItemState.WRONG, text, remedy=remedy, cause=Cause.BOX_NOT_FOUND)
        text = Message("diagnosis.known.northe_blind")
        if facts.look is not None and facts.look.grant is not Grant.GRANTED:
            remedy, way = Message("diagnosis.known.northe_blind_remedy"), RemedyPlace.PERMISSION
        else:
            remedy, way = Message("diagnosis.soon"), RemedyPlace.CHECK_AGAIN
        return CheckItem(CheckSubject.KNOWN, ItemState.WARNING, text, remedy=remedy, cause=Cause.BOX_NOT_FOUND, way=way)
    if seen or facts.passed(Cause.BOX_NOT_FOUND):
        detail = (Message("diagnosis.known.you_do_not_see_it"),) if facts.unseen else ()
        return CheckItem(CheckSubject.KNOWN, ItemState.OK, _place(facts), detail)
    if facts.unseen:
        remedy = Message("diagnosis.known.unseen_remedy")
        return CheckItem(
            CheckSubject.KNOWN, ItemState.WARNING, Message("diagnosis.known.unseen", serial), remedy=remedy
        )
    return unknown_line(CheckSubject.KNOWN, facts)


def _wrong_at_zaptec(facts: BoxFacts) -> CheckItem | None:
    """What Zaptec's own record of it lacks, which Northe can't tell from a wrong number."""
    if facts.look is not None and facts.evidence.deactivated:
        cause = Cause.BOX_NOT_FOUND if facts.stopped_at(Cause.BOX_NOT_FOUND) else None
        name = facts.evidence.installation_name
        where = Message("diagnosis.known.deactivated_in", {"installation": name}) if name else None
        text, remedy = where or Message("diagnosis.known.deactivated"), Message("diagnosis.known.deactivated_remedy")
        return CheckItem(CheckSubject.KNOWN, ItemState.WARNING, text, remedy=remedy, cause=cause)
    if facts.unplaced:
        text, remedy = Message("diagnosis.known.unplaced"), Message("diagnosis.known.unplaced_remedy")
        return CheckItem(
            CheckSubject.KNOWN, ItemState.WRONG, text, (), remedy, Cause.PERMISSION_MISSING, RemedyPlace.CHECK_AGAIN
        )
    return None


def _place(facts: BoxFacts) -> Message:
    evidence = facts.evidence
    if evidence.installation_name is None:
        return Message("diagnosis.known.ok")
    names = {"installation": evidence.installation_name, "charger": evidence.charger_name or ""}
    return Message("diagnosis.known.ok_named" if evidence.charger_name else "diagnosis.known.ok_in", names)


def permission_line(facts: BoxFacts) -> CheckItem:
    """Has Northe the permission? Four answers; a grant is claimed only where a cloud has shown it."""
    if facts.unplaced:
        return CheckItem(CheckSubject.PERMISSION, ItemState.WAITING, Message("diagnosis.permission.unplaced"))
    return _permitted(facts)


def _permitted(facts: BoxFacts) -> CheckItem:
    what, grant = CheckSubject.PERMISSION, facts.look.grant if facts.look is not None else Grant.UNKNOWN
    if facts.passed(Cause.ROLE_MISSING):
        detail = (Message("diagnosis.permission.not_in_list_yet"),) if grant is Grant.NOT_GRANTED else ()
        return CheckItem(what, ItemState.OK, _permission("ok", facts), detail)
    if facts.stopped_at(Cause.ROLE_MISSING):
        text, remedy = Message("diagnosis.permission.role"), Message("diagnosis.permission.role_remedy")
        return CheckItem(
            what, ItemState.WRONG, text, remedy=remedy, cause=Cause.ROLE_MISSING, way=RemedyPlace.PERMISSION
        )
    if facts.stopped_at(Cause.PERMISSION_MISSING) and grant is Grant.GRANTED:
        text, remedy = Message("diagnosis.permission.on_its_way"), Message("diagnosis.soon")
        return CheckItem(
            what, ItemState.WARNING, text, remedy=remedy, cause=Cause.PERMISSION_MISSING, way=RemedyPlace.CHECK_AGAIN
        )
    if facts.stopped_at(Cause.PERMISSION_MISSING) or grant is Grant.NOT_GRANTED:
        detail = (_permission("not_owner", facts),) if facts.not_owner else ()
        text = _permission("missing", facts)
        remedy = _permission("missing_remedy", facts)
        return CheckItem(what, ItemState.WRONG, text, detail, remedy, Cause.PERMISSION_MISSING, RemedyPlace.PERMISSION)
    if grant is Grant.GRANTED:
        detail = (Message("diagnosis.permission.roles_untold"),)
        return CheckItem(what, ItemState.OK, _permission("ok_zaptec", facts), detail)
    return unknown_line(what, facts)


def _permission(text: str, facts: BoxFacts) -> Message:
    """With the installation's name, where that's known."""
    name = facts.evidence.installation_name
    if name is None:
        return Message(f"diagnosis.permission.{text}")
    return Message(f"diagnosis.permission.{text}_named", {"installation": name})
