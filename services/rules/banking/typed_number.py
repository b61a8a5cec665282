"""Reads what fingers, clipboards and scanners put into a number field: digits stay, words and decoration go."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from services.rules.banking.account import AccountWrong
from services.text.clean_text import is_invisible, latin_lookalike, plain_digit
from services.text.words import Message

if TYPE_CHECKING:
    from pydantic import SecretStr

_SEPARATORS = frozenset(".,/_:;\N{MINUS SIGN}\N{MIDDLE DOT}")
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FULL_WIDTH_OFFSET = 0xFEE0
_SHORTEST_CARD, _LONGEST_CARD = 15, 16
_CARD_BRANDS = re.compile(r"4|5[1-5]|2[2-7]|3[47]|6011|65")  # Visa, Mastercard, American Express, Discover
_IBAN_LABEL = re.compile(r"IBAN(?:NUMMER|NUMBER|NR|NO)?(?=[A-Z]{2}[0-9O]{2})")
_LOOKS_LIKE_IBAN = re.compile(r"([A-Z]{2})[0-9O]{2} ?[A-Z0-9][A-Z0-9 ]{5,}")

_WORD = re.compile(r"[^\W\d_]{2,}")
"""Beside a number or in front of it, such as "kontonr" or "Swedbank"."""
_SHORTEST_WORD = 3
_DECORATION = re.compile(r"(?<!\w)[^\w\s]+|[^\w\s]+(?!\w)")

LOOKALIKE_DIGITS = dict(zip("OQDILZSBЗзЧчб", "0001125833446", strict=True))  # the last five are Cyrillic
LOOKALIKE_LETTERS = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B"}


def spaced(text: str | SecretStr) -> str:
    """What was typed in capital letters and plain digits, with one space for spaces, dashes and dots between them.

    Full-width characters and the digits of other scripts become plain ones, invisible ones go. Anything else stays,
    to be named.
    """
    typed = text if isinstance(text, str) else text.get_secret_value()
    return " ".join("".join(_plain(char) for char in typed).split())


def compact(text: str | SecretStr) -> str:
    """As `spaced`, without the spaces."""
    return spaced(text).replace(" ", "")


def numbers_in(text: str | SecretStr) -> list[str]:
    """The compact numbers in a domestic field, without words before, behind and between, and without brackets and such.

    Letters that look like digits, and a single one beside a digit, stay: they're slips, and are named.
    """
    parts = _WORD.sub(_gap_for_a_word, spaced(text)).split("|")
    return [number for part in parts if (number := _DECORATION.sub("", part).replace(" ", ""))]


def _gap_for_a_word(word: re.Match[str]) -> str:
    """Letters that all look like digits may be some: beside one, or two, or OOOO. OIL and SOLO alone are words."""
    letters = [latin_lookalike(char) or char for char in word[0]]
    alone = not re.search(
        r"[0-9]", word.string[max(0, word.start() - 1) : word.start()] + word.string[word.end() :][:1]
    )
    if any(char not in LOOKALIKE_DIGITS for char in letters):
        return "|"
    return "|" if alone and len(letters) >= _SHORTEST_WORD and len(set(letters)) > 1 else word[0]


def _plain(char: str) -> str:
    if is_invisible(char):
        return ""
    if ord(char) in _FULL_WIDTH:
        char = chr(ord(char) - _FULL_WIDTH_OFFSET)
    if char.isspace() or char in _SEPARATORS or unicodedata.category(char) == "Pd":
        return " "
    return char.upper() if char.isascii() else plain_digit(char)


def without_iban_label(number: str) -> str:
    """A compact number without the pasted word IBAN. "IBANNO93…" is a Norwegian IBAN, not a label."""
    label = _IBAN_LABEL.match(number)
    return number[label.end() :] if label else number.removeprefix("IBAN")


def country_in_front(text: str) -> str | None:
    """The two letters in front of a spaced text that starts as an IBAN does: two digits right behind, and more."""
    start = _LOOKS_LIKE_IBAN.fullmatch(text)
    return start[1] if start else None


def shown(char: str) -> str:
    """One character as a message can name it: itself, or its code point where it can't be seen alone."""
    if char.isprintable() and not unicodedata.combining(char):
        return char
    return f"U+{ord(char):04X}"


def only_digits(number: str, field: str) -> None:
    """Refuse a domestic number with anything but digits, naming the first such character."""
    for char in number:
        if not ("0" <= char <= "9"):
            raise AccountWrong(field, digit_expected(char))


def digit_expected(char: str, place: int | None = None) -> Message:
    """The sentence for a character where only a digit can stand; a lookalike letter gets its digit named."""
    arguments: dict[str, object] = {"character": shown(char)}
    if place is not None:
        arguments["place"] = place
    where = "place" if place is not None else "any"
    digit = LOOKALIKE_DIGITS.get(latin_lookalike(char) or char)
    if digit is not None:
        return Message(f"banking.wrong.lookalike_{where}", {**arguments, "digit": digit})
    return Message(f"banking.wrong.digit_{where}", arguments)


def passes_mod_10(digits: str) -> bool:
    """The Luhn check over all digits, the check digit last (cards, giro numbers, many Swedish accounts)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 (9: casting out nines is the rule itself)
    return total % 10 == 0


def refuse_zeros(account: str, field: str) -> None:
    """Refuse an account of nothing but zeros. Its check digits are always right, and it's never an account."""
    if account and not account.strip("0"):
        raise AccountWrong(field, Message("banking.wrong.zeros"))


def refuse_card(number: str, field: str) -> None:
    """Refuse the number of a payment card: the driver's card is at hand, the account number often isn't."""
    if (
        number.isdecimal()
        and _SHORTEST_CARD <= len(number) <= _LONGEST_CARD
        and _CARD_BRANDS.match(number)
        and passes_mod_10(number)
    ):
        raise AccountWrong(field, Message("banking.wrong.card"))
