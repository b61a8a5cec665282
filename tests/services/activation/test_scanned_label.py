"""What a scanned label does to a session: the type and the number, and that it can be taken back."""

from __future__ import annotations

import pytest

from services.activation.scanned_label import LabelEffect, label_note, with_label, without_label
from services.activation.session import BoxTypeAnswer, ConnectAnswer, Session
from services.activation.session_rules import with_answer, with_typed
from services.activation.steps import Step
from services.contracts import ChargeBox, Stage
from services.rules.labels import SerialLabel, read_label
from services.text.words import Words
from tests.support.sessions.before_connect import ready_to_connect

GO = BoxTypeAnswer(name="Garage", brand="zaptec", model="go")


def label(text: str) -> SerialLabel:
    found = read_label(text)
    assert found is not None
    return found


def test_before_type_is_answered_brand_and_model_are_proposed_and_the_number_waits() -> None:
    session, effect = with_label(Session(), label("GPN900001"))
    assert effect is LabelEffect.TYPE
    assert session.typed_in(Step.BOX_TYPE) == {"brand": "zaptec", "model": "go_2"}
    assert session.typed_in(Step.CONNECT) == {"serial_number": "GPN900001"}
    note = label_note(session)
    assert note is not None
    assert Words("en").say(note) == "Zaptec Go 2, from the label GPN900001. The number waits at Connect."


def test_a_name_that_was_typed_stays() -> None:
    session = with_typed(Session(), Step.BOX_TYPE, {"name": "Garage", "brand": "wallbox", "model": "pulsar_max"})
    session, _ = with_label(session, label("ZAP900001"))
    assert session.typed_in(Step.BOX_TYPE) == {"name": "Garage", "brand": "zaptec", "model": "go"}


def test_the_answer_of_type_becomes_the_labels_and_the_number_before_goes() -> None:
    session = with_answer(Session(), GO)
    session = with_typed(session, Step.CONNECT, {"serial_number": "ZAP900002"})
    session, effect = with_label(session, label("ZPR900001"))
    assert effect is LabelEffect.TYPE
    assert session.box_type == BoxTypeAnswer(name="Garage", brand="zaptec", model="pro")
    assert session.typed_in(Step.CONNECT) == {"serial_number": "ZPR900001"}


def test_the_same_model_changes_only_the_number() -> None:
    before = with_answer(Session(), GO)
    session, effect = with_label(before, label("ZAP900001"))
    assert effect is LabelEffect.NUMBER
    assert session.box_type == GO
    assert session.typed_in(Step.CONNECT) == {"serial_number": "ZAP900001"}


@pytest.mark.parametrize("text", ["EHVG7Y32", "ZCH900001"])
def test_where_the_letters_leave_the_model_open_somebody_has_to_say_it(text: str) -> None:
    session, effect = with_label(with_answer(Session(), GO), label(text))
    assert effect is LabelEffect.MODEL_OPEN
    assert session.box_type is None
    note = label_note(session)
    assert note is not None
    assert "Pick the model" in Words("en").say(note)


def test_a_shared_prefix_leaves_a_model_that_fits() -> None:
    home = BoxTypeAnswer(name="Home", brand="zaptec", model="home")
    session, effect = with_label(with_answer(Session(), home), label("ZCH900001"))
    assert (session.box_type, effect) == (home, LabelEffect.NUMBER)


def test_what_is_no_charge_box_changes_nothing() -> None:
    assert with_label(Session(), label("APH900001")) == (Session(), LabelEffect.NO_BOX)


def test_a_box_that_northe_is_at_work_on_is_left_alone() -> None:
    box = ChargeBox("box-1", "Home", "zaptec", "go", "ZAP900001", "site-1", Stage.TAKING_OVER)
    answer = ConnectAnswer(serial_number="ZAP900001", fields={}, box=box)
    session = with_answer(ready_to_connect(), answer)
    assert with_label(session, label("ZAP900002")) == (session, LabelEffect.TOO_LATE)


@pytest.mark.parametrize("scans", [["GPN900001"], ["GPN900001", "EHVG7Y32"], ["EHVG7Y32", "ZCH900001", "ZAP900001"]])
def test_it_can_be_taken_back_however_often_was_scanned(scans: list[str]) -> None:
    before = with_answer(Session(), GO)
    before = with_typed(before, Step.BOX_TYPE, {"name": "Garage", "brand": "zaptec", "model": "go"})
    before = with_typed(before, Step.CONNECT, {"serial_number": "ZAP900009"})
    session = before
    for text in scans:
        session, _ = with_label(session, label(text))
    assert without_label(session) == before


def test_another_brand_that_was_picked_since_is_not_from_the_label() -> None:
    session, _ = with_label(Session(), label("GPN900001"))
    session = with_typed(session, Step.BOX_TYPE, {"name": "Home", "brand": "wallbox", "model": "pulsar_max"})
    assert label_note(session) is None
