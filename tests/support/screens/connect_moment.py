"""One moment of Connect, to be told what both clouds say before its picture is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screens.connect import ConnectScreen
from services.contracts import BoxEvidence, Cause, CheckAnswer, Grant, MakerLook, ServiceError, Stage
from services.contracts.causes import NAMED_FIRST
from services.fake import FakeClock, FakeNorthe, FakeZaptec, fake_services
from services.fake.data import EVIDENCE
from tests.support.screens.one_screen import wait_until
from tests.support.sessions.before_connect import connect_screen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from services.activation.connecting import Progress
    from services.activation.session import Session
    from tests.support.screens.one_screen import OneScreen

TOLD = BoxEvidence(installation_name="Testgatan 10", charger_name="Garage")
INSTALLER = "installer@example.com"


class ConnectMoment:
    """One moment of the step. `northe`, `zaptec` and `clock` may be told what to do before it's taken."""

    def __init__(self, session: Session | None = None, **how: Any) -> None:
        self.northe, self.zaptec, self.clock = FakeNorthe(), FakeZaptec(), FakeClock()
        self.services = fake_services(northe=self.northe, zaptec=self.zaptec, clock=self.clock)
        self.app: OneScreen = connect_screen(self.services, session, **how)

    def says(self, cause: Cause, evidence: BoxEvidence = TOLD, retry_after: float | None = None) -> ConnectMoment:
        about_the_box = cause in NAMED_FIRST
        answer = (
            CheckAnswer(cause, evidence, retry_after) if about_the_box else ServiceError(cause, retry_after=retry_after)
        )
        self.northe.answer("check_box", answer)
        return self

    def sees(self, grant: Grant, evidence: BoxEvidence = EVIDENCE) -> ConnectMoment:
        self.zaptec.signed_in_as = INSTALLER
        self.zaptec.look_now = MakerLook(found=True, grant=grant, evidence=evidence)
        return self

    @property
    def step(self) -> ConnectScreen:
        assert isinstance(self.app.step, ConnectScreen)
        return self.app.step

    @property
    def progress(self) -> Progress | None:
        """How far the try is that's under way."""
        return self.step.attempt.progress if self.step.attempt is not None else None

    async def check(self, pilot: Any) -> None:
        """What stands in the fields from the start is checked by itself."""
        if not self.step.waiting and not self.step.check.items:
            await pilot.press("f5")
        await wait_until(pilot, lambda: (self.step.check.items or self.app.said) and not self.step.waiting)

    async def connect(self, pilot: Any) -> None:
        await self.check(pilot)
        await pilot.press("f10")

    def so_far(self, stage: Stage) -> Callable[[Any], Awaitable[None]]:
        """Northe gets so far and no further."""
        stages = (Stage.REQUESTED, Stage.TAKING_OVER, Stage.WAITING_FOR_BOX)
        self.northe.stages = stages[: stages.index(stage) + 1]

        async def before(pilot: Any) -> None:
            await self.connect(pilot)
            await wait_until(pilot, lambda: self.progress and self.progress.box and self.progress.box.stage is stage)

        return before
