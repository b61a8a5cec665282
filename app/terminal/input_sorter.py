"""Sorts what comes from the terminal before anything acts on it: keys, texts and pastes go on, all else goes nowhere.

A phone's line splits sequences, a confused terminal reports its mouse, a modem adds noise. Whatever isn't known whole
is dropped whole, by the grammar that all terminals share (ECMA-48), so that no part of it is ever typed into a field.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from app.terminal.burst_guard import GAP, LEAST
from app.terminal.grammar import BEL, C1_CONTROL, C1_IN_UTF8, ESC, MOUSE_BYTES, PASTE_ENDS, STRINGS, KeyState
from app.terminal.stray_escapes import ends_scan, without_strays
from app.terminal.terminal_input import ALT_GRAPHIC, F1, SAME_AS, KeySequence, PastedText, TypedText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEQUENCE_WITHIN = 2.0
"""Seconds from its beginning after which the rest of a sequence doesn't come any more: it's dropped."""

PASTE_WITHIN = 3.0
"""Seconds of silence after which a paste whose end was lost is over; keys mustn't be taken for it for ever."""

NUMBER_WITHIN = 0.3
"""Seconds within which a second digit follows where a number is typed behind Escape: then it's no function key."""

LONGEST_SEQUENCE, LONGEST_STRING = 128, 4096
"""Bytes. Longer ones are noise; strings are a terminal's answers, such as its name."""

LONGEST_PASTE = 65536
"""Bytes that are kept of a paste. No answer here is longer than a line."""


DIGITS = frozenset(b"0123456789")

_BEGUN = frozenset({KeyState.ESCAPE, KeyState.CONTROL, KeyState.SINGLE, KeyState.STRING})
"""Where fingers may have sent what looks like a sequence: Escape, and then a letter."""


