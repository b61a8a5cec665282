"""Options on one line: left and right change the answer, and a letter jumps to what starts with it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message as TextualMessage
from textual.reactive import Reactive, reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Size

    from screens.look import Look

TYPED_TOGETHER = 1.0
"""Seconds: letters that follow each other faster are the beginning of one word."""

GAP = 2
"""Columns between two options."""

MORE = GAP + 2
"""Columns of the dots that stand for the options without room."""


class ChoiceLine(Widget, can_focus=True):
    """Shows the answer between two arrows, and what comes to the right of it as far as there's room, then dots; it goes
    round.
    """

    class Highlighted(TextualMessage):
        """Another option is the answer."""

    class Selected(TextualMessage):
        """Enter was pressed: the answer that shows is taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("home", "end(0)", show=False),
        Binding("end", "end(-1)", show=False),
        Binding("enter", "select", show=False),
    ]

    highlighted: Reactive[int | None] = reactive(None)

    def __init__(self, look: Look, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.look = look
        self._texts: tuple[str, ...] = ()
        self._begun = ""
        self._last_letter = 0.0

    def fill(self, texts: Sequence[str]) -> None:
        """Other options, none of them the answer yet."""
        self._texts = tuple(texts)
        self.set_reactive(ChoiceLine.highlighted, None)
        self.refresh()

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Whoever shows this one hears of it."""
        if highlighted is not None:
            self.post_message(self.Highlighted())

    def action_step(self, by: int) -> None:
        """To a neighbour; from the last to the first, too."""
        if self._texts:
            self.highlighted = ((self.highlighted or 0) + by) % len(self._texts)

    def action_end(self, at: int) -> None:
        """To the first or the last."""
        if self._texts:
            self.highlighted = at % len(self._texts)

    def action_select(self) -> None:
        """Enter takes the answer that shows: the field goes on to what comes next."""
        self.post_message(self.Selected())

    def on_key(self, event: events.Key) -> None:
        """Letters: to the next option that starts with what was typed."""
        if event.character is None or not event.character.isalpha():
            return
        event.stop()
        together = event.time - self._last_letter < TYPED_TOGETHER
        self._last_letter = event.time
        for begun in ([self._begun + event.character] if together else []) + [event.character]:
            found = self._find(begun)
            if found is not None:
                self._begun, self.highlighted = begun, found
                return

    def _find(self, begun: str) -> int | None:
        """The option that starts so: the one that's shown if the word goes on, else the next one, round and round."""
        here = self.highlighted or 0
        first = here + (len(begun) == 1)
        order = [(first + offset) % len(self._texts) for offset in range(len(self._texts))]
        return next((at for at in order if _bare(self._texts[at]).startswith(_bare(begun))), None)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """One line, however many options there are: what has no room is left out."""
        return 1

    def render(self) -> Content:
        """All in their order where there's room for it; else the answer first, then what follows."""
        here = self.highlighted
        if here is None:
            return Content("")
        answer = f"{self.look.glyphs.left} {self._texts[here]} {self.look.glyphs.right}"
        style = "bold $nt-focus-text on $nt-focus" if self.has_focus else "$nt-field-text on $nt-field"
        before, after = self._texts[:here], self._texts[here + 1 :]
        if sum(cell_len(text) + GAP for text in (*before, *after)) + cell_len(answer) > self.size.width:
            before, after = (), after + before
        room = self.size.width - cell_len(answer) - sum(cell_len(text) + GAP for text in before)
        parts = [Content.styled(f"{text}{' ' * GAP}", "$nt-muted") for text in before]
        parts.append(Content.styled(answer, style))
        for at, text in enumerate(after):
            room -= cell_len(text) + GAP
            if room < (0 if at == len(after) - 1 else MORE):
                room += cell_len(text) + GAP
                parts.append(Content.styled("..".rjust(MORE)[:room], "$nt-muted"))  # left and right lead to the others
                break
            parts.append(Content.styled(f"{' ' * GAP}{text}", "$nt-muted"))
        return Content("").join(parts)


def _bare(text: str) -> str:
    """Without accents and capitals: an installer's keyboard may lack the letters of the country."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)).casefold()
