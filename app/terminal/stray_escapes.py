"""Takes Escapes out of what a scanner sends, so that they aren't taken for the beginning of a key's sequence.

Some scanners put Escape, or a control character of the C1 set, around a number. A terminal sends both only in
front of a sequence, and whatever fits one stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.terminal.burst_guard import LEAST

if TYPE_CHECKING:
    from collections.abc import Callable

_STRAY = re.compile(rb"\x1b+|\xc2\x9b")
_BEFORE = re.compile(rb"([ -~]*)[\x00-\x1f\x7f]*\Z")
_BEHIND = re.compile(rb"(?:[\x00-\x1f\x7f]|\xc2[\x80-\x9f])*([ -~]*)")
"""Text, and control characters between it and the Escape."""
_NO_STRING = re.compile(rb"[P\]_][A-Za-z0-9-]++[\x00-\x06\x08-\x1a\x1c-\x1f\x7f]")
"""What begins as a terminal's answer, but has another form and end."""
_KEY_ALONE = re.compile(rb"[0-9](?:\x1b|\Z)")
"""What makes Escape a function key: a scan with one in it has more behind that, a line end at least."""
_SHORT_CONTROL = re.compile(rb"[0-9:;<=>?]{1,4}[@-~]")


def without_strays(data: bytes, known: Callable[[str], bool]) -> bytes:
    """What came in one piece, without the Escapes in or right beside `LEAST` characters in a row.

    `known` tells whether a whole sequence means something. An Escape that comes last is kept: the rest may follow.
    """
    kept = bytearray()
    last = 0
    for stray in _STRAY.finditer(data):
        kept += data[last : stray.start()]
        last = stray.end()
        if not _in_scan(stray[0], _length(_BEFORE.search(bytes(kept))), data[last:], known):
            kept += stray[0]
    return bytes(kept + data[last:])


def ends_scan(data: bytes) -> bool:
    """Whether the last that came is an Escape right behind a scan."""
    return data.endswith(b"\x1b") and _length(_BEFORE.search(data)) >= LEAST


def _in_scan(stray: bytes, before: int, behind: bytes, known: Callable[[str], bool]) -> bool:
    if stray.startswith(b"\x1b"):
        if _KEY_ALONE.match(behind):
            return False
        around = before + _length(_BEHIND.match(behind))
        return bool(behind) and around >= LEAST and not _begins_sequence(behind, known)
    text = _length(_BEHIND.match(behind))
    if before + text < LEAST or _SHORT_CONTROL.match(behind):
        return False
    return text >= LEAST or not known(f"\x1b[{chr(behind[0])}" if text else "")


def _begins_sequence(behind: bytes, known: Callable[[str], bool]) -> bool:
    match behind[:1]:
        case b"[" | b"\\":
            return True
        case b"O":
            return len(behind) == 1 or known(f"\x1bO{chr(behind[1])}")
        case b"P" | b"]" | b"_":
            return _NO_STRING.match(behind) is None
    return False


def _length(text: re.Match[bytes] | None) -> int:
    return len(text[1]) if text else 0
