from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.text.clean_text import bare_word, clean_or_none, clean_text, is_invisible, without_invisible
from tests.support.values.invisible_characters import INVISIBLE, sprinkled


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Kim Larsson", "Kim Larsson"),
        ("  Kim \t Larsson\r\n", "Kim Larsson"),
        ("Åsa Öberg-Nuñez", "Åsa Öberg-Nuñez"),
        ("A\u030asa", "Åsa"),  # NFC
        ("\x1b[31;1mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0;2;0\x1b\\sixel", "sixel"),
        ("\x1bcreset", "reset"),
        ("a\x1b", "a"),
        ("a\x1b[", "a"),
        ("a\u202eb\u2066c\u200fd\ufeff", "abcd"),
        ("zero\u200bwidth\u00ad", "zerowidth"),
        ("two\u2028lines\u0085more", "two lines more"),
        ("nul\x00l", "null"),
        ("a\x1db", "a b"),  # what a scanner puts between two fields
        ("علی\u200cرضا", "علی\u200cرضا"),  # a joiner inside a word that's spelt with it
        ("علی\u200c رضا\u200c", "علی رضا"),
        ("ශ්\u200dරී", "ශ්\u200dරී"),
        ("Kim\u200dLarsson\u200c", "KimLarsson"),
        ("👩\u200d👧 at home", "👩\u200d👧 at home"),
        ("👩\u200d❤\ufe0f\u200d👨", "👩\u200d❤\ufe0f\u200d👨"),
        ("👩🏽\u200d🔧", "👩🏽\u200d🔧"),
        ("A+\ufe0f\u200d+B", "A++B"),
        ("e\u034f\u0301", "é"),  # nothing that can't be seen keeps letter and accent apart
        ("[bold]text[/bold]", "[bold]text[/bold]"),  # markup is the screens' business: they show text as text
        ("\ud800", ""),
        ("\ue000private", "private"),
        ("no\u00a0break", "no break"),
        ("Z" + "\u0335" * 50, "Z" + "\u0335" * 3),
        ("", ""),
        (None, ""),
        (12, ""),
        (["x"], ""),
    ],
)
def test_what_is_left(raw: object, clean: str) -> None:
    assert clean_text(raw) == clean


def test_it_is_cut_to_its_length() -> None:
    assert clean_text("Testgatan 10 ABC", 14) == "Testgatan 10…"
    assert clean_text("Testgatan", 9) == "Testgatan"
    assert len(clean_text("x" * 10_000_000, 40)) == 40


@given(st.text(), st.integers(1, 60))
def test_whatever_comes_in_what_goes_out_is_one_short_printable_line(raw: str, limit: int) -> None:
    text = clean_text(raw, limit)
    assert len(text) <= limit
    assert text == unicodedata.normalize("NFC", text) == text.strip()
    joiners = "\u200c\u200d"
    assert not any(
        (unicodedata.category(char).startswith("C") and char not in joiners) or char in "\u2028\u2029" for char in text
    )
    assert not text.startswith(tuple(joiners))
    assert not text.endswith(tuple(joiners))
    assert clean_text(text, limit) == text


def test_nothing_left_is_nothing_said() -> None:
    assert clean_or_none("\x1b[0m \u200b") is None
    assert clean_or_none(None) is None
    assert clean_or_none(" LTE ") == "LTE"


@given(sprinkled("Åkeri 24 AB, Storgatan 12 B"))
def test_nothing_that_cant_be_seen_gets_through_wherever_it_stands(raw: str) -> None:
    assert clean_text(raw) == without_invisible(raw) == "Åkeri 24 AB, Storgatan 12 B"


@given(sprinkled("kim.larsson+box@example.com"))
def test_nor_into_a_word(raw: str) -> None:
    assert bare_word(raw) == "kim.larsson+box@example.com"


@pytest.mark.parametrize("char", " \t\n\u00a0\u3000Aé-´\u0301€人👩\ue000")
def test_what_can_be_seen_or_leaves_a_space_is_not_invisible(char: str) -> None:
    assert not is_invisible(char)
    assert char not in INVISIBLE


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("ＫＥＹ１", "KEY1"),
        ("ｶﾞ1", "ガ1"),  # half-width forms become whole ones
        ("٣٤१𝟏", "3411"),
        ("K E\u3000Y\u00a0\r\n", "KEY"),
        ("KEY²1", "KEY²1"),
        ("½KEY", "½KEY"),
        ("k…y", "k…y"),
        ("KEY¨1", "KEY¨1"),
        ("KEY￣1", "KEY￣1"),
        ("kim´", "kim´"),
        ("µ1ﬁΩ", "µ1ﬁΩ"),
        ("e\u0301é", "e\u0301é"),
        ("\ud800x", "x"),  # half of a broken character could not even be sent
    ],
)
def test_a_word_changes_in_width_and_digits_alone(typed: str, word: str) -> None:
    assert bare_word(typed) == word


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Nd"], max_codepoint=0x2FFF)))
def test_any_other_secret_stays_what_it_is(secret: str) -> None:
    assert bare_word(secret) == "".join(char for char in secret if not is_invisible(char))
