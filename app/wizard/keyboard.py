"""Keys and pastes in their order, whatever sends them: hands, a scanner, a slow line that brings many at once.

A key goes to what has the focus only when all that came before it has done its work. What a scanner sends beside its
text never presses a button and never gives a command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, WeakSet

from textual import events
from textual.widgets import Button

from app.terminal.burst_guard import HOLD, LEAST, BurstGuard, KeyKind, KeyVerdict, kind_of
from app.terminal.input_sorter import NUMBER_WITHIN
from app.terminal.type_ahead import TypeAhead
from app.wizard.escape_digits import EscapeDigits
from screens.widgets.pressable import Pressable
from screens.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import App

    from app.wizard.scan_watch import ScanWatch

QUESTION_MARK = "question_mark"


class Keyboard:
    """`hand_on` gives an event to what has the focus. `touched` is called at each key and paste.

    `digits_used` is called when Escape or Alt with a digit stands for a function key.
    """

    def __init__(
        self,
        app: App[int],
        hand_on: Callable[[events.Event], Awaitable[None]],
        touched: Callable[[], object],
        digits_used: Callable[[], object],
    ) -> None:
        self._app, self._hand_on, self._touched = app, hand_on, touched
        self._escape_digits = EscapeDigits(digits_used)
        self._bursts: BurstGuard[events.Key] = BurstGuard()
        self._verdicts: WeakKeyDictionary[events.Key, KeyVerdict] = WeakKeyDictionary()
        self._scans: WeakSet[events.Key] = WeakSet()
        """Keys that made what came before them a scan, until they're handed on."""
        self._questions: WeakSet[events.Key] = WeakSet()
        """Question marks by themselves: they ask for help, where they aren't typed into a field."""
        self._runs: WeakSet[events.Key] = WeakSet()
        """Characters that belong to none before them, until they're handed on."""
        self.scans: ScanWatch | None = None
        self.type_ahead = TypeAhead(app)

    async def take(self, event: events.Key | events.Paste) -> None:
        """One that has just come, or one that was held and comes again."""
        self._touched()
        if self.type_ahead.brings_back(event):
            await self._pass(event)
        elif isinstance(event, events.Paste):
            await self._take_all(self._escape_digits.release())
            await self._release()
            await self._pass(event)
        else:
            await self._take_all(self._escape_digits.take(event, escape_is_free=self._escape_is_free))
            if self._escape_digits.keeps:
                self._app.set_timer(NUMBER_WITHIN, self._release_digit)

    def _escape_is_free(self) -> bool:
        """Whether nothing that shows has anything to do with Escape just now."""
        return "escape" not in self._app.screen.active_bindings

    async def _release_digit(self) -> None:
        await self._take_all(self._escape_digits.release())

    async def _take_all(self, keys: Sequence[events.Key]) -> None:
        for key in keys:
            await self._take_key(key)

    async def _take_key(self, event: events.Key) -> None:
        kind = kind_of(event.key, event.character)
        keys = self._bursts.take(event, kind, event.time)
        if kind is KeyKind.TEXT and self._bursts.scan_begins:
            self._scans.add(event)
        if kind is KeyKind.TEXT and not self._bursts.beside_text:
            self._runs.add(event)
        if event.key == QUESTION_MARK and not self._bursts.beside_text:
            self._questions.add(event)
        await self._pass_all(keys)
        if self._bursts.holds:
            last = event.time
            self._app.set_timer(HOLD, lambda: self._release(last))

    async def _release(self, since: float | None = None) -> None:
        """What the guard holds, unless another key has come since."""
        if since is None or self._bursts.silent_since(since):
            await self._pass_all(self._bursts.release())

    async def _pass_all(self, keys: Sequence[tuple[events.Key, KeyVerdict]]) -> None:
        for key, verdict in keys:
            self._verdicts[key] = verdict
            await self._pass(key)

    async def _pass(self, event: events.Key | events.Paste) -> None:
        if not self.type_ahead.holds(event):
            self._aim(event)
            if not self._is_label(event) and (isinstance(event, events.Paste) or self._may_act(event)):
                await self._hand_on(event)
            self.type_ahead.passed(event)

    def _is_label(self, event: events.Key | events.Paste) -> bool:
        """Whether it brings or ends a label that was scanned into something else; that's been seen to by then."""
        if self.scans is None:
            return False
        if isinstance(event, events.Paste):
            return self.scans.paste(event.text)
        kind = kind_of(event.key, event.character)
        if kind is KeyKind.TEXT:
            if event in self._runs:
                self.scans.begins()
            self.scans.character(event)
            return False
        if kind in {KeyKind.LINE_END, KeyKind.LINE_FEED, KeyKind.TAB}:
            return self.scans.ends()
        self.scans.begins()
        return False

    def _aim(self, event: events.Key | events.Paste) -> None:
        """Text goes where the screen wants it: with a button focused, a scan may be meant for a field."""
        if event in self._questions:
            return
        text = event.text if isinstance(event, events.Paste) else event.character if event.is_printable else ""
        if text and text.strip() and isinstance(self._app.screen, WizardScreen):
            self._app.screen.expect_text()

    def _may_act(self, key: events.Key) -> bool:
        """Whether it may act on what has the focus now. In a field every line end is Enter."""
        from textual.widgets import Input

        from screens.widgets.typed_line import TypedLine

        verdict = self._verdicts.pop(key, KeyVerdict.PASS)
        focused = self._app.focused
        if key in self._scans and isinstance(focused, TypedLine):
            focused.call_later(focused.scan_begins, LEAST - 1)  # behind the keys that are on their way to it
        if isinstance(focused, Input):
            if kind_of(key.key, key.character) in {KeyKind.LINE_END, KeyKind.LINE_FEED}:
                key.key = "enter"
            return True
        if key.key == QUESTION_MARK and key not in self._questions:
            return False  # in the middle of a scanned address
        pressed = isinstance(focused, Button | Pressable)
        return verdict is KeyVerdict.PASS or (verdict is KeyVerdict.SHORT_END and not pressed)
