"""Step 3, Bank account: whose it is and which, checked as far as it can be checked here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.banking import AccountKind, AccountWrong, read_account, read_name
from services.session.models import AnswersWrong, clear
from services.words import Message

if TYPE_CHECKING:
    from services.banking import BankAccount as ReadAccount
    from services.session.models import Typed

_PARTICLES = frozenset({
    *("af", "av", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "la", "le", "ten", "ter", "til", "tot"),
    *("van", "vom", "von", "zu", "zum", "zur"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class AccountToConnect:
    """What's sent to Northe; its number is a secret, and the session keeps only the masked one."""

    first_name: str
    last_name: str
    account: ReadAccount


def kind_for(country: str) -> AccountKind:
    """The kind of number that's most likely known where the charge box is."""
    return next((kind for kind in AccountKind if kind.value == country.lower()), AccountKind.IBAN)


def split_name(name: str) -> tuple[str, str]:
    """First and last name out of a customer's whole name: the last word, with a "von" or "de la" before it.

    A proposal to be looked at: only the customer knows.
    """
    words = name.split()
    at = max(len(words) - 1, 1)
    while at > 1 and words[at - 1].casefold() in _PARTICLES:
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:])


def check_bank_account(typed: Typed) -> AccountToConnect:
    """Fields `first_name`, `last_name`, `kind` (an `AccountKind`), `first` and `second`, as `read_account` has them.

    Raises `AnswersWrong`.
    """
    problems: dict[str, Message] = {}
    names: dict[str, str] = {}
    for field in ("first_name", "last_name"):
        try:
            names[field] = read_name(clear(typed.get(field, "")))
        except AccountWrong as wrong:
            problems[field] = wrong.message
    account: ReadAccount | None = None
    kind = next((one for one in AccountKind if one.value == typed.get("kind", AccountKind.IBAN)), None)
    if kind is None:
        problems["kind"] = Message("bank_account.kind.empty")
    else:
        try:
            account = read_account(kind, typed.get("first", ""), typed.get("second", ""))
        except AccountWrong as wrong:
            problems[wrong.field] = wrong.message
    if problems or account is None:
        raise AnswersWrong(problems)
    return AccountToConnect(names["first_name"], names["last_name"], account)
