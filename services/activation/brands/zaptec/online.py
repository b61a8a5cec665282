"""Is the box online now? By its flag and its pulse, and by what Northe says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.brands.zaptec.consent import PRO
from services.activation.diagnosis.check_items import CheckItem, CheckSubject, ItemState, RemedyPlace
from services.activation.diagnosis.unknown import unknown_line
from services.contracts import Cause
from services.contracts.heartbeat import Pulse, heartbeat
from services.rules import catalogue
from services.text.times import ago, clock_time
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.diagnosis.facts import BoxFacts
    from services.contracts import BoxEvidence

_SILENT = frozenset({Pulse.OFFLINE, Pulse.STALE, Pulse.NEVER})


def online_line(facts: BoxFacts) -> CheckItem:
    """Northe's yes counts; its no is compared with the pulse, which may be newer."""
    beat = heartbeat(facts.evidence, facts.now)
    heard = ago(beat.age) if beat.age is not None else None
    if facts.answer is not None and facts.answer.cause is None:
        doubt = beat.pulse in _SILENT and facts.look is not None
        return _doubtful(facts, beat.pulse, heard) if doubt else _online(facts, heard)
    if facts.stopped_at(Cause.BOX_OFFLINE) and beat.pulse is Pulse.ONLINE:
        text, remedy = Message("diagnosis.online.on_its_way", {"ago": heard}), Message("diagnosis.soon")
        detail = _detail(facts)
        return CheckItem(
            CheckSubject.ONLINE, ItemState.WARNING, text, detail, remedy, Cause.BOX_OFFLINE, RemedyPlace.CHECK_AGAIN
        )
    if beat.pulse in _SILENT or facts.stopped_at(Cause.BOX_OFFLINE):
        return _offline(facts, beat.pulse, heard)
    if beat.pulse is Pulse.ONLINE:
        return _online(facts, heard)
    if heard is not None:
        text = Message("diagnosis.online.heard_only", {"ago": heard})
        return CheckItem(CheckSubject.ONLINE, ItemState.UNKNOWN, text, _detail(facts))
    return unknown_line(CheckSubject.ONLINE, facts)


def _online(facts: BoxFacts, heard: Message | None) -> CheckItem:
    how, left = linked(facts.evidence), _left_behind(facts.evidence)
    told: dict[str, object] = {"ago": heard} if heard is not None else {}
    if how is not None:
        told["how"] = how
    if left:
        text, remedy = Message(f"diagnosis.online.{left[0]}"), Message("diagnosis.online.left_behind_remedy")
        seen = (Message("diagnosis.online.last_heard_how" if how else "diagnosis.online.last_heard", told),)
        detail = (*(seen if heard else ()), *_firmware(facts.evidence), *_also(left[1:]))
        return CheckItem(CheckSubject.ONLINE, ItemState.WARNING, text, detail, remedy)
    if heard is None:
        return CheckItem(CheckSubject.ONLINE, ItemState.OK, Message("diagnosis.online.ok"), _detail(facts))
    text = Message("diagnosis.online.ok_linked" if how else "diagnosis.online.ok_heard", told)
    return CheckItem(CheckSubject.ONLINE, ItemState.OK, text, _firmware(facts.evidence))


def _doubtful(facts: BoxFacts, pulse: Pulse, heard: Message | None) -> CheckItem:
    if heard is None:
        text = Message("diagnosis.online.northe_only_never")
    elif pulse is Pulse.OFFLINE:
        text = Message("diagnosis.online.northe_only_off", {"ago": heard})
    else:
        text = Message("diagnosis.online.northe_only", {"ago": heard})
    return CheckItem(CheckSubject.ONLINE, ItemState.WARNING, text, _detail(facts))


def _offline(facts: BoxFacts, pulse: Pulse, heard: Message | None) -> CheckItem:
    detail, network = _detail(facts), {"network": _network(facts)}
    if pulse is Pulse.NEVER:
        text, remedy = Message("diagnosis.online.never"), Message("diagnosis.online.never_remedy", network)
    else:
        key = "stale" if pulse is Pulse.STALE else "wrong"
        remedy = Message("diagnosis.online.wrong_remedy", network)
        if heard is None:
            text = Message(f"diagnosis.online.{key}")
        else:
            text = Message(f"diagnosis.online.{key}_heard", {"ago": heard})
    return CheckItem(CheckSubject.ONLINE, ItemState.WRONG, text, detail, remedy, Cause.BOX_OFFLINE)


def _detail(facts: BoxFacts) -> tuple[Message, ...]:
    """What else is known: when it was heard by the clock on the wall, how it's linked, and its firmware."""
    heard, how = facts.evidence.last_heard, linked(facts.evidence)
    told: dict[str, object] = {}
    if heard is not None and not facts.evidence.never_online:
        told["at"] = clock_time(heard, facts.now, facts.zone)
    if how is not None:
        told["how"] = how
    seen = (Message(f"diagnosis.online.last_{'_'.join(told)}", told),) if told else ()
    return (*seen, *_firmware(facts.evidence), *_also(_left_behind(facts.evidence)))


def _network(facts: BoxFacts) -> Message:
    """What its network has to offer: Zaptec's page on networks tells the Pro from the others."""
    brand = catalogue.brand(facts.brand)
    models = {model.id for model in brand.model_of(facts.reading.value[: brand.serial.letters])}
    return Message("diagnosis.online.network_pro" if PRO in models else "diagnosis.online.network")


def _firmware(evidence: BoxEvidence) -> tuple[Message, ...]:
    return (Message("diagnosis.online.firmware", {"version": evidence.firmware}),) if evidence.firmware else ()


def _left_behind(evidence: BoxEvidence) -> tuple[str, ...]:
    """Settings of an operator before, with which a box that's online does nothing that Northe tells it."""
    left = {"stand_alone": evidence.stand_alone is True, "not_enabled": evidence.enabled is False}
    return tuple(name for name, so in left.items() if so)


def _also(left: tuple[str, ...]) -> tuple[Message, ...]:
    return tuple(Message(f"diagnosis.online.also_{name}") for name in left)


def linked(evidence: BoxEvidence) -> Message | None:
    """How the box is linked, with its signal as it comes: Zaptec doesn't say in which unit it is."""
    if evidence.link is None:
        return None
    if evidence.signal is None:
        return Message("diagnosis.linked.link", {"link": evidence.link})
    return Message("diagnosis.linked.signal", {"link": evidence.link, "signal": _short(evidence.signal)})


def _short(number: str) -> str:
    whole, dot, rest = number.partition(".")
    return whole if dot and not rest.strip("0") else number
