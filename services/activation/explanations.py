"""Finds the words for what a cloud said no to: a title, what's wrong, and the next thing to do."""

from __future__ import annotations

import math
from typing import NamedTuple

from services.contracts import Cause, Reason, ServiceError
from services.text.words import Message

_WHAT_OF_REASONS: dict[tuple[Cause, Reason | None], str] = {
    (Cause.NORTHE_DOWN, Reason.UNREADABLE): "unreadable",
    (Cause.VENDOR_DOWN, Reason.UNREADABLE): "unreadable",
    (Cause.NORTHE_DOWN, Reason.STILL_OPEN): "still_open",
    (Cause.ROLE_MISSING, Reason.NOT_FOR_THIS_SIGN_IN): "own",
}

PROXY_REASONS = frozenset({Reason.PROXY_PASSWORD, Reason.PROXY_REFUSES, Reason.PROXY_DOWN, Reason.IN_BETWEEN})
"""Of NETWORK_DOWN: what stands between here and the cloud is what answers, or doesn't."""

NETWORK_REASONS = PROXY_REASONS | {
    *(Reason.NAME_NOT_FOUND, Reason.REFUSED, Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.TLS, Reason.RESET),
}
"""Of NETWORK_DOWN: why no answer came."""

_REMEDIES_OF_REASONS: dict[tuple[Cause, Reason | None], str] = {
    (Cause.NETWORK_DOWN, Reason.TLS): "remedy_tls",
    (Cause.NETWORK_DOWN, Reason.PROXY_PASSWORD): "remedy_proxy_password",
    (Cause.NETWORK_DOWN, Reason.PROXY_REFUSES): "remedy_proxy",
    (Cause.NETWORK_DOWN, Reason.PROXY_DOWN): "remedy_proxy_down",
    (Cause.NETWORK_DOWN, Reason.IN_BETWEEN): "remedy_in_between",
    (Cause.ROLE_MISSING, Reason.NOT_FOR_THIS_SIGN_IN): "remedy_own",
}

TELL_THE_WAIT = frozenset({
    Cause.SIGN_IN_REJECTED, Cause.PAIRING_LOCKED, Cause.THROTTLED, Cause.VENDOR_DOWN, Cause.NORTHE_DOWN
})  # fmt: skip

MINUTE, HOUR = 60, 3600
MOST_SECONDS, MOST_MINUTES = 90, 90


class Explanation(NamedTuple):
    """What's said of a no, each a whole sentence but the title, which is a few words."""

    title: Message
    what: Message
    remedy: Message


def describe(error: ServiceError, *, limit: str | None = None) -> Explanation:
    """The words for a no. `limit`: the fleet's limit with its currency, where whoever asks knows it."""
    return Explanation(Message(f"causes.{error.cause}.title"), _what(error, limit), _remedy(error))


def counted_down(error: ServiceError) -> ServiceError:
    """The same no for words that stand beside a count-down: a wait in them would soon be another one."""
    return ServiceError(error.cause, error.reason, evidence=error.evidence) if error.cause.asks_to_wait else error


def is_of_the_proxy(error: ServiceError) -> bool:
    """Whether what stands between here and the cloud is what's wrong, so that the direct way there tells nothing."""
    return error.cause is Cause.NETWORK_DOWN and error.reason in PROXY_REASONS


def at_field(error: ServiceError) -> Message:
    """What's said at the field that a no is about: what's wrong, or where no cause says so, that it isn't taken."""
    if error.cause.passes:  # its words say nothing about what was typed
        return Message("causes.field.refused")
    return _what(error, None)


def wait(seconds: float) -> Message:
    """A span as a person says it, never shorter than it is."""
    if seconds <= 1:
        return Message("causes.wait.second")
    if seconds <= MOST_SECONDS:
        return Message("causes.wait.seconds", {"count": math.ceil(seconds)})
    if seconds <= MOST_MINUTES * MINUTE:
        return Message("causes.wait.minutes", {"count": math.ceil(seconds / MINUTE)})
    return Message("causes.wait.hours", {"count": math.ceil(seconds / HOUR)})


def _what(error: ServiceError, limit: str | None) -> Message:
    cause, area = error.cause, f"causes.{error.cause}"
    operator = error.evidence.held_by if error.evidence else None
    if cause is Cause.LIMIT_EXCEEDED and limit:
        return Message(f"{area}.what_limit", {"limit": limit})
    if cause is Cause.HELD_BY_OTHER_OPERATOR and operator:
        return Message(f"{area}.what_operator", {"operator": operator})
    if cause is Cause.NETWORK_DOWN and error.reason in NETWORK_REASONS:
        return Message(f"{area}.{error.reason}")
    if cause is Cause.WRONG_PIN and error.tries_left is not None:
        key = {0: "what_none", 1: "what_last"}.get(error.tries_left, "what_left")
        return Message(f"{area}.{key}", {"count": error.tries_left} if key == "what_left" else {})
    if (words := _WHAT_OF_REASONS.get((cause, error.reason))) is not None:
        return Message(f"{area}.{words}")
    return Message(f"{area}.what")


def _remedy(error: ServiceError) -> Message:
    area = f"causes.{error.cause}"
    if error.cause is Cause.WRONG_PIN and error.tries_left == 0:
        return Message("causes.pairing_locked.remedy")
    if error.retry_after is not None and error.cause in TELL_THE_WAIT:
        return Message(f"{area}.remedy_wait", {"wait": wait(error.retry_after)})
    return Message(f"{area}.{_REMEDIES_OF_REASONS.get((error.cause, error.reason), 'remedy')}")