class InputSorter:
    """Fed with bytes and the time in seconds; `known` tells whether a whole sequence means something.

    `escape_delay`: seconds after which an ESC was the key by itself.
    """

    def __init__(self, known: Callable[[str], bool], *, encoding: str = "utf-8", escape_delay: float = 0.5) -> None:
        self._known = known
        self._escape_delay = escape_delay
        self._decode = codecs.getincrementaldecoder(encoding)("ignore").decode
        self._decoder_encoding = encoding
        self._letters = frozenset(letter.encode(encoding, "ignore") for letter in ALT_GRAPHIC) - {b""}
        self._state = KeyState.GROUND
        self._bytes = bytearray()
        """Of the sequence or paste that has begun."""
        self._text = bytearray()
        """Of what's typed, until something else comes."""
        self._apart = False
        """Whether a part of the sequence came by itself, as fingers send it."""
        self._by_hand = False
        """Whether Escape and the digit behind it came one after the other, and not as a terminal sends Alt."""
        self._behind_scan = False
        """Whether the Escape that has begun is a scanner's."""
        self._now = self._since = 0.0

    @property
    def waits(self) -> bool:
        """Whether something has begun that isn't whole yet, so that `tick` has to be called."""
        return self._state is not KeyState.GROUND

    @property
    def patience(self) -> float:
        """Seconds of silence that make whole what has begun."""
        if self._state is KeyState.PASTE:
            return PASTE_WITHIN
        if self._state is KeyState.DIGIT:
            return NUMBER_WITHIN if self._by_hand else GAP
        if self._state is KeyState.ESCAPE or (self._apart and len(self._bytes) == len(b"\x1b[")):
            return self._escape_delay
        return SEQUENCE_WITHIN

    def feed(self, data: bytes, now: float) -> list[TypedText | KeySequence | PastedText]:
        """The parts that `data` has made whole, in their order."""
        found = self.tick(now)
        data = self._without_strays(data, now)
        self._now = now
        self._apart = self._state in _BEGUN and len(self._bytes) <= len(b"\x1b[")
        if self._state is KeyState.MOUSE and bytes(self._bytes) == b"\x1b[M" and 0 < len(data) < MOUSE_BYTES:
            found += self._no_report()  # fingers: the rest of a report comes in one piece
        for byte in data:
            found += self._take(byte)
        if data and self._state is KeyState.PASTE:
            self._since = now
        return [*found, *self._typed()]

    def _without_strays(self, data: bytes, now: float) -> bytes:
        """An Escape that came right before belongs to a scan as well as one in the same piece."""
        at_once = self._state is KeyState.ESCAPE and now - self._since < GAP
        if self._state is not KeyState.GROUND and not at_once:
            return data
        begun = bytes(self._bytes)
        kept = without_strays(begun + data, self._known)
        self._behind_scan = ends_scan(kept)
        if begun and not kept.startswith(begun):
            self._leave()
            return kept
        return kept.removeprefix(begun)

    def tick(self, now: float) -> list[TypedText | KeySequence | PastedText]:
        """What silence has made whole: an Escape, or nothing."""
        state = self._state
        if state is KeyState.GROUND or now - self._since < self.patience:
            return []
        begun = bytes(self._bytes)
        self._leave()
        if state in {KeyState.PASTE, KeyState.DIGIT}:
            return [self._pasted(begun)] if state is KeyState.PASTE else [*self._function_key(begun), *self._typed()]
        if state is KeyState.ESCAPE:
            return [] if self._behind_scan else [KeySequence("\x1b")]
        if state in _BEGUN and self._apart and len(begun) == len(b"\x1b["):
            return [KeySequence("\x1b"), TypedText(chr(begun[1]))]  # Escape, and then that letter
        if begun == b"\x1b[M":
            return [KeySequence(F1)]
        return [TypedText(chr(begun[1]))] if begun[1:] in self._letters else []

    # ------------------------------------------------------------------------------------------ one byte

    def _take(self, byte: int) -> Iterator[TypedText | KeySequence | PastedText]:
        match self._state:
            case KeyState.GROUND:
                yield from self._ground(byte)
            case KeyState.ESCAPE:
                yield from self._escape(byte)
            case KeyState.CONTROL:
                yield from self._control(byte)
            case KeyState.LINUX | KeyState.SINGLE:
                yield from self._last(byte)
            case KeyState.MOUSE:
                yield from self._mouse(byte)
            case KeyState.LETTER:
                yield from self._letter(byte)
            case KeyState.DIGIT:
                yield from self._digit(byte)
            case KeyState.STRING:
                yield from self._string(byte)
            case KeyState.PASTE:
                yield from self._paste(byte)

    def _ground(self, byte: int) -> Iterator[TypedText | KeySequence | PastedText]:
        if byte == ESC:
            yield from self._typed()
            self._begin(KeyState.ESCAPE, byte)
        elif byte == C1_CONTROL and self._text[-1:] == C1_IN_UTF8:
            del self._text[-1]
            yield from self._typed()
            self._begin(KeyState.CONTROL, ESC)
            self._bytes += b"["
        elif byte:
            self._text.append(byte)

    def _escape(self, byte: int) -> Iterator[TypedText | KeySequence | PastedText]:
        if byte == ord("["):
            self._go_on(KeyState.CONTROL, byte)
        elif byte == ord("O"):
            self._go_on(KeyState.SINGLE, byte)
        elif byte in STRINGS:
            self._go_on(KeyState.STRING, byte)
        elif byte == ESC:
            yield KeySequence("\x1b")
            self._begin(KeyState.ESCAPE, byte)
        elif byte in DIGITS and not self._behind_scan:
            self._by_hand = self._apart and self._now - self._since >= GAP
            self._begin(KeyState.DIGIT, ESC)
            self._bytes.append(byte)
        else:
            with_alt = bytes([ESC, byte])
            self._leave()
            if self._apart:  # typed after Escape, and not with Alt
                if not self._behind_scan:
                    yield KeySequence("\x1b")
                yield from self._ground(byte)
            elif byte < ord(" ") or byte == 0x7F:  # noqa: PLR2004 - DEL, the other control character
                yield from self._whole(with_alt)
            else:
                self._begin(KeyState.LETTER, ESC)
                yield from self._letter(byte)

    def _letter(self, byte: int) -> Iterator[TypedText | KeySequence | PastedText]:
        self._bytes.append(byte)
        begun = bytes(self._bytes[1:])
        if begun in self._letters:
            self._leave()
            self._text += begun
        elif not any(letter.startswith(begun) for letter in self._letters):
            self._leave()
            if len(begun) > 1:
                yield from self._ground(byte)

    def _digit(self, byte: int) -> Iterator[TypedText | KeySequence | PastedText]:
        """What comes behind ESC and a digit tells a function key from a scan, or from a number that's typed."""
        begun = bytes(self._bytes)
        if byte < ord(" ") or byte == 0x7F or (self._by_hand and byte not in DIGITS):  # noqa: PLR2004 - DEL
            self._leave()
            yield from self._function_key(begun)
            yield from self._ground(byte)
        elif self._by_hand:
            self._leave()
            yield KeySequence("\x1b")
            self._text += begun[1:] + bytes([byte])
        else:
            self._bytes.append(byte)
            self._since = self._now
            if len(begun) == LEAST:  # with this one, so many without the ESC
                self._leave()
                self._text += begun[1:] + bytes([byte])

    def _function_key(self, begun: bytes) -> Iterator[KeySequence]:
        """ESC and the digit; what came behind them was typed."""
        yield KeySequence(begun[: len(b"\x1b0")].decode())
        self._text += begun[len(b"\x1b0") :]

    def _mouse(self, byte: int) -> Iterator[TypedText | KeySequence | PastedText]:
        if 0 < byte < ord(" "):
            yield from self._no_report()
            yield from self._ground(byte)
            return
        self._bytes.append(byte)
        if len(self._bytes) == len(b"\x1b[M") + MOUSE_BYTES:
            self._leave()

    def _no_report(self) -> Iterator[KeySequence]:
        """It was F1, and what came behind it was typed."""
        typed = self._bytes[len(b"\x1b[M") :]
        self._leave()
        yield KeySequence(F1)
        self._text += typed

    def _control(self, byte: int) -> Iterator[TypedText | KeySequence | PastedText]:
        if len(self._bytes) == len(b"\x1b[") and byte == ord("["):
            self._go_on(KeyState.LINUX, byte)
        elif ord(" ") <= byte <= ord("?"):
            self._bytes.append(byte)
            if len(self._bytes) > LONGEST_SEQUENCE:
                self._leave()
        elif ord("@") <= byte <= ord("~"):
            yield from self._ended(byte)
        else:
            yield from self._broken_off(byte)

    def _ended(self, byte: int) -> Iterator[TypedText | KeySequence | PastedText]:
        self._bytes.append(byte)
        whole = bytes(self._bytes)
        if whole == b"\x1b[200~":
            self._bytes.clear()
            self._state = KeyState.PASTE
        elif whole == b"\x1b[M":
            self._state = KeyState.MOUSE
        else:
            self._leave()
            yield from self._whole(whole)

    def _last(self, byte: int) -> Iterator[TypedText | KeySequence | PastedText]:
        if byte < ord(" ") or byte > ord("~"):
            yield from self._broken_off(byte)
            return
        whole = bytes(self._bytes) + bytes([byte])
        self._leave()
        yield from self._whole(whole)

    def _string(self, byte: int) -> Iterator[TypedText | KeySequence | PastedText]:
        first = len(self._bytes) == len(b"\x1b]")
        if first and byte not in STRINGS[self._bytes[1]]:
            apart, key = self._apart, self._bytes[1]
            self._leave()
            if apart:
                yield KeySequence("\x1b")
                yield from self._ground(key)
            yield from self._ground(byte)
            return
        escaped = self._bytes[-1] == ESC
        self._bytes.append(byte)
        if byte == BEL or (escaped and byte == ord("\\")) or len(self._bytes) > LONGEST_STRING:
            self._leave()
        elif escaped:  # its end is lost, and something else has begun
            self._begin(KeyState.ESCAPE, ESC)
            yield from self._escape(byte)
        elif byte < ord(" ") and byte != ESC:
            yield from self._broken_off(byte)

    def _paste(self, byte: int) -> Iterator[PastedText]:
        self._bytes.append(byte)
        if self._bytes.endswith(PASTE_ENDS):
            pasted = bytes(self._bytes[: -len(PASTE_ENDS)])
            self._leave()
            yield self._pasted(pasted)
        elif len(self._bytes) > LONGEST_PASTE + len(PASTE_ENDS):
            del self._bytes[LONGEST_PASTE : LONGEST_PASTE + 1]  # the end still has to be found

    # ------------------------------------------------------------------------------------------ wholes

    def _begin(self, state: KeyState, byte: int) -> None:
        self._bytes[:] = [byte]
        self._state, self._apart, self._since = state, False, self._now

    def _go_on(self, state: KeyState, byte: int) -> None:
        self._bytes.append(byte)
        self._state, self._since = state, self._now

    def _leave(self) -> None:
        self._bytes.clear()
        self._state = KeyState.GROUND

    def _broken_off(self, byte: int) -> Iterator[TypedText | KeySequence | PastedText]:
        """What began is dropped; this byte belongs to what comes next."""
        self._leave()
        yield from self._ground(byte)

    def _whole(self, sequence: bytes) -> Iterator[KeySequence]:
        text = sequence.decode("ascii", "ignore")
        text = SAME_AS.get(text, text)
        if self._known(text):
            yield KeySequence(text)

    def _typed(self) -> Iterator[TypedText]:
        """What was typed so far. A character that isn't whole yet waits; a sequence in its place ends it unseen."""
        if not self._text:
            return
        text = self._decode(bytes(self._text))
        self._text.clear()
        text = "".join(char for char in text if not "\x80" <= char <= "\x9f")
        if text:
            yield TypedText(text)

    def _pasted(self, data: bytes) -> PastedText:
        return PastedText(data[:LONGEST_PASTE].decode(self._decoder_encoding, "ignore").replace("\x00", ""))
