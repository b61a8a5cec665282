"""What goes to a cloud and what comes back, in a form that keeps secrets out of every repr and every traceback."""

from __future__ import annotations

import codecs
import json
import math
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_core import from_json

from services.contracts.causes import LONGEST_PAUSE, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Model = TypeVar("Model", bound=BaseModel)

_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
"""RFC 9110 allows whole seconds only; a fraction is understood all the same."""

LARGEST = 1024 * 1024
"""Bytes of an answer, unpacked, unless its request allows more."""

MOST_VALUES = 50_000
"""Values in one answer; a page of a hundred installations has some 11,000. While JSON is made into values nothing else
gets its turn, by whatever thread it's done: this many take some tens of milliseconds and 5 MB at most."""


PAGES = ("text/html", "application/xhtml+xml")

MOST_DIGITS = 1000
"""Of a whole number. Python makes none of more than 4300."""


@dataclass(frozen=True, slots=True)
class Broken:
    """No whole answer came. `sent`: the cloud may have got the request, so asking again may do it twice.

    `reason` is UNREADABLE for an answer that was let go, and None where something failed on this side, of which `note`
    names the kind.
    """

    reason: Reason | None
    sent: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `retry_after` is in seconds, however the cloud put it."""

    status: int
    content_type: str
    body: bytes = field(repr=False, default=b"")
    sent_at: datetime | None = None
    retry_after: float | None = None

    @property
    def is_page(self) -> bool:
        """Whether it's a web page, for people, whatever it calls itself."""
        begins = self.body.removeprefix(codecs.BOM_UTF8).lstrip()[:14].lower()
        return _kind(self.content_type) in PAGES or begins.startswith((b"<!doctype html", b"<html"))

    def json(self) -> Any:
        """The body as JSON values. Raises `Unreadable`, which carries nothing of the body."""
        if self._is_readable:
            for take in (bytes, mended):
                try:
                    return from_json(take(self.body))
                except ValueError:
                    pass  # raised outside of the except block, so that the error isn't chained: it quotes the body
        raise Unreadable

    def read(self, model: type[Model]) -> Model:
        """The body as a model. Raises `Unreadable`, which carries nothing of the body."""
        if self._is_readable:
            for take in (bytes, mended):
                try:
                    return model.model_validate_json(take(self.body))
                except ValidationError as error:
                    if not _is_no_json(error):
                        break
                except ValueError:
                    pass  # as in `json`
        raise Unreadable

    @property
    def _is_readable(self) -> bool:
        """Whether it's JSON, and not too much of it: each value follows one of these signs, or begins the whole."""
        kind = _kind(self.content_type)
        is_json = kind in ("application/json", "text/json") or (
            kind.startswith("application/") and kind.endswith("+json")
        )
        return is_json and sum(self.body.count(sign) for sign in (b",", b"[", b"{")) < MOST_VALUES


class Unreadable(Exception):
    """A cloud answered with something that isn't what was agreed: HTML, garbage, half a body, another shape."""


def mended(body: bytes) -> bytes:
    """JSON in which what no text can hold is replaced: broken UTF-8, half a pair, a bare control character. And what no
    number can.

    One odd character in somebody's name doesn't make everything else unknown. Raises ValueError if it's no JSON.
    """
    try:
        values = json.loads(body.decode("utf-8-sig", "replace"), strict=False, parse_int=_whole_number)
        return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
    except RecursionError:
        pass
    raise ValueError("too deep")


def _whole_number(digits: str) -> float:
    return int(digits) if len(digits) <= MOST_DIGITS else math.inf


def _is_no_json(error: ValidationError) -> bool:
    return any(one["type"] == "json_invalid" for one in error.errors(include_input=False, include_url=False))


def _never(answer: Answer) -> bool:  # noqa: ARG001 - one of many judges, and this one looks at nothing
    return False


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One thing to ask. `body` makes the bytes only when they're sent; `token` goes out as a bearer token.

    `repeatable`: asking twice does no harm, although it's a POST. `final`: answers that settle it, although their
    status looks like trouble. `largest`: bytes of an answer, unpacked; a larger one is let go.
    """

    method: str
    url: str
    token: SecretStr | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Callable[[], bytes] | None = None
    repeatable: bool = False
    final: Callable[[Answer], bool] = _never
    largest: int = LARGEST

    @property
    def harmless_twice(self) -> bool:
        """Whether it may be asked again when the first time may have arrived."""
        return self.repeatable or self.method in ("GET", "PUT", "DELETE")


def sendable(token: SecretStr) -> SecretStr:
    """A bearer token without blanks around it. Raises `ValueError`, without the token, if it can't be sent as one."""
    value = token.get_secret_value().strip()
    if not value or not value.isascii() or not value.isprintable():
        raise ValueError("no bearer token")
    return SecretStr(value)


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """`Retry-After` in seconds from `now`, at most `LONGEST_PAUSE`; it's a number or an HTTP date. None if neither."""
    if value is None:
        return None
    text = value.strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), LONGEST_PAUSE)
    moment = http_date(text)
    return None if moment is None else min(max(0.0, (moment - now).total_seconds()), LONGEST_PAUSE)


def http_date(value: str | None) -> datetime | None:
    """A `Date` header in UTC, or None where it isn't one."""
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # no date, or one before the first or after the last year
        return None


def _kind(content_type: str) -> str:
    """Without its charset: JSON is UTF-8, whatever stands there."""
    return content_type.partition(";")[0].strip().lower()
