"""Keeps what's unfinished of one activation: after each answer, a moment after typing, and on every way out.

What isn't waited for runs in `run`: one loop, for as long as the activation lasts.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from services.activation.resume import answered, resumed, skipped, without_secrets
from services.contracts import Stage
from services.contracts.drafts import Draft
from services.text.times import ago
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.activation.session import Session
    from services.contracts import Account
    from services.contracts.drafts import Drafts, HeldDraft

AFTER_TYPING = 0.12
"""Seconds after a key until what was typed is written, with all that follows meanwhile: a scan or a paste at once.

What's lost when everything stops at once is no more than that and the time of writing, less than 0.2 s together.
"""


class DraftKeeper:
    """`session` gives the session as it should be kept, with what stands in the fields just now.

    `changed` is called after each writing that has failed, and whenever `not_kept` has become another. Without `drafts`
    nothing is kept.
    """

    def __init__(self, drafts: Drafts | None, session: Callable[[], Session], changed: Callable[[], object]) -> None:
        self._drafts, self._session, self._changed = drafts, session, changed
        self._held: HeldDraft | None = None
        self._due = asyncio.Event()
        self._pause: asyncio.TimerHandle | None = None
        self._writing = asyncio.Lock()
        self._at_the_disk = threading.Lock()
        """A thread goes on writing although the task that waits for it is cancelled."""
        self.kept = False
        """Whether what was typed last lies with the drafts."""
        self.why_not = ""
        """What keeps it from being written, in the system's words; empty if nothing does."""

    @property
    def not_kept(self) -> bool:
        """Whether what was typed last should lie there, and couldn't be written."""
        return bool(self.why_not)

    # ------------------------------------------------------------------------------------------ writing

    def keep_now(self) -> None:
        """A step was answered or left: writes without waiting."""
        if self._drafts is not None:
            self._due.set()

    def keep_soon(self) -> None:
        """Something was typed: writes it `AFTER_TYPING` seconds later, with what comes until then."""
        if self._drafts is not None and self._pause is None:
            self._pause = asyncio.get_running_loop().call_later(AFTER_TYPING, self._pause_over)

    def _pause_over(self) -> None:
        self._pause = None
        self._due.set()

    async def run(self) -> None:
        """Writes whenever it's due, until it's cancelled."""
        while True:
            await self._due.wait()
            self._due.clear()
            await self.keep()

    async def keep(self) -> None:
        """Writes the draft, if there's something to keep. After a failure it's tried again with the next."""
        async with self._writing:
            session = self._session()
            if self._drafts is None or not _worth_keeping(session):
                self._note("")
                return
            try:
                await asyncio.to_thread(self._write, self._drafts, session)
            except OSError as error:
                self.kept = False
                self._note(error.strerror or type(error).__name__)
            else:
                self.kept = True
                self._note("")

    def _note(self, why_not: str) -> None:
        before, self.why_not = self.why_not, why_not
        if before or why_not:
            self._changed()

    def _write(self, drafts: Drafts, session: Session) -> None:
        if session.account is None:
            return
        with self._at_the_disk:
            if self._held is None:
                self._held = drafts.begin(session.account.email)
            self._held.save(
                Draft(
                    customer_name=session.account.customer_name,
                    mark=self._held.mark,
                    saved_at=drafts.now(),
                    typed=without_secrets(session),
                    answered=answered(session),
                    skipped=skipped(session),
                )
            )

    # ------------------------------------------------------------------------------------------ parting from it

    async def release(self) -> None:
        """The activation goes, what was typed stays."""
        await self.keep()
        await self._let_go()

    async def discard(self) -> None:
        """It's finished, or it isn't wanted any more."""
        async with self._writing:
            await asyncio.to_thread(self._part, discard=True)
            self.kept = False
            self._note("")

    async def _let_go(self) -> None:
        async with self._writing:
            await asyncio.to_thread(self._part)

    def _part(self, *, discard: bool = False) -> None:
        with self._at_the_disk:
            if self._held is not None:
                (self._held.discard if discard else self._held.release)()
            self._held = None

    # ------------------------------------------------------------------------------------------ taking up again

    async def take_up(self, account: Account) -> tuple[Session | None, Message | None]:
        """The session as this customer's draft has it, None if there's none; and a word on it, if there's one to say.

        Another customer's draft, which was held until now, is let go.
        """
        if self._drafts is None:
            return None, None
        await self._let_go()
        self.kept = False
        held, by_another = await asyncio.to_thread(self._drafts.take, account.email)
        if held is None or held.draft is None:
            return None, Message("drafts.held", {"name": account.customer_name}) if by_another else None
        self._held, draft = held, held.draft
        session = resumed(account, draft.typed, draft.answered, draft.skipped)
        if session.connect is not None:
            return session, Message("drafts.box_there")
        return session, Message("drafts.taken_up", {"ago": ago(self._drafts.now() - draft.saved_at)})


def _worth_keeping(session: Session) -> bool:
    """Something was typed for somebody, and the box isn't connected yet."""
    connect = session.connect
    settled = connect is not None and (
        connect.left_waiting or (connect.box is not None and connect.box.stage is Stage.ONLINE)
    )
    return session.account is not None and bool(session.typed) and not settled
