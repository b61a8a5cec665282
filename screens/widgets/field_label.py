"""The label of a question: bold while the cursor is at its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.visual import VisualType


class FieldLabel(Static):
    """Marked by hand: for `:focus-within` Textual works out the style of everything around it anew, at each Tab, and
    for a class that of the label, which takes longer than painting it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"field-label--here"}

    def __init__(self, text: str) -> None:
        super().__init__(text, classes="field-label", markup=False)
        self._here = False

    def render(self) -> VisualType:
        if not self._here:
            return self.content
        return Content.styled(str(self.content), self.get_visual_style("field-label--here", partial=True))

    def mark(self, *, here: bool) -> None:
        """Whether the cursor is at its answer."""
        if here is not self._here:
            self._here = here
            self.refresh()
