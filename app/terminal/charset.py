"""Which letters the terminal knows, by the locale. Python takes every locale without letters of its own for UTF-8."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python puts into LC_CTYPE by itself where the locale is "C" (PEP 538)."""

_ASCII = "aA0~|"


def charset_of(environ: Mapping[str, str], *, coerced: bool) -> str | None:
    """The encoding that the locale's name says; None where it says none, or nothing is set: then Python's own counts.

    By the name alone, since the terminal may be far away and of a locale that this host doesn't have. `coerced`: Python
    may have set LC_CTYPE.
    """
    ctype = environ.get("LC_CTYPE", "")
    name = environ.get("LC_ALL") or ("" if coerced and ctype in _COERCED else ctype) or environ.get("LANG", "")
    if name in {"C", "POSIX"}:
        return "ascii"
    named = name.partition("@")[0]
    charset = named.partition(".")[2] or named  # macOS sends LC_CTYPE=UTF-8
    try:
        return charset if _ASCII.encode(charset) == _ASCII.encode("ascii") else None
    except (LookupError, ValueError):
        return None


def speak(environ: Mapping[str, str]) -> None:
    """Lets the standard streams speak it, unless somebody has told Python what they speak."""
    charset = charset_of(environ, coerced=bool(sys.flags.utf8_mode))
    if charset is None or environ.get("PYTHONIOENCODING") or environ.get("PYTHONUTF8"):
        return
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=charset, errors="replace")
    if charset != "ascii" and isinstance(sys.stdin, io.TextIOWrapper):  # who types more than ASCII means UTF-8
        sys.stdin.reconfigure(encoding=charset)
