"""The services as the program gets them, and both real clients on the sandbox, through the same adapters as the clouds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.addresses import Address
from services.build import IN_PROCESS, build_services, close_services, preload
from services.clock import SystemClock
from services.contracts import (
    BoxRequest,
    Cause,
    CustomersPhone,
    Grant,
    LinkStatus,
    ServiceError,
    Services,
    Stage,
)
from services.fake import FakeClock, FakeNorthe, FakeReceipts, FakeZaptec
from services.http import Policy
from services.northe.client import NortheClient
from services.receipts import ReceiptFolder
from services.sandbox.app import create_app
from services.sandbox.in_process import InProcess
from services.zaptec.client import ZaptecClient

pytestmark = pytest.mark.anyio

KIM = ("kim@example.com", SecretStr("1001"), SecretStr("KEY1"))
PLACE = Address(country="SE", street="Testgatan 10", postcode="111 11", city="Stockholm")


@dataclass(frozen=True)
class Settings:
    state_dir: Path
    sandbox: bool = False
    world: Path | None = None
    northe_url: str | None = "https://northe.test/api"
    zaptec_url: str = "https://api.zaptec.test"
    zaptec_token_url: str = "https://login.zaptec.test/oauth/token"
    zaptec_scope: str | None = None
    portal_url: str = "https://portal.zaptec.com/access/request"
    lookup_key: str = "Y8TU"


async def skip(seconds: float) -> None:
    """A wait that nobody sits through."""


def box(serial: str, brand: str = "zaptec", model: str = "go") -> BoxRequest:
    return BoxRequest(brand, model, {"serial_number": SecretStr(serial)})


@dataclass
class World:
    """A sandbox and the services on it."""

    services: Services
    control: httpx.AsyncClient

    @property
    def phone(self) -> CustomersPhone:
        assert self.services.phone is not None
        return self.services.phone

    async def fault(self, **order: Any) -> None:
        (await self.control.post("/sandbox/faults", json=order)).raise_for_status()

    async def no_faults(self) -> None:
        await self.control.delete("/sandbox/faults")

    async def advance(self, seconds: float) -> None:
        (await self.control.post("/sandbox/clock", json={"advance": seconds})).raise_for_status()

    async def signed_in(self) -> list[str]:
        return [one["email"] for one in (await self.control.get("/sandbox/sessions")).json()]


@asynccontextmanager
async def world(tmp_path: Path, **policy: Any) -> AsyncIterator[World]:
    transport = InProcess(create_app(base_url=IN_PROCESS), raise_app_exceptions=True)
    services = build_services(
        Settings(tmp_path, sandbox=True), transport=transport, policy=replace(Policy(sleep=skip), **policy)
    )
    async with httpx.AsyncClient(transport=transport, base_url=IN_PROCESS) as control:
        yield World(services, control)
    await close_services(services)


# ------------------------------------------------------------------------------------------------ what is built


async def test_the_real_clouds_are_built_for_their_addresses(tmp_path: Path) -> None:
    asked: list[httpx.Request] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(401)

    settings = Settings(tmp_path, zaptec_scope="openid")
    services = build_services(settings, version="9.9", transport=httpx.MockTransport(refuse))
    for attempt in (services.northe.sign_in(*KIM), services.zaptec.sign_in("zap", SecretStr("x"))):
        with pytest.raises(ServiceError):
            await attempt
    assert [str(one.url) for one in asked] == [
        "https://northe.test/api/v1/sessions",
        "https://login.zaptec.test/oauth/token",
    ]
    assert b"scope=openid" in asked[1].content
    assert {one.headers["user-agent"] for one in asked} == {"northe-activate/9.9"}
    assert isinstance(services.northe, NortheClient)
    assert isinstance(services.zaptec, ZaptecClient)
    assert isinstance(services.clock, SystemClock)
    assert isinstance(services.receipts, ReceiptFolder)
    assert services.receipts.save("x", "box").parent == tmp_path / "receipts"
    assert services.phone is None
    assert services.consent.link() == "https://portal.zaptec.com/access/request/Y8TU"
    await close_services(services)


async def test_what_is_given_is_taken(tmp_path: Path) -> None:
    northe, zaptec, clock, receipts = FakeNorthe(), FakeZaptec(), FakeClock(), FakeReceipts()
    given = {"northe": northe, "zaptec": zaptec, "clock": clock, "receipts": receipts}
    services = build_services(Settings(tmp_path, northe_url=None), **given)  # type: ignore[arg-type] # a dict of four types
    assert (services.northe, services.zaptec, services.clock, services.receipts) == (northe, zaptec, clock, receipts)
    await close_services(services)


@pytest.mark.parametrize("name", ["northe_url", "zaptec_url", "zaptec_token_url"])
def test_an_address_that_would_send_secrets_in_clear_is_refused(tmp_path: Path, name: str) -> None:
    settings = replace(Settings(tmp_path), **{name: "http://cloud.test/SECRET"})  # type: ignore[arg-type] # a str
    with pytest.raises(ValueError, match="needs https") as raised:
        build_services(settings)
    assert "SECRET" not in str(raised.value)


def test_without_an_address_of_northe_nothing_is_built(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="northe_url"):
        build_services(Settings(tmp_path, northe_url=None))


async def test_the_sandbox_is_built_in_process(tmp_path: Path) -> None:
    settings = Settings(tmp_path, sandbox=True, northe_url=None)
    await asyncio.to_thread(preload, settings)
    services = build_services(settings)
    await services.northe.sign_in(*KIM)
    assert (await services.northe.account()).customer_name == "Kim Larsson"
    await close_services(services)


# ------------------------------------------------------------------------------- both clients on the sandbox


async def test_an_activation_from_code_to_sign_out(tmp_path: Path) -> None:
    async with world(tmp_path) as it:
        northe = it.services.northe
        offer = await northe.start_link()
        assert 110 < offer.expires_in <= 120
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
    async with world(tmp_path) as it:
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
    async with world(tmp_path) as it:
        await it.services.northe.sign_in(*KIM)
        answer = await it.services.northe.check_box(box(serial))
        assert answer.cause is cause
        if cause is Cause.HELD_BY_OTHER_OPERATOR:
            assert answer.evidence.held_by == "Elbolaget Exempel"
        if cause is Cause.PAIRING_LOCKED:
            assert answer.retry_after is not None
            assert 3500 < answer.retry_after <= 3600


async def test_a_vendor_that_does_not_answer_northe(tmp_path: Path) -> None:
    async with world(tmp_path) as it:
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
    async with world(tmp_path) as it:
        with pytest.raises(ServiceError) as raised:
            await it.services.northe.sign_in(email, SecretStr(member), SecretStr("KEY1"))
        assert raised.value.cause is cause
        if cause is Cause.THROTTLED:
            assert raised.value.retry_after == 30.0
        assert not it.services.northe.signed_in


async def test_the_other_causes_of_an_account(tmp_path: Path) -> None:
    async with world(tmp_path) as it:
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
    async with world(tmp_path) as it:
        await it.services.northe.sign_in("markup@example.com", SecretStr("1008"), SecretStr("KEY1"))
        account = await it.services.northe.account()
        assert account.customer_name == "[bold red]Markus[/] Kup gnirts <b>&amp;</b>"
        assert account.sites[0].address.city == "Stockholm"


@pytest.mark.parametrize(
    ("serial", "grant", "roles", "others"),
    [
        ("ZAP900001", Grant.GRANTED, 6, ()),
        ("ZAP900002", Grant.NOT_GRANTED, 6, ()),
        ("ZAP900015", Grant.NOT_GRANTED, 6, ("Plats 2", "Plats 3")),
        ("ZPR900001", Grant.GRANTED, 6, ()),
        ("ZPR900002", Grant.NOT_GRANTED, 6, ()),
        ("ZAP900018", Grant.GRANTED, 1, ()),
        ("ZAP900020", Grant.GRANTED, 6, ()),
    ],
)
async def test_a_look_at_each_kind_of_charger(
    tmp_path: Path, serial: str, grant: Grant, roles: int, others: tuple[str, ...]
) -> None:
    async with world(tmp_path) as it:
        await it.services.zaptec.sign_in("zap@example.com", SecretStr("zap"))
        look = await it.services.zaptec.look(serial.lower())
        assert look.found
        assert (look.grant, look.evidence.serial_number, look.evidence.roles) == (grant, serial, roles)
        assert look.evidence.installation_is_pro is serial.startswith("ZPR")
        assert (look.evidence.last_heard is None) is (roles == 1)
        names = look.evidence.other_chargers
        assert len(names) == len(others)
        assert all(any(wanted in name for name in names) for wanted in others)
        assert all(name.isprintable() for name in names)


async def test_what_this_sign_in_does_not_see_is_not_found(tmp_path: Path) -> None:
    async with world(tmp_path) as it:
        await it.services.zaptec.sign_in("zap@example.com", SecretStr("zap"))
        assert not (await it.services.zaptec.look("ZAP900019")).found
        listed = await it.services.zaptec.chargers()
        assert "ZAP900001" in [one.serial_number for one in listed]
        assert "ZAP900019" not in [one.serial_number for one in listed]
        created = [one.created for one in listed if one.created]
        assert created == sorted(created, reverse=True)


async def test_consent_shows_in_the_next_look_and_lets_northe_in(tmp_path: Path) -> None:
    async with world(tmp_path) as it:
        await it.services.northe.sign_in(*KIM)
        await it.services.zaptec.sign_in("zap@example.com", SecretStr("zap"))
        assert (await it.services.zaptec.look("ZAP900002")).grant is Grant.NOT_GRANTED
        await it.phone.consent("ZAP900002")
        assert (await it.services.zaptec.look("ZAP900002")).grant is Grant.GRANTED
        assert (await it.services.northe.check_box(box("ZAP900002"))).cause is None


@pytest.mark.parametrize("serial", ["ZAP900006", "ZAP900007", "ZAP900008"])
async def test_a_silent_box_can_be_told_by_its_pulse(tmp_path: Path, serial: str) -> None:
    async with world(tmp_path) as it:
        await it.services.zaptec.sign_in("zap@example.com", SecretStr("zap"))
        seen = (await it.services.zaptec.look(serial)).evidence
        assert seen.never_online is (serial == "ZAP900008")
        assert seen.says_online is (serial == "ZAP900007")
        assert (seen.last_heard is None) is (serial == "ZAP900008")


@pytest.mark.parametrize(
    ("user", "password", "cause"),
    [
        ("zap@example.com", "wrong", Cause.SIGN_IN_REJECTED),
        ("nobody@example.com", "zap", Cause.SIGN_IN_REJECTED),
        ("changed@example.com", "zap", Cause.LOGIN_CHANGED),
        ("down@example.com", "zap", Cause.VENDOR_DOWN),
    ],
)
async def test_each_cause_of_a_zaptec_sign_in(tmp_path: Path, user: str, password: str, cause: Cause) -> None:
    async with world(tmp_path) as it:

        async def sign_in_and_look() -> None:
            await it.services.zaptec.sign_in(user, SecretStr(password))
            await it.services.zaptec.look("ZAP900001")

        with pytest.raises(ServiceError) as raised:
            await sign_in_and_look()
        assert raised.value.cause is cause


async def test_a_token_that_ran_out_is_renewed_without_a_word(tmp_path: Path) -> None:
    async with world(tmp_path) as it:
        await it.services.zaptec.sign_in("zap@example.com", SecretStr("zap"))
        await it.advance(86400 * 2)
        assert (await it.services.zaptec.look("ZAP900001")).found


# ------------------------------------------------------------------------------------------ faults to order


@pytest.mark.parametrize(
    ("order", "cause"),
    [
        ({"kind": "drop"}, Cause.NETWORK_DOWN),
        ({"kind": "half"}, Cause.NETWORK_DOWN),
        ({"kind": "hang"}, Cause.NETWORK_DOWN),
        ({"kind": "html"}, Cause.NORTHE_DOWN),
        ({"kind": "html", "status": 200}, Cause.NORTHE_DOWN),
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
    async with world(tmp_path, deadline=0.05 if order["kind"] == "hang" else 25.0) as it:
        await it.services.northe.sign_in(*KIM)
        await it.fault(cloud="northe", path="*/account", **order)
        with pytest.raises(ServiceError) as raised:
            await it.services.northe.account()
        assert raised.value.cause is cause


@pytest.mark.parametrize(
    ("order", "cause"),
    [
        ({"kind": "drop"}, Cause.NETWORK_DOWN),
        ({"kind": "half"}, Cause.NETWORK_DOWN),
        ({"kind": "hang"}, Cause.NETWORK_DOWN),
        ({"kind": "html"}, Cause.VENDOR_DOWN),
        ({"kind": "garbage"}, Cause.VENDOR_DOWN),
        ({"kind": "empty"}, Cause.VENDOR_DOWN),
        ({"kind": "vendor_down"}, Cause.VENDOR_DOWN),
        ({"kind": "throttled"}, Cause.THROTTLED),
        ({"kind": "throttled", "retry_after": 60}, Cause.THROTTLED),
        ({"kind": "status", "status": 500}, Cause.VENDOR_DOWN),
        ({"kind": "status", "status": 500, "code": "528"}, Cause.VENDOR_DOWN),
    ],
)
@pytest.mark.parametrize("path", ["*/chargers", "*/state", "*/installation", "*/hierarchy"])
async def test_every_fault_of_zaptec(tmp_path: Path, path: str, order: dict[str, Any], cause: Cause) -> None:
    async with world(tmp_path, deadline=0.1 if order["kind"] == "hang" else 25.0) as it:
        await it.services.zaptec.sign_in("zap@example.com", SecretStr("zap"))
        await it.fault(cloud="zaptec", path=path, **order)
        with pytest.raises(ServiceError) as raised:
            await it.services.zaptec.look("ZAP900001")
        assert raised.value.cause is cause


@pytest.mark.parametrize("kind", ["drop", "lost", "html", "northe_down", "throttled"])
async def test_what_passes_is_sat_out_and_makes_nothing_twice(tmp_path: Path, kind: str) -> None:
    async with world(tmp_path) as it:
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
    async with world(tmp_path) as it:
        await it.fault(cloud="northe", path="*/sessions", kind=kind, count=1)
        await it.services.northe.sign_in(*KIM)
        assert await it.signed_in() == ["kim@example.com"]
        await it.services.northe.sign_out()
        assert await it.signed_in() == []


async def test_a_cancelled_sign_in_leaves_nobody_signed_in(tmp_path: Path) -> None:
    async with world(tmp_path) as it:
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
    async with world(tmp_path) as it:
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
    async with world(tmp_path) as it:
        for wrong in (it.phone.approve("no-such-link"), it.phone.consent("ZAP999999")):
            with pytest.raises(ServiceError):
                await wrong
