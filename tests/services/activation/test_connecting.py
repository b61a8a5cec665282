"""One try at connecting a box: what Northe is asked, how often, with which keys, and what's reported."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from services.activation import connecting
from services.activation.connect_order import IdempotencyKeys, Order
from services.activation.connecting import (
    ConnectAttempt,
    ConnectPace,
    ConnectStage,
    Progress,
    already_online,
    in_account,
    under_way,
)
from services.activation.session import ConnectAnswer
from services.contracts import BoxRequest, Cause, ChargeBox, Reason, ServiceError, Stage
from services.fake import ACCOUNT, FakeClock, FakeNorthe, fake_services
from services.rules.addresses import Address
from tests.support.sessions.before_connect import ready_to_connect

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.anyio

BOX = ChargeBox("box-1", "Garage", "zaptec", "go", "ZAP900001", "site-1", Stage.WAITING_FOR_BOX)
ORDER = Order(
    customer="kim@example.com",
    request=BoxRequest("zaptec", "go", {"serial_number": SecretStr("ZAP900001")}),
    serial_number="ZAP900001",
    name="Garage",
    address=Address("SE", "Testgatan 10", "111 22", "Stockholm"),
    price_per_kwh=Decimal("2.50"),
    currency="SEK",
)
ANSWER = ConnectAnswer(serial_number="ZAP900001", fields=ORDER.request.fields)


class Try:
    """A try whose waits take no time, but move the clock."""

    def __init__(
        self,
        monkeypatch: pytest.MonkeyPatch,
        order: Order = ORDER,
        keys: IdempotencyKeys | None = None,
        box: ChargeBox | None = None,
    ) -> None:
        self.northe, self.clock = FakeNorthe(), FakeClock()
        self.pauses: list[float] = []
        self.reported: list[Progress] = []
        self.kept: list[ConnectAnswer] = []
        self.one = ConnectAttempt(
            fake_services(northe=self.northe, clock=self.clock), order, ANSWER.model_copy(update={"box": box}),
            keys or IdempotencyKeys(), pace=ConnectPace(), changed=self.changed,
        )  # fmt: skip
        really = asyncio.sleep

        async def sleep(seconds: float) -> None:
            if seconds:
                self.pauses.append(seconds)
                self.clock.advance(seconds)
            await really(0)

        monkeypatch.setattr(connecting.asyncio, "sleep", sleep)  # type: ignore[attr-defined]  # its own asyncio

    def changed(self) -> None:
        self.reported.append(self.one.progress)
        self.kept.append(self.one.answer)

    def keys_of(self, call: str) -> list[str]:
        return [one.args["key"] for one in self.northe.calls if one.name == call]


@pytest.fixture
def attempt(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Try]:
    return lambda *args: Try(monkeypatch, *args)


async def test_each_part_of_the_way_is_reported_once(attempt: Callable[..., Try]) -> None:
    it = attempt()
    answer = await it.one.run()
    assert answer.box is not None
    assert answer.box.stage is Stage.ONLINE
    assert answer == it.kept[-1] == it.one.answer
    assert [kept.box for kept in it.kept] == [one.box for one in it.reported], "the session keeps each stage"
    stages = [one.stage for one in it.reported]
    assert stages == [
        ConnectStage.SITE,
        ConnectStage.ASKING,
        ConnectStage.TAKING_OVER,
        ConnectStage.TAKING_OVER,
        ConnectStage.WAITING,
        ConnectStage.ONLINE,
    ]
    assert [one.box.stage for one in it.reported if one.box] == list(it.northe.stages)
    assert [one.name for one in it.northe.calls][:2] == ["create_site", "connect_box"]


async def test_it_asks_every_two_seconds_at_first_and_slower_later(attempt: Callable[..., Try]) -> None:
    it = attempt(ORDER, None, BOX)
    it.northe.answer("box", *[BOX] * 20, replace(BOX, stage=Stage.ONLINE))
    await it.one.run()
    assert it.pauses == [2.0] * 15 + [5.0] * 6
    assert len(it.reported) == 2, "what hasn't changed isn't reported again"


async def test_a_line_that_drops_is_waited_out(attempt: Callable[..., Try]) -> None:
    it = attempt(ORDER, None, BOX)
    throttled = ServiceError(Cause.THROTTLED, retry_after=17.0)
    it.northe.answer("box", ServiceError(Cause.NETWORK_DOWN), throttled, BOX, replace(BOX, stage=Stage.ONLINE))
    await it.one.run()
    assert [one.trouble.cause if one.trouble else None for one in it.reported] == [
        *(None, Cause.NETWORK_DOWN, Cause.THROTTLED, None, None)
    ]
    assert it.pauses == [2.0, 2.0, 17.0, 2.0]


@pytest.mark.parametrize(
    "error",
    [
        *(
            ServiceError(Cause.NETWORK_DOWN, reason)
            for reason in (Reason.TLS, Reason.PROXY_PASSWORD, Reason.PROXY_REFUSES)
        ),
        ServiceError(Cause.BOX_NOT_FOUND),
        ServiceError(Cause.SESSION_EXPIRED),
    ],
    ids=str,
)
async def test_what_does_not_pass_ends_it(attempt: Callable[..., Try], error: ServiceError) -> None:
    it = attempt(ORDER, None, BOX)
    it.northe.answer("box", error)
    with pytest.raises(ServiceError) as raised:
        await it.one.run()
    assert raised.value.cause is error.cause
    assert it.northe.called("box") == 1


async def test_a_failed_stage_is_a_refusal_with_its_cause(attempt: Callable[..., Try]) -> None:
    keys = IdempotencyKeys()
    before = keys.box(ORDER, "site-1")
    it = attempt(ORDER, keys, BOX)
    it.northe.answer("box", replace(BOX, stage=Stage.FAILED, cause=Cause.HELD_BY_OTHER_OPERATOR))
    with pytest.raises(ServiceError) as raised:
        await it.one.run()
    assert raised.value.cause is Cause.HELD_BY_OTHER_OPERATOR
    assert keys.box(ORDER, "site-1") != before, "the next try is one of its own"


async def test_a_refused_connect_is_asked_once(attempt: Callable[..., Try]) -> None:
    it = attempt()
    it.northe.refuse("connect_box", Cause.PAIRING_LOCKED, times=None)
    with pytest.raises(ServiceError):
        await it.one.run()
    assert it.northe.called("connect_box") == 1


async def test_the_same_order_has_the_same_keys_and_any_other_has_others(attempt: Callable[..., Try]) -> None:
    keys = IdempotencyKeys()
    fields = {"serial_number": SecretStr("ZAP900001"), "pin": SecretStr("1234")}
    orders = (
        ORDER,
        ORDER,
        replace(ORDER, name="Home"),
        replace(ORDER, customer="ola@example.com"),
        replace(ORDER, serial_number="ZAP900002"),
        replace(ORDER, request=BoxRequest("zaptec", "go", fields)),
    )
    used = []
    for order in orders:
        it = attempt(order, keys)
        await it.one.run()
        used += it.keys_of("connect_box")
    assert used[0] == used[1]
    assert len(set(used)) == len(orders) - 1


async def test_what_was_taken_back_is_another_order_next_time(attempt: Callable[..., Try]) -> None:
    keys = IdempotencyKeys()
    it = attempt(ORDER, keys)
    before, site = keys.box(ORDER, "site-1"), keys.site(ORDER)
    it.one.progress = Progress(ConnectStage.WAITING, BOX)
    it.northe.account_now = replace(it.northe.account_now, boxes=(BOX,))
    assert await it.one.take_back()
    assert keys.box(ORDER, "site-1") != before
    assert keys.site(ORDER) == site, "the site stays, and isn't made twice"
    assert it.northe.account_now.boxes == ()


async def test_what_may_be_among_the_boxes_that_cannot_be_read_is_not_called_taken_back(
    attempt: Callable[..., Try],
) -> None:
    keys = IdempotencyKeys()
    it = attempt(ORDER, keys)
    before = keys.box(ORDER, "site-1")
    it.one.progress = Progress(ConnectStage.ASKING)
    it.northe.account_now = replace(it.northe.account_now, boxes=(), boxes_skipped=True)
    assert not await it.one.take_back()
    assert it.one.not_taken_back is not None
    assert it.one.not_taken_back.cause is Cause.NORTHE_DOWN
    assert keys.box(ORDER, "site-1") == before, "the same try goes on, should there be another"


async def test_nothing_is_taken_back_that_was_never_asked_for(attempt: Callable[..., Try]) -> None:
    it = attempt()
    assert await it.one.take_back()
    assert it.northe.calls == []


async def test_a_box_that_is_there_from_the_start_is_only_followed(attempt: Callable[..., Try]) -> None:
    it = attempt(ORDER, None, BOX)
    it.northe.answer("box", replace(BOX, stage=Stage.ONLINE))
    assert it.one.progress == Progress(ConnectStage.WAITING, BOX)
    await it.one.run()
    assert {one.name for one in it.northe.calls} == {"box"}


async def test_a_refusal_leaves_a_failed_box_in_the_answer_so_that_nothing_is_followed(
    attempt: Callable[..., Try],
) -> None:
    it = attempt(ORDER, None, BOX)
    it.northe.answer("box", replace(BOX, stage=Stage.FAILED, cause=Cause.PERMISSION_MISSING))
    with pytest.raises(ServiceError):
        await it.one.run()
    assert it.kept[-1].box == replace(BOX, stage=Stage.FAILED, cause=Cause.PERMISSION_MISSING)


async def test_a_session_that_ends_leaves_the_box_to_be_followed_later(attempt: Callable[..., Try]) -> None:
    it = attempt(ORDER, None, BOX)
    it.northe.refuse("box", Cause.SESSION_EXPIRED)
    with pytest.raises(ServiceError):
        await it.one.run()
    assert it.one.answer.box == BOX


async def test_a_refusal_before_there_is_a_box_leaves_the_answer_without_one(attempt: Callable[..., Try]) -> None:
    it = attempt()
    it.northe.answer("connect_box", replace(BOX, stage=Stage.FAILED, cause=Cause.WRONG_PIN))
    with pytest.raises(ServiceError) as raised:
        await it.one.run()
    assert raised.value.cause is Cause.WRONG_PIN
    assert it.one.answer.box is None


# ------------------------------------------------------------------------------------------ patience


async def test_patience_ends_and_is_renewed(attempt: Callable[..., Try]) -> None:
    it = attempt()
    it.clock.advance(299)
    assert (it.one.seconds, it.one.times_up) == (299, False)
    it.clock.advance(1)
    assert it.one.times_up
    it.one.keep_waiting()
    assert len(it.reported) == 1, "whoever shows it is told"
    it.clock.advance(299)
    assert (it.one.seconds, it.one.times_up) == (599, False)
    it.clock.advance(1)
    assert it.one.times_up


# ------------------------------------------------------------------------------------------ ways out of it


@pytest.mark.parametrize("stage", Stage)
async def test_it_may_be_left_once_only_the_box_is_missing(attempt: Callable[..., Try], stage: Stage) -> None:
    if stage is not Stage.FAILED:
        it = attempt(ORDER, None, replace(BOX, stage=stage))
        assert it.one.may_leave is (stage is Stage.WAITING_FOR_BOX)
    else:
        assert not attempt().one.may_leave


async def test_the_answer_of_whoever_leaves_it_says_so(attempt: Callable[..., Try]) -> None:
    it = attempt(ORDER, None, BOX)
    answer = it.one.leave_waiting()
    assert (answer.box, answer.left_waiting) == (BOX, True)
    assert answer == it.one.answer


async def test_after_taking_it_back_the_answer_has_no_box(attempt: Callable[..., Try]) -> None:
    it = attempt(ORDER, None, BOX)
    it.northe.account_now = replace(ACCOUNT, boxes=(BOX,))
    assert await it.one.take_back()
    assert it.kept[-1].box is None


async def test_what_comes_too_late_is_followed_on(attempt: Callable[..., Try]) -> None:
    it = attempt(ORDER, None, BOX)
    online = replace(BOX, stage=Stage.ONLINE)
    it.northe.answer("take_back", False)
    it.northe.answer("box", online)
    assert not await it.one.take_back()
    assert it.one.not_taken_back is None
    assert (await it.one.run()).box == online


async def test_a_box_that_could_not_be_taken_back_is_followed_on_and_it_may_be_tried_again(
    attempt: Callable[..., Try],
) -> None:
    keys = IdempotencyKeys()
    before = keys.box(ORDER, "site-1")
    it = attempt(ORDER, keys, BOX)
    it.northe.account_now = replace(ACCOUNT, boxes=(BOX,))
    it.northe.refuse("take_back", Cause.NORTHE_DOWN)
    assert not await it.one.take_back()
    assert it.one.not_taken_back is not None
    assert it.one.not_taken_back.cause is Cause.NORTHE_DOWN
    assert it.one.answer.box == BOX
    assert keys.box(ORDER, "site-1") == before
    await it.one.run()
    assert await it.one.take_back() is False
    assert it.one.not_taken_back is None


async def test_what_may_have_been_made_and_could_not_be_taken_back_ends_it(attempt: Callable[..., Try]) -> None:
    """There's no box to follow, and asking for it again would make one that was cancelled."""
    it = attempt()
    it.one.progress = Progress(ConnectStage.ASKING)
    it.northe.refuse("account", Cause.NETWORK_DOWN)
    assert not await it.one.take_back()
    with pytest.raises(ServiceError) as raised:
        await it.one.run()
    assert raised.value is it.one.not_taken_back
    assert it.northe.called("connect_box") == 0


