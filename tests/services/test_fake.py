from __future__ import annotations

import asyncio
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import SecretStr

from services.contracts import (
    BoxRequest,
    Cause,
    Clock,
    CustomersPhone,
    Grant,
    LinkStatus,
    MakerCloud,
    MakerLook,
    NortheCloud,
    Receipts,
    ServiceError,
    Stage,
)
from services.fake import (
    EVIDENCE,
    NOW,
    SERIAL_NUMBER,
    FakeClock,
    FakeNorthe,
    FakePhone,
    FakeReceipts,
    FakeZaptec,
    fake_services,
)
from services.rules.addresses import Address

pytestmark = pytest.mark.anyio
REQUEST = BoxRequest("zaptec", "go", {"serial_number": SecretStr(SERIAL_NUMBER)})
PLACE = Address(country="SE", street="Testgatan 10", postcode="411 01", city="Göteborg")


def test_the_fakes_are_what_the_contracts_ask_for() -> None:
    northe: NortheCloud = FakeNorthe()
    zaptec: MakerCloud = FakeZaptec()
    clock: Clock = FakeClock()
    receipts: Receipts = FakeReceipts()
    phone: CustomersPhone = FakePhone()
    assert all((northe, zaptec, clock, receipts, phone))


def test_they_need_no_network_library() -> None:
    """Run apart: here everything is imported already."""
    code = "import sys, services.fake; print([n for n in ('httpx', 'pydantic', 'starlette', 'sqlite3') if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == "[]"


async def test_a_whole_way_through() -> None:
    northe = FakeNorthe()
    services = fake_services(northe=northe, phone=True)
    assert services.phone is not None
    offer = await services.northe.start_link()
    assert await services.northe.poll_link(offer.link_id) is LinkStatus.PENDING
    await services.phone.approve(offer.link_id)
    assert await services.northe.poll_link(offer.link_id) is LinkStatus.APPROVED
    assert services.northe.signed_in
    site = await services.northe.create_site(PLACE, Decimal("2.50"), "SEK", "key")
    await services.northe.set_bank_account("Kim", "Larsson", SecretStr("SE4550000000058398257466"))
    box = await services.northe.connect_box(REQUEST, "Garage", site.site_id, "key")
    stages = [(await services.northe.box(box.box_id)).stage for _ in range(4)]
    assert stages == [Stage.TAKING_OVER, Stage.WAITING_FOR_BOX, Stage.ONLINE, Stage.ONLINE]
    account = await services.northe.account()
    assert account.sites == (site,)
    assert [one.stage for one in account.boxes] == [Stage.ONLINE]
    assert account.bank is not None
    assert "5000000005839825" not in account.bank.masked
    await services.northe.sign_out()
    assert not services.northe.signed_in


async def test_the_same_again_is_the_same_again() -> None:
    northe = FakeNorthe()
    first = await northe.create_site(PLACE, Decimal(2), "SEK", "a")
    second = await northe.create_site(PLACE, Decimal(1), "SEK", "b")
    assert first.site_id == second.site_id
    assert [site.price_per_kwh for site in northe.account_now.sites] == [Decimal(1)]
    box = await northe.connect_box(REQUEST, "Garage", "site-1", "a")
    assert (await northe.connect_box(REQUEST, "Garage", "site-1", "b")).box_id == box.box_id


async def test_a_box_on_its_way_can_be_taken_back_and_one_online_cannot() -> None:
    northe = FakeNorthe()
    box = await northe.connect_box(REQUEST, "Garage", "site-1", "a")
    assert await northe.take_back(box.box_id)
    assert northe.account_now.boxes == ()
    northe.stages = (Stage.ONLINE,)
    box = await northe.connect_box(REQUEST, "Garage", "site-1", "b")
    assert not await northe.take_back(box.box_id)
    assert len(northe.account_now.boxes) == 1


async def test_a_script_is_played_in_order_and_then_the_default() -> None:
    zaptec = FakeZaptec()
    zaptec.answer("look", MakerLook(found=False))
    zaptec.refuse("look", Cause.THROTTLED, times=2, retry_after=3.0)
    assert not (await zaptec.look("X")).found
    for _ in range(2):
        with pytest.raises(ServiceError) as raised:
            await zaptec.look("X")
        assert (raised.value.cause, raised.value.retry_after) == (Cause.THROTTLED, 3.0)
    assert await zaptec.look("X") == MakerLook(found=True, grant=Grant.GRANTED, evidence=EVIDENCE)
    assert (zaptec.called("look"), zaptec.calls[0].args) == (4, {"serial_number": "X"})


async def test_a_refusal_for_good_lasts_until_it_is_allowed() -> None:
    northe = FakeNorthe()
    northe.refuse("account", Cause.NETWORK_DOWN, times=None)
    for _ in range(3):
        with pytest.raises(ServiceError):
            await northe.account()
    northe.allow("account")
    assert (await northe.account()).customer_name == "Kim Larsson"


async def test_a_held_call_waits_until_it_is_let_go() -> None:
    northe = FakeNorthe()
    gate = northe.hold("account")
    task = asyncio.create_task(northe.account())
    done, _ = await asyncio.wait([task], timeout=0)
    assert not done
    gate.set()
    assert (await task).customer_name == "Kim Larsson"


async def test_a_failed_sign_in_or_out_changes_nothing() -> None:
    northe = FakeNorthe()
    northe.refuse("sign_in", Cause.SIGN_IN_REJECTED)
    with pytest.raises(ServiceError):
        await northe.sign_in("kim@example.com", SecretStr("a"), SecretStr("b"))
    assert not northe.signed_in
    await northe.sign_in("kim@example.com", SecretStr("a"), SecretStr("b"))
    northe.refuse("sign_out", Cause.NORTHE_DOWN)
    with pytest.raises(ServiceError):
        await northe.sign_out()
    assert fake_services(northe=northe).northe.signed_in
    northe.forget()
    assert not fake_services(northe=northe).northe.signed_in


async def test_the_owners_consent_is_seen_by_the_next_look() -> None:
    zaptec = FakeZaptec()
    zaptec.look_now = MakerLook(found=True, grant=Grant.NOT_GRANTED)
    await FakePhone(zaptec=zaptec).consent(SERIAL_NUMBER)
    assert (await zaptec.look("X")).grant is Grant.GRANTED


async def test_zaptec_remembers_who_signed_in_until_it_forgets() -> None:
    zaptec = FakeZaptec()
    await zaptec.sign_in("installer@example.com", SecretStr("x"))
    assert zaptec.signed_in_as == "installer@example.com"
    assert [one.serial_number for one in await zaptec.chargers()] == [SERIAL_NUMBER]
    zaptec.forget()
    assert zaptec.signed_in_as is None


def test_the_clock_stands_until_it_is_moved() -> None:
    clock = FakeClock()
    before = clock.monotonic()
    assert clock.now() == clock.now() == NOW
    clock.advance(90)
    assert ((clock.now() - NOW).total_seconds(), clock.monotonic() - before) == (90, 90)


def test_receipts_are_kept_or_refused() -> None:
    receipts = FakeReceipts()
    path = receipts.save("text", "box")
    assert receipts.saved == {path: "text"}
    receipts.error = PermissionError("no")
    with pytest.raises(PermissionError):
        receipts.save("text", "box")
