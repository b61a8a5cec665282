"""Tells a scanner or an unbracketed paste from a person, so that nothing they send beside text runs the wizard.

A scanner "types" a dozen characters and a line end in a row, a few milliseconds apart and 40 at most; nobody's fingers
do that. Many scanners put control characters around a number (STX and ETX, DC1, Ctrl+A): for a terminal they are
Ctrl+B, Ctrl+C, Ctrl+Q.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Generic, TypeVar
from unicodedata import category

GAP = 0.045
"""Seconds: characters that follow each other faster than this belong together. Two keys of a quick typist may, but not
`LEAST`, and no Ctrl with another."""

LEAST = 6
"""Characters in a row that make a burst: fewer can be a person's keys that a slow line delivered together."""

QUIET = 0.1
"""Seconds without a key after which a burst that has ended is over."""

REPEAT = 0.3
"""Seconds without a key before a scan of its own: nobody scans again sooner, and few lines stall as long within one."""

HOLD = GAP + 0.015
"""Seconds after which nothing follows any more that a held key could belong to; too short for anybody to notice."""

_LINE_FEED = "ctrl+j"
_LINE_ENDS = frozenset({"enter", "ctrl+m", _LINE_FEED})
_ERASERS = frozenset({"backspace", "ctrl+h", "ctrl+w", "ctrl+u", "ctrl+k", "ctrl+d", "ctrl+f"})
_NEVER_A_SCANNERS = frozenset({"escape"})  # what follows one within half a second comes in the same piece


class KeyKind(Enum):
    """What a key can mean in a burst."""

    TEXT = auto()
    LINE_END = auto()
    LINE_FEED = auto()
    """A line end that also comes as the second half of another."""
    TAB = auto()
    ERASER = auto()
    """Takes text away. From a slow line it comes together with what a person typed before and after it."""
    CONTROL = auto()
    """Any other control character."""
    OTHER = auto()
    """Arrows, function keys: no scanner sends them."""


def kind_of(key: str, character: str | None) -> KeyKind:
    """`key` is Textual's name of it, `character` what the terminal sent if that was one character."""
    if character is not None and character.isprintable():
        return KeyKind.TEXT
    if key == _LINE_FEED:
        return KeyKind.LINE_FEED
    if key in _LINE_ENDS:
        return KeyKind.LINE_END
    if key == "tab":
        return KeyKind.TAB
    if key in _ERASERS:
        return KeyKind.ERASER
    alone = character is not None and len(character) == 1 and category(character) == "Cc"
    return KeyKind.CONTROL if alone and key not in _NEVER_A_SCANNERS else KeyKind.OTHER


Key = TypeVar("Key")


class KeyVerdict(Enum):
    """What may be done with a key that isn't dropped."""

    PASS = auto()
    LINE_END = auto()
    """The line end of a burst: it may move on within the step, but press nothing."""
    SHORT_END = auto()
    """The line end of a few characters: as a person's Enter, but no button is meant."""


@dataclass(slots=True)
class BurstGuard(Generic[Key]):
    """Fed with every key and its time in seconds. Keeps none but control characters, for `HOLD` at most.

    A control character beside text is dropped; by itself it's a person's key and comes out of `release`. What erases
    is dropped only behind a whole burst: before it and in the middle it may be a person's correction on a slow line,
    and a scanner's does no harm there.
    """

    _run: int = 0
    _last: float = -1.0
    _pause: float = 0.0
    _ended: bool = False
    _gone_on: bool = False
    """To the next field: text begins a run of its own, the rest still belongs to the burst."""
    _line_end: float = -1.0
    _held: list[tuple[Key, KeyKind]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether `release` has to be called, `HOLD` after the last key."""
        return bool(self._held)

    @property
    def scan_begins(self) -> bool:
        """Whether the character taken last has made what came since the last pause a scan, and a new one."""
        return self._run == LEAST and self._pause >= REPEAT

    @property
    def beside_text(self) -> bool:
        """Whether the character taken last came right behind another."""
        return self._run > 1

    def take(self, key: Key, kind: KeyKind, time: float) -> list[tuple[Key, KeyVerdict]]:
        """What's to be done now: with this key, with those that were held before it, or nothing."""
        gap, self._last = time - self._last, time
        if self._ended and gap < QUIET:
            return []  # more lines of a paste
        out = [] if gap < GAP else self._apart(gap)
        match kind:
            case KeyKind.TEXT:
                out += self._text(key)
            case KeyKind.LINE_END | KeyKind.LINE_FEED:
                out += self._end_of_line(key, kind, time)
            case KeyKind.TAB:
                out += self._tab(key)
            case KeyKind.CONTROL:
                if not self._run:
                    self._held.append((key, kind))
            case KeyKind.ERASER if self._held or self._run >= LEAST:
                self._held.append((key, kind))
            case KeyKind.ERASER:
                out.append((key, KeyVerdict.PASS))
            case KeyKind.OTHER:
                out += [*self._let_go(KeyKind.CONTROL, KeyKind.ERASER), (key, KeyVerdict.PASS)]
                self._run, self._gone_on = 0, False
        return out

    def silent_since(self, time: float) -> bool:
        """Whether no key has come after that moment."""
        return self._last <= time

    def release(self) -> list[tuple[Key, KeyVerdict]]:
        """What was held and turned out to be a person's, since nothing came behind it."""
        return self._let_go() if self._run else self._let_go(KeyKind.CONTROL, KeyKind.ERASER)

    def _apart(self, gap: float) -> list[tuple[Key, KeyVerdict]]:
        """This key belongs to none before it."""
        out = self.release()
        self._run, self._pause, self._ended, self._gone_on = 0, gap, False, False
        return out

    def _text(self, key: Key) -> list[tuple[Key, KeyVerdict]]:
        if self._gone_on:
            self._run, self._gone_on = 0, False
        self._run += 1
        return [*self._let_go(KeyKind.ERASER), (key, KeyVerdict.PASS)]

    def _end_of_line(self, key: Key, kind: KeyKind, time: float) -> list[tuple[Key, KeyVerdict]]:
        second_half = kind is KeyKind.LINE_FEED and time - self._line_end < QUIET
        self._line_end = time
        if second_half:
            return []
        held, run = self.release(), self._run
        self._ended, self._gone_on = run >= LEAST, True
        return [*held, (key, KeyVerdict.LINE_END if self._ended else KeyVerdict.SHORT_END if run else KeyVerdict.PASS)]

    def _tab(self, key: Key) -> list[tuple[Key, KeyVerdict]]:
        held = self.release()
        if self._run < LEAST:  # a person's, who may press Enter next
            self._run = 0
        self._gone_on = True
        return [*held, (key, KeyVerdict.PASS)]

    def _let_go(self, *kinds: KeyKind) -> list[tuple[Key, KeyVerdict]]:
        held, self._held = self._held, []
        return [(key, KeyVerdict.PASS) for key, kind in held if kind in kinds]