async def test_what_northe_made_before_it_could_say_so_is_taken_back(attempt: Callable[..., Try]) -> None:
    it = attempt()
    gate = it.northe.hold("connect_box")
    running = asyncio.create_task(it.one.run())
    while not it.northe.called("connect_box"):  # noqa: ASYNC110 - there's nothing that tells when
        await asyncio.sleep(0)
    running.cancel()
    gate.set()
    it.northe.account_now = replace(ACCOUNT, boxes=(BOX,))
    assert await it.one.take_back()
    assert [one.args for one in it.northe.calls if one.name == "take_back"] == [{"box_id": "box-1"}]


# ------------------------------------------------------------------------------------------ before it's begun


@pytest.mark.parametrize(
    ("stage", "goes_on"),
    [
        (Stage.REQUESTED, True),
        (Stage.TAKING_OVER, True),
        (Stage.WAITING_FOR_BOX, True),
        (Stage.ONLINE, False),
        (Stage.FAILED, False),
    ],
)
def test_what_northe_was_at_work_on_is_taken_up_again(stage: Stage, goes_on: bool) -> None:
    answer = ANSWER.model_copy(update={"box": replace(BOX, stage=stage)})
    assert under_way(ready_to_connect(connect=answer)) == (answer if goes_on else None)


def test_without_a_box_nothing_is_taken_up() -> None:
    assert under_way(ready_to_connect()) is None
    assert under_way(ready_to_connect(connect=ANSWER)) is None


@pytest.mark.parametrize("stage", Stage)
def test_only_the_customers_own_box_that_is_online_is_done_already(stage: Stage) -> None:
    own = replace(BOX, stage=stage, serial_number="zap900001")
    session = ready_to_connect(account=replace(ACCOUNT, boxes=(own,)))
    done = already_online(session, ANSWER)
    assert (done.box if done else None) == (own if stage is Stage.ONLINE else None)
    assert already_online(ready_to_connect(account=replace(ACCOUNT, boxes=())), ANSWER) is None


def test_a_box_is_known_by_brand_and_number_whatever_the_case() -> None:
    assert in_account((BOX,), "zaptec", "zap900001") == BOX
    assert in_account((BOX,), "easee", "ZAP900001") is None
    assert in_account((), "zaptec", "ZAP900001") is None
