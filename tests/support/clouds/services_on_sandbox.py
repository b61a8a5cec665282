"""The services on a sandbox of their own, and the controls of its world, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from services.build import IN_PROCESS, CloudUrls, SandboxInside, ServiceSettings, build_services, close_services
from services.clouds.http import Policy
from services.contracts import (
    BoxRequest,
    ConsentPlace,
    CustomersPhone,
    Services,
)
from services.rules.addresses import Address
from services.sandbox.app import create_app
from services.sandbox.in_process import InProcess

KIM = ("kim@example.com", SecretStr("1001"), SecretStr("KEY1"))
PLACE = Address(country="SE", street="Testgatan 10", postcode="111 11", city="Stockholm")


URLS = CloudUrls(
    northe="https://northe.test/api",
    zaptec="https://api.zaptec.test",
    zaptec_token="https://login.zaptec.test/oauth/token",
)


def service_settings(folder: Path, clouds: CloudUrls | SandboxInside = URLS, **more: Any) -> ServiceSettings:
    """With receipts below `folder`."""
    consent = ConsentPlace("https://portal.zaptec.com/access/request", "Y8TU")
    asked = {"consent": consent, "connect_patience": 300.0, **more}
    return ServiceSettings(clouds=clouds, receipt_folder=folder / "receipts", **asked)


async def skip(seconds: float) -> None:
    """A wait that nobody sits through."""


def box(serial: str, brand: str = "zaptec", model: str = "go") -> BoxRequest:
    return BoxRequest(brand, model, {"serial_number": SecretStr(serial)})


@dataclass
class SandboxControls:
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
async def services_on_sandbox(tmp_path: Path, **policy: Any) -> AsyncIterator[SandboxControls]:
    transport = InProcess(create_app(base_url=IN_PROCESS), raise_app_exceptions=True)
    services = build_services(
        service_settings(tmp_path, SandboxInside()), transport=transport, policy=replace(Policy(sleep=skip), **policy)
    )
    async with httpx.AsyncClient(transport=transport, base_url=IN_PROCESS) as control:
        yield SandboxControls(services, control)
    await close_services(services)
