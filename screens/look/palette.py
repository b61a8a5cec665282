"""The two themes: dark, and light for sunlight.

Every colour is an exact one of the 256, so that a terminal without true colour shows the same. Text has a contrast of
at least 7:1 on the ground it stands on (WCAG 2.2's enhanced level), which a test computes.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.theme import Theme

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
        ground="#121212", text="#e4e4e4", muted="#bcbcbc",
        field="#303030", field_text="#eeeeee", focus_field="#4e4e4e", focus_field_text="#ffffff",
        action="#87d7ff", action_text="#121212", focus="#ffd75f", focus_text="#121212",
        accent="#87d7ff", ok="#5fd75f", warning="#ffaf00", error="#ff8787", rule="#585858",
    ),
    LIGHT: Palette(
        ground="#ffffff", text="#121212", muted="#444444",
        field="#e4e4e4", field_text="#121212", focus_field="#ffffaf", focus_field_text="#000000",
        action="#000087", action_text="#ffffff", focus="#ffd75f", focus_text="#121212",
        accent="#000087", ok="#005f00", warning="#5f00af", error="#af0000", rule="#8a8a8a",
    ),
}  # fmt: skip


def theme(name: str) -> Theme:
    """The Textual theme of a palette. The style sheets use our own names, `$nt-...`, for what Textual has none."""
    colours = PALETTES[name]
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
