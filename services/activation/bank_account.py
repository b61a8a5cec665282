"""The step Bank account: whose it is and which, checked as far as it can be checked here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from services.activation.answers import AnswersWrong, clear
from services.activation.questions import Choice, Question, QuestionKind
from services.activation.session import BankAccountAnswer
from services.activation.step_record import StepRecord
from services.rules.banking import (
    FIELDS,
    FIRST,
    SECOND,
    AccountKind,
    AccountWrong,
    field_words,
    holds_number,
    read_account,
    read_name,
)
from services.text.clean_text import CUT
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.activation.session import Session
    from services.activation.step_record import LeftStep, ReceiptRows, ReceiptView
    from services.contracts import Account, Services
    from services.rules.banking import ParsedAccount

SKIPPED = BankAccountAnswer(skipped=True)
"""The answer of somebody who goes on without a bank account."""

_NAMES = ("first_name", "last_name")

_PARTICLES = frozenset({
    *("af", "av", "da", "dal", "dalla", "das", "de", "degli", "dei", "del", "della", "den", "der", "di", "do", "dos"),
    *("du", "la", "las", "le", "los", "'t", "ten", "ter", "til", "tot", "und", "van", "vom", "von", "zu", "zum", "zur"),
})  # fmt: skip
_JOINING = frozenset({"e", "y"})
"""Between two last names, as in Ortega y Gasset, and always small: a capital is somebody's initial."""

_ENDINGS = frozenset({
    *("jr", "sr", "jun", "sen", "jnr", "snr", "ii", "iii", "iv"),
    *("ab", "ag", "aps", "as", "asa", "a/s", "bv", "gmbh", "hb", "kb", "kg", "ltd", "oy", "oyj"),
})  # fmt: skip
"""Behind a last name, of people and of companies; dots don't count."""


@dataclass(frozen=True, slots=True)
class AccountToConnect:
    """What's sent to Northe; its number is a secret, and the session keeps only the masked one."""

    first_name: str
    last_name: str
    account: ParsedAccount


class ConnectedAccount(NamedTuple):
    """What connecting a bank account came to: the customer's account as it is now, and the step's answer."""

    account: Account
    answer: BankAccountAnswer


def kind_for(country: str) -> AccountKind:
    """The kind of number that's most likely known where the charge box is."""
    return next((kind for kind in AccountKind if kind.value == country.lower()), AccountKind.IBAN)


def split_name(name: str) -> tuple[str, str]:
    """First and last name out of a customer's whole name: the last word, with a "von" or "de la" before it and a "Jr."
    behind it. "Larsson, Kim" is turned round.

    A proposal to be looked at: only the customer knows.
    """
    words = name.removesuffix(CUT).split()
    comma = next((at for at, word in enumerate(words[:-1], start=1) if word.endswith(",")), 0)
    if comma and not _is_ending(words[comma]):
        return " ".join(words[comma:]), " ".join(words[:comma]).removesuffix(",")
    at = max(len(words) - 1, 1)
    while at > 1 and _is_ending(words[at]):
        at -= 1
    while at > 1:
        before = words[at - 1]
        if _plain(before) in _PARTICLES:
            at -= 1
        elif before in _JOINING:
            at -= 2 if at > 2 else 1  # noqa: PLR2004 (one word for the first name, one for the other last name)
        else:
            break
    return " ".join(words[:at]), " ".join(words[at:])


def _is_ending(word: str) -> bool:
    return _plain(word).replace(".", "") in _ENDINGS


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'").rstrip(",")


def _questions(session: Session, typed: Typed) -> tuple[Question, ...]:
    """Whose account it is and which. A number's fields are its kind's own; what's typed in them is a secret."""
    site, account = session.charge_site, session.account
    names = split_name(account.customer_name) if account is not None else ("", "")
    kind = Question(
        name="kind",
        label=Message("bank_account.kind.label"),
        kind=QuestionKind.CHOICE,
        help=Message("bank_account.kind.help"),
        choices=tuple(Choice(one.value, Message(f"bank_account.kind.{one.value}")) for one in AccountKind),
        default=kind_for(site.address.country if site is not None else "").value,
    )
    picked = AccountKind(kind.picked(typed))
    return (
        *(_name_question(name, default) for name, default in zip(_NAMES, names, strict=True)),
        kind,
        *(_number_question(picked, field) for field in FIELDS[picked]),
    )


def _is_secret(name: str, text: str) -> bool:
    """A number that has got into a name is as secret there as in its own field."""
    return name in _NAMES and holds_number(text)


