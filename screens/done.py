"""Done: what was done, what's left, the receipt, and FINISH SETUP, which signs the customer out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from screens.cloud_wait import SHOW_WAIT_AFTER
from screens.copying import COPY, CopyOut
from screens.look.glyphs import ASCII
from screens.look.sizes import WIDEST
from screens.look.states import Tone
from screens.messages import AnotherBoxWanted, BankWanted, Finished
from screens.paths import PADDING, on_lines, short
from screens.widgets.action_button import ActionButton
from screens.wizard_screen import WizardScreen
from services.activation.bank_account import bank_missing
from services.activation.receipt import customer_name, headline, is_online, left_to_do, receipt, receipt_stem, rows
from services.activation.session import Session
from services.activation.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from screens.widgets.head import Head

AROUND = PADDING + 20
"""Columns of a label, and of the body's padding."""

_TICK = "      ▄█▀\n▀█▄ ▄█▀\n  ▀█▀"
_WAITING = "\n■  ■  ■"
_ASCII_TICK = "     //\n\\\\  //\n \\\\//"
_ASCII_WAITING = "\n.  .  ."


class DoneScreen(WizardScreen):
    """There's no way back from here: at the clouds everything is done. Saves the receipt by itself."""

    AREA: ClassVar[str] = "done"
    AUTO_FOCUS: ClassVar[str | None] = "#finish"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "receipt", "done.receipt.label"),
        Binding("f4", "bank_account", "done.bank.key"),
        Binding("f5", "save_again", "done.receipt.key"),
        Binding("f6", "another_box", "done.another.key"),
        COPY,
        Binding("f10", "next", "done.finish"),
    ]
    FOOTER: ClassVar[tuple[str, ...]] = ("f10", "f4", "f5", "f6", "f2", "f8", "f1", "ctrl+q", "f3")
    DEFAULT_CSS = """
    DoneScreen #done-sign { width: 10; height: 3; }
    DoneScreen #done-top { height: auto; margin-bottom: 1; }
    DoneScreen #done-lines { width: 1fr; height: auto; }
    DoneScreen .fact { height: auto; width: 100%; }
    DoneScreen .fact-label { width: 20; height: auto; color: $nt-muted; padding-right: 1; }
    DoneScreen .fact-value { width: 1fr; height: auto; }
    DoneScreen .fact.stacked { layout: vertical; }
    DoneScreen .fact.stacked .fact-value { width: 100%; }
    DoneScreen #done-left { height: auto; margin-bottom: 1; }
    DoneScreen #done-left .fact-label { color: $warning; text-style: bold; }
    """

    _saved_in = ""
    """The receipt's path, as people write it."""

    _receipt = ""
    """All of it, as it's saved."""

    def compose_head(self) -> Head:
        """All steps behind."""
        return self.head_at(len(STEPS))

    def compose_body(self) -> ComposeResult:
        session, words = self._facts, self.look.words
        online, left = is_online(session), left_to_do(words, session)
        tone = "ok" if online else "warning"
        customer = customer_name(words, session)
        lead = ("done.left" if len(left) == 1 else "done.left_two") if left else "done.ready"
        with Horizontal(id="done-top"):
            yield Static(Content(self._sign(online=online)), id="done-sign", classes=tone)
            with Vertical(id="done-lines"):
                yield Static(Content.styled(headline(words, session), "bold"), id="done-headline", classes=tone)
                yield Static(self.t(lead, customer=customer), markup=False)
                yield Static(self.t("done.next", customer=customer), classes="muted", markup=False)
        with Vertical(id="done-left") as box:
            box.display = bool(left)
            for where, what in left:
                yield from self._fact(f"{self.look.glyphs.warning} {where}", what)
        for label, value in rows(words, session, masked=True):
            yield from self._fact(label, value)
        yield from self._fact(self.t("done.receipt.label"), "", value_id="done-receipt")

    def compose_actions(self) -> ComposeResult:
        """Finish; and what else the customer may want. Saving again shows only if the receipt couldn't be saved."""
        yield ActionButton(self.t("done.another.button"), id="another-box", action="another_box")
        if self._bank_missing:
            yield ActionButton(self.t("done.bank.button"), id="bank", action="bank_account")
        yield ActionButton(self.t("done.receipt.again"), id="save-again", action="save_again")
        yield self.spring()
        yield ActionButton(self.t("done.finish"), id="finish", action="finish", primary=True)

    @property
    def _bank_missing(self) -> bool:
        return bank_missing(self._facts)

    @property
    def _facts(self) -> Session:
        return self.session or Session()

    def _sign(self, *, online: bool) -> str:
        if self.look.glyphs is ASCII:
            return _ASCII_TICK if online else _ASCII_WAITING
        return _TICK if online else _WAITING

    def _fact(self, label: str, value: str, *, value_id: str | None = None) -> Iterator[Horizontal]:
        yield Horizontal(
            Static(label, classes="fact-label", markup=False),
            Static(value, id=value_id, classes="fact-value", markup=False),
            classes="fact",
        )

    # ------------------------------------------------------------------------------------------ the receipt

    def begin(self) -> None:
        self.query_one("#save-again").display = False
        self.run_worker(self._save(), group="receipt", exclusive=True)

    def action_save_again(self) -> None:
        self.notice.clear()
        self._offer_again("", shown=False)
        self.run_worker(self._save(), group="receipt", exclusive=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Once saving has failed it can be tried again; a receipt can be copied whether it's saved or not."""
        if action == "copy":
            return bool(self._receipt)
        if action == "bank_account":
            return self._bank_missing
        if action == "save_again":
            return self.query_one("#save-again").display
        return super().check_action(action, parameters)

    async def _save(self) -> None:
        """Nothing waits for it: FINISH SETUP works meanwhile, and a file that's being written is written to its end."""
        when = self.services.clock.now()
        text = receipt(
            self.look.words, self._facts, when=when, version=self.look.version, demo=self.look.demo,
            ascii_only=self.look.glyphs is ASCII,
        )  # fmt: skip
        self._receipt = text
        self.tell_keys()
        slow = self.set_timer(SHOW_WAIT_AFTER, lambda: self._say_where(self.t("done.receipt.saving")))
        try:
            # beside the event loop: the disk may be slow
            path = await asyncio.to_thread(self.services.receipts.save, text, receipt_stem(self._facts, when))
        except OSError as error:
            slow.stop()
            if not self.is_running:
                return
            self._offer_again(self.t("done.receipt.not_saved"), shown=True)
            why = error.strerror or type(error).__name__
            self.notice.say(Tone.ERROR, self.t("done.receipt.failed", why=why))
        else:
            slow.stop()
            self._saved_in = short(path)
            self._say_where(self._saved_in)

    def _say_where(self, text: str) -> None:
        """Beside the label, or on a line of its own if that's what it takes to show it in one piece."""
        for line in self.query("#done-receipt").results(Static):  # none while the screen is being left
            room = min(self.size.width, WIDEST) - AROUND
            if line.parent is not None:
                line.parent.set_class(cell_len(text) > room, "stacked")
            line.update(Content(on_lines(text, self.size.width - PADDING)))

    def _offer_again(self, receipt_line: str, *, shown: bool) -> None:
        button = self.query_one("#save-again")
        if not shown and self.focused is button:
            self.query_one("#finish").focus()
        button.display = shown
        self._say_where(receipt_line)
        self.tell_keys()

    def action_copy(self) -> None:
        """F8: the receipt."""
        CopyOut(self, self.look, self.notice.say).receipt(self._receipt)

    # ------------------------------------------------------------------------------------------ the way on

    def action_finish(self) -> None:
        if not self.waiting:
            self.post_message(Finished(self._saved_in))

    def action_bank_account(self) -> None:
        """F4: the bank account that was left out."""
        if not self.waiting:
            self.post_message(BankWanted())

    def action_another_box(self) -> None:
        """F6: the same customer has another one."""
        if not self.waiting:
            self.post_message(AnotherBoxWanted())

    def action_receipt(self) -> None:
        """F2: all of the receipt."""
        from screens.dialogs.tell import TellDialog

        self.app.push_screen(
            TellDialog(self.look, self.t("done.receipt.label"), self._receipt, close=self.t("shell.close"))
        )

    def action_back(self) -> None:
        self.notice.say(Tone.INFO, self.t("done.no_back"))
