"""Reads what came in: the body against its model, and the key that makes a repeated call harmless."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeVar

from pydantic import SecretStr, ValidationError
from starlette.responses import JSONResponse, Response

from services.clouds.northe.wire import IDEMPOTENCY_KEY, Body, revealed
from services.sandbox.northe.problems import Refused
from services.sandbox.state import sandbox_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

_LARGEST = 64 * 1024
LONGEST_KEY = 200
KEY_PATTERN = "[!-~]+"
Read = TypeVar("Read", bound=Body)


async def body_of(request: Request, model: type[Read]) -> Read:
    """The body as this model. What was sent isn't repeated in the refusal: it may be a secret. Raises `Refused`."""
    raw = await request.body()
    if len(raw) > _LARGEST:
        raise Refused(413, "invalid_request", "The body is too large.")
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        raise Refused(400, "invalid_request", "The body isn't JSON.")
    field = ".".join(str(part) for part in first["loc"]) or None
    raise Refused(422, "invalid_request", first["msg"], field=field)


def key_of(request: Request) -> str:
    """The call's `Idempotency-Key`. Raises `Refused`."""
    key = request.headers.get(IDEMPOTENCY_KEY, "")
    if not re.fullmatch(KEY_PATTERN, key) or len(key) > LONGEST_KEY:
        detail = f"{IDEMPOTENCY_KEY} must be 1 to {LONGEST_KEY} printable characters without spaces."
        raise Refused(400, "invalid_request", detail)
    return key


async def once(request: Request, scope: str, body: Body | None, make: Callable[[], tuple[Body, int]]) -> Response:
    """Makes something, or repeats the answer that this `Idempotency-Key` got before. Raises `Refused`.

    `scope`: whose key it is. Refusals aren't remembered: what was refused may be tried again with the same key.
    """
    sandbox = sandbox_of(request)
    key = key_of(request)
    scope = f"{request.method} {request.url.path} {scope}"
    said = json.dumps(revealed(body), sort_keys=True) if body else ""
    digest = sandbox.digest(SecretStr(said))
    row = sandbox.store.one("SELECT * FROM idempotency WHERE scope = ? AND key = ?", scope, key)
    if row is not None:
        if row["digest"] != digest:
            raise Refused(409, "conflict", "This key was used for another request.")
        return JSONResponse(json.loads(row["answer"]), row["status"])
    made, status = make()
    content = revealed(made)
    sandbox.store.add("idempotency", scope=scope, key=key, digest=digest, status=status, answer=json.dumps(content))
    return JSONResponse(content, status)
