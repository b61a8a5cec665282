from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cleaning import clean_or_none, clean_text


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
    assert not any(unicodedata.category(char).startswith("C") or char in "\u2028\u2029" for char in text)
    assert clean_text(text, limit) == text


def test_nothing_left_is_nothing_said() -> None:
    assert clean_or_none("\x1b[0m \u200b") is None
    assert clean_or_none(None) is None
    assert clean_or_none(" LTE ") == "LTE"
