"""The services on a sandbox of their own, and the controls of its world, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from services.build import IN_PROCESS, build_services, close_services
from services.clouds.http import Policy
from services.contracts import (
    BoxRequest,
    CustomersPhone,
    Services,
)
from services.rules.addresses import Address
from services.sandbox.app import create_app
from services.sandbox.in_process import InProcess

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
    connect_timeout_minutes: int = 5


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
