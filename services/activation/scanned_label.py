"""What a scanned label does to an activation: brand and model are set at Type, the serial number waits at Connect.

Whatever step shows just then. It can be taken back as a whole.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from services.activation.connect import SERIAL
from services.activation.session import ScannedBox
from services.activation.session_rules import with_answer, with_typed
from services.activation.steps import Step
from services.rules import catalogue
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.activation.session import Session
    from services.rules.labels import SerialLabel

_STEPS = (Step.BOX_TYPE, Step.CONNECT)
"""Those in which a label puts something."""


class LabelEffect(StrEnum):
    """What a label has come to."""

    TYPE = "type"
    """Brand and model are others now."""
    MODEL_OPEN = "model_open"
    """The brand is another one, or the model can't be the chosen one; which it is, the letters don't say."""
    NUMBER = "number"
    """The type was right already."""
    NO_BOX = "no_box"
    """It's the number of something else than a charge box, so nothing has changed."""
    TOO_LATE = "too_late"
    """Northe is at work on a box already, so nothing has changed."""


def with_label(session: Session, label: SerialLabel) -> tuple[Session, LabelEffect]:
    """The session with what the label says in it, and what that has come to. A name that was typed stays."""
    if label.refused is not None:
        return session, LabelEffect.NO_BOX
    if session.connect is not None and session.connect.box is not None:
        return session, LabelEffect.TOO_LATE
    last = session.scanned
    scanned = ScannedBox(
        serial_number=label.value,
        brand=label.brand,
        models=label.models,
        product=label.product,
        type_before=last.type_before if last is not None else session.box_type,
        typed_before=last.typed_before if last is not None else {step: session.typed_in(step) for step in _STEPS},
    )
    session, effect = _with_type(session, label)
    same_brand = last is None or last.brand == label.brand
    number: Typed = {**(session.typed_in(Step.CONNECT) if same_brand else {}), SERIAL: label.value}
    return with_typed(session, Step.CONNECT, number).model_copy(update={"scanned": scanned}), effect


def _with_type(session: Session, label: SerialLabel) -> tuple[Session, LabelEffect]:
    typed, answer = session.typed_in(Step.BOX_TYPE), session.box_type
    brand, model = (answer.brand, answer.model) if answer else (typed.get("brand"), typed.get("model"))
    if brand == label.brand and (not label.models or model in label.models):
        return session, LabelEffect.NUMBER
    sure = len(label.models) == 1
    model = (label.models or (catalogue.brand(label.brand).models[0].id,))[0]
    session = with_typed(session, Step.BOX_TYPE, {**typed, "brand": label.brand, "model": model})
    if answer is not None:
        session = with_answer(session, answer.model_copy(update={"brand": label.brand, "model": model}))
        if not sure:  # somebody has to say which one it is
            session = session.model_copy(update={"box_type": None})
    return session, LabelEffect.TYPE if sure else LabelEffect.MODEL_OPEN


def without_label(session: Session) -> Session:
    """As it was before a label was scanned, but for what was answered in other steps since."""
    scanned = session.scanned
    if scanned is None:
        return session
    for step in _STEPS:
        session = with_typed(session, step, scanned.typed_before.get(step, {}))
    if scanned.type_before is not None:
        session = with_answer(session, scanned.type_before)
    return session.model_copy(update={"scanned": None, "box_type": scanned.type_before})


def label_note(session: Session) -> Message | None:
    """What Type says of a label, as long as what's chosen there is what the label says."""
    scanned, typed, answer = session.scanned, session.typed_in(Step.BOX_TYPE), session.box_type
    if scanned is None:
        return None
    brand = answer.brand if answer is not None else typed.get("brand")
    if brand != scanned.brand:
        return None
    key = "type" if len(scanned.models) == 1 else "model_open"
    return Message(f"labels.note.{key}", {"product": scanned.product, "serial": scanned.serial_number})


def about_effect(effect: LabelEffect, label: SerialLabel) -> Message:
    """What a label has come to, for the screen on which it was scanned."""
    return Message(f"labels.effect.{effect}", {"product": label.product, "serial": label.value})


def about_waiting(label: SerialLabel) -> Message:
    """What's said of a label before there's an account to put it in."""
    effect = "waits" if label.refused is None else LabelEffect.NO_BOX
    return Message(f"labels.effect.{effect}", {"product": label.product, "serial": label.value})
