"""What comes from a terminal: keys, texts and pastes go on, all else goes nowhere, however the line cuts it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import constants

from app.terminal.burst_guard import GAP
from app.terminal.driver.frugal_driver import known
from app.terminal.input_sorter import LONGEST_PASTE, NUMBER_WITHIN, PASTE_WITHIN, SEQUENCE_WITHIN, InputSorter
from app.terminal.terminal_input import ALT_GRAPHIC, F1, SAME_AS, KeySequence, PastedText, TypedText

DELAY = 0.5
ESCAPE = KeySequence("\x1b")


def incoming(encoding: str = "utf-8") -> InputSorter:
    return InputSorter(known, encoding=encoding, escape_delay=DELAY)


def fed(
    *pieces: bytes, pause: float = 0.05, then: float = 10.0, encoding: str = "utf-8"
) -> list[TypedText | KeySequence | PastedText]:
    """What becomes of pieces that come one after the other, and of the silence behind them."""
    sorts, now, found = incoming(encoding), 0.0, []
    for piece in pieces:
        found += sorts.tick(now)
        found += sorts.feed(piece, now)
        now += pause
    found += sorts.tick(now + then)
    return joined(found)


def joined(found: list[TypedText | KeySequence | PastedText]) -> list[TypedText | KeySequence | PastedText]:
    """Texts that follow each other as one."""
    together: list[TypedText | KeySequence | PastedText] = []
    for one in found:
        if together and isinstance(one, TypedText) and isinstance(together[-1], TypedText):
            together[-1] = TypedText(together[-1].text + one.text)
        else:
            together.append(one)
    return together


KEYS = [
    "\x1b[A", "\x1bOA", "\x1b[1~", "\x1b[7~", "\x1b[H", "\x1bOH", "\x1b[4~", "\x1b[8~", "\x1b[F", "\x1bOF", "\x1b[3~",
    "\x1b[Z", "\x1bOP", "\x1b[11~", "\x1b[[A", "\x1b[21~", "\x1bOM", "\x1b[1;5D", "\x1b[2~", "\x1bOq",
]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_one_however_the_line_cuts_it(key: str) -> None:
    raw = key.encode()
    assert fed(raw) == [KeySequence(key)]
    for cut in range(1, len(raw)):
        assert fed(raw[:cut], raw[cut:], pause=0.4) == [KeySequence(key)]
    assert fed(*(raw[at : at + 1] for at in range(len(raw)))) == [KeySequence(key)]


@pytest.mark.parametrize(
    "junk",
    [
        b"\x1b[M !!", b"\x1b[M \xe1\xff", b"\x1b[<0;10;10M", b"\x1b[<0;10;10m", b"\x1b[32;10;10M", b"\x1b[I", b"\x1b[O",
        b"\x1b[?62;22c", b"\x1b[>0;10;1c", b"\x1b[12;40R", b"\x1b]11;rgb:1111/2222/3333\x1b\\", b"\x1b]0;title\x07",
        b"\x1bP>|xterm(370)\x1b\\", b"\x1bP1+r544e=787465726d\x1b\\", b"\x1b_Gi=1;OK\x1b\\", b"\x1b[?1u",
        b"\x1b[1;2;3;4;5x", b"\x1b[ q", b"\x1bx", b"\x1b\xff", b"\xff\xfe", b"\x00", b"\x80\xbf", b"\xc2\x9b31m",
        b"\x1b[" + b"1" * 500 + b"m", b"\x1b]52;c;" + b"A" * 9000 + b"\x07",
    ],
)  # fmt: skip
def test_junk_goes_nowhere(junk: bytes) -> None:
    first, *rest = fed(b"ab" + junk + b"cd") or [TypedText("")]
    if len(junk) < 128:
        assert [first, *rest] == [TypedText("abcd")]
    else:  # endless noise is let go of; what was typed is there all the same
        texts = [one.text for one in [first, *rest] if isinstance(one, TypedText)]
        assert texts[0].startswith("ab")
        assert texts[-1].endswith("cd")


@pytest.mark.parametrize(
    "junk", [b"\x1b[M \xe1\xff", b"\x1b[<0;10;10M", b"\x1b]11;rgb:1/2/3\x1b\\", b"\x1bP>|xterm\x1b\\"]
)
def test_a_report_that_the_line_cuts_goes_nowhere_either(junk: bytes) -> None:
    for cut in range(2, len(junk)):
        assert fed(b"ab" + junk[:cut], junk[cut:] + b"cd", pause=0.9) == [TypedText("abcd")], cut


@pytest.mark.parametrize("off", [True, False])
def test_numbered_keys_are_keys_only_where_they_were_asked_for(off: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "DISABLE_KITTY_KEY", off)
    assert fed(b"\x1b[97;5u") == ([] if off else [KeySequence("\x1b[97;5u")])
    assert fed(b"\x1b[97;1:3u") == [], "a key that's let go"


def test_escape_alone_is_a_key_after_a_while() -> None:
    sorts = incoming()
    assert sorts.feed(b"\x1b", 0.0) == []
    assert sorts.waits
    assert sorts.tick(DELAY - 0.01) == []
    assert sorts.tick(DELAY) == [ESCAPE]
    assert not sorts.waits


@pytest.mark.parametrize("letter", ["x", "[", "O", "]", "P", "\r", "ö"])
def test_escape_and_then_a_letter_are_both_keys(letter: str) -> None:
    assert fed(b"\x1b", letter.encode(), pause=0.2) == [ESCAPE, TypedText(letter)]


@pytest.mark.parametrize("letter", ["x", "å", "^", "X"])
def test_a_letter_with_alt_is_none(letter: str) -> None:
    assert fed(b"\x1b" + letter.encode()) == []


@pytest.mark.parametrize("digit", "0123456789")
def test_a_digit_with_alt_or_right_behind_escape_is_a_key_of_its_own(digit: str) -> None:
    """Without what's typed before and behind it, and however long the line takes between the two."""
    key, raw = KeySequence(f"\x1b{digit}"), f"\x1b{digit}".encode()
    assert fed(raw) == [key]
    assert fed(b"\x1b", digit.encode(), pause=0.2) == [key]
    assert fed(b"\x1b", digit.encode(), pause=0.02) == [key]
    assert fed(b"\x1b", digit.encode(), pause=DELAY) == [ESCAPE, TypedText(digit)], "that's for the wizard to tell"
    assert fed(b"kim@example.com" + raw) == [TypedText("kim@example.com"), key]
    assert fed(raw + b"Kim") == [key, TypedText("Kim")]
    assert fed(b"\x1b", digit.encode() + b"Kim", pause=0.2) == [key, TypedText("Kim")]
    assert fed(raw, b"24", pause=0.2) == [key, TypedText("24")]
    assert fed(raw * 2) == [key, key]
    assert fed(raw + b"\r") == [key, TypedText("\r")]
    assert fed(raw + b"\x1b[A") == [key, KeySequence("\x1b[A")]


