"""One try at connecting a box: what Northe is asked, how often, with which keys, and what's reported."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from services.activation import connecting
from services.activation.connecting import Connecting, ConnectPace, Keys, Leg, Order, Progress, in_account
from services.contracts import BoxRequest, Cause, ChargeBox, Reason, ServiceError, Stage
from services.fake import FakeClock, FakeNorthe, fake_services
from services.rules.addresses import Address

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


class Try:
    """A try whose waits take no time, but move the clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, order: Order = ORDER, keys: Keys | None = None) -> None:
        self.northe, self.clock = FakeNorthe(), FakeClock()
        self.pauses: list[float] = []
        self.reported: list[Progress] = []
        services = fake_services(northe=self.northe, clock=self.clock)
        self.one = Connecting(services, order, keys or Keys(), ConnectPace(), self.reported.append)
        really = asyncio.sleep

        async def sleep(seconds: float) -> None:
            if seconds:
                self.pauses.append(seconds)
                self.clock.advance(seconds)
            await really(0)

        monkeypatch.setattr(connecting.asyncio, "sleep", sleep)  # type: ignore[attr-defined]  # its own asyncio

    def keys_of(self, call: str) -> list[str]:
        return [one.args["key"] for one in self.northe.calls if one.name == call]


@pytest.fixture
def attempt(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Try]:
    return lambda *args: Try(monkeypatch, *args)


async def test_each_part_of_the_way_is_reported_once(attempt: Callable[..., Try]) -> None:
    it = attempt()
    box = await it.one.run()
    assert box.stage is Stage.ONLINE
    legs = [one.leg for one in it.reported]
    assert legs == [Leg.SITE, Leg.ASKING, Leg.TAKING_OVER, Leg.TAKING_OVER, Leg.WAITING, Leg.ONLINE]
    assert [one.box.stage for one in it.reported if one.box] == list(it.northe.stages)
    assert [one.name for one in it.northe.calls][:2] == ["create_site", "connect_box"]


async def test_it_asks_every_two_seconds_at_first_and_slower_later(attempt: Callable[..., Try]) -> None:
    it = attempt()
    it.northe.answer("box", *[BOX] * 20, replace(BOX, stage=Stage.ONLINE))
    await it.one.follow(BOX)
    assert it.pauses == [2.0] * 15 + [5.0] * 6
    assert len(it.reported) == 2, "what hasn't changed isn't reported again"


async def test_a_line_that_drops_is_waited_out(attempt: Callable[..., Try]) -> None:
    it = attempt()
    throttled = ServiceError(Cause.THROTTLED, retry_after=17.0)
    it.northe.answer("box", ServiceError(Cause.NETWORK_DOWN), throttled, BOX, replace(BOX, stage=Stage.ONLINE))
    await it.one.follow(BOX)
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
    it = attempt()
    it.northe.answer("box", error)
    with pytest.raises(ServiceError) as raised:
        await it.one.follow(BOX)
    assert raised.value.cause is error.cause
    assert it.northe.called("box") == 1


async def test_a_failed_stage_is_a_refusal_with_its_cause(attempt: Callable[..., Try]) -> None:
    keys = Keys()
    before = keys.box(ORDER, "site-1")
    it = attempt(ORDER, keys)
    it.northe.answer("box", replace(BOX, stage=Stage.FAILED, cause=Cause.HELD_BY_OTHER_OPERATOR))
    with pytest.raises(ServiceError) as raised:
        await it.one.follow(BOX)
    assert raised.value.cause is Cause.HELD_BY_OTHER_OPERATOR
    assert keys.box(ORDER, "site-1") != before, "the next try is one of its own"


async def test_a_refused_connect_is_asked_once(attempt: Callable[..., Try]) -> None:
    it = attempt()
    it.northe.refuse("connect_box", Cause.PAIRING_LOCKED, times=None)
    with pytest.raises(ServiceError):
        await it.one.run()
    assert it.northe.called("connect_box") == 1


async def test_the_same_order_has_the_same_keys_and_any_other_has_others(attempt: Callable[..., Try]) -> None:
    keys = Keys()
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
    keys = Keys()
    it = attempt(ORDER, keys)
    before, site = keys.box(ORDER, "site-1"), keys.site(ORDER)
    it.one.progress = Progress(Leg.WAITING, BOX)
    it.northe.account_now = replace(it.northe.account_now, boxes=(BOX,))
    assert await it.one.take_back()
    assert keys.box(ORDER, "site-1") != before
    assert keys.site(ORDER) == site, "the site stays, and isn't made twice"
    assert it.northe.account_now.boxes == ()


async def test_what_may_be_among_the_boxes_that_cannot_be_read_is_not_called_taken_back(
    attempt: Callable[..., Try],
) -> None:
    keys = Keys()
    it = attempt(ORDER, keys)
    before = keys.box(ORDER, "site-1")
    it.one.progress = Progress(Leg.ASKING)
    it.northe.account_now = replace(it.northe.account_now, boxes=(), boxes_skipped=True)
    with pytest.raises(ServiceError) as raised:
        await it.one.take_back()
    assert raised.value.cause is Cause.NORTHE_DOWN
    assert keys.box(ORDER, "site-1") == before, "the same try goes on, should there be another"


async def test_nothing_is_taken_back_that_was_never_asked_for(attempt: Callable[..., Try]) -> None:
    it = attempt()
    assert await it.one.take_back()
    assert it.northe.calls == []


def test_a_box_is_known_by_brand_and_number_whatever_the_case() -> None:
    assert in_account((BOX,), "zaptec", "zap900001") == BOX
    assert in_account((BOX,), "easee", "ZAP900001") is None
    assert in_account((), "zaptec", "ZAP900001") is None


def test_secrets_do_not_show_in_keys() -> None:
    keys = Keys()
    order = replace(ORDER, request=BoxRequest("easee", "home", {"pin": SecretStr("839201")}))
    keys.box(order, "site-1")
    assert "839201" not in repr(keys.__dict__)
    assert "839201" not in repr(order)