def _name_question(name: str, default: str) -> Question:
    return Question(
        name=name,
        label=Message(f"bank_account.{name}.label"),
        help=Message(f"bank_account.{name}.help"),
        default=default,
    )


def _number_question(kind: AccountKind, field: str) -> Question:
    words = field_words(kind, field)
    more = Message("bank_account.number.help", {"help": words.help, "example": words.example})
    return Question(name=field, label=words.label, kind=QuestionKind.SECRET, hint=words.help, help=more)


def check_bank_account(typed: Typed) -> AccountToConnect:
    """Fields `first_name`, `last_name`, `kind` (an `AccountKind`), `first` and `second`, as `read_account` has them.

    Raises `AnswersWrong`.
    """
    problems: dict[str, Message] = {}
    names: dict[str, str] = {}
    for field in _NAMES:
        try:
            names[field] = read_name(clear(typed.get(field, "")))
        except AccountWrong as wrong:
            problems[field] = wrong.message
    account: ParsedAccount | None = None
    kind = next((one for one in AccountKind if one.value == typed.get("kind", AccountKind.IBAN)), None)
    if kind is None:
        problems["kind"] = Message("bank_account.kind.empty")
    else:
        try:
            account = read_account(kind, typed.get("first", ""), typed.get("second", ""))
        except AccountWrong as wrong:
            problems[wrong.field] = wrong.message
            nothing_typed = not any(clear(typed.get(field, "")).strip() for field in FIELDS[kind])
            if nothing_typed:  # one is told of, all are missing
                problems.update({field: Message(f"banking.{kind.value}.account_empty") for field in FIELDS[kind][1:]})
    if problems or account is None:
        raise AnswersWrong(problems)
    return AccountToConnect(names["first_name"], names["last_name"], account)


async def connect_account(services: Services, account: Account, wanted: AccountToConnect) -> ConnectedAccount:
    """Has Northe take it. Raises `ServiceError`."""
    bank = await services.northe.set_bank_account(wanted.first_name, wanted.last_name, wanted.account.iban)
    read = wanted.account
    answer = BankAccountAnswer(masked=bank.masked, bank_name=read.bank_name, verified=read.verified)
    return ConnectedAccount(replace(account, bank=bank), answer)


async def _send(services: Services, session: Session, wanted: AccountToConnect) -> ConnectedAccount:
    if session.account is None:
        raise LookupError("a bank account for nobody")
    return await connect_account(services, session.account, wanted)


def settled(session: Session) -> BankAccountAnswer | None:
    """What the step comes to without asking: connected now or before, or skipped. None: nothing is decided yet.

    Northe's word counts more than a skip: the customer may have connected one in the app meanwhile.
    """
    answer, account = session.bank_account, session.account
    if (answer is None or answer.skipped) and account is not None and account.bank is not None:
        return BankAccountAnswer(masked=account.bank.masked)
    return answer


def bank_missing(session: Session) -> bool:
    """Whether the customer still has to connect a bank account."""
    known = session.account is not None and session.account.bank is not None
    return (session.bank_account is None or session.bank_account.skipped) and not known


def _resume(session: Session, left: LeftStep) -> BankAccountAnswer | None:
    """The number itself is kept nowhere: Northe says whether it has one."""
    if not left.answered:
        return None
    if session.account is not None and session.account.bank is not None:
        return BankAccountAnswer(masked=session.account.bank.masked)
    return SKIPPED if left.skipped else None


def _holds(answer: BankAccountAnswer, account: Account) -> bool:
    return answer.skipped or account.bank is not None


def _receipt_rows(view: ReceiptView) -> ReceiptRows:
    t, session = view.words.t, view.session
    if bank_missing(session):
        return [(t("receipt.row.bank"), t("receipt.bank_missing"))]
    masked = session.bank_account.masked if session.bank_account else ""
    if not masked and session.account is not None and session.account.bank is not None:
        masked = session.account.bank.masked
    connected = t("receipt.bank_connected")
    return [(t("receipt.row.bank"), f"{connected}  {masked}" if view.masked and masked else connected)]


RECORD = StepRecord(
    answer=BankAccountAnswer,
    questions=_questions,
    check=lambda session, typed: check_bank_account(typed),  # noqa: ARG005 - the same in every account
    send=_send,
    is_secret=_is_secret,
    forgets=frozenset({FIRST, SECOND}),
    skip=SKIPPED,
    resume=_resume,
    holds=_holds,
    receipt_rows=_receipt_rows,
)
