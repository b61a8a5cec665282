"""One question with a few answers to pick from: arrows move, Enter takes and goes on, nothing opens or closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import on
from textual.actions import SkipAction
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message as TextualMessage
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.look.states import Tone
from screens.widgets.choice_line import ChoiceLine
from screens.widgets.field_label import FieldLabel
from screens.widgets.field_note import FieldNote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from screens.look import Look

GUTTER = 2
"""Columns before each option, for the pointer."""


class Choices(OptionList):
    """The list. A pointer as well as a colour marks the answer; past its ends, up and down are the screen's keys.

    For the pointer it reaches into Textual's list: `_get_left_gutter_width` keeps its place free, `_lines` says which
    option a line shows. `tests/screens/test_textual_seam.py` notices when an upgrade changes either.
    """

    def __init__(self, look: Look, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, compact=True, markup=False)
        self.look = look

    def fill(self, texts: Sequence[str]) -> None:
        """Other options, none of them highlighted yet."""
        self.clear_options()
        self.add_options([Option(Content(text), id=f"o-{number}") for number, text in enumerate(texts)])

    def on_resize(self) -> None:
        """The answer stays in sight."""
        self.scroll_to_highlight()

    def action_cursor_up(self) -> None:
        """Up, or out at the top."""
        if not self.highlighted:
            raise SkipAction
        super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """Down, or out at the bottom."""
        if self.highlighted is None or self.highlighted >= self.option_count - 1:
            raise SkipAction
        super().action_cursor_down()

    def _get_left_gutter_width(self) -> int:
        """Textual lays the options out in what this leaves, and draws nothing in it."""
        return GUTTER

    def render_line(self, y: int) -> Strip:
        """The line with the pointer, or with nothing, before it."""
        line = super().render_line(y)
        style = next((segment.style for segment in line), None)
        row = self.scroll_offset.y + y
        option, part = self._lines[row] if row < len(self._lines) else (None, 0)
        points = option is not None and option == self.highlighted and part == 0
        sign = self.look.glyphs.pointer if points else " "
        return Strip([Segment(f"{sign} ", style), *line])


class ChoiceField(Vertical):
    """`options`: pairs of an id and its text. The highlighted one is the answer: what's seen is what's taken.

    `line`: all on one line, where left and right change the answer; for many options of which the first are likely.
    `stacked`: the label above the list and not beside it.
    """

    class Changed(TextualMessage):
        """Another option is highlighted."""

        def __init__(self, field: ChoiceField) -> None:
            super().__init__()
            self.field = field

    class Entered(Changed):
        """Enter was pressed on an option."""

    def __init__(
        self,
        look: Look,
        name: str,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        value: str | None = None,
        hint: str = "",
        help_text: str = "",
        line: bool = False,
        stacked: bool = False,
    ) -> None:
        super().__init__(id=f"field-{name.replace('_', '-')}", classes="stacked" if stacked else "")
        self.look = look
        self.field_name = name
        self.label = label
        self.hint = hint
        self.help_text = help_text
        self._options = tuple(options)
        self._wanted = value
        self._label = FieldLabel(label)
        self._note = FieldNote(look, hint)
        identifier = f"choices-{name.replace('_', '-')}"
        self.choices: Choices | ChoiceLine = ChoiceLine(look, id=identifier) if line else Choices(look, id=identifier)

    def compose(self) -> ComposeResult:
        """Label beside the list, the note below."""
        with Horizontal(classes="field-row"):
            yield self._label
            yield self.choices
        yield self._note

    def on_mount(self) -> None:
        """Fills the list and goes to the option that had been taken before."""
        self.offer(self._options, self._wanted)
        self.note(self.hint)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        event.stop()  # all that it stands in would hear of it, one after the other
        self._label.mark(here=True)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        event.stop()
        self._label.mark(here=False)

    def offer(self, options: Sequence[tuple[str, str]], value: str | None = None) -> None:
        """Other options; `value` is highlighted, else the first."""
        self._options = tuple(options)
        self.choices.fill([text for _, text in self._options])
        ids = [one for one, _ in self._options]
        self.choices.highlighted = (ids.index(value) if value in ids else 0) if ids else None

    @property
    def value(self) -> str:
        """The id of the highlighted option, or nothing."""
        at = self.choices.highlighted
        if at is None:
            at = next((number for number, (one, _) in enumerate(self._options) if one == self._wanted), 0)
        return self._options[at][0] if 0 <= at < len(self._options) else ""

    def note(self, text: str, tone: Tone = Tone.INFO) -> None:
        """The line below, as `FieldNote.say` has it."""
        self._note.say(text, tone)

    def refuse(self, text: str) -> None:
        self.note(text, Tone.ERROR)

    @property
    def refused(self) -> bool:
        """Whether an error stands below it."""
        return self._note.tone is Tone.ERROR

    @on(OptionList.OptionHighlighted)
    @on(ChoiceLine.Highlighted)
    def _taken(self, event: TextualMessage) -> None:
        """What's highlighted is the answer; an error about the one before goes."""
        event.stop()
        if self.refused:
            self.note(self.hint)
        self.post_message(self.Changed(self))

    @on(OptionList.OptionSelected)
    @on(ChoiceLine.Selected)
    def _entered(self, event: TextualMessage) -> None:
        """On to what comes next in this step."""
        event.stop()
        self.post_message(self.Entered(self))