def test_it_waits_no_longer_than_for_a_scan_or_a_second_digit() -> None:
    for pieces, patience in (((b"\x1b6",), GAP), ((b"\x1b", b"6"), NUMBER_WITHIN)):
        sorts = incoming()
        for at, piece in enumerate(pieces):
            assert sorts.feed(piece, 0.2 * at) == []
        since = 0.2 * (len(pieces) - 1)
        assert sorts.patience == patience
        assert sorts.tick(since + patience - 0.01) == []
        assert sorts.tick(since + patience + 0.01) == [KeySequence("\x1b6")]
        assert not sorts.waits


def test_escape_and_a_number_are_escape_and_that_number() -> None:
    assert fed(b"\x1b", b"2", b"4", b"1", pause=0.2) == [ESCAPE, TypedText("241")]
    assert fed(b"\x1b", b"24", pause=0.2) == [ESCAPE, TypedText("24")]


def test_escape_before_a_scan_of_digits_is_a_scanners_however_it_comes() -> None:
    assert fed(b"\x1b", *(bytes([digit]) for digit in b"900001\r"), pause=0.01) == [TypedText("900001\r")]
    assert fed(b"\x1b9", b"0", b"0001\r", pause=0.01) == [TypedText("900001\r")]
    assert fed(b"\x1b900001\r") == [TypedText("900001\r")]


def test_escape_twice_is_escape_twice() -> None:
    assert fed(b"\x1b\x1b") == [ESCAPE, ESCAPE]
    assert fed(b"\x1b\x1b[A") == [ESCAPE, KeySequence("\x1b[A")]


