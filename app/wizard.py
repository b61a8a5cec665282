"""WizardApp: holds the session, walks the flow, and signs the customer out on every way out. It knows no step."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import constants
from textual.binding import Binding, BindingType

from app import flow
from app.idle import IdleWatch
from app.leaving import LeavingApp
from app.terminal.ahead import TypeAhead
from app.terminal.bursts import BurstGuard, Verdict
from screens.look.palette import DARK, LIGHT, theme
from screens.start import StartScreen
from screens.too_small import TooSmallScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual import events
    from textual.driver import Driver
    from textual.geometry import Size
    from textual.screen import Screen

    from screens import messages
    from screens.base import WizardScreen
    from screens.look import Look
    from screens.widgets.notice import Tone
    from services.contracts import Services
    from services.session import Step

AFTER_FIRST_PAINT = 0.15
"""Seconds until the services are imported: begun at once, their imports would hold up the first paint itself."""


class WizardApp(LeavingApp):
    """`make_services` is awaited after the first paint, so that nothing heavy stands in its way."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = [Path(__file__).parent.parent / "screens" / "look" / "wizard.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "other_theme", show=False, priority=True),  # in dialogs too
        Binding("ctrl+l", "redraw", show=False, priority=True),
    ]

    def __init__(
        self,
        look: Look,
        make_services: Callable[[], Awaitable[Services]],
        *,
        light: bool = False,
        idle: IdleWatch | None = None,
    ) -> None:
        super().__init__(look, idle or IdleWatch(limit=600.0, warning=60.0))
        self.animation_level = "none"
        self._make_services = make_services
        self._services_there = asyncio.Event()
        for name in (DARK, LIGHT):
            self.register_theme(theme(name))
        self.theme = LIGHT if light else DARK
        self._bursts = BurstGuard()
        self._ahead = TypeAhead(self)

    # ---------------------------------------------------------------------------------- the terminal

    def get_driver_class(self) -> type[Driver]:
        """What paints: the frugal driver, unless TEXTUAL_DRIVER names another to compare it with."""
        from app.terminal.driver.frugal import FrugalDriver

        return super().get_driver_class() if constants.DRIVER else FrugalDriver

    def action_redraw(self) -> None:
        """Ctrl+L: paints everything anew, after noise on the line."""
        from app.terminal.driver.frugal import redraw

        redraw(self)

    # ---------------------------------------------------------------------------------- coming up

    def get_default_screen(self) -> Screen[None]:
        """Start lies at the bottom of the stack, so that no empty screen is painted before it."""
        return StartScreen(self.look)

    def on_mount(self) -> None:
        """What's heavy comes after the first paint."""
        self.set_timer(AFTER_FIRST_PAINT, self._start_services)
        self.set_interval(1.0, self.watch_idleness)

    def _start_services(self) -> None:
        self.run_worker(self._prepare_services(), group="prepare")

    async def _prepare_services(self) -> None:
        self._services = await self._make_services()
        self._idle.touch(self._services.clock.monotonic())
        self._services_there.set()

    # ---------------------------------------------------------------------------------- keys and sizes

    async def on_event(self, event: events.Event) -> None:
        """Keys keep their order, and a scanner's line end may move on within the step but never presses a button."""
        from textual.events import Key, Paste

        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._services is not None:
            self._idle.touch(self._services.clock.monotonic())
        if not self._ahead.holds(event):
            if isinstance(event, Paste) or self._wanted(event):
                self._aim(event)
                await super().on_event(event)
            self._ahead.passed(event)

    def _aim(self, event: events.Key | events.Paste) -> None:
        from textual import events

        from screens.base import WizardScreen

        text = event.text if isinstance(event, events.Paste) else event.character if event.is_printable else ""
        if text and text.strip() and isinstance(self.screen, WizardScreen):
            self.screen.expect_text()

    def _wanted(self, key: events.Key) -> bool:
        from textual.widgets import Input

        verdict = self._bursts.take(key.key, printable=key.is_printable, time=key.time)
        return verdict is Verdict.PASS or (verdict is Verdict.LINE_END and isinstance(self.focused, Input))

    def on_resize(self, event: events.Resize) -> None:
        """Too small says so, and recovers."""
        self._mind(event.size)

    def _mind(self, size: Size) -> None:
        small = not TooSmallScreen.fits(size)
        if small and not any(isinstance(screen, TooSmallScreen) for screen in self.screen_stack):
            self.push_screen(TooSmallScreen(self.look))
        elif not small and isinstance(self.screen, TooSmallScreen):
            self.pop_screen()

    def action_other_theme(self) -> None:
        """F3: dark or light."""
        self.theme = LIGHT if self.theme == DARK else DARK

    # ---------------------------------------------------------------------------------- showing screens

    async def show(self, screen: WizardScreen) -> None:
        """Puts a screen over Start, in place of the one that was there and of all dialogs."""
        from screens.base import WizardScreen

        screen.set_reactive(WizardScreen.session, self.session)  # binding sets it only after composing
        screen.data_bind(session=LeavingApp.session)
        while len(self.screen_stack) > 2:  # noqa: PLR2004 - Start and the one to be replaced
            await self.pop_screen()
        if len(self.screen_stack) > 1:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)
        self._mind(self.size)

    async def show_start(self, tone: Tone | None = None, text: str = "") -> None:
        """Back to Start, with a word on how it ended."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        start = self.screen
        if isinstance(start, StartScreen):
            start.welcome(tone, text)
        self._mind(self.size)

    async def show_sign_in(self, reason: str = "") -> None:
        """Signing in; `reason` says why it's asked again."""
        from screens.sign_in import SignInScreen

        if self.services is None:
            raise LookupError("signing in before the services are there")
        await self.show(SignInScreen(self.look, self.services, reason=reason))

    async def show_step(self, step: Step) -> None:
        """One of the four."""
        await self.show(flow.stop(step).load()(self.look, self.services))

    # ---------------------------------------------------------------------------------- what screens say

    def on_begun(self) -> None:
        """Start was pressed, maybe before the services are there."""
        self.run_worker(self._begin(), group="flow", exclusive=True)

    async def _begin(self) -> None:
        from screens.base import WizardScreen
        from services.session import Session

        screen = self.screen
        if isinstance(screen, WizardScreen):
            async with screen.busy(self.look.words.t("start.loading")):
                await self._services_there.wait()
        self.session = Session()
        await self.show_sign_in()

    async def on_signed_in(self, message: messages.SignedIn) -> None:
        """The account is open: to the first step without an answer, or politely out."""
        from services.session import Session, with_account

        self.session = with_account(self.session or Session(), message.account)
        if not message.account.fleet.home_charging:
            self.run_worker(self._refuse_fleet(), group="flow", exclusive=True)
            return
        await self.show_step(flow.first_open(self.session))
        self._warn_of_clock()

    def on_account_read(self, message: messages.AccountRead) -> None:
        """The account was read again."""
        from services.session import Session, with_account

        message.stop()
        self.session = with_account(self.session or Session(), message.account)

    async def on_completed(self, message: messages.Completed) -> None:
        """A step is answered."""
        from services.session import Session, with_answer, with_typed

        session = with_typed(self.session or Session(), message.step, message.typed)
        self.session = with_answer(session, message.answer)
        following = flow.after(message.step)
        if following is not None:
            await self.show_step(following)
            return
        from screens.done import DoneScreen

        await self.show(DoneScreen(self.look, self.services))

    def on_answered(self, message: messages.Answered) -> None:
        """A step has something worth keeping, and stays."""
        from services.session import Session, with_answer, with_typed

        session = with_typed(self.session or Session(), message.step, message.typed)
        self.session = with_answer(session, message.answer)

    async def on_went_back(self, message: messages.WentBack) -> None:
        """One step back; from the first one that means signing out, which is asked."""
        self._keep(message)
        earlier = flow.before(message.step)
        if earlier is not None:
            await self.show_step(earlier)
        else:
            self.run_worker(self._ask_to_leave(), group="flow", exclusive=True)

    async def on_go_to(self, message: messages.GoTo) -> None:
        """To the step where something is to be put right."""
        self._keep(message)
        await self.show_step(message.target)

    async def on_left_sign_in(self) -> None:
        """Back to Start: nobody is signed in, nothing is kept, which is asked if there's something to keep."""
        if self.session is not None and self.session.typed:
            self.run_worker(self._ask_to_forget(), group="flow", exclusive=True)
            return
        self.session = None
        await self.show_start()

    async def on_session_ended(self, message: messages.SessionEnded) -> None:
        """The cloud has ended the session: answers stay, signing in is asked."""
        if message.step is not None and message.typed is not None:
            self._keep_typed(message.step, message.typed)
        if self._services is not None:
            self._services.northe.forget()
        if self.session is not None:
            self.session = self.session.model_copy(update={"account": None})
        await self.show_sign_in(self.look.words.say(message.reason))

    def on_finished(self) -> None:
        """FINISH SETUP."""
        self.run_worker(self._finish(), group="flow", exclusive=True)

    def on_fleet_refused(self) -> None:
        """The way ends here."""
        self.run_worker(self._finish(), group="flow", exclusive=True)

    def _keep(self, message: messages.StepMessage) -> None:
        self._keep_typed(message.step, message.typed)

    def _keep_typed(self, step: Step, typed: object) -> None:
        from services.session import with_typed

        if self.session is not None:
            self.session = with_typed(self.session, step, typed)  # type: ignore[arg-type]  # as the message had it

    def _warn_of_clock(self) -> None:
        from screens.base import WizardScreen
        from screens.widgets.notice import Tone

        skew = self._services.northe.clock_skew if self._services else None
        minutes = round(abs(skew.total_seconds()) / 60) if skew else 0
        if minutes >= 2 and isinstance(self.screen, WizardScreen):  # noqa: PLR2004 - minutes that a person would notice
            self.screen.notice.say(Tone.WARNING, self.look.words.t("shell.clock_wrong", minutes=minutes))
