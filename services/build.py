"""Puts the services together: the real clouds, or the sandbox in this process behind the same adapters.

What's slow to import (httpx, pydantic, the sandbox's web framework) is imported by `preload`, which a caller with an
event loop runs in a thread. `build_services` then takes little time, and belongs into the event loop's own thread,
since the sandbox's database does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from services.contracts import ConsentPlace, Services

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import httpx

    from services.clouds.http import Policy
    from services.contracts import Clock, CustomersPhone, MakerCloud, NortheCloud, Receipts

IN_PROCESS = "http://sandbox"
"""The sandbox's address while it's in this process: no resolver and no socket ever sees it."""


class SettingsLike(Protocol):
    """The settings that matter here. `northe_url` and `zaptec_url` are what the paths of the clouds are appended to."""

    @property
    def sandbox(self) -> bool: ...  # noqa: D102 - as in app.settings

    @property
    def world(self) -> Path | None: ...  # noqa: D102 - as in app.settings

    @property
    def northe_url(self) -> str | None: ...  # noqa: D102 - as in app.settings

    @property
    def zaptec_url(self) -> str: ...  # noqa: D102 - as in app.settings

    @property
    def zaptec_token_url(self) -> str: ...  # noqa: D102 - as in app.settings

    @property
    def zaptec_scope(self) -> str | None: ...  # noqa: D102 - as in app.settings

    @property
    def portal_url(self) -> str: ...  # noqa: D102 - as in app.settings

    @property
    def lookup_key(self) -> str: ...  # noqa: D102 - as in app.settings

    @property
    def connect_timeout_minutes(self) -> int: ...  # noqa: D102 - as in app.settings

    @property
    def state_dir(self) -> Path: ...  # noqa: D102 - as in app.settings


def preload(settings: SettingsLike) -> None:
    """Imports what `build_services` will need, and reads the catalogue, before anybody signs in.

    Raises `services.rules.catalogue.CatalogueWrong`.
    """
    import services.clouds.northe.client
    import services.clouds.zaptec.client
    from services.rules.catalogue import brands

    brands()

    if settings.sandbox:
        import services.clouds.sandbox_phone
        import services.sandbox.app  # noqa: F401 - for its effect


def build_services(
    settings: SettingsLike,
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
    phone: CustomersPhone | None = None
    if settings.sandbox:
        transport = transport or _sandbox(settings.world)
        northe_url, zaptec_url = f"{IN_PROCESS}/northe", f"{IN_PROCESS}/zaptec"
        token_url = f"{zaptec_url}/oauth/token"
    else:
        if settings.northe_url is None and northe is None:
            raise ValueError("northe_url isn't set")
        northe_url, zaptec_url = settings.northe_url or "", settings.zaptec_url
        token_url = settings.zaptec_token_url

    def client(*addresses: str) -> httpx.AsyncClient:
        return open_client(addresses, version=version, policy=policy, transport=transport)

    if settings.sandbox:
        from services.clouds.sandbox_phone import SandboxPhone

        phone = SandboxPhone(client(IN_PROCESS), IN_PROCESS, clock, lookup_key=settings.lookup_key, policy=policy)
    return Services(
        northe=northe or NortheClient(client(northe_url), northe_url, clock, policy=policy),
        makers=makers
        or {
            "zaptec": ZaptecClient(
                client(zaptec_url, token_url),
                zaptec_url,
                clock,
                token_url=token_url,
                consent=ConsentPlace(settings.portal_url, settings.lookup_key),
                scope=settings.zaptec_scope,
                policy=policy,
                limits=Limits() if settings.sandbox else ZAPTEC,  # each sandbox is a Zaptec of its own
            )
        },
        clock=clock,
        receipts=receipts or ReceiptFolder(settings.state_dir / "receipts", clock),
        phone=phone,
        connect_patience=settings.connect_timeout_minutes * 60.0,
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
