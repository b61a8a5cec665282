"""One question with a few answers to pick from: arrows move, Enter takes and goes on, nothing opens or closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message as TextualMessage
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from screens.look import Look


class Choices(OptionList):
    """The list. At its ends, up and down lead on to the neighbours, so that arrows alone do."""

    def action_cursor_up(self) -> None:
        """Up, or out at the top."""
        if not self.highlighted:
            self.screen.focus_previous()
        else:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """Down, or out at the bottom."""
        if self.highlighted is None or self.highlighted >= self.option_count - 1:
            self.screen.focus_next()
        else:
            super().action_cursor_down()


class ChoiceField(Vertical):
    """`options`: pairs of an id and its text. The highlighted one is the answer: what's seen is what's taken."""

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
    ) -> None:
        super().__init__(id=f"field-{name.replace('_', '-')}")
        self.look = look
        self.field_name = name
        self.label = label
        self.hint = hint
        self.help_text = help_text
        self._options = tuple(options)
        self._wanted = value
        self._label = Static(label, classes="field-label", markup=False)
        self._note = Static(hint, classes="field-note", markup=False)
        self.choices = Choices(id=f"choices-{name.replace('_', '-')}", compact=True, markup=False)

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

    def offer(self, options: Sequence[tuple[str, str]], value: str | None = None) -> None:
        """Other options; `value` is highlighted, else the first."""
        self._options = tuple(options)
        self.choices.clear_options()
        self.choices.add_options(
            [Option(Content(f" {text} "), id=f"o-{number}") for number, (_, text) in enumerate(self._options)]
        )
        ids = [one for one, _ in self._options]
        self.choices.highlighted = (ids.index(value) if value in ids else 0) if ids else None

    @property
    def value(self) -> str:
        """The id of the highlighted option, or nothing."""
        at = self.choices.highlighted
        if at is None:
            at = next((number for number, (one, _) in enumerate(self._options) if one == self._wanted), 0)
        return self._options[at][0] if 0 <= at < len(self._options) else ""

    def note(self, text: str, kind: str = "") -> None:
        """The line below; nothing takes no line."""
        sign = f"{self.look.glyphs.wrong} " if kind == "wrong" else ""
        self._note.set_class(kind == "wrong", "wrong")
        self._note.update(Content(sign + text))
        self._note.display = bool(text)

    def refuse(self, text: str) -> None:
        """Says what's wrong."""
        self.note(text, "wrong")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """What's highlighted is the answer."""
        event.stop()
        self.post_message(self.Changed(self))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """On to what comes next in this step."""
        event.stop()
        self.post_message(self.Entered(self))
