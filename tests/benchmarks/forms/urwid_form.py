"""Urwid: edits in columns, buttons below."""

from __future__ import annotations

import urwid

from tests.benchmarks.forms import BUTTONS, LABELS, TITLE

PALETTE = [("field", "white", "dark blue"), ("focus", "black", "light gray"), ("title", "bold", "")]


def key(pressed: str | tuple[str, int, int, int]) -> None:
    """What no widget wanted."""
    if pressed == "ctrl q":
        raise urwid.ExitMainLoop


class Form(urwid.Pile):
    """Tab moves as the down arrow does."""

    def keypress(self, size: tuple[()] | tuple[int] | tuple[int, int], pressed: str) -> str | None:
        """One key."""
        left: str | None = super().keypress(size, "down" if pressed == "tab" else pressed)
        return left


def main() -> None:
    """Until Ctrl+Q."""
    rows: list[urwid.Widget] = [urwid.Text(("title", TITLE)), urwid.Divider()]
    for label in LABELS:
        field = urwid.AttrMap(urwid.Edit(), "field", "focus")
        rows += [urwid.Columns([(18, urwid.Text(label)), field]), urwid.Divider()]
    buttons = [(12, urwid.AttrMap(urwid.Button(button), "field", "focus")) for button in BUTTONS]
    rows.append(urwid.Columns(buttons, dividechars=2))
    form = Form(rows)
    form.focus_position = 2
    urwid.MainLoop(urwid.Filler(form, "top"), PALETTE, unhandled_input=key).run()


if __name__ == "__main__":
    main()
