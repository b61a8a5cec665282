"""Random walks over keys, pastes, answers, faults and time: they never crash, lose no answer, leave nobody signed in.

One walk by chance alone hardly gets past the second step, so they begin at places all along the way.
"""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from textual import events
from textual.widgets import Input
from textual.worker import WorkerState

from screens.start import StartScreen
from services.activation.steps import STEPS, Step
from tests.support.screens.journey_parts import IBAN, approved, check, connect, to_connect
from tests.support.screens.wizard_on_sandbox import WizardOnSandbox, wizard_on_sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from services.activation.session import Session

KEYS = ["tab", "shift+tab", "enter", "up", "down", "left", "space", "escape", "backspace", "home", "delete"]
KEYS += [
    "alt+0",
    "alt+1",
    "alt+9",
    "question_mark",
    "f1",
    "f2",
    "f3",
    "f4",
    "f5",
    "f6",
    "f7",
    "f8",
    "f9",
    "f10",
    "ctrl+q",
    "ctrl+l",
]
TEXTS = [
    "ZAP900001",
    "ZAP900002",
    "ZAP900010",
    "åÄö",
    "[b]x",
    "2,50",
    "99",
    "0",
    " ",
    "SE4550000000058398257466",
    "a@b.se",
    "\u202e",
    "日本",
]
PASTES = ["ZAP900001\r\n", "\tkim@example.com\t", "one\r\ntwo\r\nthree", "\x1b[31mred", "", "\n\n", "x" * 400]
GOOD = {
    "email": "kim@example.com",
    "name": "Garage",
    "street": "Testgatan 10",
    "postcode": "11122",
    "city": "Stockholm",
    "price": "2,10",
    "first_name": "Kim",
    "last_name": "Larsson",
    "first": IBAN,
    "serial_number": "ZAP900001",
    "user_name": "zap@example.com",
    "password": "zap",
}
FAULTS = ["drop", "lost", "html", "garbage", "half", "empty", "northe_down", "throttled", "session_expired"]


async def at_connect(way: WizardOnSandbox) -> None:
    await approved(way)
    await to_connect(way)


async def connecting(way: WizardOnSandbox) -> None:
    await at_connect(way)
    await check(way, "ZAP900010")
    await way.sees("Everything is right")
    await connect(way)