@pytest.mark.parametrize("letter", ALT_GRAPHIC)
def test_a_letter_of_altgr_that_comes_as_with_alt_is_that_letter(letter: str) -> None:
    """However the line cuts it, and at once unless it's how a sequence begins."""
    raw = f"\x1b{letter}".encode()
    assert fed(b"kim" + raw) == [TypedText(f"kim{letter}")]
    assert fed(raw, b"b", pause=SEQUENCE_WITHIN) == [TypedText(f"{letter}b")]
    if letter in "[]":
        return
    assert fed(b"kim" + raw + b"example.com") == [TypedText(f"kim{letter}example.com")]
    assert fed(raw + b"\x1b[A") == [TypedText(letter), KeySequence("\x1b[A")]
    for cut in range(2, len(raw)):
        assert fed(raw[:cut], raw[cut:], pause=0.4) == [TypedText(letter)]


def test_a_letter_of_altgr_in_another_encoding() -> None:
    assert fed("a\x1b€b".encode("iso8859-15"), encoding="iso8859-15") == [TypedText("a€b")]
    assert fed(b"a\x1b@b", encoding="iso8859-1") == [TypedText("a@b")]


@pytest.mark.parametrize("broken", [b"\xe2", b"\xe2\x82", b"\xe2\x82\x83"])
def test_a_letter_with_alt_that_is_none_of_them_leaves_nothing(broken: bytes) -> None:
    assert fed(b"a\x1b" + broken + b"b") == [TypedText("ab")]


@pytest.mark.parametrize(("sent", "key"), SAME_AS.items())
def test_what_few_send_for_a_key_is_that_key(sent: str, key: str) -> None:
    assert fed(sent.encode()) == [KeySequence(key)]
    assert known(key)


@pytest.mark.parametrize("typed", [b"kim", b"k\r", b"\x7f\t"])
def test_the_keys_after_an_f1_that_begins_like_a_mouse_report_are_not_taken_for_one(typed: bytes) -> None:
    keys = [typed[at : at + 1] for at in range(len(typed))]
    assert fed(b"\x1b[M", *keys, pause=0.2) == [KeySequence(F1), TypedText(typed.decode())]


@pytest.mark.parametrize("key", ["\x1b[A", "\x1bOP", "\x1b[21~"])
def test_nor_is_a_key_after_it(key: str) -> None:
    assert fed(b"\x1b[M", key.encode(), pause=0.2) == [KeySequence(F1), KeySequence(key)]
    assert fed(b"\x1b[M" + key.encode()) == [KeySequence(F1), KeySequence(key)]
    assert fed(b"\x1b[Mk\rx") == [KeySequence(F1), TypedText("k\rx")]


def test_a_mouse_report_from_far_out_is_one() -> None:
    assert fed(b"a\x1b[M \x00\x00b") == [TypedText("ab")]


@pytest.mark.parametrize("begun", [b"\x1b[1;", b"\x1b]11;rgb", b"\x1b[M!", b"\x1bP>|x"])
def test_what_never_ends_is_dropped_and_typing_goes_on(begun: bytes) -> None:
    assert fed(b"ab" + begun, b"cd", pause=SEQUENCE_WITHIN) == [TypedText("abcd")]


@pytest.mark.parametrize("begun", [b"\x1b[1;", b"\x1b]11;rgb", b"\x1bP>|x"])
def test_whoever_types_on_meanwhile_loses_little(begun: bytes) -> None:
    typed = b"1234567890"
    (found,) = fed(begun, *(typed[at : at + 1] for at in range(10)), pause=0.5)
    assert isinstance(found, TypedText)
    assert typed.decode().endswith(found.text)
    assert len(found.text) >= 6


@pytest.mark.parametrize("key", [b"\x1b[A", b"\x1bOP"])
def test_a_key_ends_a_string_that_lost_its_end(key: bytes) -> None:
    assert fed(b"\x1b]11;rgb" + key + b"x") == [KeySequence(key.decode()), TypedText("x")]
    assert fed(b"\x1b]11;rgb\tx") == [TypedText("\tx")]


@pytest.mark.parametrize("control", [b"\r", b"\t", b"\x7f"])
def test_a_control_key_ends_a_sequence_that_lost_its_end(control: bytes) -> None:
    assert fed(b"\x1b[1;" + control + b"x") == [TypedText(control.decode() + "x")]


def test_a_character_that_the_line_cuts() -> None:
    for text in ("Å", "€", "𝄞"):
        raw = text.encode()
        for cut in range(1, len(raw)):
            assert fed(b"a" + raw[:cut], raw[cut:] + b"b", pause=3.0) == [TypedText(f"a{text}b")]


