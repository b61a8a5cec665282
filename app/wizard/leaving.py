"""Every way out of a customer's account (finish, back, quit, idle limit, signal, crash) signs the customer out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from app.wizard.keeping import KeepingApp

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.worker import Worker

    from app.wizard.idle_limit import IdleWatch
    from screens.dialogs.idle import IdleDialog
    from screens.look import Look
    from screens.widgets.notice import Tone
    from services.contracts import Services
    from services.stores.drafts import DraftFolder

SIGN_OUT_WITHIN = 4.0
"""Seconds that a way out without questions (a signal, a crash) waits for the cloud."""

LOOK_EVERY, LOOK_SELDOM = 1.0, 10.0
"""Seconds between two looks at whether somebody is idle: where a second counts, and at most where none does. Not more,
since a key may put it off and nobody looks at each of them.
"""


class LeavingApp(KeepingApp):
    """Holds the services, since leaving is about them and the session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Ctrl+C too, as everybody expects; for Textual it copies what's selected, secrets as well, into a clipboard
        Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True),
    ]

    def __init__(self, look: Look, idle: IdleWatch, drafts: DraftFolder | None = None) -> None:
        super().__init__(look, drafts)
        self._services: Services | None = None
        self._idle = idle
        self._idle_dialog: IdleDialog | None = None
        self._idle_end: Worker[None] | None = None
        self._looking: Timer | None = None
        self._was_open = False
        self._leaving = False

    @property
    def services(self) -> Services | None:
        """None until they're ready."""
        return self._services

    async def show_start(self, tone: Tone | None = None, text: str = "", *, maybe_open: bool = False) -> None:
        """Back to Start, with a word on how it ended. `maybe_open`: signing out was given up."""
        raise NotImplementedError

    async def show_sign_in(self, reason: str = "") -> None:
        """Signing in; `reason` says why it's asked again."""
        raise NotImplementedError

    @property
    def customer(self) -> str:
        """The name of whoever is signed in, or nothing."""
        return self.session.account.customer_name if self.session and self.session.account else ""

    @property
    def _whoever(self) -> str:
        """The same for a sentence; nobody has a name before the account is read."""
        signed_in = self._services is not None and self._services.northe.signed_in
        return self.customer or (self.look.words.t("shell.the_customer") if signed_in else "")

    async def _refuse_fleet(self) -> None:
        from screens.dialogs.tell import TellDialog
        from services.activation.session import Session

        session = self.session or Session()
        fleet = session.account.fleet.name if session.account else ""
        gaps = {"fleet": fleet, "name": self.customer}
        t = self.look.words.t
        await self.push_screen_wait(
            TellDialog(
                self.look, t("shell.fleet.title"), t("shell.fleet.text", **gaps), close=t("shell.fleet.sign_out")
            )
        )
        await self._finish()

    async def _ask_to_leave(self) -> None:
        from screens.dialogs.confirm import ConfirmDialog

        t = self.look.words.t
        dialog = ConfirmDialog(
            self.look, t("shell.leave.title"), t("shell.leave.text", name=self.customer),
            yes=t("shell.leave.yes"), no=t("shell.leave.no"),
        )  # fmt: skip
        if await self.push_screen_wait(dialog):
            await self._finish()

    async def _ask_to_forget(self) -> None:
        """A session that ended by itself has left answers behind."""
        from screens.dialogs.confirm import ConfirmDialog

        t = self.look.words.t
        dialog = ConfirmDialog(
            self.look, t("shell.forget.title"), t("shell.forget.text"),
            yes=t("shell.forget.yes"), no=t("shell.forget.no"),
        )  # fmt: skip
        if await self.push_screen_wait(dialog):
            await self.discard_draft()
            self.session = None
            await self.show_start()
        else:
            await self.show_sign_in()

    async def _finish(self, receipt: str = "") -> None:
        """Signs out at the cloud and starts afresh, with no trace of this customer but where the receipt is."""
        from screens.copying import PADDING, on_lines
        from screens.widgets.notice import Tone

        name = self._whoever
        left = await self._sign_out()
        await self.discard_draft()
        self.session = None
        if self._services is not None:
            self._services.zaptec.forget()
        t = self.look.words.t
        told = [t("shell.signing_out.done" if left else "shell.signing_out.open", name=name)] if name else []
        if receipt:
            told.append(t("shell.receipt", path=on_lines(receipt, self.size.width - PADDING)))
        await self.show_start(Tone.OK if left else Tone.WARNING, "\n".join(told), maybe_open=not left)

    async def _sign_out(self) -> bool:
        """True once nobody is signed in at the cloud; after a failure the installer decides whether to try again."""
        from screens.base import WizardScreen
        from screens.dialogs.confirm import ConfirmDialog
        from services.activation.explanations import describe
        from services.contracts import ServiceError

        services, t = self._services, self.look.words.t
        while services is not None and services.northe.signed_in:
            screen = self.screen
            try:
                if isinstance(screen, WizardScreen):
                    async with screen.busy(t("shell.signing_out.doing", name=self._whoever)):
                        await services.northe.sign_out()
                else:
                    await services.northe.sign_out()
            except ServiceError as error:
                why = self.look.words.say(describe(error)[1])
                dialog = ConfirmDialog(
                    self.look, t("shell.signing_out.failed_title"),
                    t("shell.signing_out.failed", name=self._whoever, why=why),
                    yes=t("shell.signing_out.leave"), no=t("shell.signing_out.again"),
                )  # fmt: skip
                if await self.push_screen_wait(dialog):
                    services.northe.forget()
                    return False
        return True

    async def leave_account(self) -> bool:
        """The last word of every way out, with no questions asked. True if nobody is signed in any more."""
        from services.contracts import ServiceError

        services = self._services
        if services is None:
            return True
        await self.release_draft()
        services.zaptec.forget()
        if not services.northe.signed_in:
            return True
        try:
            async with asyncio.timeout(SIGN_OUT_WITHIN):
                await services.northe.sign_out()
        except (TimeoutError, ServiceError):
            return False
        return True

    # ---------------------------------------------------------------------------------- quitting, idling

    async def action_quit(self) -> None:
        """Ctrl+Q asks first."""
        from screens.dialogs.confirm import ConfirmDialog

        if not self._leaving and not isinstance(self.screen, ConfirmDialog):
            self.run_worker(self._ask_to_quit(), group="quit", exclusive=True)

    async def _ask_to_quit(self) -> None:
        from screens.dialogs.confirm import ConfirmDialog

        t = self.look.words.t
        key = "signed_out" if not self._whoever else "not_kept" if self.not_kept else "signed_in"
        text = t(f"shell.quit.{key}", name=self._whoever)
        dialog = ConfirmDialog(self.look, t("shell.quit.title"), text, yes=t("shell.quit.yes"), no=t("shell.quit.no"))
        if not await self.push_screen_wait(dialog):
            return
        self._leaving = True
        await self._sign_out()
        self.exit(0)

    def watch_account(self) -> None:
        """Once the services are there: idleness is looked at as long as somebody is signed in."""
        if self._services is not None:
            self._services.northe.listen(lambda: self.call_later(self._heard_of_account))
            self._heard_of_account()

    def _heard_of_account(self) -> None:
        services = self._services
        if services is not None and services.northe.signed_in is not self._was_open:
            self._was_open = services.northe.signed_in
            self._idle.touch(services.clock.monotonic())  # a customer may have taken their time with the phone
            self._look_on()

    def _look_on(self) -> None:
        self.watch_idleness()
        if self._looking is not None:
            self._looking.stop()
        wait = self.next_look()
        self._looking = None if wait is None else self.set_timer(wait, self._look_on)

    def next_look(self) -> float | None:
        """Seconds until idleness has to be looked at again. None: not before somebody is signed in."""
        services = self._services
        if services is None or not services.northe.signed_in:
            return None
        due = self._idle.left(services.clock.monotonic()) - self._idle.warning
        return min(max(due, LOOK_EVERY), LOOK_SELDOM)

    def watch_idleness(self) -> None:
        """Now and then (`next_look`): warns before the limit, and signs out at it."""
        services = self._services
        if services is None or (self._idle_end is not None and self._idle_end.is_running):
            return  # signing out may take longer than a second, and isn't begun anew
        now = services.clock.monotonic()
        if not services.northe.signed_in:
            return
        if self._idle_dialog is not None and not self._idle_dialog.is_running:
            self._idle_dialog = None
        if not self._idle.warns(now):
            return
        left = round(self._idle.left(now))
        if self._leaving:
            if left <= 0:  # nobody has answered whether to try signing out again: the last word tries, without asking
                self.exit(0)
        elif left <= 0:
            self._idle_end = self.run_worker(self._end_idle(), group="flow", exclusive=True)
        elif self._idle_dialog is None:
            from screens.dialogs.idle import IdleDialog

            self._idle_dialog = IdleDialog(self.look, self._whoever, left)
            self.push_screen(self._idle_dialog)
        else:
            self._idle_dialog.count(left)

    async def _end_idle(self) -> None:
        from screens.widgets.notice import Tone
        from services.activation.explanations import wait
        from services.text.words import Message

        if self._services is None:
            return
        self.remember()
        signed_out = await self.leave_account()
        kept, not_kept = self.kept, self.not_kept
        self.kept = self.not_kept = False
        self._services.northe.forget()
        self.session, self._idle_dialog = None, None
        words = [Message("shell.idle.done" if signed_out else "shell.idle.not_done", {"time": wait(self._idle.limit)})]
        if kept or not_kept:
            words.append(Message("shell.idle.kept" if kept else "shell.idle.not_kept"))
        text = " ".join(self.look.words.say(one) for one in words)
        await self.show_start(Tone.WARNING, text, maybe_open=not signed_out)
