"""Northe's client on the sandbox, through the same adapters as the real one."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from services.clouds.northe.client import NortheClient
from services.contracts import (
    Cause,
    LinkStatus,
    ServiceError,
    Stage,
)
from tests.support.clouds.services_on_sandbox import KIM, PLACE, box, services_on_sandbox

pytestmark = pytest.mark.anyio


async def test_an_activation_from_code_to_sign_out(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it:
        northe = it.services.northe
        offer = await northe.start_link()
        assert 110 < offer.expires_in < 121  # two clocks, of which either may be ahead by a hair
        assert len(offer.payload.encode()) <= 53
        assert await northe.poll_link(offer.link_id) is LinkStatus.PENDING
        await it.phone.approve(offer.link_id)
        assert await northe.poll_link(offer.link_id) is LinkStatus.APPROVED
        account = await northe.account()
        assert (account.customer_name, account.fleet.limit_per_kwh) == ("Kim Larsson", Decimal("2.50"))
        site = await northe.create_site(PLACE, Decimal("2.50"), "SEK", "key-1")
        assert (await northe.create_site(PLACE, Decimal("2.10"), "SEK", "key-2")).site_id == site.site_id
        bank = await northe.set_bank_account("Kim", "Larsson", SecretStr("SE4550000000058398257466"))
        assert bank.masked.endswith("7466")
        assert "058398" not in bank.masked
        assert (await northe.check_box(box("ZAP900001"))).cause is None
        made = await northe.connect_box(box("ZAP900001"), "Garage", site.site_id, "key-3")
        again = await northe.connect_box(box("ZAP900001"), "Garage", site.site_id, "key-4")
        assert again.box_id == made.box_id
        stages = [made.stage]
        while stages[-1] is not Stage.ONLINE:
            assert len(stages) < 60
            await it.advance(2)
            stages.append((await northe.box(made.box_id)).stage)
        assert list(dict.fromkeys(stages)) == [
            Stage.REQUESTED, Stage.TAKING_OVER, Stage.WAITING_FOR_BOX, Stage.ONLINE,
        ]  # fmt: skip
        assert not await northe.take_back(made.box_id)
        account = await northe.account()
        assert [site.price_per_kwh for site in account.sites] == [Decimal("2.10")]
        assert [one.online_since is not None for one in account.boxes] == [True]
        await northe.sign_out()
        assert await it.signed_in() == []


async def test_a_connect_that_is_taken_back_leaves_nothing(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it:
        northe = it.services.northe
        await northe.sign_in(*KIM)
        site = await northe.create_site(PLACE, Decimal("2.50"), "SEK", "key")
        made = await northe.connect_box(box("ZAP900010"), "Garage", site.site_id, "key")
        assert await northe.take_back(made.box_id)
        assert await northe.take_back(made.box_id)
        assert (await northe.account()).boxes == ()


@pytest.mark.parametrize(
    ("serial", "cause"),
    [
        ("ZAP900001", None),
        ("ZAP900002", Cause.PERMISSION_MISSING),
        ("ZAP900003", Cause.ROLE_MISSING),
        ("ZAP900004", Cause.HELD_BY_OTHER_OPERATOR),
        ("ZAP900005", Cause.ALREADY_IN_OTHER_ACCOUNT),
        ("ZAP900006", Cause.BOX_OFFLINE),
        ("ZAP900007", Cause.BOX_OFFLINE),
        ("ZAP900009", Cause.PAIRING_LOCKED),
        ("ZAP999999", Cause.BOX_NOT_FOUND),
    ],
)
async def test_each_cause_of_a_box_arrives_as_itself(tmp_path: Path, serial: str, cause: Cause | None) -> None:
    async with services_on_sandbox(tmp_path) as it:
        await it.services.northe.sign_in(*KIM)
        answer = await it.services.northe.check_box(box(serial))
        assert answer.cause is cause
        if cause is Cause.HELD_BY_OTHER_OPERATOR:
            assert answer.evidence.held_by == "Elbolaget Exempel"
        if cause is Cause.PAIRING_LOCKED:
            assert answer.retry_after is not None
            assert 3500 < answer.retry_after <= 3600


async def test_a_vendor_that_does_not_answer_northe(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it:
        await it.services.northe.sign_in(*KIM)
        try:
            cause = (await it.services.northe.check_box(box("ZAP900013"))).cause
        except ServiceError as error:
            cause = error.cause
        assert cause is Cause.VENDOR_DOWN


@pytest.mark.parametrize(
    ("email", "member", "cause"),
    [
        ("kim@example.com", "9999", Cause.SIGN_IN_REJECTED),
        ("nobody@example.com", "1001", Cause.SIGN_IN_REJECTED),
        ("down@example.com", "1010", Cause.NORTHE_DOWN),
        ("drop@example.com", "1011", Cause.NETWORK_DOWN),
        ("busy@example.com", "1012", Cause.THROTTLED),
    ],
)
async def test_each_cause_of_a_sign_in_arrives_as_itself(tmp_path: Path, email: str, member: str, cause: Cause) -> None:
    async with services_on_sandbox(tmp_path) as it:
        with pytest.raises(ServiceError) as raised:
            await it.services.northe.sign_in(email, SecretStr(member), SecretStr("KEY1"))
        assert raised.value.cause is cause
        if cause is Cause.THROTTLED:
            assert raised.value.retry_after == 30.0
        assert not it.services.northe.signed_in


async def test_the_other_causes_of_an_account(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it:
        northe = it.services.northe
        await northe.sign_in("nohome@example.com", SecretStr("1004"), SecretStr("KEY1"))
        assert not (await northe.account()).fleet.home_charging
        with pytest.raises(ServiceError) as raised:
            await northe.create_site(PLACE, Decimal(1), "SEK", "k")
        assert raised.value.cause is Cause.FLEET_NOT_ENABLED
        await northe.sign_in(*KIM)
        with pytest.raises(ServiceError) as raised:
            await northe.create_site(PLACE, Decimal("2.51"), "SEK", "k")
        assert raised.value.cause is Cause.LIMIT_EXCEEDED
        with pytest.raises(ServiceError) as raised:
            await northe.set_bank_account("Kim", "Larsson", SecretStr("NO9386011110000"))
        assert raised.value.cause is Cause.BANK_REJECTED
        await northe.sign_in("short@example.com", SecretStr("1009"), SecretStr("KEY1"))
        await it.advance(61)
        with pytest.raises(ServiceError) as raised:
            await northe.account()
        assert raised.value.cause is Cause.SESSION_EXPIRED
        assert not northe.signed_in
        assert await it.signed_in() == []


async def test_names_that_colour_and_ring_arrive_as_plain_text(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it:
        await it.services.northe.sign_in("markup@example.com", SecretStr("1008"), SecretStr("KEY1"))
        account = await it.services.northe.account()
        assert account.customer_name == "[bold red]Markus[/] Kup gnirts <b>&amp;</b>"
        assert account.sites[0].address.city == "Stockholm"


@pytest.mark.parametrize(
    ("order", "cause"),
    [
        ({"kind": "drop"}, Cause.NETWORK_DOWN),
        ({"kind": "half"}, Cause.NETWORK_DOWN),
        ({"kind": "hang"}, Cause.NETWORK_DOWN),
        ({"kind": "html"}, Cause.NORTHE_DOWN),
        ({"kind": "html", "status": 200}, Cause.NETWORK_DOWN),
        ({"kind": "garbage"}, Cause.NORTHE_DOWN),
        ({"kind": "empty"}, Cause.NORTHE_DOWN),
        ({"kind": "northe_down"}, Cause.NORTHE_DOWN),
        ({"kind": "vendor_down"}, Cause.VENDOR_DOWN),
        ({"kind": "throttled"}, Cause.THROTTLED),
        ({"kind": "session_expired"}, Cause.SESSION_EXPIRED),
        ({"kind": "status", "status": 500}, Cause.NORTHE_DOWN),
    ],
)
async def test_every_fault_of_northe(tmp_path: Path, order: dict[str, Any], cause: Cause) -> None:
    async with services_on_sandbox(tmp_path, deadline=0.05 if order["kind"] == "hang" else 25.0) as it:
        await it.services.northe.sign_in(*KIM)
        await it.fault(cloud="northe", path="*/account", **order)
        with pytest.raises(ServiceError) as raised:
            await it.services.northe.account()
        assert raised.value.cause is cause


@pytest.mark.parametrize("kind", ["drop", "lost", "html", "northe_down", "throttled"])
async def test_what_passes_is_sat_out_and_makes_nothing_twice(tmp_path: Path, kind: str) -> None:
    async with services_on_sandbox(tmp_path) as it:
        northe = it.services.northe
        await northe.sign_in(*KIM)
        await it.fault(cloud="northe", method="POST", path="*/charge-*", kind=kind, count=2)
        site = await northe.create_site(PLACE, Decimal("2.50"), "SEK", "key-site")
        await it.no_faults()
        await it.fault(cloud="northe", method="POST", path="*/charge-*", kind=kind, count=2)
        await northe.connect_box(box("ZAP900001"), "Garage", site.site_id, "key-box")
        account = await northe.account()
        assert (len(account.sites), len(account.boxes)) == (1, 1)


@pytest.mark.parametrize("kind", ["lost", "half"])
async def test_a_sign_in_whose_answer_is_lost_leaves_one_session_and_signs_out_of_it(tmp_path: Path, kind: str) -> None:
    async with services_on_sandbox(tmp_path) as it:
        await it.fault(cloud="northe", path="*/sessions", kind=kind, count=1)
        await it.services.northe.sign_in(*KIM)
        assert await it.signed_in() == ["kim@example.com"]
        await it.services.northe.sign_out()
        assert await it.signed_in() == []


async def test_a_cancelled_sign_in_leaves_nobody_signed_in(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it:
        await it.fault(cloud="northe", path="*/sessions", kind="delay", seconds=0.02)
        signing_in = asyncio.create_task(it.services.northe.sign_in(*KIM))
        await asyncio.wait([signing_in], timeout=0)
        signing_in.cancel()
        with pytest.raises(asyncio.CancelledError):
            await signing_in
        assert isinstance(it.services.northe, NortheClient)
        await it.services.northe.close()
        assert await it.signed_in() == []
        assert not it.services.northe.signed_in


async def test_a_sign_out_that_northe_only_pretends_is_noticed(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it:
        await it.services.northe.sign_in(*KIM)
        await it.fault(cloud="northe", method="DELETE", kind="status", status=204, body="")
        with pytest.raises(ServiceError) as raised:
            await it.services.northe.sign_out()
        assert raised.value.cause is Cause.NORTHE_DOWN
        assert await it.signed_in() == ["kim@example.com"]
        await it.no_faults()
        await it.services.northe.sign_out()
        assert await it.signed_in() == []


async def test_what_the_phone_may_not_do_is_an_error(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it:
        for wrong in (it.phone.approve("no-such-link"), it.phone.consent("ZAP999999")):
            with pytest.raises(ServiceError):
                await wrong
