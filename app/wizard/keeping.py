"""Keeps what's unfinished: after each answer, a moment after typing, and on every way out; and takes it up again."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.reactive import Reactive, reactive

from app.crash import CrashingApp

if TYPE_CHECKING:
    from textual.timer import Timer

    from screens.look import Look
    from services.activation.session import Session
    from services.contracts import Account
    from services.stores.drafts import Draft, DraftFolder, OpenDraft, Unfinished

AFTER_TYPING = 0.12
"""Seconds after a key until what was typed is written, with all that follows meanwhile: a scan or a paste at once.

What's lost when everything stops at once is no more than that and the time of writing, less than 0.2 s together.
"""


class KeepingApp(CrashingApp[int]):
    """Holds the session. `drafts` is where it's kept; without it nothing is."""

    session: Reactive[Session | None] = reactive(None, repaint=False)
    not_kept = reactive[bool](default=False, repaint=False)
    """What was typed last should lie in the draft folder, and couldn't be written."""

    def __init__(self, look: Look, drafts: DraftFolder | None = None) -> None:
        super().__init__()
        self.look = look
        self._drafts = drafts
        self._draft: OpenDraft | None = None
        self._writing = asyncio.Lock()
        self._at_the_disk = threading.Lock()
        """A thread goes on writing although the task that waits for it is cancelled."""
        self._pause: Timer | None = None
        self._told = False
        self.kept = False
        """Whether what was typed last lies in the draft folder."""
        self._offered: tuple[Unfinished, ...] = ()

    # ------------------------------------------------------------------------------------------ keeping

    def watch_session(self) -> None:
        """An answer, or a step that was left."""
        if self._drafts is not None and self.session is not None:
            self._keep_beside()

    def keep_soon(self) -> None:
        """Something was typed."""
        if self._drafts is not None and self._pause is None and self.session is not None:
            self._pause = self.set_timer(AFTER_TYPING, self._pause_over)

    def _pause_over(self) -> None:
        self._pause = None
        self._keep_beside()

    def _keep_beside(self) -> None:
        # the function and not what it returns: on the way out nobody may get round to it, and Python would complain
        self.run_worker(self.keep, group="keeping")  # type: ignore[arg-type]  # mypy takes its coroutine for its result

    async def keep(self) -> None:
        """Writes the draft, if there's something to keep. A failure is told once, and tried again with the next."""
        async with self._writing:
            session = self._with_typed()
            if self._drafts is None or session is None or not _worth_keeping(session):
                self._note(not_kept=False)
                return
            try:
                await asyncio.to_thread(self._write, session)
            except OSError as error:
                self._tell(error)
                self.kept = False
            else:
                self._told, self.kept = False, True
            self._note(not_kept=not self.kept)

    def _note(self, *, not_kept: bool) -> None:
        """Each screen shows it, as long as there are any."""
        if self.is_running:
            self.not_kept = not_kept
        else:
            self.set_reactive(KeepingApp.not_kept, not_kept)

    def _write(self, session: Session) -> None:
        from services.activation.resume import answered, skipped, without_secrets
        from services.stores.drafts import Draft

        if self._drafts is None or session.account is None:
            return
        with self._at_the_disk:
            if self._draft is None:
                self._draft = self._drafts.begin(session.account.email)
            self._draft.save(
                Draft(
                    customer_name=session.account.customer_name,
                    mark=self._draft.mark,
                    saved_at=self._drafts.now(),
                    typed=without_secrets(session),
                    answered=answered(session),
                    skipped=skipped(session),
                )
            )

    def _with_typed(self) -> Session | None:
        """The session with what stands in the fields of the step that shows."""
        from screens.step import StepScreen

        session = self.session
        if session is None or not self.is_running:
            return session
        from services.activation.changes import with_typed

        for screen in self.screen_stack:
            if isinstance(screen, StepScreen) and screen.is_mounted:
                session = with_typed(session, screen.STEP, screen.typed())
        return session

    def _tell(self, error: OSError) -> None:
        from screens.base import WizardScreen
        from screens.widgets.notice import Tone

        screen = self.screen if self.is_running else None
        if isinstance(screen, WizardScreen) and not self._told:
            self._told = True
            why = error.strerror or type(error).__name__
            screen.notice.say(Tone.WARNING, self.look.words.t("drafts.not_kept", why=why))

    # ------------------------------------------------------------------------------------------ ways out

    def remember(self) -> None:
        """Takes what stands in the fields into the session, while the fields are still there."""
        self.set_reactive(KeepingApp.session, self._with_typed())

    def exit(self, *args: Any, **options: Any) -> None:
        """Whoever ends the wizard, and however: what was typed last is kept, too."""
        with suppress(Exception):  # nothing may stand in the way out
            self.remember()
        super().exit(*args, **options)

    def about_to_crash(self) -> None:
        """The same for a fault of our own."""
        with suppress(Exception):
            self.remember()

    async def release_draft(self) -> None:
        """The session goes, what was typed stays."""
        await self.keep()
        await self._let_go()

    async def _let_go(self) -> None:
        async with self._writing:
            await asyncio.to_thread(self._part_from_draft)

    def _part_from_draft(self, *, discard: bool = False) -> None:
        with self._at_the_disk:
            if self._draft is not None:
                (self._draft.discard if discard else self._draft.release)()
            self._draft = None

    async def discard_draft(self) -> None:
        """It's finished, or it isn't wanted any more."""
        async with self._writing:
            await asyncio.to_thread(self._part_from_draft, discard=True)
            self.kept = False
            self._note(not_kept=False)

    # ------------------------------------------------------------------------------------------ taking up again

    @property
    def may_be_unfinished(self) -> bool:
        """Whether `unfinished` may find something; told at once, however much there is."""
        return self._drafts is not None and self._drafts.may_hold_some()

    def unfinished(self) -> tuple[list[str], list[str]]:
        """A line for each activation that was broken off, newest first, and one for each file that can't be read.

        Takes as long as there's much in the folder: not for the event loop.
        """
        if self._drafts is None:
            return [], []
        found = self._drafts.look()
        self._offered = found.unfinished
        lines = [self._line(one.draft) for one in found.unfinished]
        if found.more:
            lines.append(self.look.words.t("drafts.more", count=found.more))
        return lines, [self.look.words.say(remark) for remark in found.remarks]

    def _line(self, draft: Draft) -> str:
        t = self.look.words.t
        stem = draft.answered[-1] if draft.answered else ""
        step = f"shell.steps.{stem}"
        how_far = t("drafts.done", step=t(step)) if self.look.words.has(step) else t("drafts.begun")
        return t("drafts.line", name=draft.customer_name, how_far=how_far, ago=self._ago(draft))

    def _ago(self, draft: Draft) -> str:
        from services.text.times import ago

        return self.look.words.say(ago(self._drafts.now() - draft.saved_at)) if self._drafts is not None else ""

    async def take_up(self, account: Account) -> str:
        """After signing in: the session as this customer's draft has it. Answers with a word on it, or nothing."""
        from services.activation.resume import resumed

        if self._drafts is None or (self.session is not None and self.session.typed):
            return ""  # signed in again, with everything still here
        await self._let_go()  # another customer's
        self.kept = False
        taken, held = await asyncio.to_thread(self._drafts.take, account.email)
        if taken is None or taken.draft is None:
            return self.look.words.t("drafts.held", name=account.customer_name) if held else ""
        self._draft, draft = taken, taken.draft
        self.session = resumed(account, draft.typed, draft.answered, draft.skipped)
        if self.session.connect is not None:
            return self.look.words.t("drafts.box_there")
        return self.look.words.t("drafts.taken_up", ago=self._ago(draft))

    async def ask_to_forget_unfinished(self) -> bool:
        """Start's F4, about those that it names. True once they're gone."""
        from screens.dialogs.confirm import ConfirmDialog

        t = self.look.words.t
        names = ", ".join(dict.fromkeys(one.draft.customer_name for one in self._offered))
        dialog = ConfirmDialog(
            self.look, t("drafts.forget.title"), t("drafts.forget.text", names=names),
            yes=t("drafts.forget.yes"), no=t("drafts.forget.no"),
        )  # fmt: skip
        if self._drafts is None or not await self.push_screen_wait(dialog):
            return False
        for one in self._offered:
            await asyncio.to_thread(self._drafts.forget, one)
        return True


def _worth_keeping(session: Session) -> bool:
    """Something was typed for somebody, and the box isn't connected yet."""
    from services.contracts import Stage

    connect = session.connect
    settled = connect is not None and (
        connect.left_waiting or (connect.box is not None and connect.box.stage is Stage.ONLINE)
    )
    return session.account is not None and bool(session.typed) and not settled
