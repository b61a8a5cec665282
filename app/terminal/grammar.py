"""The grammar of what terminals send: how sequences, strings, pastes and reports begin and end."""

from __future__ import annotations

from enum import Enum, auto

ESC, BEL = 0x1B, 0x07
C1_IN_UTF8, C1_CONTROL = b"\xc2", 0x9B
"""What ESC [ is as one character."""
PASTE_ENDS = b"\x1b[201~"
MOUSE_BYTES = 3
"""Bytes behind an old mouse report, of any value but control characters; 0 is a place that's too far out."""

STRINGS = {ord("]"): b"0123456789", ord("P"): b"0123456789>=!+$|", ord("_"): b"G"}
"""What begins a string, and what its first byte can be; anything else is that key with Alt."""


class KeyState(Enum):
    """Within what the next byte comes."""

    GROUND = auto()
    ESCAPE = auto()
    """An ESC has come: a key by itself, or the beginning of something."""
    CONTROL = auto()
    """ESC [ and what follows it."""
    LINUX = auto()
    """ESC [ [: one letter follows."""
    SINGLE = auto()
    """ESC O: one more byte."""
    MOUSE = auto()
    """ESC [ M: a report, or F1."""
    LETTER = auto()
    """ESC and some bytes of a letter."""
    DIGIT = auto()
    """ESC and a digit: a function key, or the beginning of a scan or of a number."""
    STRING = auto()
    PASTE = auto()
