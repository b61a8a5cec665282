"""What the tests of Connect press and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from screens.connect import ConnectScreen
from screens.widgets.action_button import ActionButton
from services.contracts import ChargeBox, Stage
from services.fake import FakeClock, FakeNorthe, fake_services
from tests.support.screens.one_screen import OneScreen, wait_until
from tests.support.sessions.before_connect import connect_screen

if TYPE_CHECKING:
    from services.activation.connecting import ConnectStage
    from services.activation.diagnosis import BoxFacts
    from services.activation.session import Session

SIZE = (80, 24)
WAITING = ChargeBox("box-1", "Garage", "zaptec", "go", "ZAP900001", "site-1", Stage.WAITING_FOR_BOX)


def step_of(app: OneScreen) -> ConnectScreen:
    assert isinstance(app.step, ConnectScreen)
    return app.step


def stage_of(app: OneScreen) -> ConnectStage | None:
    """How far the try is that's under way."""
    attempt = step_of(app).attempt
    return attempt.progress.stage if attempt is not None else None


def visible(app: OneScreen) -> list[str]:
    return [str(one.label) for one in app.step.query(ActionButton) if one.display and not one.disabled]


def primary(app: OneScreen) -> list[str]:
    return [str(one.label) for one in app.step.query(ActionButton) if one.has_class("primary") and one.display]


async def checked(pilot: Any, app: OneScreen) -> None:
    """What stands in the fields was checked: by itself where it stood there from the start, else by F5."""
    step, known = step_of(app), step_of(app).check.facts
    if not step.waiting and (known is None or known is CHECKED.get(app)):
        await pilot.press("f5")
    await wait_until(pilot, lambda: step.check.items and not step.waiting)
    CHECKED[app] = step.check.facts


CHECKED: WeakKeyDictionary[OneScreen, BoxFacts | None] = WeakKeyDictionary()
"""What each test has waited for last, so that another check is another one."""


class ConnectStarted:
    """The step, with Connect pressed after a check that passed."""

    def __init__(self, *, session: Session | None = None, check: bool = True) -> None:
        self.northe, self.clock = FakeNorthe(), FakeClock()
        self.app = connect_screen(fake_services(northe=self.northe, clock=self.clock), session)
        self._check = check

    async def go(self, pilot: Any) -> None:
        if self._check:
            await wait_until(pilot, lambda: step_of(self.app).check.passed)
        await pilot.press("f10")

    def stay(self, stage: Stage = Stage.WAITING_FOR_BOX) -> None:
        """Northe gets so far and no further."""
        stages = (Stage.REQUESTED, Stage.TAKING_OVER, Stage.WAITING_FOR_BOX)
        self.northe.stages = stages[: stages.index(stage) + 1]

    def args(self, name: str) -> list[Any]:
        return [call.args for call in self.northe.calls if call.name == name]
