"""prompt_toolkit: a full-screen application with text areas and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.application import Application
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.key_binding.bindings.focus import focus_next
from prompt_toolkit.layout import HSplit, Layout, VSplit, Window
from prompt_toolkit.styles import Style
from prompt_toolkit.widgets import Button, Label, TextArea

from tests.benchmarks.forms import BUTTONS, LABELS, TITLE

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPressEvent


def main() -> None:
    """Until Ctrl+Q."""
    keys = KeyBindings()
    keys.add("tab")(focus_next)

    @keys.add("c-q")
    def _leave(event: KeyPressEvent) -> None:
        event.app.exit()

    fields = [TextArea(multiline=False, height=1, style="class:field") for _ in LABELS]
    rows = [VSplit([Label(label, width=18), field]) for label, field in zip(LABELS, fields, strict=True)]
    buttons = VSplit([Button(button) for button in BUTTONS], padding=2)
    layout = Layout(
        HSplit([Label(TITLE, style="bold"), *rows, buttons, Window()], padding=1), focused_element=fields[0]
    )
    style = Style.from_dict({"field": "bg:#303030"})
    Application(layout=layout, key_bindings=keys, style=style, full_screen=True).run()


if __name__ == "__main__":
    main()
