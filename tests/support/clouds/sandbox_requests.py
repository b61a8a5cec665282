"""A sandbox in this process whose time stands still, and short ways to ask it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import httpx

from services.sandbox.app import create_app
from services.sandbox.clock import SandboxClock
from services.sandbox.in_process import InProcess
from services.sandbox.world import load_world

if TYPE_CHECKING:
    from pathlib import Path

    from services.sandbox.world_tables import World

NOON = 1_789_378_200.0
"""2026-09-14 09:30 UTC, in seconds since 1970."""

SITE = {
    "address": {"country": "SE", "street": "Testgatan 10", "postcode": "111 11", "city": "Stockholm"},
    "price_per_kwh": "1.50",
    "currency": "SEK",
}


class SandboxRequests:
    """One sandbox, and how to ask it. Its time moves only through `wait`."""

    def __init__(self, app: Any) -> None:
        self.sandbox = app.state.sandbox
        self.http = httpx.AsyncClient(
            transport=InProcess(app, raise_app_exceptions=True), base_url="http://sandbox", timeout=0.3
        )
        self._keys = 0

    def key(self) -> dict[str, str]:
        """A new idempotency key, as a header."""
        self._keys += 1
        return {"Idempotency-Key": f"key-{self._keys}"}

    async def wait(self, seconds: float) -> None:
        """Moves the world on."""
        assert (await self.http.post("/sandbox/clock", json={"advance": seconds})).status_code == 200

    async def sign_in(self, email: str, member: str | None = None, partner: str = "KEY1") -> httpx.Response:
        """Without the customer. A member ID that isn't named is the one of the world file."""
        known = {customer.email: customer.fleet_member_id for customer in self.sandbox.world.customers}
        member = member or (known[email].get_secret_value() if email in known else "none")
        body = {"email": email, "fleet_member_id": member, "partner_key": partner}
        return await self.http.post("/northe/v1/sessions", json=body, headers=self.key())

    async def customer(self, email: str = "kim@example.com") -> Customer:
        """A customer who's signed in."""
        answer = await self.sign_in(email)
        assert answer.status_code == 201, answer.text
        return Customer(self, answer.json()["token"])

    async def zaptec(self, user: str = "zap@example.com", password: str = "zap") -> httpx.AsyncClient:
        """Zaptec, signed in as somebody."""
        form = {"grant_type": "password", "username": user, "password": password}
        answer = await self.http.post("/zaptec/oauth/token", data=form)
        assert answer.status_code == 200, answer.text
        token = answer.json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        transport = self.http._transport
        return httpx.AsyncClient(transport=transport, base_url="http://sandbox/zaptec", headers=headers, timeout=0.3)

    async def charger(self, serial: str, user: str = "zap@example.com") -> dict[str, Any]:
        """A charger as Zaptec lists it."""
        zaptec = await self.zaptec(user)
        found = (await zaptec.get("/api/chargers", params={"NameFilter": serial})).json()["Data"]
        item: dict[str, Any] = next(one for one in found if one["DeviceId"] == serial)
        return item


class Customer:
    """One customer's open session."""

    def __init__(self, asked: SandboxRequests, token: str) -> None:
        self.asked = asked
        self.headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str) -> httpx.Response:
        return await self.asked.http.get(f"/northe{path}", headers=self.headers)

    async def delete(self, path: str) -> httpx.Response:
        return await self.asked.http.delete(f"/northe{path}", headers=self.headers)

    async def post(self, path: str, body: Any, key: dict[str, str] | None = None) -> httpx.Response:
        headers = {**self.headers, **(key or self.asked.key())}
        return await self.asked.http.post(f"/northe{path}", json=body, headers=headers)

    async def put(self, path: str, body: Any) -> httpx.Response:
        return await self.asked.http.put(f"/northe{path}", json=body, headers=self.headers)

    async def check(self, serial: str, brand: str = "zaptec", **fields: str) -> httpx.Response:
        body = {"brand": brand, "model": "go", "fields": {"serial_number": serial, **fields}}
        return await self.post("/v1/charge-boxes/check", body)

    async def site_id(self) -> str:
        """A charge site, the same one every time."""
        currency = (await self.get("/v1/account")).json()["fleet"]["currency"]
        answer = await self.post("/v1/charge-sites", {**SITE, "currency": currency})
        assert answer.status_code in (200, 201), answer.text
        return str(answer.json()["id"])

    async def connect(
        self, serial: str, brand: str = "zaptec", key: dict[str, str] | None = None, **fields: str
    ) -> httpx.Response:
        body = {
            "brand": brand,
            "model": "go",
            "fields": {"serial_number": serial, **fields},
            "name": "Garage",
            "charge_site_id": await self.site_id(),
        }
        return await self.post("/v1/charge-boxes", body, key)


@cache
def shipped_world() -> World:
    """The shipped world, read once."""
    return load_world()


def sandbox_requests(world: World | Path | None = None, **given: Any) -> SandboxRequests:
    """A sandbox of this world; its time stands still."""
    return SandboxRequests(create_app(world or shipped_world(), clock=SandboxClock(lambda: NOON), **given))
