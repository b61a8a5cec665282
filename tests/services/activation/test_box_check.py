"""A box is checked: what's asked, for which answers it holds, what it comes to, and what may be done next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from services.activation.answers import AnswersWrong
from services.activation.box_check import BoxCheck, Summary
from services.activation.diagnosis import CheckSubject, ItemState
from services.activation.session import BoxTypeAnswer
from services.activation.steps import STEPS, Step
from services.contracts import BoxEvidence, Cause, CheckAnswer, Reason, ServiceError
from services.fake import FakeClock, FakeNorthe, FakeZaptec, fake_services
from services.rules import catalogue
from services.rules.labels import SerialLabel
from services.rules.serials import SerialWrong
from services.text.words import Message, Words

if TYPE_CHECKING:
    from services.activation.answers import Typed

pytestmark = pytest.mark.anyio

GO = BoxTypeAnswer(name="Garage", brand="zaptec", model="go")
EASEE = BoxTypeAnswer(name="Garage", brand="easee", model="home")
TYPED: Typed = {"serial_number": "ZAP900001"}
WITH_PIN: Typed = {"serial_number": "EH900001", "pin": SecretStr("1111")}


class Checked:
    """A check with clouds that may be told what to say, and all that was told of it."""

    def __init__(self, box_type: BoxTypeAnswer = GO) -> None:
        self.northe, self.zaptec, self.clock = FakeNorthe(), FakeZaptec(), FakeClock()
        services = fake_services(northe=self.northe, zaptec=self.zaptec, clock=self.clock)
        self.check = BoxCheck(services, box_type)
        self.told = 0
        self.check.listen(self.count)
        self.typed = TYPED if box_type is GO else WITH_PIN

    def count(self) -> None:
        self.told += 1

    async def go(self) -> BoxCheck:
        self.check.read(self.typed)
        self.check.take(await self.check.ask())
        return self.check

    async def refused(self, cause: Cause, **more: Any) -> BoxCheck:
        self.northe.refuse("check_box", cause, **more)
        return await self.go()


# ------------------------------------------------------------------------------------------ what was typed


async def test_what_was_put_right_is_what_is_asked_about_and_holds() -> None:
    it = Checked()
    it.typed = {"serial_number": " zap-900 001 "}
    assert it.check.read(it.typed).value == "ZAP900001"
    facts = await it.check.ask()
    request = it.northe.calls[0].args["request"]
    assert (request.brand, request.model) == ("zaptec", "go")
    assert request.fields["serial_number"].get_secret_value() == "ZAP900001"
    assert it.check.take(facts, {"serial_number": "ZAP900001"})
    assert it.check.holds_for({"serial_number": "ZAP900001"})
    assert not it.check.holds_for({"serial_number": "ZAP900002"})


async def test_what_cannot_be_a_box_is_not_asked_about() -> None:
    it = Checked()
    it.check.read(it.typed)
    with pytest.raises(AnswersWrong) as raised:
        it.check.read({"serial_number": "APM306090"})
    assert list(raised.value.problems) == ["serial_number"]
    assert it.check.answer is None, "and not about the one before either"
    with pytest.raises(LookupError):
        await it.check.ask()
    assert it.northe.calls == []


async def test_asking_changes_nothing_before_its_answer_is_taken() -> None:
    it = Checked()
    it.check.read(it.typed)
    await it.check.ask()
    assert {call.name for call in it.northe.calls} == {"check_box"}
    assert (it.check.items, it.told) == ((), 0)


async def test_an_answer_about_what_was_changed_meanwhile_is_dropped() -> None:
    it = Checked()
    it.check.read(it.typed)
    facts = await it.check.ask()
    assert not it.check.take(facts, {"serial_number": "ZAP900002"})
    assert (it.check.facts, it.check.items, it.told) == (None, (), 0)


@pytest.mark.parametrize(
    ("text", "newer"),
    [
        ("ZAP900001ZAP900002", "ZAP900002"),
        ("ZAP900001S/N: ZAP900002", "S/N: ZAP900002"),
        ("ZAP900001", "ZAP900001"),
        ("ZAP9000015", "ZAP9000015"),
        ("ZAP900003ZAP900002", "ZAP900003ZAP900002"),
    ],
)
async def test_a_number_scanned_behind_the_checked_one_takes_its_place(text: str, newer: str) -> None:
    it = Checked()
    assert it.check.newer_number(text) == text, "nothing was checked yet"
    await it.go()
    assert it.check.newer_number(text) == newer


async def test_it_is_still_known_behind_what_after_another_answer_is_nothing_any_more() -> None:
    it = Checked()
    await it.go()
    it.check.retyped({"serial_number": "ZAP900001ZAP900002"}, "serial_number")
    assert it.check.newer_number("ZAP900001ZAP900002") == "ZAP900002"


async def test_another_answer_makes_all_that_was_found_worthless() -> None:
    it = Checked()
    check = await it.go()
    before = it.told
    check.retyped(it.typed, "serial_number")
    assert check.passed, "nothing has changed"
    assert it.told == before
    check.retyped({"serial_number": "ZAP900002"}, "serial_number")
    assert (check.facts, check.items, check.summary) == (None, (), None)
    assert not check.may_connect
    assert it.told == before + 1


async def test_whoever_does_not_listen_any_more_is_not_told() -> None:
    it = Checked()
    told: list[None] = []
    stop = it.check.listen(lambda: told.append(None))
    await it.go()
    stop()
    it.check.forget()
    assert len(told) == 1


# ------------------------------------------------------------------------------------------ what it comes to


async def test_a_box_that_is_right_may_be_connected() -> None:
    check = await Checked().go()
    assert check.passed
    assert check.may_connect
    assert [check.cause, check.refusal, check.wrong_field, check.step] == [None] * 4
    assert check.summary == Summary(ItemState.OK, Message("connect.ready"))


async def test_warnings_are_pointed_at() -> None:
    it = Checked()
    it.typed = {"serial_number": "ZZZ150119"}
    check = await it.go()
    assert check.summary == Summary(ItemState.WARNING, Message("connect.ready_with_warnings"))


async def test_a_number_of_another_model_is_never_ready_and_says_what_it_is() -> None:
    it = Checked()
    it.typed = {"serial_number": "gpn 900 001"}
    check = await it.go()
    assert (check.passed, check.may_connect) == (False, False)
    assert check.right_label == SerialLabel("GPN900001", "zaptec", ("go_2",))
    about = {"product": "Zaptec Go 2", "chosen": "Zaptec Go"}
    assert check.summary == Summary(ItemState.WRONG, Message("connect.other_type", about))
    check.retyped({"serial_number": "ZAP900001"}, "serial_number")
    assert not check.items
    assert check.summary is None


def test_a_number_of_another_brand_says_what_it_is_before_anybody_is_asked() -> None:
    check = Checked().check
    with pytest.raises(SerialWrong):
        check.read_number("EHVG7Y32")
    assert check.right_label == SerialLabel("EHVG7Y32", "easee")
    assert check.summary is not None
    assert check.summary.text.key == "connect.other_type"


async def test_a_pin_is_never_called_right_before_it_was_tried() -> None:
    check = await Checked(EASEE).go()
    assert check.passed
    assert check.summary == Summary(ItemState.UNKNOWN, Message("connect.ready_but_pin"))


async def test_an_offline_box_may_be_connected_though_not_all_is_right() -> None:
    it = Checked()
    it.northe.answer("check_box", CheckAnswer(Cause.BOX_OFFLINE, BoxEvidence()))
    check = await it.go()
    assert (check.passed, check.may_connect, check.cause) == (False, True, Cause.BOX_OFFLINE)
    assert check.summary is None


@pytest.mark.parametrize("cause", Cause)
async def test_whatever_northe_refuses_stops_it(cause: Cause) -> None:
    check = await Checked().refused(cause)
    assert not check.passed
    assert check.may_connect is (cause is Cause.BOX_OFFLINE)
    assert check.refusal is not None
    assert check.refusal.cause is cause
    assert check.session_over is (cause is Cause.SESSION_EXPIRED)
    assert check.ends_activation is (cause is Cause.FLEET_NOT_ENABLED)


@pytest.mark.parametrize(
    ("cause", "step"), [(Cause.LIMIT_EXCEEDED, Step.CHARGE_SITE), (Cause.BANK_REJECTED, Step.BANK_ACCOUNT)]
)
async def test_what_is_put_right_in_an_earlier_step_names_it(cause: Cause, step: Step) -> None:
    assert (await Checked().refused(cause)).step is step


def test_every_cause_names_a_step_and_a_field_that_exist() -> None:
    fields = {field.name for brand in catalogue.brands() for field in brand.connect_fields}
    assert {cause.step for cause in Cause} - {None} <= {step.value for step in STEPS[:-1]}
    assert {cause.field for cause in Cause} - {None} <= fields


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (CheckAnswer(Cause.WRONG_PIN, BoxEvidence()), "pin"),
        (ServiceError(Cause.WRONG_PIN), "pin"),
        (ServiceError(Cause.BOX_NOT_FOUND, field="serial_number"), "serial_number"),
        (ServiceError(Cause.BOX_NOT_FOUND), None),
    ],
)
async def test_the_field_that_a_no_is_about_is_named(said: Any, field: str | None) -> None:
    it = Checked(EASEE)
    it.northe.answer("check_box", said)
    assert (await it.go()).wrong_field == field


async def test_a_zaptec_sign_in_that_is_over_is_noticed() -> None:
    it = Checked()
    it.zaptec.signed_in_as = "installer@example.com"
    assert not (await it.go()).maker_session_over
    it.zaptec.refuse("look", Cause.SIGN_IN_REJECTED)
    assert (await it.go()).maker_session_over


# ------------------------------------------------------------------------------------------ asked to wait


async def test_a_wait_that_northe_asks_for_is_counted_down() -> None:
    it = Checked()
    check = await it.refused(Cause.THROTTLED, retry_after=20.0)
    assert (check.held, check.seconds_left) == (True, 20.0)
    assert check.summary is not None
    assert Words().say(check.summary.text) == "Wait 20 seconds before the next try."
    it.clock.advance(19)
    assert check.summary is not None
    assert Words().say(check.summary.text) == "Wait 1 second before the next try."
    it.clock.advance(1)
    assert (check.held, check.seconds_left) == (False, 0.0)
    assert check.summary is None


@pytest.mark.parametrize("cause", [Cause.NORTHE_DOWN, Cause.VENDOR_DOWN])
async def test_other_waits_are_only_said(cause: Cause) -> None:
    assert not (await Checked().refused(cause, retry_after=20.0)).held


async def test_what_only_zaptec_says_anew_does_not_prolong_the_wait() -> None:
    it = Checked()
    check = await it.refused(Cause.THROTTLED, retry_after=20.0)
    assert check.facts is not None
    it.clock.advance(15)
    check.take(replace(check.facts, maker=ServiceError(Cause.VENDOR_DOWN)))
    assert check.seconds_left == 5.0


async def test_a_lock_stays_with_its_number_whatever_pin_is_typed() -> None:
    it = Checked(EASEE)
    check = await it.go()
    check.take_refusal(ServiceError(Cause.PAIRING_LOCKED, retry_after=86_400.0))
    check.retyped({**WITH_PIN, "pin": SecretStr("2222")}, "pin")
    assert check.seconds_left == 86_400.0
    assert check.items
    check.retyped({**WITH_PIN, "serial_number": "EH900002"}, "serial_number")
    assert check.seconds_left == 0.0
    assert check.items == ()


async def test_a_wait_for_northe_itself_stays_with_another_number_too() -> None:
    it = Checked()
    check = await it.refused(Cause.THROTTLED, retry_after=20.0)
    check.retyped({"serial_number": "ZAP900002"}, "serial_number")
    assert check.items == ()
    assert check.held


# ------------------------------------------------------------------------------------------ connecting failed


async def test_a_refusal_about_the_box_stands_at_its_item() -> None:
    check = await Checked().go()
    check.take_refusal(ServiceError(Cause.HELD_BY_OTHER_OPERATOR))
    (wrong,) = [item for item in check.items if item.state is ItemState.WRONG]
    assert wrong.what is CheckSubject.HELD
    assert check.cause is Cause.HELD_BY_OTHER_OPERATOR
    assert not check.may_connect
    assert check.summary is not None
    assert check.summary.state is ItemState.WRONG
    assert Words().say(check.summary.text) == "Not connected: Held by another operator"


async def test_any_other_stands_in_the_last_line_and_what_was_checked_still_holds() -> None:
    check = await Checked().go()
    before = check.items
    check.take_refusal(ServiceError(Cause.LIMIT_EXCEEDED))
    assert check.items[:-1] == before[:-1]
    assert (check.items[-1].what, check.items[-1].cause) == (CheckSubject.READY, Cause.LIMIT_EXCEEDED)
    assert check.summary is None
    assert check.step is Step.CHARGE_SITE


async def test_without_a_check_before_it_is_all_there_is() -> None:
    check = Checked().check
    check.take_refusal(ServiceError(Cause.HELD_BY_OTHER_OPERATOR))
    assert [item.cause for item in check.items] == [Cause.HELD_BY_OTHER_OPERATOR]


@pytest.mark.parametrize("cause", [Cause.NORTHE_DOWN, Cause.NETWORK_DOWN, Cause.VENDOR_DOWN])
async def test_what_passes_may_be_tried_again_without_another_check(cause: Cause) -> None:
    check = await Checked().go()
    check.take_refusal(ServiceError(cause))
    assert (check.may_retry, check.may_connect, check.passed) == (True, True, False)


async def test_what_northe_asks_to_wait_for_is_waited_for() -> None:
    check = await Checked().go()
    check.take_refusal(ServiceError(Cause.THROTTLED, Reason.UNREADABLE, retry_after=30.0))
    assert check.seconds_left == 30.0


async def test_a_session_that_is_over_leaves_the_list_as_it_was() -> None:
    it = Checked()
    check = await it.go()
    items, told = check.items, it.told
    check.take_refusal(ServiceError(Cause.SESSION_EXPIRED))
    assert check.session_over
    assert check.items == items
    assert it.told == told + 1


async def test_another_check_is_a_new_start() -> None:
    it = Checked()
    check = await it.go()
    check.take_refusal(ServiceError(Cause.NORTHE_DOWN))
    await it.go()
    assert (check.may_retry, check.passed, check.refusal) == (False, True, None)


async def test_after_the_wait_the_old_sentence_is_not_said_again() -> None:
    it = Checked(EASEE)
    check = await it.go()
    check.take_refusal(ServiceError(Cause.PAIRING_LOCKED, retry_after=30.0))
    it.clock.advance(30)
    assert check.summary is None
