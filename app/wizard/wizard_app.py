"""WizardApp: holds the session, walks the flow, and signs the customer out on every way out. It knows no step."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from app.wizard.idle_limit import IdleWatch
from app.wizard.keeping import KeepingApp
from app.wizard.terminal_app import WindowApp
from screens.look.depth import Depth
from screens.start import StartScreen
from services.activation.steps import step_after, step_before

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.screen import Screen

    from app.wizard.gc_pause import GcPause
    from screens import messages
    from screens.base import WizardScreen
    from screens.look import Look
    from screens.widgets.notice import Tone
    from services.activation.steps import Step
    from services.contracts import Services
    from services.stores.drafts import DraftFolder

AFTER_FIRST_PAINT = 0.15
"""Seconds until the services are imported and drafts looked for: begun at once, both would hold up the first paint."""


class WizardApp(WindowApp):
    """`make_services` is awaited after the first paint, so that nothing heavy stands in its way.

    `drafts` is where unfinished activations are kept; without it none is.
    """

    def __init__(
        self,
        look: Look,
        make_services: Callable[[], Awaitable[Services]],
        *,
        light: bool = False,
        idle: IdleWatch | None = None,
        drafts: DraftFolder | None = None,
        depth: Depth = Depth.MANY,
        litter: GcPause | None = None,
    ) -> None:
        idle = idle or IdleWatch(limit=600.0, warning=60.0)
        super().__init__(look, idle, drafts, light=light, depth=depth, litter=litter)
        self._make_services = make_services
        self._services_there = asyncio.Event()

    # ---------------------------------------------------------------------------------- coming up

    def get_default_screen(self) -> Screen[None]:
        """Start lies at the bottom of the stack, so that no empty screen is painted before it."""
        return StartScreen(self.look, expecting=self.may_be_unfinished)

    def on_mount(self) -> None:
        """What's heavy comes after the first paint."""
        self.set_timer(AFTER_FIRST_PAINT, self._start_offering)
        self.set_timer(AFTER_FIRST_PAINT, self._start_services)

    def _start_offering(self) -> None:
        # the function and not what it returns: where the wizard ends at once nobody may get round to it
        self.run_worker(self._offer_unfinished, group="offering")  # type: ignore[arg-type]  # as keep's

    async def _offer_unfinished(self) -> None:
        """What's unfinished, once Start is there: on a host with many installers a look takes a while."""
        unfinished, remarks = await asyncio.to_thread(self.unfinished)
        for start in self.screen_stack[:1]:  # none, if it was quit meanwhile
            if isinstance(start, StartScreen) and (unfinished or remarks):
                start.offer(unfinished, remarks)

    def _start_services(self) -> None:
        self.run_worker(self._prepare_services(), group="prepare")

    async def _prepare_services(self) -> None:
        self._services = await self._make_services()
        self.watch_account()
        self._services_there.set()

    # ---------------------------------------------------------------------------------- showing screens

    async def show(self, screen: WizardScreen) -> None:
        """Puts a screen over Start, in place of the one that was there and of all dialogs. Not once it's quitting."""
        from screens.base import WizardScreen

        if self._leaving:
            return  # it would take away the question whether to try signing out again
        screen.set_reactive(WizardScreen.session, self.session)  # binding sets it only after composing
        screen.set_reactive(WizardScreen.not_kept, self.not_kept)
        screen.data_bind(session=KeepingApp.session, not_kept=KeepingApp.not_kept)
        while len(self.screen_stack) > 2:  # noqa: PLR2004 - Start and the one to be replaced
            await self.pop_screen()
        if len(self.screen_stack) > 1:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)
        self._litter.replaced(self)
        self._mind(self.size)

    async def show_start(self, tone: Tone | None = None, text: str = "", *, maybe_open: bool = False) -> None:
        """Back to Start, with a word on how it ended. Not once it's quitting."""
        if self._leaving:
            return
        unfinished = await asyncio.to_thread(self.unfinished)
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        start = self.screen
        if isinstance(start, StartScreen):
            start.offer(*unfinished)
            start.welcome(tone, text, maybe_open=maybe_open)
        self._litter.replaced(self)
        self._mind(self.size)

    async def show_sign_in(self, reason: str = "") -> None:
        """Signing in; `reason` says why it's asked again."""
        from screens.sign_in import SignInScreen

        if self.services is None:
            raise LookupError("signing in before the services are there")
        await self.show(SignInScreen(self.look, self.services, reason=reason))

    async def show_step(self, step: Step) -> None:
        """One of the four; where an earlier one doesn't hold any more, that one. None with nobody signed in."""
        from screens.step_screens import screen_class
        from services.activation.changes import first_open, may_reach

        session = self.session
        if session is None or session.account is None:
            return  # it was asked for a moment before the session ended, and signing in shows already
        reached = step if may_reach(session, step) else first_open(session)
        await self.show(screen_class(reached)(self.look, self.services))

    # ---------------------------------------------------------------------------------- what screens say

    def on_begun(self) -> None:
        """Start was pressed, maybe before the services are there."""
        self.run_worker(self._begin(), group="flow", exclusive=True)

    def on_forgotten(self) -> None:
        """What's unfinished isn't wanted any more, which is asked."""
        self.run_worker(self._forget_unfinished(), group="flow", exclusive=True)

    async def _forget_unfinished(self) -> None:
        if await self.ask_to_forget_unfinished():
            await self.show_start()

    async def _begin(self) -> None:
        from screens.base import WizardScreen
        from services.activation.session import Session

        with self._ahead.coming():
            screen = self.screen
            if isinstance(screen, WizardScreen):
                async with screen.busy(self.look.words.t("start.loading")):
                    await self._services_there.wait()
            self.session = Session()
            await self.show_sign_in()

    async def on_signed_in(self, message: messages.SignedIn) -> None:
        """The account is open: to the first step without an answer, or politely out."""
        from screens.base import WizardScreen
        from screens.widgets.notice import Tone
        from services.activation.changes import first_open, with_account
        from services.activation.session import Session

        self.session = with_account(self.session or Session(), message.account)
        if not message.account.fleet.home_charging:
            self.run_worker(self._refuse_fleet(), group="flow", exclusive=True)
            return
        taken_up = await self.take_up(message.account)
        await self.show_step(first_open(self.session))
        if taken_up and isinstance(self.screen, WizardScreen):
            self.screen.notice.say(Tone.INFO, taken_up)
        self._warn_of_clock()

    def on_account_read(self, message: messages.AccountRead) -> None:
        """The account was read again."""
        from services.activation.changes import with_account
        from services.activation.session import Session

        message.stop()
        self.session = with_account(self.session or Session(), message.account)

    async def on_completed(self, message: messages.Completed) -> None:
        """A step is answered."""
        from services.activation.changes import with_answer, with_typed
        from services.activation.session import Session

        session = with_typed(self.session or Session(), message.step, message.typed)
        self.session = with_answer(session, message.answer)
        following = step_after(message.step)
        if following is not None:
            await self.show_step(following)
            return
        from screens.done import DoneScreen

        await self.discard_draft()
        await self.show(DoneScreen(self.look, self.services))

    def on_answered(self, message: messages.Answered) -> None:
        """A step has something worth keeping, and stays."""
        from services.activation.changes import with_answer, with_typed
        from services.activation.session import Session

        session = with_typed(self.session or Session(), message.step, message.typed)
        self.session = with_answer(session, message.answer)

    async def on_went_back(self, message: messages.WentBack) -> None:
        """One step back; from the first one that means signing out, which is asked."""
        self._keep(message)
        earlier = step_before(message.step)
        if earlier is not None:
            await self.show_step(earlier)
        else:
            self.run_worker(self._ask_to_leave(), group="flow", exclusive=True)

    async def on_go_to(self, message: messages.GoTo) -> None:
        """To the step where something is to be put right."""
        self._keep(message)
        await self.show_step(message.target)

    async def on_left_sign_in(self, message: messages.LeftSignIn) -> None:
        """Back to Start: nobody is signed in, nothing is kept, which is asked if there's something to keep."""
        if self.session is not None and self.session.typed:
            self.run_worker(self._ask_to_forget(), group="flow", exclusive=True)
            return
        self.session = None
        await self.show_start(maybe_open=message.maybe_open)

    async def on_session_ended(self, message: messages.SessionEnded) -> None:
        """The cloud has ended the session: answers stay, signing in is asked."""
        if message.step is not None and message.typed is not None:
            self._keep_typed(message.step, message.typed)
        if self._services is not None:
            self._services.northe.forget()
        if self.session is not None:
            self.session = self.session.model_copy(update={"account": None})
        await self.show_sign_in(self.look.words.say(message.reason))

    def on_finished(self, message: messages.Finished) -> None:
        """FINISH SETUP."""
        self.run_worker(self._finish(message.receipt), group="flow", exclusive=True)

    def on_fleet_refused(self) -> None:
        """The way ends here."""
        self.run_worker(self._finish(), group="flow", exclusive=True)

    def _keep(self, message: messages.StepMessage) -> None:
        self._keep_typed(message.step, message.typed)

    def _keep_typed(self, step: Step, typed: object) -> None:
        from services.activation.changes import with_typed

        if self.session is not None:
            self.session = with_typed(self.session, step, typed)  # type: ignore[arg-type]  # as the message had it

    def _warn_of_clock(self) -> None:
        from screens.base import WizardScreen
        from screens.widgets.notice import Tone

        skew = self._services.northe.clock_skew if self._services else None
        minutes = round(abs(skew.total_seconds()) / 60) if skew else 0
        if minutes >= 2 and isinstance(self.screen, WizardScreen):  # noqa: PLR2004 - minutes that a person would notice
            self.screen.notice.say(Tone.WARNING, self.look.words.t("shell.clock_wrong", minutes=minutes))
