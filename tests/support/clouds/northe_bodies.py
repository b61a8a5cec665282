"""Northe's answers as the contract v1 has them, for tests of its client."""

from __future__ import annotations

from typing import Any

import httpx
from pydantic import SecretStr

from services.clouds.northe.client import NortheClient
from services.fake import FakeClock
from tests.support.clouds.recorded_answers import RecordedAnswers, json_answer

BASE = "https://northe.test/northe"
SECRETS = {
    "fleet_member_id": "KIM-SECRET-4711",
    "partner_key": "PARTNER-SECRET-0815",
    "iban": "SE4550000000058398257466",
    "pin": "SECRETPIN839201",
    "token": "SECRET-TOKEN-1",
}
SESSION = {"token": SECRETS["token"], "expires_at": "2026-09-14T10:30:00Z"}
ADDRESS = {"country": "SE", "street": "Testgatan 10", "postcode": "411 01", "city": "Göteborg", "region": ""}
SITE = {"id": "site-1", "address": ADDRESS, "price_per_kwh": "2.5000", "currency": "SEK"}
BOX = {
    "id": "box-1",
    "name": "Garage",
    "brand": "zaptec",
    "model": "go",
    "serial_number": "ZAP900001",
    "charge_site_id": "site-1",
    "stage": "requested",
}
ACCOUNT: dict[str, Any] = {
    "customer": {"name": "Kim Larsson", "email": "kim.larsson@example.com"},
    "fleet": {"name": "Acme Fleet AB", "home_charging": True, "limit_per_kwh": "2.50", "currency": "SEK"},
    "charge_sites": [SITE],
    "charge_boxes": [BOX],
    "bank_account": {"masked": "SE45 •••• 7466"},
}
LINK = {
    "id": "link-1",
    "status": "pending",
    "payload": "https://northe.app/link/K7Q2M9XW4T6R8P3VJ5NHBD",
    "expires_at": "2026-09-14T09:32:00Z",
    "poll_after_seconds": 2.0,
}


def problem(status: int, code: str, **more: Any) -> httpx.Response:
    """An RFC 9457 document."""
    body = {"type": "about:blank", "title": "No", "status": status, "code": code, **more}
    return httpx.Response(status, json=body, headers={"content-type": "application/problem+json"})


def changed(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**body, **changes}


def recorded() -> RecordedAnswers:
    """A Northe where everything works."""
    return (
        RecordedAnswers()
        .on("POST /northe/v1/link-sessions", json_answer(201, LINK))
        .on(
            "GET /northe/v1/link-sessions/link-1",
            json_answer(200, changed(LINK, status="approved", token=SECRETS["token"])),
        )
        .on("POST /northe/v1/sessions", json_answer(201, SESSION))
        .on("DELETE /northe/v1/session", json_answer(204))
        .on("GET /northe/v1/account", json_answer(200, ACCOUNT))
        .on("POST /northe/v1/charge-sites", json_answer(201, SITE))
        .on("PUT /northe/v1/bank-account", json_answer(200, {"masked": "SE45 •••• 7466"}))
        .on("POST /northe/v1/charge-boxes/check", json_answer(200, {"ready": True}))
        .on("POST /northe/v1/charge-boxes", json_answer(202, BOX))
        .on("GET /northe/v1/charge-boxes/box-1", json_answer(200, BOX))
        .on("DELETE /northe/v1/charge-boxes/box-1", json_answer(204))
    )


def client(cloud: RecordedAnswers, clock: FakeClock | None = None) -> NortheClient:
    return NortheClient(cloud.client(), BASE, clock or FakeClock(), policy=cloud.policy())


async def signed_in(cloud: RecordedAnswers) -> NortheClient:
    northe = client(cloud)
    await sign_in(northe)
    return northe


async def sign_in(northe: NortheClient) -> None:
    await northe.sign_in(
        "kim.larsson@example.com", SecretStr(SECRETS["fleet_member_id"]), SecretStr(SECRETS["partner_key"])
    )
