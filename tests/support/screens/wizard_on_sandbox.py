"""The whole program on the sandbox, in this process: keys in, screen and world out. For journeys and walks."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import httpx
from textual.events import Paste

from app.settings import Settings
from app.wizard.idle_watch import IdleLimit
from app.wizard.wizard_app import WizardApp
from screens.sign_in.screen import SignInScreen
from services.activation.connecting import ConnectPace
from services.activation.qr_sign_in import LinkPace
from services.build import build_services, close_services
from services.clouds.http import Policy
from services.contracts import Services
from services.sandbox.app import create_app
from services.sandbox.clock import SandboxClock
from tests.support.screens.one_screen import look, shown, wait_until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot

    from services.activation.session import Session
    from services.contracts import ChargeBox


def quicken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a poll; the sandbox's own delays are skipped by moving its clock.

    Polls are still rare enough for the pilot to find the program idle between them: else it waits a second for that.
    """
    monkeypatch.setattr(SignInScreen, "PACE", LinkPace(least=0.01, first_wait=0.01, longest_wait=0.02))
    monkeypatch.setattr("screens.cloud_wait.SHOW_WAIT_FOR", 0.0)
    monkeypatch.setattr("screens.connect.attempt_view.ConnectPace", lambda **_: ConnectPace(poll=0.1, slow_poll=0.1))


async def _at_once(seconds: float) -> None:
    await asyncio.sleep(min(seconds, 0.001))


@dataclass
class WizardOnSandbox:
    """One run of the program. `world` speaks to the sandbox's controls. `asked`: every call of the program's to a cloud."""

    app: WizardApp
    pilot: Pilot[Any]
    world: httpx.AsyncClient
    state: Path
    asked: list[str]

    @property
    def screen(self) -> str:
        return shown(self.app)

    @property
    def session(self) -> Session | None:
        return self.app.session

    @property
    def box(self) -> ChargeBox | None:
        session = self.app.session
        return session.connect.box if session is not None and session.connect is not None else None

    async def sees(self, *texts: str, seconds: float = 20.0) -> None:
        """Waits until all of the texts are on the screen, however the lines are broken."""

        def there() -> bool:
            flat = " ".join(self.screen.split())
            return all(" ".join(text.split()) in flat for text in texts)

        await wait_until(self.pilot, there, seconds)

    async def holds(self, condition: Callable[[], object], seconds: float = 20.0) -> None:
        await wait_until(self.pilot, condition, seconds)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """As a paste, which is quicker than keys; tests/wire types."""
        self.app.post_message(Paste(text))
        await self.pilot.pause()

    async def fault(self, **fault: object) -> None:
        answer = await self.world.post("/sandbox/faults", json=fault)
        assert answer.status_code == 201, answer.text

    async def no_faults(self) -> None:
        await self.world.delete("/sandbox/faults")

    async def advance(self, seconds: float) -> None:
        answer = await self.world.post("/sandbox/clock", json={"advance": seconds})
        assert answer.status_code == 200, answer.text

    async def open_sessions(self) -> list[str]:
        """The e-mails of everybody who is signed in at the sandbox's Northe."""
        answer = await self.world.get("/sandbox/sessions")
        return [one["email"] for one in answer.json()]

    # ---------------------------------------------------------------------------------- stretches of the way

    async def begin(self) -> None:
        await self.sees("Begin")
        await self.press("f10")
        await self.sees("Linked devices")

    async def sign_in(self, email: str, member: str, key: str) -> None:
        """Without the customer."""
        await self.press("f4")
        await self.sees("E-mail")
        for text in (email, member, key):
            await self.type(text)
            await self.press("enter")
        await self.press("enter")


@asynccontextmanager
async def wizard_on_sandbox(
    state: Path, *, world: Path | None = None, size: tuple[int, int] = (80, 24), idle: float = 600.0
) -> AsyncIterator[WizardOnSandbox]:
    """The wizard on a sandbox of its own. However it ends, it has to leave nobody signed in."""
    began = time.time()
    clock = SandboxClock(source=lambda: began)  # the world moves on by `advance` only, however busy this machine is
    app_of_world = create_app(world, base_url="http://sandbox", clock=clock)
    transport = httpx.ASGITransport(app=app_of_world)
    settings = Settings(state_dir=state, sandbox=True, world=world).for_services()
    policy = Policy(sleep=_at_once)
    made: list[Services] = []
    asked: list[str] = []

    async def make() -> Services:
        services = build_services(settings, policy=policy, transport=in_process(app_of_world, asked))
        made.append(services)
        return services

    app = WizardApp(replace(look(), demo=True), make, idle=IdleLimit(limit=idle, warning=idle / 10))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        async with app.run_test(size=size) as pilot:
            yield WizardOnSandbox(app, pilot, client, state, asked)
        left = await app.leave_account()
        open_now = (await client.get("/sandbox/sessions")).json()
        for services in made:
            await close_services(services)
        assert left
        assert open_now == []


IN_A_COLLECTION = re.compile(r"(/(?:link-sessions|charge-boxes|charge-sites|chargers|installation)/)(?!check$)[^/]+")
"""Where an id stands in a path. Northe's are of any letters, so that they can't be told by how they look."""


def in_process(app: Any, asked: list[str]) -> httpx.AsyncBaseTransport:
    """The way to the sandbox, which notes each call to one of the two clouds, ids left out."""
    from services.sandbox.in_process import InProcess

    class Noting(InProcess):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            path = IN_A_COLLECTION.sub(r"\1{id}", request.url.path)
            if path.startswith(("/northe", "/zaptec")):
                asked.append(f"{request.method} {path}")
            return await super().handle_async_request(request)

    return Noting(app, raise_app_exceptions=False)
