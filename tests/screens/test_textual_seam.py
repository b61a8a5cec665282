"""What screens and widgets rely on inside Textual. If this fails after an upgrade: read what has changed there, see that
the file named here still does right by it, look at the pictures, and only then write the new figures down here."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList

from screens.dialogs.base import Dialog
from screens.widgets.typed_line import TypedLine
from screens.wizard_screen import WizardScreen
from tests.support.textual_sources import digest_of

COMPOSITOR = "screens/near_compositor.py"
WINDOW_SIZE = "screens/window_size.py"
CHOICES = "screens/widgets/choices.py"
TYPED_LINE = "screens/widgets/typed_line.py"

RELIED_ON: dict[Any, tuple[str, str, str]] = {
    Compositor._get_renders: (
        "8ac93299aa5d", COMPOSITOR, "gives what's to be painted, topmost first, to `_render_chops` only"
    ),
    Compositor._render_chops: (
        "ca8c3359d7af", COMPOSITOR, "takes whole rows of what `_get_renders` gives, and fills what's free"
    ),
    Compositor.render_partial_update: ("888dccc892d8", COMPOSITOR, "asks for the box around all that has changed"),
    ChopsUpdate.__rich_console__: ("c45d5804ef81", COMPOSITOR, "leaves out what wasn't rendered"),
    Screen._compositor_refresh: ("7a40efe56381", COMPOSITOR, "paints what `self._compositor` renders, which ours is"),
    Screen._screen_resized: ("9ac8cd9df563", WINDOW_SIZE, "lays out by the size it's given; ours by the window's"),
    Screen._on_resize: ("ba5f7fb1b5a3", WINDOW_SIZE, "lays out this screen, and all beneath it, by the size in the event"),
    OptionList._lines: ("f22ca7e20743", CHOICES, "for each line the option's index, and which of its lines it is"),
    OptionList._get_left_gutter_width: ("acae4419dd46", CHOICES, "columns that options are laid out without; none by itself"),
    OptionList.render_line: ("23f89b59ec64", CHOICES, "draws a line that wide, for the pointer to go before it"),
    Input.render_line: ("20fe97da621b", TYPED_LINE, "text, cursor and what's selected: all that ours draws in its place"),
    Input._on_paste: ("4130f8efa484", TYPED_LINE, "the first line takes the place of what's selected; ours stands for it"),
    Input._watch_value: ("ffa57a58cea1", TYPED_LINE, "says how long the text is by `virtual_size`"),
    Widget.watch_has_focus: ("387d9eae398b", TYPED_LINE, "works out the style sheet's rules anew, and does nothing else"),
    DOMNode.rich_style: ("cdb65a3e27d1", TYPED_LINE, "text and ground, as `render_line` asks for them"),
}  # fmt: skip


REPLACED = [
    (Screen, "focused", WizardScreen, {"_repaint": False}),
    (Screen, "focused", Dialog, {"_repaint": False}),
    (Widget, "virtual_size", TypedLine, {"_layout": False}),
]
"""Reactive attributes that ours stand in for, and all in which they may differ."""


def name_of(thing: Any) -> str:
    name: str = getattr(thing, "fget", thing).__qualname__
    return name


@pytest.mark.parametrize("thing", RELIED_ON, ids=name_of)
def test_textual_is_as_our_files_know_it(thing: Any) -> None:
    figure, where, what = RELIED_ON[thing]
    assert digest_of(thing) == figure, f"{where}: {what}"


def settings_of(owner: type, name: str) -> dict[str, Any]:
    """What a reactive attribute does when its value changes; not whose it is."""
    reactive = inspect.getattr_static(owner, name)
    return {one: value for one, value in vars(reactive).items() if one != "_owner"}


@pytest.mark.parametrize(("textuals", "name", "ours", "differs"), REPLACED)
def test_what_is_replaced_differs_in_nothing_else(
    textuals: type, name: str, ours: type, differs: dict[str, Any]
) -> None:
    before, now = settings_of(textuals, name), settings_of(ours, name)
    assert {one: now[one] for one in differs} == differs
    assert {one: not value for one, value in differs.items()} == {one: before[one] for one in differs}
    assert before | differs == now


def test_no_input_between_overrides_what_ours_calls() -> None:
    """The names are looked up along the classes, so the digest is of the function that really runs."""
    assert inspect.getattr_static(Input, "watch_has_focus") is Widget.__dict__["watch_has_focus"]
    assert inspect.getattr_static(Input, "rich_style") is DOMNode.__dict__["rich_style"]


def test_the_styles_that_ours_asks_for_are_inputs_own() -> None:
    assert {"input--cursor", "input--selection"} <= Input.COMPONENT_CLASSES
