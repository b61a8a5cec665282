"""The program with a fault in it, to be run in a terminal: python -m tests.support.program.crashing_wizard PLACE STATE_FOLDER

PLACE: `worker`, `handler`, `compose`, `lost` (as `worker`, and signing out fails too), or `key` (F7 in a step). Secrets are in everything
that a careless report would show: in the error's words, in local variables, in the fields on the screen.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from app import launch
from app.settings import Settings
from screens import step_screens
from services.activation.steps import Step
from services.contracts import Cause
from services.fake import FakeNorthe
from services.stores.drafts import DraftFolder
from tests.support.screens.plain_wizard import PlainStep, PlainWizard

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from services.contracts import Account

SECRET_IN_ERROR = "SECRET-IN-ERROR-4711"
SECRET_IN_VARIABLE = "SECRET-IN-VARIABLE-0815"


class UnforeseenError(Exception):
    """What nobody expected."""


class FaultyNorthe(FakeNorthe):
    """Signs in, and falls over the account."""

    place = ""

    async def account(self) -> Account:
        """The fault, if its place is here."""
        token = SECRET_IN_VARIABLE
        if self.place in {"worker", "lost"}:
            raise UnforeseenError(SECRET_IN_ERROR, token) from UnforeseenError(SECRET_IN_ERROR)
        if self.place == "handler":
            return cast("Account", None)
        return await super().account()


class FaultyKey(PlainStep):
    """A step that a key brings down."""

    STEP = Step.BOX_TYPE
    BINDINGS = [("f7", "fall", "")]

    def action_fall(self) -> None:
        """The fault."""
        token = SECRET_IN_VARIABLE
        raise UnforeseenError(SECRET_IN_ERROR, token)


class FaultyStep(PlainStep):
    """A step that can't be shown."""

    STEP = Step.BOX_TYPE

    def compose_body(self) -> ComposeResult:
        """The fault."""
        token = SECRET_IN_VARIABLE
        raise UnforeseenError(SECRET_IN_ERROR, token)


def main(place: str, folder: str) -> int:
    """Runs it as `northe-activate` runs, but on the faulty cloud."""
    app = PlainWizard(drafts=DraftFolder(Path(folder) / "drafts"))
    app.northe = FaultyNorthe()
    app.northe.place = place
    if place == "lost":
        app.northe.refuse("sign_out", Cause.NETWORK_DOWN, times=None)
    faulty = FaultyKey if place == "key" else FaultyStep
    step_screens.screen_class = lambda _step: faulty  # type: ignore[assignment]  # Type comes first, and no other
    launch._wizard = lambda *_: app  # instead of one on real clouds
    return launch.run(Settings(state_dir=Path(folder)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
