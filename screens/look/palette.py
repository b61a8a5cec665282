"""The two themes: dark, and light for sunlight; each for 256 colours and for sixteen.

Of the 256 every colour is an exact one, so that a terminal without true colour shows the same. Text has a contrast of
at least 7:1 on the ground it stands on (WCAG 2.2's enhanced level), and of 4.5:1 in xterm's sixteen. A field has one of
3:1 to the ground around it, so that an empty one is seen in sunlight, and whatever colour has both leaves its text 6:1.
A test computes all of these.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.theme import Theme

from screens.look.depth import Depth

DARK = "northe-dark"
LIGHT = "northe-light"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they're for. `x_text` stands on the ground `x`; the rest stand on `ground`."""

    ground: str
    text: str
    muted: str
    field: str
    field_text: str
    focus_field: str
    focus_field_text: str
    action: str
    action_text: str
    focus: str
    focus_text: str
    accent: str
    ok: str
    warning: str
    error: str
    rule: str


PALETTES = {
    DARK: Palette(
        ground="#121212", text="#ffffff", muted="#bcbcbc",
        field="#626262", field_text="#ffffff", focus_field="#eeeeee", focus_field_text="#080808",
        action="#87d7ff", action_text="#121212", focus="#ffd75f", focus_text="#121212",
        accent="#87d7ff", ok="#5fd75f", warning="#ffaf00", error="#ff8787", rule="#585858",
    ),
    LIGHT: Palette(
        ground="#ffffff", text="#121212", muted="#444444",
        field="#949494", field_text="#121212", focus_field="#303030", focus_field_text="#eeeeee",
        action="#000087", action_text="#ffffff", focus="#ffd75f", focus_text="#121212",
        accent="#000087", ok="#005f00", warning="#5f00af", error="#af0000", rule="#8a8a8a",
    ),
}  # fmt: skip

SIXTEEN = {
    DARK: Palette(
        ground="#000000", text="#ffffff", muted="#aaaaaa",
        field="#00aaaa", field_text="#000000", focus_field="#ffffff", focus_field_text="#000000",
        action="#55ffff", action_text="#000000", focus="#ffff55", focus_text="#000000",
        accent="#55ffff", ok="#55ff55", warning="#ffff55", error="#ff5555", rule="#555555",
    ),
    LIGHT: Palette(
        ground="#ffffff", text="#000000", muted="#000000",
        field="#5555ff", field_text="#ffffff", focus_field="#000000", focus_field_text="#ffffff",
        action="#0000aa", action_text="#ffffff", focus="#aa00aa", focus_text="#ffffff",
        accent="#0000aa", ok="#0000aa", warning="#aa00aa", error="#aa0000", rule="#555555",
    ),
}  # fmt: skip
"""As Rich has the sixteen, so that each is sent as the one that it's meant to be. How they look is the terminal's."""


def palette(name: str, depth: Depth = Depth.MANY) -> Palette:
    return (SIXTEEN if depth is Depth.SIXTEEN else PALETTES)[name]


def theme(name: str, depth: Depth = Depth.MANY) -> Theme:
    """The Textual theme of a palette. The style sheets use our own names, `$nt-...`, for what Textual has none."""
    colours = palette(name, depth)
    return Theme(
        name=name,
        dark=name == DARK,
        primary=colours.accent,
        secondary=colours.accent,
        accent=colours.accent,
        foreground=colours.text,
        background=colours.ground,
        surface=colours.ground,
        panel=colours.field,
        success=colours.ok,
        warning=colours.warning,
        error=colours.error,
        variables={
            "nt-muted": colours.muted,
            "nt-field": colours.field,
            "nt-field-text": colours.field_text,
            "nt-focus-field": colours.focus_field,
            "nt-focus-field-text": colours.focus_field_text,
            "nt-action": colours.action,
            "nt-action-text": colours.action_text,
            "nt-focus": colours.focus,
            "nt-focus-text": colours.focus_text,
            "nt-rule": colours.rule,
            "input-cursor-background": colours.focus_field_text,
            "input-cursor-foreground": colours.focus_field,
            "input-cursor-text-style": "none",
            "input-selection-background": colours.focus,
            "input-selection-foreground": colours.focus_text,
            "block-cursor-foreground": colours.focus_text,
            "block-cursor-background": colours.focus,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-foreground": colours.field_text,
            "block-cursor-blurred-background": colours.field,
            "block-cursor-blurred-text-style": "none",
            "scrollbar": colours.rule,
            "scrollbar-background": colours.ground,
            "scrollbar-corner-color": colours.ground,
        },
    )
