"""Zaptec's client on the sandbox, through the same adapters as the real one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from services.contracts import (
    Cause,
    Grant,
    LookPart,
    ServiceError,
)
from tests.support.clouds.services_on_sandbox import KIM, box, services_on_sandbox

pytestmark = pytest.mark.anyio
PARTS = {
    "*/state": {LookPart.STATE},
    "*/installation": {LookPart.INSTALLATION, LookPart.GRANT},
    "*/hierarchy": {LookPart.OTHERS},
}


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
    async with services_on_sandbox(tmp_path) as it:
        await it.services.makers["zaptec"].sign_in("zap@example.com", SecretStr("zap"))
        look = await it.services.makers["zaptec"].look(serial.lower())
        assert look.found
        assert (look.grant, look.evidence.serial_number, look.evidence.is_owner) == (grant, serial, roles == 6)
        assert look.evidence.installation_is_pro is serial.startswith("ZPR")
        assert (look.evidence.last_heard is None) is (roles == 1)
        names = look.evidence.other_chargers
        assert len(names) == len(others)
        assert all(any(wanted in name for name in names) for wanted in others)
        assert all(name.isprintable() for name in names)


async def test_what_this_sign_in_does_not_see_is_not_found(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it:
        await it.services.makers["zaptec"].sign_in("zap@example.com", SecretStr("zap"))
        assert not (await it.services.makers["zaptec"].look("ZAP900019")).found
        listed = await it.services.makers["zaptec"].chargers()
        assert "ZAP900001" in [one.serial_number for one in listed]
        assert "ZAP900019" not in [one.serial_number for one in listed]
        created = [one.created for one in listed if one.created]
        assert created == sorted(created, reverse=True)


async def test_consent_shows_in_the_next_look_and_lets_northe_in(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it:
        await it.services.northe.sign_in(*KIM)
        await it.services.makers["zaptec"].sign_in("zap@example.com", SecretStr("zap"))
        assert (await it.services.makers["zaptec"].look("ZAP900002")).grant is Grant.NOT_GRANTED
        await it.phone.consent("ZAP900002")
        assert (await it.services.makers["zaptec"].look("ZAP900002")).grant is Grant.GRANTED
        assert (await it.services.northe.check_box(box("ZAP900002"))).cause is None


@pytest.mark.parametrize("serial", ["ZAP900006", "ZAP900007", "ZAP900008"])
async def test_a_silent_box_can_be_told_by_its_pulse(tmp_path: Path, serial: str) -> None:
    async with services_on_sandbox(tmp_path) as it:
        await it.services.makers["zaptec"].sign_in("zap@example.com", SecretStr("zap"))
        seen = (await it.services.makers["zaptec"].look(serial)).evidence
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
    async with services_on_sandbox(tmp_path) as it:

        async def sign_in_and_look() -> None:
            await it.services.makers["zaptec"].sign_in(user, SecretStr(password))
            await it.services.makers["zaptec"].look("ZAP900001")

        with pytest.raises(ServiceError) as raised:
            await sign_in_and_look()
        assert raised.value.cause is cause


async def test_a_token_that_ran_out_is_renewed_without_a_word(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it:
        await it.services.makers["zaptec"].sign_in("zap@example.com", SecretStr("zap"))
        await it.advance(86400 * 2)
        assert (await it.services.makers["zaptec"].look("ZAP900001")).found


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
    async with services_on_sandbox(tmp_path, deadline=0.1 if order["kind"] == "hang" else 25.0) as it:
        await it.services.makers["zaptec"].sign_in("zap@example.com", SecretStr("zap"))
        await it.fault(cloud="zaptec", path=path, **order)
        if path == "*/chargers":
            with pytest.raises(ServiceError) as raised:
                await it.services.makers["zaptec"].look("ZAP900001")
            assert raised.value.cause is cause
            return
        look = await it.services.makers["zaptec"].look("ZAP900001")
        assert (look.found, look.evidence.installation_name is not None) == (True, True)
        assert {why.cause for why in look.unanswered.values()} == {cause}
        assert set(look.unanswered) == PARTS[path]
