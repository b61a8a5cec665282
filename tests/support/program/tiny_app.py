"""A program small enough to be started often: the driver under test paints it. Run with python -m."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.terminal.environment import prepare_environment

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.driver import Driver


def main() -> None:
    """Until F1 is pressed."""
    import os

    prepare_environment(os.environ)

    from textual.app import App
    from textual.widgets import Input, Static

    from app.terminal.driver.frugal_driver import FrugalDriver, redraw

    class Tiny(App[None]):
        CSS = "Screen { background: #121212; } Static { height: 1; } #fill { height: 1fr; background: #303030; }"
        ENABLE_COMMAND_PALETTE = False
        BINDINGS = [("f1", "quit"), ("f2", "bell"), ("f3", "suspend_process"), ("f4", "fill"), ("ctrl+l", "redraw")]

        def get_driver_class(self) -> type[Driver]:
            return FrugalDriver

        def compose(self) -> ComposeResult:
            yield Static("Tiny", id="title")
            yield Static("", id="size")
            yield Input(compact=True)
            yield Static("", id="fill")
            yield Static("at the bottom")

        def on_mount(self) -> None:
            self.query_one(Input).cursor_blink = False

        def on_resize(self, event: events.Resize) -> None:
            self.query_one("#size", Static).update(f"{event.size.width} by {event.size.height}")

        def action_fill(self) -> None:
            self.query_one("#fill", Static).update("\n".join(f"{row} " * 20 for row in range(15)))

        def action_redraw(self) -> None:
            redraw(self)

    Tiny().run(mouse=False)


if __name__ == "__main__":
    main()
