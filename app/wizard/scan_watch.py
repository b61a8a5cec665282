"""Takes a scanned label out of whatever it was scanned into: what's no answer there never becomes text there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import ref

from app.terminal.burst_guard import LEAST, QUIET
from screens.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import App

    from screens.widgets.choice_line import ChoiceLine
    from screens.widgets.choices import Choices
    from screens.widgets.typed_line import TypedLine
    from services.rules.labels import LabelKind, SerialLabel


class ScanWatch:
    """Told of each key as it goes its way. `scanned` gets what a label says.

    What a run of characters has found when it began is kept, so that it can be put back.
    """

    def __init__(self, app: App[int], scanned: Callable[[SerialLabel | LabelKind], None]) -> None:
        self._app, self._scanned = app, scanned
        self._text = ""
        self._before: _Place | None = None
        self._count = 0

    def begins(self) -> None:
        """The next character belongs to no run before it."""
        self._text, self._before = "", None

    def character(self, key: events.Key) -> None:
        """It's about to go to what has the focus. Without a line end behind it, it's looked at a moment later."""
        if not self._text:
            self._before = _place(self._app)
        self._text += key.character or ""
        self._count += 1
        if len(self._text) == LEAST:
            self._look_later()

    def _look_later(self) -> None:
        count = self._count

        def look() -> None:
            if self._count == count:
                self.ends()
            elif len(self._text) >= LEAST:
                self._look_later()

        self._app.set_timer(QUIET, look)

    def ends(self) -> bool:
        """Whether what was scanned is a label that doesn't belong where it went: then it's taken out again."""
        text, before = self._text, self._before
        self.begins()
        if len(text) < LEAST or before is None:
            return False
        label = _label_in(text, before)
        if label is None:
            return False
        before.put_back(lambda: self._scanned(label))
        return True

    def paste(self, text: str) -> bool:
        """Whether a paste is a label that doesn't belong where it would go."""
        self.begins()
        place = _place(self._app)
        label = _label_in(text, place) if place is not None and not place.hidden else None
        if label is None:
            return False
        self._scanned(label)
        return True


class _Place:
    """What has the focus, as it was before. It keeps no widget alive: a screen may have gone when it's asked."""

    def __init__(self, focused: TypedLine | Choices | ChoiceLine | None) -> None:
        from screens.widgets.typed_line import TypedLine

        self._there = ref(focused) if focused is not None else None
        line = focused if isinstance(focused, TypedLine) else None
        self._before = (focused.value, focused.cursor_position) if isinstance(focused, TypedLine) else None
        self._highlighted = focused.highlighted if focused is not None and not isinstance(focused, TypedLine) else None
        self.takes_numbers = line is not None and line.replaced_by_scans is not None
        self.takes_text = line is not None
        self.hidden = line is not None and line.password

    def put_back(self, then: Callable[[], None]) -> None:
        """As it was, behind the characters that are still on their way to it; `then` comes after that."""
        from screens.widgets.typed_line import TypedLine

        there = self._there() if self._there is not None else None

        def put_back() -> None:
            if isinstance(there, TypedLine) and self._before is not None:
                there.value, there.cursor_position = self._before
            elif there is not None and not isinstance(there, TypedLine):
                there.highlighted = self._highlighted
            then()

        if there is None or not there.call_later(put_back):
            then()


def _place(app: App[int]) -> _Place | None:
    """None where a dialog or a panel shows: what's scanned there is that one's own."""
    from screens.panels.panel import Panel
    from screens.widgets.choice_line import ChoiceLine
    from screens.widgets.choices import Choices
    from screens.widgets.typed_line import TypedLine

    screen = app.screen
    if not isinstance(screen, WizardScreen) or isinstance(screen, Panel):
        return None
    focused = app.focused
    return _Place(focused if isinstance(focused, TypedLine | Choices | ChoiceLine) else None)


def _label_in(text: str, place: _Place) -> SerialLabel | LabelKind | None:
    """None for what belongs there: a number where numbers are asked for, and a text that's no label."""
    from services.rules.labels import other_label, read_label

    if place.takes_numbers:
        return None
    return read_label(text) or other_label(text, expected=not place.takes_text)
