"""How a request of the contract is put, and how a no becomes a `ServiceError`."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, SecretStr, ValidationError

from services.clouds.http import Answer, Connection, HttpRequest, Unreadable
from services.clouds.northe import refusals, wire
from services.contracts import Cause, ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Model = TypeVar("Model", bound=BaseModel)

YES = (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED)


class NortheRequests:
    """Puts requests to one address. `lost` is told when Northe doesn't know a token any more."""

    def __init__(self, line: Connection, base_url: str, lost: Callable[[SecretStr], None]) -> None:
        self._line = line
        self._base = base_url.rstrip("/")
        self._lost = lost

    async def ask(
        self,
        method: str,
        path: str,
        *,
        body: wire.Body | None = None,
        token: SecretStr | None = None,
        key: str | None = None,
        repeatable: bool = False,
        by_status: Mapping[int, Cause] | None = None,
    ) -> Answer:
        """An answer that says yes. Raises `ServiceError` for every other one."""
        answer = await self.send(method, path, body=body, token=token, key=key, repeatable=repeatable)
        if answer.status in YES:
            return answer
        raise self.refusal(answer, token, by_status)

    async def send(
        self,
        method: str,
        path: str,
        *,
        body: wire.Body | None = None,
        token: SecretStr | None = None,
        key: str | None = None,
        repeatable: bool = False,
    ) -> Answer:
        """Any answer. `key`: idempotency key; with one, a POST may be repeated. Raises `ServiceError` if none came."""
        headers = {} if body is None else {"Content-Type": "application/json"}
        if key is not None:
            headers[wire.IDEMPOTENCY_KEY] = key
        request = HttpRequest(
            method,
            self._base + path,
            token=token,
            headers=headers,
            body=None if body is None else lambda: json.dumps(wire.revealed(body)).encode(),
            repeatable=repeatable or key is not None,
            final=refusals.is_refusal,
        )
        return await self._line.ask(request)

    def refusal(
        self, answer: Answer, token: SecretStr | None = None, by_status: Mapping[int, Cause] | None = None
    ) -> ServiceError:
        """The error for an answer that says no. `by_status`: what a status means where its code isn't a cause."""
        error = refusals.refusal(answer, self._line, by_status or {})
        if token is not None and error.cause is Cause.SESSION_EXPIRED:
            self._lost(token)
        return error

    def read(self, answer: Answer, model: type[Model]) -> Model:
        """The answer's body. Raises `ServiceError` if it has another shape."""
        try:
            return answer.read(model)
        except Unreadable:
            pass
        raise self._line.trouble(answer) or self._line.unreadable()


def body_of(cause: Cause, model: type[Model], /, **values: Any) -> Model:
    """A body to send. Raises `ServiceError` with this cause where the contract has no room for a value."""
    try:
        return model(**values)
    except ValidationError as error:
        names = {str(part) for one in error.errors(include_input=False) for part in one["loc"][:1]}
    raise ServiceError(cause, note=f"the contract has no room for {', '.join(sorted(names))}")
