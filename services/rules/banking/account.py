"""What a bank account is here, once somebody has typed it: the types that the readers of each country share.

Nothing in this folder puts an account number into an exception, a message, a repr or a log: a message names
at most one wrong character and its place. What is refused is refused as one exception:

    ValueError
      AccountWrong  the field it belongs to (first, second, name) and the sentence for it
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr

    from services.text.words import Message

FIRST = "first"
SECOND = "second"
NAME = "name"

DOTS = "••••"


class AccountKind(StrEnum):
    """The ways to give an account: an IBAN, or the domestic number of Sweden, Norway or Denmark."""

    IBAN = "iban"
    SE = "se"
    NO = "no"
    DK = "dk"


class Verified(StrEnum):
    """How sure a read number is. With check digits, a slip of one digit would have been noticed; with form
    only, not.

    Neither says that the account exists or whose it is: only the bank knows that.
    """

    FORM_AND_CHECK_DIGITS = "form_and_check_digits"
    FORM_ONLY = "form_only"


@dataclass(frozen=True, slots=True)
class ParsedAccount:
    """An account as it goes to Northe. `iban` is compact (no spaces); `country` is its two letters.

    `masked` may be shown and kept. `bank_name` is a hint ("looks like"), never proof: registers disagree.
    `notes` are what the installer should know before going on.
    """

    country: str
    iban: SecretStr
    masked: str
    bank_name: str | None
    verified: Verified
    notes: tuple[Message, ...] = ()


class AccountWrong(ValueError):
    """What was typed is no account (or name). `field`: first, second or name; `message` says what to do."""

    def __init__(self, field: str, message: Message) -> None:
        super().__init__(f"{field}: {message.key}")
        self.field = field
        self.message = message


def mask(iban: str | SecretStr) -> str:
    """An IBAN as it may be shown and kept: country, dots, last four characters ("SE •••• 3456")."""
    text = "".join((iban if isinstance(iban, str) else iban.get_secret_value()).split())
    shortest_iban = 15
    return f"{text[:2]} {DOTS} {text[-4:]}" if len(text) >= shortest_iban else DOTS
