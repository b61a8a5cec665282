"""What it means when Northe says no: its problem documents, and the bare statuses where there's none."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from services.clouds.http import Unreadable
from services.clouds.northe.from_wire import known_cause
from services.clouds.northe.wire import Refusal
from services.contracts import Cause, ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.clouds.http import Answer, Connection

_CODE = re.compile(r"[a-z_]{1,40}")
_FIELD = re.compile(r"(?:[a-z_]{1,40}\.){0,3}([a-z_]{1,40})")


def is_refusal(answer: Answer) -> bool:
    """Whether this is a no that stands, even under a status that otherwise asks for patience."""
    if answer.status < HTTPStatus.BAD_REQUEST:
        return False
    problem = _problem(answer)
    cause = known_cause(problem.code) if problem else None
    return cause is not None and not cause.passes


def refusal(answer: Answer, line: Connection, by_status: Mapping[int, Cause]) -> ServiceError:
    """The error for an answer that isn't a success. `by_status`: what a status means where the code isn't a cause."""
    problem = _problem(answer)
    retry_after = answer.retry_after
    if problem is not None and retry_after is None:
        retry_after = problem.retry_after
    code = problem.code if problem and _CODE.fullmatch(problem.code) else ""
    note = f"answered {answer.status} {code}".rstrip()
    field = _field(problem)
    if problem is not None and (cause := known_cause(problem.code)) is not None:
        return ServiceError(cause, note=note, retry_after=retry_after, field=field, tries_left=problem.tries_left)
    if (trouble := line.trouble(answer)) is not None:
        if trouble.cause is Cause.NETWORK_DOWN:
            return trouble
        return ServiceError(trouble.cause, note=note, retry_after=retry_after)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return ServiceError(by_status.get(answer.status, Cause.SESSION_EXPIRED), note=note, field=field)
    if problem is None:
        return line.unreadable()
    return ServiceError(by_status.get(answer.status, Cause.NORTHE_DOWN), note=note, field=field)


def _field(problem: Refusal | None) -> str | None:
    """What a problem is about: the last part of its path, `pin` of `fields.pin`. None for what's no name at all."""
    found = _FIELD.fullmatch(problem.field or "") if problem is not None else None
    return found[1] if found else None


def _problem(answer: Answer) -> Refusal | None:
    try:
        return answer.read(Refusal)
    except Unreadable:
        return None
