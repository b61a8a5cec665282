"""Step 3, Bank account: whose it is and which, checked as far as it can be checked here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.banking import AccountKind, AccountWrong, read_account, read_name
from services.session.models import AnswersWrong

if TYPE_CHECKING:
    from services.banking import BankAccount as ReadAccount
    from services.session.models import Typed
    from services.words import Message


@dataclass(frozen=True, slots=True)
class AccountToConnect:
    """What's sent to Northe; its number is a secret, and the session keeps only the masked one."""

    first_name: str
    last_name: str
    account: ReadAccount


def check_bank_account(typed: Typed) -> AccountToConnect:
    """Fields `first_name`, `last_name`, `kind` (an `AccountKind`), `first` and `second`, as `read_account` has them.

    Raises `AnswersWrong`.
    """
    problems: dict[str, Message] = {}
    names: dict[str, str] = {}
    for field in ("first_name", "last_name"):
        try:
            names[field] = read_name(str(typed.get(field, "")))
        except AccountWrong as wrong:
            problems[field] = wrong.message
    account: ReadAccount | None = None
    try:
        account = read_account(
            AccountKind(str(typed.get("kind", "iban"))), typed.get("first", ""), typed.get("second", "")
        )
    except AccountWrong as wrong:
        problems[wrong.field] = wrong.message
    if problems or account is None:
        raise AnswersWrong(problems)
    return AccountToConnect(names["first_name"], names["last_name"], account)
