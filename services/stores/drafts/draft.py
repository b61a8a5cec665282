"""One unfinished activation as it's kept in a file: what was typed and answered, without anything that's secret."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from services.text.clean_text import clean_text

if TYPE_CHECKING:
    from services.contracts.drafts import Draft

PROGRAM = "northe-activate"
VERSION = 1
LARGEST = 65536
"""Bytes; a draft has some two thousand."""

LONGEST_VALUE = 500
"""Characters of one field; no field takes more than 300."""


class DraftBroken(ValueError):
    """The file isn't a draft, or only half of one."""


class DraftTooNew(ValueError):
    """The file was written by a later version of this program, which knows what's in it."""


def is_of(draft: Draft, email: str) -> bool:
    """Whether it's the draft of the customer with this address."""
    salt, _, _ = draft.mark.partition(":")
    return mark_of(email, salt) == draft.mark


def mark_of(email: str, salt: str) -> str:
    """What recognises an e-mail address that is told again, and can't be read back."""
    from hashlib import blake2b  # off the way to the first paint

    return f"{salt}:{blake2b(email.casefold().encode(), salt=salt.encode()[:16], digest_size=16).hexdigest()}"


def written(draft: Draft) -> str:
    """A draft as the text of its file."""
    import json  # off the way to the first paint

    return json.dumps(
        {
            "program": PROGRAM,
            "version": VERSION,
            "saved_at": draft.saved_at.isoformat(timespec="seconds"),
            "customer": {"name": draft.customer_name, "mark": draft.mark},
            "typed": {step: dict(fields) for step, fields in draft.typed.items()},
            "answered": list(draft.answered),
            "skipped": list(draft.skipped),
        },
        ensure_ascii=False,
        indent=1,
    )


def read(data: bytes) -> Draft:
    """The draft in a file's bytes; whatever it says is cleaned as if a stranger had typed it.

    Raises `DraftBroken` and `DraftTooNew`.
    """
    import json  # as above

    from services.contracts.drafts import Draft  # as above

    if len(data) > LARGEST:
        raise DraftBroken("too large")
    try:
        found = json.loads(data)
        _demand_ours(found)
        return Draft(
            customer_name=clean_text(found["customer"]["name"]),
            mark=clean_text(found["customer"]["mark"]),
            saved_at=_time(found["saved_at"]),
            typed={_stem(step): _fields(fields) for step, fields in found["typed"].items()},
            answered=tuple(_stem(step) for step in found["answered"]),
            skipped=tuple(_stem(step) for step in found["skipped"]),
        )
    except DraftTooNew:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise DraftBroken(type(error).__name__) from None


def _demand_ours(found: Any) -> None:
    if not isinstance(found, dict) or found.get("program") != PROGRAM:
        raise DraftBroken("not a draft")
    version = found.get("version")
    if not isinstance(version, int):
        raise DraftBroken("no version")
    if version > VERSION:
        raise DraftTooNew(str(version))


def _time(text: Any) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise DraftBroken("a time without its zone")
    return found.astimezone(UTC)


def _stem(text: Any) -> str:
    if not isinstance(text, str) or not text.isidentifier():
        raise DraftBroken("a strange name")
    return text


def _fields(found: Any) -> dict[str, str]:
    return {_stem(name): clean_text(value, LONGEST_VALUE) for name, value in found.items()}