class Walk(RuleBasedStateMachine):
    """Every rule is something that a person, the line or a cloud does."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.folder = tempfile.TemporaryDirectory()
        self.before: Session | None = None

    def do(self, what: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(what)

    @initialize()
    def start(self) -> None:
        self.way: WizardOnSandbox = self.do(self.stack.enter_async_context(wizard_on_sandbox(Path(self.folder.name))))
        self.do(self.begins())

    async def begins(self) -> None:
        """The stretch before the walk."""
        raise NotImplementedError

    @rule(key=st.sampled_from(KEYS))
    def press(self, key: str) -> None:
        self.do(self.way.press(key))

    @rule(text=st.sampled_from(TEXTS))
    def types(self, text: str) -> None:
        self.do(self._keys(text))

    async def _keys(self, text: str) -> None:
        for char in text:
            self.way.app.post_message(events.Key(char, char))
        await self.way.pilot.pause()

    @rule(text=st.sampled_from(PASTES))
    def pastes(self, text: str) -> None:
        self.way.app.post_message(events.Paste(text))
        self.do(self.way.pilot.pause())

    @rule()
    def fills(self) -> None:
        """Puts something plausible into the focused field, so that the walk gets further than the first error."""
        field = self.way.app.focused
        if isinstance(field, Input):
            self._fill(field)
        self.do(self.way.press("enter"))

    @rule()
    def answers(self) -> None:
        """Something plausible in every field of the screen, and on."""
        for field in self.way.app.screen.query(Input):
            self._fill(field)
        self.do(self.way.press("f10"))

    def _fill(self, field: Input) -> None:
        good = GOOD.get((field.id or "").removeprefix("input-").replace("-", "_"))
        if good:
            field.value = good

    @rule()
    def goes_on(self) -> None:
        self.do(self.way.press("f10"))

    @rule(kind=st.sampled_from(FAULTS), path=st.sampled_from(["*", "*/account", "*/charge-*", "*/session*", "*/bank*"]))
    def breaks(self, kind: str, path: str) -> None:
        self.do(self.way.fault(kind=kind, path=path, count=3))

    @rule()
    def mends(self) -> None:
        self.do(self.way.no_faults())

    @rule(seconds=st.sampled_from([1.0, 5.0, 130.0, 4000.0]))
    def waits(self, seconds: float) -> None:
        self.do(self.way.advance(seconds))

    @rule(size=st.sampled_from([(80, 24), (60, 20), (40, 10), (120, 40)]))
    def resizes(self, size: tuple[int, int]) -> None:
        self.do(self.way.pilot.resize_terminal(*size))

    @precondition(lambda self: hasattr(self, "way"))
    @invariant()
    def has_not_crashed(self) -> None:
        app = self.way.app
        assert app.crashed_by is None
        failed = [worker for worker in app.workers if worker.state is WorkerState.ERROR]
        assert not failed, failed[0].error

    @precondition(lambda self: hasattr(self, "way"))
    @invariant()
    def loses_no_answer(self) -> None:
        """An answer goes only with its customer, or because something that it stands on was changed."""
        before, now = self.before, self.way.session
        self.before = now
        if before is None or before.account is None or now is before:
            return
        if now is None:
            assert isinstance(self.way.app.screen_stack[0], StartScreen)
            return
        if now.account is not None and now.account.email != before.account.email:
            return
        if not now.customer:  # finished, and the next customer's sign-in shows
            return
        for step in STEPS:
            if getattr(before, step.value) is not None and getattr(now, step.value) is None:
                assert self._may_go(step, before, now), f"{step} was lost"
        for step, typed in before.typed.items():
            if step is not Step.CONNECT:
                assert set(now.typed.get(step, {})) >= set(typed) - {"first", "second"}, f"typed in {step} was lost"

    def _may_go(self, step: Step, before: Session, now: Session) -> bool:
        if step is Step.CONNECT:
            return before.box_type != now.box_type or before.charge_site != now.charge_site
        if step is Step.CHARGE_SITE:
            return before.account != now.account
        return False

    @precondition(lambda self: hasattr(self, "way"))
    @invariant()
    def the_head_knows_of_an_open_account(self) -> None:
        """A moment later at most, since it looks again and again."""
        services = self.way.app.services
        if services is not None and (northe := services.northe).signed_in:
            self.do(self.way.holds(lambda: not northe.signed_in or "nobody signed in" not in self.way.screen))

    @precondition(lambda self: hasattr(self, "way"))
    @invariant()
    def start_means_signed_out(self) -> None:
        """Whoever sees Start may hand the laptop on."""
        if len(self.way.app.screen_stack) == 1 and self.way.session is None:
            services = self.way.app.services
            assert services is None or not services.northe.signed_in

    def teardown(self) -> None:
        """`wizard_on_sandbox` fails if anybody is left signed in at the cloud."""
        try:
            if hasattr(self, "way"):
                self.do(self.way.no_faults())
                self.do(self.stack.aclose())
        finally:
            self.runner.close()
            self.folder.cleanup()


FEW_WALKS = settings(
    max_examples=3,  # the first does the same thing again and again, the second stops at once, the third goes anywhere
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    phases=[Phase.generate],  # a program with timers never takes quite the same way twice, so nothing can be shrunk
)


def walks_from(begins: Callable[[WizardOnSandbox], Coroutine[Any, Any, None]], chance: int) -> Any:
    """A test of a few walks that begin there. `chance` picks which, the same each time."""

    class From(Walk):
        async def begins(self) -> None:
            await begins(self.way)

    seed(chance)(From)
    From.TestCase.settings = FEW_WALKS
    return From.TestCase


TestFromSignIn = walks_from(WizardOnSandbox.begin, 1)
TestFromType = walks_from(approved, 2)
TestFromConnect = walks_from(at_connect, 4)  # this one comes to Done, and beyond
TestFromConnecting = walks_from(connecting, 4)
