"""The label of a question: bold while the cursor is at its answer."""

from __future__ import annotations

from textual.widgets import Static


class FieldLabel(Static):
    """Marked by hand: for `:focus-within` Textual works out the style of everything around it anew, at each Tab."""

    def __init__(self, text: str) -> None:
        super().__init__(text, classes="field-label", markup=False)

    def mark(self, *, here: bool) -> None:
        """Whether the cursor is at its answer."""
        self.set_class(here, "here")
