"""The colours hold what they promise: readable in sunlight, exact in 256 colours, states told apart."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem

import screens.look
from screens.look.palette import DARK, LIGHT, PALETTES, Palette, theme

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
    palette = PALETTES[name]
    front, back = getattr(palette, text), getattr(palette, ground)
    assert contrast(front, back) >= 7.0
    assert contrast(sent(front), sent(back)) >= 7.0


@pytest.mark.parametrize("name", [DARK, LIGHT])
@pytest.mark.parametrize("role", [one.name for one in fields(Palette)])
def test_every_colour_is_one_of_the_256(name: str, role: str) -> None:
    """So a terminal without true colour shows the same, but for the one step of Rich's light greys."""
    colour = getattr(PALETTES[name], role)
    steps = [abs(int(colour[at : at + 2], 16) - int(sent(colour)[at : at + 2], 16)) for at in (1, 3, 5)]
    is_grey = len({colour[1:3], colour[3:5], colour[5:7]}) == 1
    assert max(steps) <= (10 if is_grey else 0)


@pytest.mark.parametrize("name", [DARK, LIGHT])
@pytest.mark.parametrize("system", [ColorSystem.EIGHT_BIT, ColorSystem.STANDARD])
def test_states_stay_apart_with_fewer_colours(name: str, system: ColorSystem) -> None:
    palette = PALETTES[name]
    shown = {role: Color.parse(getattr(palette, role)).downgrade(system).number for role in ("ok", "warning", "error")}
    assert len(set(shown.values())) == 3, shown
    ground = Color.parse(palette.ground).downgrade(system).number
    assert ground not in shown.values()


def test_the_style_sheet_names_no_colour_itself() -> None:
    """Colours come from the palette only, so that both themes are complete."""
    sheet = (Path(screens.look.__file__).parent / "wizard.tcss").read_text("utf-8")
    assert not re.search(r"#[0-9a-fA-F]{6}\b|\brgb\(", sheet)
    ours = set(re.findall(r"\$(nt-[a-z-]+)", sheet))
    assert ours
    for name in (DARK, LIGHT):
        assert ours <= set(theme(name).variables)
