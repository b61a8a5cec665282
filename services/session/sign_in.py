"""Signing in without the customer: e-mail, fleet member ID and partner key, put in order before they're sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import SecretStr

from services.cleaning import bare_word
from services.session.models import AnswersWrong, clear
from services.words import Message

if TYPE_CHECKING:
    from services.session.models import Typed

_EMAIL = re.compile(r"[^\s@<>(),;:\"\\\[\]]+@[^\s@<>(),;:\"\\\[\]]+\.[^\s@<>(),;:\"\\\[\].]{2,}")
_LONGEST = 254
"""RFC 5321's limit for an address; a member ID or a key that's longer is a paste gone wrong, too."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What's sent to Northe. Both keys are credentials: the fleet member ID is the account's default password."""

    email: str
    fleet_member_id: SecretStr
    partner_key: SecretStr


def check_sign_in(typed: Typed) -> SignIn:
    """Raises `AnswersWrong`. Spaces, invisible characters and full-width letters that a paste brings are put right."""
    email = bare_word(clear(typed.get("email", "")))
    problems: dict[str, Message] = {}
    if not email:
        problems["email"] = Message("sign_in.email.empty")
    elif len(email) > _LONGEST or not _EMAIL.fullmatch(email):
        problems["email"] = Message("sign_in.email.wrong")
    keys: dict[str, SecretStr] = {}
    for name in ("fleet_member_id", "partner_key"):
        keys[name] = SecretStr(bare_word(clear(typed.get(name, ""))))
        length = len(keys[name].get_secret_value())
        if not length:
            problems[name] = Message(f"sign_in.{name}.empty")
        elif length > _LONGEST:
            problems[name] = Message(f"sign_in.{name}.too_long")
    if problems:
        raise AnswersWrong(problems)
    return SignIn(email, keys["fleet_member_id"], keys["partner_key"])
