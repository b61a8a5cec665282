"""The session: one activation's answers, and the only place where answers are validated.

The screens show it, the wizard replaces it, nobody changes it: every model is frozen. A step has three names here
with the same stem: its model (`BoxType`), its field (`session.box_type`) and its check (`check_box_type`), which
turns what was typed into an answer or raises `AnswersWrong` with one message for each field that's wrong.
"""

from __future__ import annotations

from services.activation.session.bank_account import AccountToConnect, check_bank_account, kind_for, split_name
from services.activation.session.box_type import check_box_type
from services.activation.session.charge_site import (
    NEW,
    above_limit,
    check_charge_site,
    default_country,
    default_price,
)
from services.activation.session.connect import check_connect
from services.activation.session.models import (
    STEPS,
    AnswersWrong,
    BankAccount,
    BoxType,
    ChargeSite,
    Connect,
    Session,
    Step,
    Typed,
)
from services.activation.session.price import PriceWrong, read_price
from services.activation.session.progress import may_reach, with_account, with_answer, with_typed
from services.activation.session.resuming import answered, resumed, skipped, without_secrets
from services.activation.session.sign_in import SignIn, check_sign_in

__all__ = [
    "NEW",
    "STEPS",
    "AccountToConnect",
    "AnswersWrong",
    "BankAccount",
    "BoxType",
    "ChargeSite",
    "Connect",
    "PriceWrong",
    "Session",
    "SignIn",
    "Step",
    "Typed",
    "above_limit",
    "answered",
    "check_bank_account",
    "check_box_type",
    "check_charge_site",
    "check_connect",
    "check_sign_in",
    "default_country",
    "default_price",
    "kind_for",
    "may_reach",
    "read_price",
    "resumed",
    "skipped",
    "split_name",
    "with_account",
    "with_answer",
    "with_typed",
    "without_secrets",
]
