"""The colours hold what they promise: readable in sunlight, exact in 256 colours, states told apart."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem

import screens.look
from screens.look.depth import Depth
from screens.look.palette import DARK, LIGHT, PALETTES, Palette, palette, theme

PAIRS = [
    ("text", "ground"),
    ("muted", "ground"),
    ("accent", "ground"),
    ("ok", "ground"),
    ("warning", "ground"),
    ("error", "ground"),
    ("field_text", "field"),
    ("focus_field_text", "focus_field"),
    ("action_text", "action"),
    ("focus_text", "focus"),
]


PLACES = ["field", "focus_field", "action"]
"""Grounds that stand on the screen's own. A button or a row that has the focus is known by its text, too."""


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def sent(colour: str) -> str:
    """What Rich sends to a terminal of 256 colours: its light greys come out one step darker."""
    return Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex


@pytest.mark.parametrize("name", [DARK, LIGHT])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_has_a_contrast_of_seven_to_one(name: str, text: str, ground: str) -> None:
    """In a field without the cursor of six: 21:1 is all there is, and 3:1 of it tells the field from the ground."""
    palette = PALETTES[name]
    front, back = getattr(palette, text), getattr(palette, ground)
    least = 6.0 if ground == "field" else 7.0
    assert contrast(front, back) >= least
    assert contrast(sent(front), sent(back)) >= least


@pytest.mark.parametrize("name", [DARK, LIGHT])
@pytest.mark.parametrize("place", PLACES)
def test_what_can_be_typed_into_or_pressed_is_seen_on_the_ground(name: str, place: str) -> None:
    """An empty field, in sunlight (WCAG 2.2, 1.4.11). Without colours it's underlined; `NoColours` is tested for that."""
    palette = PALETTES[name]
    assert contrast(sent(getattr(palette, place)), sent(palette.ground)) >= 3.0


@pytest.mark.parametrize("name", [DARK, LIGHT])
@pytest.mark.parametrize("place", PLACES)
def test_it_is_seen_in_sixteen_colours_too(name: str, place: str) -> None:
    assert in_xterm(name, place, "ground") >= 3.0


@pytest.mark.parametrize("name", [DARK, LIGHT])
@pytest.mark.parametrize("role", [one.name for one in fields(Palette)])
def test_every_colour_is_one_of_the_256(name: str, role: str) -> None:
    """So a terminal without true colour shows the same, but for the one step of Rich's light greys."""
    colour = getattr(PALETTES[name], role)
    steps = [abs(int(colour[at : at + 2], 16) - int(sent(colour)[at : at + 2], 16)) for at in (1, 3, 5)]
    is_grey = len({colour[1:3], colour[3:5], colour[5:7]}) == 1
    assert max(steps) <= (10 if is_grey else 0)


XTERMS_SIXTEEN = [
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
]  # fmt: skip
"""xterm's defaults (its manual, resources color0 to color15)."""


def in_xterm(name: str, one: str, other: str) -> float:
    """The contrast of two of a palette's colours in an xterm of sixteen."""
    colours = palette(name, Depth.SIXTEEN)
    front, back = (Color.parse(getattr(colours, role)).downgrade(ColorSystem.STANDARD).number for role in (one, other))
    assert front is not None
    assert back is not None
    return contrast(XTERMS_SIXTEEN[front], XTERMS_SIXTEEN[back])


@pytest.mark.parametrize("name", [DARK, LIGHT])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_sixteen_colours_are_readable_too(name: str, text: str, ground: str) -> None:
    assert in_xterm(name, text, ground) >= 4.5


SYSTEMS = {Depth.MANY: ColorSystem.EIGHT_BIT, Depth.SIXTEEN: ColorSystem.STANDARD}


@pytest.mark.parametrize("name", [DARK, LIGHT])
@pytest.mark.parametrize("depth", SYSTEMS)
def test_states_stay_apart_with_fewer_colours(name: str, depth: Depth) -> None:
    colours = palette(name, depth)
    seen = {
        one.name: Color.parse(getattr(colours, one.name)).downgrade(SYSTEMS[depth]).number for one in fields(Palette)
    }
    states = {(seen[role], seen["ground"]) for role in ("text", "ok", "warning", "error")}
    grounds = {(seen[f"{role}_text"], seen[role]) for role in ("field", "focus_field", "action", "focus")}
    assert len(states | grounds) == 8, seen
    assert len({seen[role] for role in ("ground", "field", "focus_field", "action", "focus")}) == 5, seen


def test_the_style_sheet_names_no_colour_itself() -> None:
    """Colours come from the palette only, so that both themes are complete."""
    sheet = (Path(screens.look.__file__).parent / "wizard.tcss").read_text("utf-8")
    assert not re.search(r"#[0-9a-fA-F]{6}\b|\brgb\(", sheet)
    ours = set(re.findall(r"\$(nt-[a-z-]+)", sheet))
    assert ours
    for name in (DARK, LIGHT):
        assert ours <= set(theme(name).variables)
