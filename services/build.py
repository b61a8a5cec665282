"""Puts the services together: the real clouds, or the sandbox in this process behind the same adapters.

What's slow to import (httpx, pydantic, the sandbox's web framework) is imported by `preload`, which a caller with an
event loop runs in a thread. `build_services` then takes little time, and belongs into the event loop's own thread,
since the sandbox's database does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.contracts import ConsentPlace, Services

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import httpx

    from services.clouds.http import Policy
    from services.contracts import Clock, CustomersPhone, MakerCloud, NortheCloud, Receipts

IN_PROCESS = "http://sandbox"
"""The sandbox's address while it's in this process: no resolver and no socket ever sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudUrls:
    """Where the clouds are: what the paths of their calls are appended to, and the whole address of Zaptec's tokens."""

    northe: str
    zaptec: str
    zaptec_token: str


URLS_IN_PROCESS = CloudUrls(
    northe=f"{IN_PROCESS}/northe",
    zaptec=f"{IN_PROCESS}/zaptec",
    zaptec_token=f"{IN_PROCESS}/zaptec/oauth/token",
)


@dataclass(frozen=True, slots=True)
class SandboxInside:
    """The sandbox in this process in place of the clouds. Without a file of its own, `world` is the built-in one."""

    world: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """What of the program's settings matters here. `connect_patience` and `keep_sign_ins` are as in `Services`."""

    clouds: CloudUrls | SandboxInside
    consent: ConsentPlace
    receipt_folder: Path
    connect_patience: float
    keep_sign_ins: bool = True
    zaptec_scope: str | None = None


def preload(settings: ServiceSettings) -> None:
    """Imports what `build_services` will need, and reads the catalogue, before anybody signs in.

    Raises `services.rules.catalogue.CatalogueWrong`.
    """
    import services.clouds.northe.client
    import services.clouds.zaptec.client
    from services.rules.catalogue import brands

    brands()

    if isinstance(settings.clouds, SandboxInside):
        import services.clouds.sandbox_phone
        import services.sandbox.app  # noqa: F401 - for its effect


def build_services(
    settings: ServiceSettings,
    *,
    version: str = "0",
    northe: NortheCloud | None = None,
    makers: Mapping[str, MakerCloud] | None = None,
    clock: Clock | None = None,
    receipts: Receipts | None = None,
    policy: Policy | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Services:
    """The services that these settings ask for; each one that's given is taken as it is. `makers`: by the brand's id.

    `transport` leads to a sandbox that somebody else has made.

    Raises `ValueError` for an address that would send secrets in clear, `services.clouds.line_check.LineUnusable`, and
    in the sandbox `services.sandbox.world.WorldWrong`.
    """
    from services.clock import SystemClock
    from services.clouds.http import open_client
    from services.clouds.northe.client import NortheClient
    from services.clouds.zaptec.client import ZaptecClient
    from services.clouds.zaptec.limits import ZAPTEC, Limits
    from services.stores.receipts import ReceiptFolder

    clock = clock or SystemClock()
    lookup_key = settings.consent.lookup_key

    def client(*addresses: str) -> httpx.AsyncClient:
        return open_client(addresses, version=version, policy=policy, transport=transport)

    urls, limits = settings.clouds, ZAPTEC
    phone: CustomersPhone | None = None
    if isinstance(urls, SandboxInside):
        from services.clouds.sandbox_phone import SandboxPhone

        transport = transport or _sandbox(urls.world)
        phone = SandboxPhone(client(IN_PROCESS), IN_PROCESS, clock, lookup_key=lookup_key, policy=policy)
        urls, limits = URLS_IN_PROCESS, Limits()  # each sandbox is a Zaptec of its own
    return Services(
        northe=northe or NortheClient(client(urls.northe), urls.northe, clock, policy=policy),
        makers=makers
        or {
            "zaptec": ZaptecClient(
                client(urls.zaptec, urls.zaptec_token),
                urls.zaptec,
                clock,
                token_url=urls.zaptec_token,
                consent=settings.consent,
                scope=settings.zaptec_scope,
                policy=policy,
                limits=limits,
            )
        },
        clock=clock,
        receipts=receipts or ReceiptFolder(settings.receipt_folder, clock),
        phone=phone,
        connect_patience=settings.connect_patience,
        keep_sign_ins=settings.keep_sign_ins,
    )


async def close_services(services: Services) -> None:
    """Closes what the services hold open. First Northe: a session that nobody wanted any more is given back there."""
    for part in (services.northe, *services.makers.values(), services.phone):
        close = getattr(part, "close", None)
        if close is not None:
            await close()


def _sandbox(world: Path | None) -> httpx.AsyncBaseTransport:
    from services.sandbox.app import create_app
    from services.sandbox.in_process import InProcess

    return InProcess(create_app(world, base_url=IN_PROCESS), raise_app_exceptions=False)
