"""WizardApp: the full-screen mouth of an activation. It shows screens, and turns what they say into calls on it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import Reactive, reactive

from app.wizard.idle_watch import IdleLimit, IdleWatch
from app.wizard.scan_watch import ScanWatch
from app.wizard.scanned_labels import ScannedLabels
from app.wizard.session_watch import watch_session
from app.wizard.shown_screens import say, still_typed
from app.wizard.step_way import StepWay
from app.wizard.terminal_app import TerminalApp
from app.wizard.unfinished_offer import UnfinishedOffer
from screens.look.depth import Depth
from screens.look.states import Tone
from screens.start import StartScreen
from screens.wizard_screen import WizardScreen
from services.activation.steps import Step

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.screen import Screen

    from app.wizard.gc_pause import GcPause
    from screens import messages
    from screens.look import Look
    from services.activation.activation import Activation
    from services.activation.answers import Typed
    from services.activation.kept_sign_ins import KeptSignIns
    from services.activation.session import Session
    from services.contracts import Services
    from services.contracts.drafts import Drafts

AFTER_FIRST_PAINT = 0.15
"""Seconds until the services are imported and drafts looked for: begun at once, both would hold up the first paint."""


class WizardApp(TerminalApp):
    """`make_services` is awaited after the first paint, so that nothing heavy stands in its way.

    `drafts` is where unfinished activations are kept; without it none is. `session` mirrors the activation's, None
    while there's none. It knows no step by name.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # Ctrl+C too, as everybody expects; for Textual it copies what's selected, secrets as well, into a clipboard
        Binding("ctrl+q,ctrl+c", "quit", "shell.keys.quit", priority=True),
    ]

    session: Reactive[Session | None] = reactive(None, repaint=False)
    not_kept = reactive[bool](default=False, repaint=False)
    """What was typed last should lie with the drafts, and couldn't be written."""

    def __init__(
        self,
        look: Look,
        make_services: Callable[[], Awaitable[Services]],
        *,
        light: bool = False,
        idle: IdleLimit | None = None,
        drafts: Drafts | None = None,
        depth: Depth = Depth.MANY,
        gc_pause: GcPause | None = None,
    ) -> None:
        super().__init__(look, self._touched_by_anybody, light=light, depth=depth, gc_pause=gc_pause)
        self._make_services = make_services
        self.services: Services | None = None  # until they're ready
        self._services_there = asyncio.Event()
        self._drafts = drafts
        self.unfinished = UnfinishedOffer(self, look, drafts)
        self.activation: Activation | None = None
        self.sign_ins: KeptSignIns | None = None
        self.idle = IdleWatch(
            self, look, idle or IdleLimit(limit=600.0, warning=60.0), whoever=lambda: self._whoever, end=self._end_idle
        )
        self._told_not_kept = False
        self.steps = StepWay(look, lambda: self.services, lambda: self.activation, self.show)
        self.labels = ScannedLabels(self, look, lambda: self.activation, self.show_step)
        self.keyboard.scans = ScanWatch(self, self.labels.scanned)

    @property
    def kept(self) -> bool:
        """Whether what was typed last lies with the drafts."""
        return self.activation is not None and self.activation.draft.kept

    def _touched_by_anybody(self) -> None:
        self.idle.touch()
        if self.activation:
            self.activation.draft.keep_soon()

    # ---------------------------------------------------------------------------------- coming up

    def get_default_screen(self) -> Screen[None]:
        """Start lies at the bottom of the stack, so that no empty screen is painted before it."""
        return StartScreen(self.look, expecting=self.unfinished.may_be_some)

    def on_mount(self) -> None:
        """What's heavy comes after the first paint."""
        self.set_timer(AFTER_FIRST_PAINT, self._start_offering)
        self.set_timer(AFTER_FIRST_PAINT, self._start_services)

    def _start_offering(self) -> None:
        # the function and not what it returns: where the wizard ends at once nobody may get round to it
        self.run_worker(self.unfinished.make, group="offering")  # type: ignore[arg-type]  # mypy: its result

    def _start_services(self) -> None:
        self.run_worker(self._prepare_services, group="prepare")  # type: ignore[arg-type]  # as above

    async def _prepare_services(self) -> None:
        from services.activation.kept_sign_ins import KeptSignIns

        self.services = await self._make_services()
        self.sign_ins = KeptSignIns(self.services)
        self.idle.begin(self.services, self.sign_ins)
        self._services_there.set()

    # ---------------------------------------------------------------------------------- the activation

    def _begun(self) -> Activation:
        """The activation that's under way, or a new one."""
        from services.activation.activation import Activation

        if self.services is None:
            raise LookupError("an activation before the services are there")
        if self.activation is None:
            self.activation = Activation(self.services, self._drafts, lambda: still_typed(self), self.sign_ins)
            self.activation.listen(self._heard_of_activation)
            # the function and not what it returns: on the way out nobody may get round to it, and Python would complain
            self.run_worker(self.activation.draft.run, group="keeping")  # type: ignore[arg-type]  # as above
            self.session = self.activation.session
        return self.activation

    def _ended(self) -> None:
        """Nothing of it stays here."""
        self.workers.cancel_group(self, "keeping")
        self.activation = self.session = None
        self._told_not_kept = self.not_kept = False

    def _heard_of_activation(self) -> None:
        """The session mirrors it, and each screen shows whether what's typed is kept, as long as there are any."""
        if self.activation is None:
            return
        draft = self.activation.draft
        if not self.is_running:
            self.set_reactive(WizardApp.session, self.activation.session)
            self.set_reactive(WizardApp.not_kept, draft.not_kept)
            return
        self.session, self.not_kept = self.activation.session, draft.not_kept
        if not draft.not_kept:
            self._told_not_kept = False
        elif not self._told_not_kept:
            not_kept = self.look.words.t("drafts.not_kept", why=draft.why_not)
            self._told_not_kept = say(self, Tone.WARNING, not_kept)

    @property
    def _whoever(self) -> str:
        """Who is signed in, for a sentence; nobody has a name before the account is read."""
        signed_in = self.services is not None and self.services.northe.signed_in
        name = self.activation.customer if self.activation else ""
        return name or (self.look.words.t("shell.the_customer") if signed_in else "")

    # ---------------------------------------------------------------------------------- showing screens

    async def show(self, screen: WizardScreen) -> None:
        """Puts a screen over Start, in place of the one that was there and of all dialogs. Not once it's quitting."""
        if self.idle.quitting:
            return  # it would take away the question whether to try signing out again
        screen.set_reactive(WizardScreen.session, self.session)  # binding sets it only after composing
        screen.set_reactive(WizardScreen.not_kept, self.not_kept)
        screen.data_bind(session=WizardApp.session, not_kept=WizardApp.not_kept)
        await self.put_over_first(screen)

    async def show_start(self, tone: Tone | None = None, text: str = "", *, maybe_open: bool = False) -> None:
        """Back to Start, with a word on how it ended. `maybe_open`: signing out was given up."""
        if self.idle.quitting:
            return
        unfinished = await self.unfinished.look()
        start = await self.back_to_first()
        if isinstance(start, StartScreen):
            start.offer(*unfinished)
            start.welcome(tone, text, maybe_open=maybe_open)
        self.fit(self.size)

    async def show_sign_in(self, reason: str = "", tone: Tone = Tone.WARNING) -> None:
        """Signing in; `reason` says why it's asked again, or how the last one ended."""
        from screens.sign_in import SignInScreen

        if self.services is None:
            raise LookupError("signing in before the services are there")
        email = self.session.customer if self.session is not None else ""
        await self.show(SignInScreen(self.look, self.services, (tone, reason), email=email, kept=self.sign_ins))

    async def show_step(self, step: Step) -> None:
        """The step; where an earlier one doesn't hold any more, that one."""
        await self.steps.to(step)

    # ---------------------------------------------------------------------------------- what screens say

    def on_begun(self) -> None:
        self.run_worker(self._begin(), group="flow", exclusive=True)

    async def _begin(self) -> None:
        with self.keyboard.type_ahead.coming():
            screen = self.screen
            if isinstance(screen, WizardScreen):
                async with screen.busy(self.look.words.t("start.loading")):
                    await self._services_there.wait()
            self._ended()
            self._begun()
            await self.show_sign_in()

    def on_forgotten(self) -> None:
        """What's unfinished isn't wanted any more, which is asked."""
        self.run_worker(self.unfinished.forget(self.show_start), group="flow", exclusive=True)

    async def on_signed_in(self, message: messages.SignedIn) -> None:
        """The account is open: to the first step without an answer, or politely out."""
        (activation := self._begun()).enter(message.account)
        if not activation.may_charge_at_home:
            self.run_worker(self._refuse_fleet(message.account.fleet.name), group="flow", exclusive=True)
            return
        watch_session(self, activation)
        taken_up = await activation.take_up()
        word = self.labels.hand_over() or taken_up
        await self.show_step(activation.first_open)
        if word is not None:
            say(self, Tone.INFO, self.look.words.say(word))
        if (minutes := activation.clock_off) is not None:
            say(self, Tone.WARNING, self.look.words.t("shell.clock_wrong", minutes=minutes))

    def on_account_read(self, message: messages.AccountRead) -> None:
        message.stop()
        self._begun().enter(message.account)

    async def on_completed(self, message: messages.Completed) -> None:
        self._begun().take_answer(message.step, message.typed, message.answer)
        await self.steps.on_from(message.step)

    def on_answered(self, message: messages.Answered) -> None:
        """A step has something worth keeping, and stays."""
        self._begun().take_answer(message.step, message.typed, message.answer)

    async def on_went_back(self, message: messages.WentBack) -> None:
        """One step back; from the first one that means signing out, which is asked."""
        self._keep(message.step, message.typed)
        if not await self.steps.back_from(message.step):
            self.run_worker(self._ask_to_leave(), group="flow", exclusive=True)

    async def on_bank_wanted(self) -> None:
        self._begun().ask_again(Step.BANK_ACCOUNT)
        await self.steps.to(Step.BANK_ACCOUNT)

    def on_another_box_wanted(self) -> None:
        self.run_worker(self.steps.to_another_box(self.screen), group="flow", exclusive=True)

    async def on_go_to(self, message: messages.GoTo) -> None:
        """To the step where something is to be put right."""
        self._keep(message.step, message.typed)
        await self.show_step(message.target)

    async def on_label_taken(self, message: messages.LabelTaken) -> None:
        await self.labels.taken(message.step, message.typed, message.label)

    def _keep(self, step: Step, typed: Typed) -> None:
        if self.activation is not None:
            self.activation.keep_typed(step, typed)

    async def on_left_sign_in(self, message: messages.LeftSignIn) -> None:
        """Back to Start; whether what was typed may go is asked."""
        if self.session is not None and self.session.typed:
            self.run_worker(self._ask_to_forget(), group="flow", exclusive=True)
            return
        self._ended()
        await self.show_start(maybe_open=message.maybe_open)

    async def on_session_ended(self, message: messages.SessionEnded) -> None:
        """The cloud has ended the session: answers stay, signing in is asked."""
        if message.step is not None and message.typed is not None:
            self._keep(message.step, message.typed)
        if self.activation is not None:
            if self.activation.session.account is None:
                return  # it has been told already: both whoever asked and the watch heard of it
            self.activation.end_session()
        await self.show_sign_in(self.look.words.say(message.reason))

    def on_finished(self, message: messages.Finished) -> None:
        self.run_worker(self._finish(message.receipt, onward=True), group="flow", exclusive=True)

    def on_fleet_refused(self) -> None:
        self.run_worker(self._finish(), group="flow", exclusive=True)

    # ---------------------------------------------------------------------------------- ways out

    async def _refuse_fleet(self, fleet: str) -> None:
        from screens.dialogs.tell import tell

        await tell(self, self.look, "shell.fleet", close="shell.fleet.sign_out", fleet=fleet, name=self._whoever)
        await self._finish()

    async def _ask_to_leave(self) -> None:
        from screens.dialogs.confirm import sure

        if await sure(self, self.look, "shell.leave", name=self._whoever):
            await self._finish()

    async def _ask_to_forget(self) -> None:
        """A session that ended by itself has left answers behind."""
        from screens.dialogs.confirm import sure

        if not await sure(self, self.look, "shell.forget"):
            await self.show_sign_in()
            return
        if self.activation is not None:
            await self.activation.discard()
        self._ended()
        await self.show_start()

    async def _finish(self, receipt: str = "", *, onward: bool = False) -> None:
        """Signs out at the cloud and starts afresh, with no trace of this customer but where the receipt is.

        `onward`: right to the next customer's sign-in.
        """
        from app.wizard import ended_notice

        name = self._whoever
        left = await self._sign_out()
        if self.activation is not None:
            await self.activation.finish()
        self._ended()
        columns = ended_notice.BESIDE_CODE if onward and left else self.size.width
        text = ended_notice.of_finished(self.look.words, name, receipt, columns, signed_out=left)
        if onward and left:
            self._begun()
            await self.show_sign_in(text, Tone.OK)
        else:
            await self.show_start(Tone.OK if left else Tone.WARNING, text, maybe_open=not left)

    async def _sign_out(self) -> bool:
        from screens.dialogs.signing_out import signed_out

        return self.services is None or await signed_out(self, self.look, self.services.northe, self._whoever)

    async def _end_idle(self) -> None:
        from app.wizard import ended_notice

        if self.services is None:
            return
        self.remember()
        left = await self.leave_account()
        limit = self.idle.limit.limit
        text = ended_notice.of_idle(self.look.words, limit, signed_out=left, kept=self.kept, not_kept=self.not_kept)
        self.services.northe.forget()
        self._ended()
        await self.show_start(Tone.WARNING, text, maybe_open=not left)

    async def action_quit(self) -> None:
        from screens.dialogs.confirm import ConfirmDialog

        if not self.idle.quitting and not isinstance(self.screen, ConfirmDialog):
            self.run_worker(self._ask_to_quit(), group="quit", exclusive=True)

    async def _ask_to_quit(self) -> None:
        from screens.dialogs.confirm import sure

        text = "signed_out" if not self._whoever else "not_kept" if self.not_kept else "signed_in"
        if await sure(self, self.look, "shell.quit", f"shell.quit.{text}", name=self._whoever):
            self.idle.quitting = True
            await self._sign_out()
            self.exit(0)

    async def leave_account(self) -> bool:
        """The last word of every way out, with no questions asked. True if nobody is signed in any more."""
        if self.sign_ins is not None:
            self.sign_ins.forget()
        return self.activation is None or await self.activation.leave()

    def remember(self) -> None:
        """Takes what stands in the fields into the session, while the fields are still there."""
        if self.activation is not None:
            self.activation.remember()
            self.set_reactive(WizardApp.session, self.activation.session)

    def exit(self, *args: Any, **options: Any) -> None:
        """Whoever ends the wizard, and however: what was typed last is kept, too."""
        with suppress(Exception):  # nothing may stand in the way out
            self.remember()
        super().exit(*args, **options)

    def about_to_crash(self) -> None:
        """The same for a fault of our own."""
        with suppress(Exception):
            self.remember()
