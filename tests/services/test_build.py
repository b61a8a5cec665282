from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from services.build import SandboxInside, build_services, close_services, preload
from services.clock import SystemClock
from services.clouds.northe.client import NortheClient
from services.clouds.zaptec.client import ZaptecClient
from services.contracts import ConsentPlace, ServiceError
from services.fake import FakeClock, FakeNorthe, FakeReceipts, FakeZaptec
from services.stores.receipts import ReceiptFolder
from tests.support.clouds.services_on_sandbox import KIM, URLS, service_settings

pytestmark = pytest.mark.anyio


async def test_the_real_clouds_are_built_for_their_addresses(tmp_path: Path) -> None:
    asked: list[httpx.Request] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(401)

    settings = service_settings(tmp_path, zaptec_scope="openid", connect_patience=420.0)
    services = build_services(settings, version="9.9", transport=httpx.MockTransport(refuse))
    for attempt in (services.northe.sign_in(*KIM), services.makers["zaptec"].sign_in("zap", SecretStr("x"))):
        with pytest.raises(ServiceError):
            await attempt
    assert [str(one.url) for one in asked] == [
        "https://northe.test/api/v1/sessions",
        "https://login.zaptec.test/oauth/token",
    ]
    assert b"scope=openid" in asked[1].content
    assert {one.headers["user-agent"] for one in asked} == {"northe-activate/9.9"}
    assert isinstance(services.northe, NortheClient)
    assert isinstance(services.makers["zaptec"], ZaptecClient)
    assert isinstance(services.clock, SystemClock)
    assert isinstance(services.receipts, ReceiptFolder)
    assert services.receipts.save("x", "box").parent == tmp_path / "receipts"
    assert services.phone is None
    assert services.connect_patience == 420.0
    assert services.makers["zaptec"].consent == ConsentPlace("https://portal.zaptec.com/access/request", "Y8TU")
    await close_services(services)


async def test_what_is_given_is_taken(tmp_path: Path) -> None:
    northe, makers, clock, receipts = FakeNorthe(), {"zaptec": FakeZaptec()}, FakeClock(), FakeReceipts()
    given = {"northe": northe, "makers": makers, "clock": clock, "receipts": receipts}
    services = build_services(service_settings(tmp_path), **given)  # type: ignore[arg-type] # a dict of four types
    assert (services.northe, services.makers, services.clock, services.receipts) == (northe, makers, clock, receipts)
    await close_services(services)


@pytest.mark.parametrize("name", ["northe", "zaptec", "zaptec_token"])
def test_an_address_that_would_send_secrets_in_clear_is_refused(tmp_path: Path, name: str) -> None:
    settings = service_settings(tmp_path, replace(URLS, **{name: "http://cloud.test/SECRET"}))
    with pytest.raises(ValueError, match="needs https") as raised:
        build_services(settings)
    assert "SECRET" not in str(raised.value)


async def test_the_sandbox_is_built_in_process(tmp_path: Path) -> None:
    settings = service_settings(tmp_path, SandboxInside())
    await asyncio.to_thread(preload, settings)
    services = build_services(settings)
    await services.northe.sign_in(*KIM)
    assert (await services.northe.account()).customer_name == "Kim Larsson"
    await close_services(services)