def test_a_terminal_that_speaks_latin_1() -> None:
    assert fed("Åäö".encode("latin-1"), encoding="iso8859-1") == [TypedText("Åäö")]
    assert fed("Åab".encode("latin-1")) == [TypedText("ab")], "in UTF-8 that's no character, and harms nothing"


def test_a_paste_is_whole_however_the_line_cuts_it() -> None:
    raw = "\x1b[200~first\r\nsecond \x1b[31mÅ\r\n\x1b[201~".encode()
    wanted = [TypedText("a"), PastedText("first\r\nsecond \x1b[31mÅ\r\n"), TypedText("b")]
    for cut in range(2, len(raw)):
        assert fed(b"a" + raw[:cut], raw[cut:] + b"b", pause=1.5) == wanted, cut


def test_a_paste_that_lost_its_end_is_over_after_a_while() -> None:
    assert fed(b"\x1b[200~abc", b"def", pause=PASTE_WITHIN) == [PastedText("abc"), TypedText("def")]


def test_a_huge_paste_is_cut_and_ends() -> None:
    (pasted, after) = fed(b"\x1b[200~" + b"x" * 200_000 + b"\x1b[201~!")
    assert isinstance(pasted, PastedText)
    assert len(pasted.text) == LONGEST_PASTE
    assert after == TypedText("!")


@given(st.lists(st.binary(max_size=12), max_size=8), st.floats(0.0, 4.0))
def test_noise_never_breaks_it_and_never_makes_a_sequence_that_nobody_knows(pieces: list[bytes], pause: float) -> None:
    for one in fed(*pieces, pause=pause):
        if isinstance(one, KeySequence):
            assert one == ESCAPE or known(one.text)
        elif isinstance(one, TypedText):
            assert "\x1b" not in one.text
    sorts = incoming()
    sorts.feed(b"".join(pieces), 0.0)
    sorts.tick(10.0)
    assert not sorts.waits
    assert joined(sorts.feed(b"ok\x1b[A", 20.0))[-1] == KeySequence("\x1b[A")


@given(st.lists(st.sampled_from([*KEYS, "a", "Å", "kim@example.com", "\r", "\t", "\x7f"]), max_size=10), st.data())
def test_cuts_change_nothing(typed: list[str], data: st.DataObject) -> None:
    raw = "".join(typed).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=6)))
    pieces = [raw[one:other] for one, other in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
    assert fed(*pieces) == fed(raw)
    assert "".join(one.text for one in fed(raw)) == "".join(typed)


@pytest.mark.parametrize("control", ["\x1b", "\x1b\x1b", "\x1b\x02", "\x02\x1b", "\x9b", "\x80", "\x85", "\x1b\x85"])
@pytest.mark.parametrize(
    "scanned", ["ZAP900001", "900001", "P123456", "OZ123456", "]C1900001", "_900001", "xyz-900001"]
)
def test_control_characters_around_and_in_a_scan_are_neither_commands_nor_eat_it(control: str, scanned: str) -> None:
    for at in range(len(scanned) + 1):
        raw = f"{scanned[:at]}{control}{scanned[at:]}\r".encode()
        (found,) = fed(raw)
        assert isinstance(found, TypedText), raw
        assert found.text.replace("\x02", "") == f"{scanned}\r", raw


def test_an_escape_right_before_or_behind_a_scan_is_none_either() -> None:
    assert fed(b"\x1b", b"ZAP900001\r", pause=0.005) == [TypedText("ZAP900001\r")]
    assert fed(b"ZAP900001\x1b") == [TypedText("ZAP900001")]
    assert fed(b"ZAP900001\x1b", b"ZAP900002\r") == [TypedText("ZAP900001ZAP900002\r")]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_beside_a_text_that_comes_in_the_same_piece_is_that_key(key: str) -> None:
    assert fed(f"Garage 24{key}900001\r".encode()) == [TypedText("Garage 24"), KeySequence(key), TypedText("900001\r")]
    assert fed(b"Garage 24\x1b", key[1:].encode() + b"900001") == [
        TypedText("Garage 24"), KeySequence(key), TypedText("900001")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answer", [b"\x1b]11;rgb:0000/0000/0000\x1b\\", b"\x1bP>|a terminal\x1b\\", b"\x1b]11;rgb:0/0/0\x07"]
)
def test_an_answer_beside_a_text_is_dropped_whole(answer: bytes) -> None:
    assert fed(b"Garage" + answer + b"900001\r") == [TypedText("Garage900001\r")]
