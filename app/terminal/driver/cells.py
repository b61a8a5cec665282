"""What stands in one cell of a terminal: a character and how it looks. Equal cells are the same object.

Codes are those of SGR, "select graphic rendition" (ECMA-48 8.3.117; colours beyond 37 and 47: ISO 8613-6, xterm's
control sequences).
"""

from __future__ import annotations

from typing import NamedTuple

DEFAULT_FOREGROUND, DEFAULT_BACKGROUND = "39", "49"

SHOWN_ON_BLANK = frozenset({"4", "7", "9", "21", "51", "52", "53"})
"""Underline, reverse, strike, double underline, frame, circle, overline: what's seen where there is no character."""

_LEFT_OUT = {"22": ("1", "2"), "23": ("3",), "24": ("4", "21"), "25": ("5", "6"), "27": ("7",), "28": ("8",),
             "29": ("9",), "54": ("51", "52"), "55": ("53",)}  # fmt: skip
"""Codes that switch others off."""

_EXTENDED = {"2": 5, "5": 3}
"""How many parameters a colour of 38 or 48 takes, by the second of them: red, green, blue, or a number of the 256."""

Cell = tuple[str, "Style"]
"""The character with its combining marks, and its style. A wide character is followed by a cell without any."""


class Style(NamedTuple):
    """How a cell looks, in SGR codes: attributes switched on, foreground, background."""

    attributes: frozenset[str] = frozenset()
    foreground: str = DEFAULT_FOREGROUND
    background: str = DEFAULT_BACKGROUND

    @property
    def on_blank(self) -> Style:
        """What of it is seen where there is no character."""
        return self if self.attributes & SHOWN_ON_BLANK else Style(background=self.background)


PLAIN = Style()
"""As a terminal paints after it was reset."""


def restyle(style: Style, parameters: str) -> Style:
    """`style` after an SGR sequence with these parameters, such as "0;1;38;5;214"."""
    attributes, foreground, background = set(style.attributes), style.foreground, style.background
    codes = parameters.split(";")
    at = 0
    while at < len(codes):
        code = codes[at].lstrip("0")
        size = _EXTENDED.get(codes[at + 1], 2) if code in {"38", "48"} and at + 1 < len(codes) else 1
        if not code:
            attributes, foreground, background = set(), DEFAULT_FOREGROUND, DEFAULT_BACKGROUND
        elif code == "38":
            foreground = ";".join(codes[at : at + size])
        elif code == "48":
            background = ";".join(codes[at : at + size])
        elif len(code) > 1 and code[:-1] in {"3", "9"}:
            foreground = code
        elif len(code) > 1 and code[:-1] in {"4", "10"}:
            background = code
        elif code in _LEFT_OUT:
            attributes.difference_update(_LEFT_OUT[code])
        else:
            attributes.add(code)
        at += size
    return Style(frozenset(attributes), foreground, background)


class Ink(dict[str, Cell]):
    """The cells of one style, by their character; made when they're first asked for."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style = style

    def __missing__(self, text: str) -> Cell:
        cell = self[text] = (text, self.style.on_blank if text == " " else self.style)
        return cell


class InkWell:
    """All inks, so that comparing two cells is mostly comparing two addresses."""

    MOST = 4096
    """Styles kept; a program has a few dozen, an animation in true colour could have any number."""

    def __init__(self) -> None:
        self._inks: dict[Style, Ink] = {}
        self._after: dict[tuple[Style, str], Ink] = {}

    def ink(self, style: Style) -> Ink:
        found = self._inks.get(style)
        if found is None:
            if len(self._inks) >= self.MOST:
                self._inks.clear()
                self._after.clear()
            found = self._inks[style] = Ink(style)
        return found

    def after(self, ink: Ink, parameters: str) -> Ink:
        """The ink that's used after an SGR sequence."""
        found = self._after.get((ink.style, parameters))
        if found is None:
            found = self._after[(ink.style, parameters)] = self.ink(restyle(ink.style, parameters))
        return found
