"""Names what the fields of each kind of account are called, and what can be said about an account that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.rules.banking.account import AccountKind, Verified


class FieldWords(NamedTuple):
    """What a field is called, where its answer is found, and what one looks like."""

    label: Message
    help: Message
    example: Message


def field_words(kind: AccountKind, field: str) -> FieldWords:
    """The words for a field (first, second) of a kind; `FIELDS` says which it has."""
    where = f"{kind.value}.{field}"
    return FieldWords(
        Message(f"banking.label.{where}"), Message(f"banking.help.{where}"), Message(f"banking.example.{where}")
    )


def verdict(verified: Verified, bank_name: str | None, notes: Sequence[Message] = ()) -> tuple[Message, ...]:
    """What to say about an account that was read: what was verified, which bank it looks like, the notes."""
    said = [Message(f"banking.verified.{verified.value}")]
    if bank_name:
        said.append(Message("banking.verified.bank", {"bank": bank_name}))
    return (*said, *notes, Message("banking.verified.not_owner"))
