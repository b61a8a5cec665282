"""Signing in without the customer: e-mail, fleet member ID and partner key, put in order before they're sent."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import SecretStr

from services.activation.answers import AnswersWrong, clear
from services.activation.questions import Question, QuestionKind
from services.text.clean_text import bare_word
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.answers import Typed

_IN_ANGLES = re.compile(r"[^<>@]*<([^<>]*)>[^<>@]*")  # Kim <kim@example.com>
_LABEL = re.compile(r"[^@]*:")  # mailto:, E-mail:
_MARKED = re.compile(r"[:<]")
"""Where it begins is said, whatever stands before it."""
_SUBJECT = re.compile(r"(?<=@)([^?@]*)\?.*")  # what a mailto link may end in
_QUOTES, _ENDS = '"“”„«»()[]<>‘’', ".,;:"
_SIGNS = frozenset("!#$%&'*+/=?^_`{|}~-")  # RFC 5322's atext, beside letters and digits
_SHORTEST_ENDING = 2
_LONGEST = 254
"""RFC 5321's limit for an address; a member ID or a key that's longer is a paste gone wrong, too."""


PARTNER_KEY = "partner_key"
"""The name of the question for what's the installer's own, and not the customer's."""

QUESTIONS = tuple(
    Question(
        name=name,
        label=Message(f"sign_in.{name}.label"),
        kind=kind,
        hint=Message(f"sign_in.{name}.hint"),
        help=Message(f"sign_in.{name}.help"),
        longest=600,
    )
    for name, kind in (
        ("email", QuestionKind.TEXT),
        ("fleet_member_id", QuestionKind.SECRET),
        (PARTNER_KEY, QuestionKind.SECRET),
    )
)
"""What `check_sign_in` reads, in the order in which it's known."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What's sent to Northe. Both keys are credentials: the fleet member ID is the account's default password."""

    email: str
    fleet_member_id: SecretStr
    partner_key: SecretStr


def check_sign_in(typed: Typed) -> SignIn:
    """Raises `AnswersWrong`. Spaces, invisible characters and full-width letters that a paste brings are put right."""
    emails = _addresses_in(clear(typed.get("email", "")))
    email = emails[0]
    problems: dict[str, Message] = {}
    if len(emails) > 1:
        problems["email"] = Message("sign_in.email.alone")
    elif not email:
        problems["email"] = Message("sign_in.email.empty")
    elif len(email) > _LONGEST or not _is_address(email):
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


def _addresses_in(text: str) -> list[str]:
    """All that may be meant: without its spaces it may be an address, and so may a word of it."""
    glued = bare_word(text)
    whole = _address_in(glued)
    if _is_address(whole) and _MARKED.search(glued):
        return [whole]
    words = [_address_in(bare_word(word)) for word in text.split()]
    return list(dict.fromkeys(one for one in (whole, *words) if _is_address(one))) or [whole]


def _address_in(text: str) -> str:
    """The address without what mail programs and links put around it."""
    in_angles = _IN_ANGLES.fullmatch(text)
    address = (in_angles[1] if in_angles else text).strip(_QUOTES)
    label = _LABEL.match(address)
    if label:
        address = _SUBJECT.sub(r"\1", address[label.end() :])
    return unicodedata.normalize("NFC", address.rstrip(_ENDS + _QUOTES))


def _is_address(text: str) -> bool:
    """Whether a text has an address's form: words with single dots between them, and an ending without digits.

    Letters of all scripts count. Quoted names and numeric hosts, which nobody has as a customer, are left out.
    """
    name, _, host = text.rpartition("@")
    words, labels = name.split("."), host.split(".")
    return (
        all(word and all(_is_letter(char) or char in _SIGNS for char in word) for word in words)
        and all(label and all(_is_letter(char) or char == "-" for char in label) for label in labels)
        and not any(label.startswith("-") or label.endswith("-") for label in labels)
        and len(labels) > 1
        and len(labels[-1]) >= _SHORTEST_ENDING
        and (labels[-1].casefold().startswith("xn--") or not any(char.isdecimal() for char in labels[-1]))
    )


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" or char.isdecimal()
