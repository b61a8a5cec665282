"""The wizard with the simplest steps there can be: what's tested is the shell that carries them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.wizard.idle_watch import IdleLimit
from app.wizard.wizard_app import WizardApp
from screens import step_screens
from screens.dialogs.confirm import ConfirmDialog
from screens.messages import Completed, SignedIn
from screens.sign_in import SignInScreen
from screens.start import StartScreen
from screens.step import StepScreen
from screens.widgets.question_field import text_field
from services.activation.questions import Question, QuestionKind
from services.activation.steps import STEPS, Step
from services.fake import ACCOUNT, FakeClock, FakeNorthe, FakeZaptec, fake_services
from tests.support.screens.one_screen import look, shown, wait_until
from tests.support.sessions.after_connect import finished

if TYPE_CHECKING:
    import pytest
    from textual.app import ComposeResult
    from textual.pilot import Pilot

    from services.activation.activation import Activation
    from services.contracts import Account, Services

IDLE_LIMIT, IDLE_WARNING = 600.0, 60.0
SIZE = (80, 24)


class PlainStep(StepScreen):
    """One field that's kept and one that's kept as a secret; Next takes anything."""

    def compose_body(self) -> ComposeResult:
        """The two fields."""
        yield text_field(self.look, Question(name="answer", label="Answer"), self.kept)
        secret = Question(name="secret", label="Secret", kind=QuestionKind.SECRET)
        yield text_field(self.look, secret, self.kept)

    def action_complete(self) -> None:
        """The same answers for everybody."""
        step = self.STEP
        self.post_message(Completed(step, self.typed(), getattr(finished(), self.STEP)))


PLAIN: dict[Step, type[PlainStep]] = {
    step: type(f"Plain{step.name.title()}", (PlainStep,), {"STEP": step}) for step in STEPS
}


def with_plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts the plain steps in the place of the real ones."""
    monkeypatch.setattr(step_screens, "screen_class", PLAIN.__getitem__)


class PlainWizard(WizardApp):
    """The wizard on fakes that a test can get at."""

    def __init__(self, **more: Any) -> None:
        self.northe = FakeNorthe()
        self.zaptec = FakeZaptec()
        self.clock = FakeClock()
        idle = IdleLimit(limit=IDLE_LIMIT, warning=IDLE_WARNING)
        super().__init__(look(), self.make, idle=idle, **more)

    async def make(self) -> Services:
        """At once."""
        return fake_services(northe=self.northe, zaptec=self.zaptec, clock=self.clock, phone=True)

    @property
    def under_way(self) -> Activation:
        """The activation that somebody has begun."""
        assert self.activation is not None
        return self.activation

    @property
    def wizard_screen(self) -> StepScreen:
        """The one below all dialogs."""
        return self.screen_stack[1]  # type: ignore[return-value]  # the shell puts nothing else there

    @property
    def at_start(self) -> bool:
        """Whether it's Start that shows."""
        return isinstance(self.screen, StartScreen)


async def begin(app: PlainWizard, pilot: Pilot[Any]) -> None:
    """From Start to signing in."""
    await pilot.press("f10")
    await wait_until(pilot, lambda: isinstance(app.screen, SignInScreen))


async def sign_in(app: PlainWizard, pilot: Pilot[Any], account: Account = ACCOUNT) -> None:
    """To whatever the wizard shows to somebody who is signed in, as if they had come through signing in."""
    await wait_until(pilot, lambda: app.services is not None)
    screen = app.screen
    app.northe.account_now = account
    app.northe.signed_in = True
    screen.post_message(SignedIn(account))
    await wait_until(pilot, lambda: app.screen is not screen)


async def at_step(app: PlainWizard, pilot: Pilot[Any], step: Step) -> None:
    """Waits for a step's screen."""
    await wait_until(pilot, lambda: isinstance(app.screen, StepScreen) and step is app.screen.STEP)


async def complete(app: PlainWizard, pilot: Pilot[Any], until_step: Step | None = None) -> None:
    """Presses Next on every step up to `until_step`, or to the end."""
    screen = app.screen
    assert isinstance(screen, StepScreen)
    for step in STEPS[STEPS.index(screen.STEP) :]:
        if step is until_step:
            return
        here = app.screen
        await pilot.press("f10")
        await wait_until(pilot, lambda here=here: app.screen is not here)  # type: ignore[misc]  # mypy and default arguments


def field(app: PlainWizard, name: str = "answer") -> str:
    """What stands in a field of the plain step that shows, or lies below a dialog."""
    screen = app.wizard_screen
    assert isinstance(screen, PlainStep)
    return screen.form.field(name).input.value


async def dialog(app: PlainWizard, pilot: Pilot[Any], title: str) -> None:
    """Waits for a question."""
    await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog) and title in shown(app))


async def ended(app: PlainWizard, pilot: Pilot[Any]) -> None:
    """Waits for the wizard's end."""
    await wait_until(pilot, lambda: not app.is_running or app._exit)


def oneline(app: PlainWizard) -> str:
    """What shows, without the breaks of its lines and a dialog's frame."""
    return " ".join(shown(app).replace("│", " ").split())


def at_sign_in(app: PlainWizard) -> bool:
    """Whether signing in shows, for this customer or for the next."""
    return isinstance(app.screen, SignInScreen)
