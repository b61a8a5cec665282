"""The contract as an OpenAPI 3.1 document, made from the same models that clients and this server read and write."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from services.clouds.northe.wire import (
    IDEMPOTENCY_KEY,
    PROBLEM_JSON,
    AccountBody,
    BankAccountBody,
    BankAccountRequest,
    Body,
    BoxAnswer,
    BoxQuestion,
    CatalogueBody,
    ChargeBoxBody,
    ChargeBoxRequest,
    ChargeSiteBody,
    ChargeSiteRequest,
    LinkSession,
    Problem,
    SessionToken,
    SignInBody,
)
from services.sandbox.northe.bodies import KEY_PATTERN, LONGEST_KEY

_REFS = "#/components/schemas/{model}"


@dataclass(frozen=True)
class Operation:
    """One call. `answers`: the good ones; `problems`: the statuses of refusals, each with its codes."""

    method: str
    path: str
    summary: str
    answers: dict[int, type[Body] | None]
    problems: dict[int, str] = field(default_factory=dict)
    request: type[Body] | None = None
    keyed: bool = False
    session: bool = True


_EXPIRED = {401: "session_expired"}
_TROUBLE = {429: "throttled", 503: "northe_down"}
_VENDOR = {429: "throttled", 503: "northe_down, vendor_down"}
_BODY = {400: "invalid_request: not JSON", 413: "invalid_request: too large"}
_KEY = {400: f"invalid_request: not JSON, or no {IDEMPOTENCY_KEY}"}

OPERATIONS = (
    Operation(
        "post",
        "/v1/link-sessions",
        "Offer a QR sign-in",
        {201: LinkSession},
        {400: f"invalid_request: no {IDEMPOTENCY_KEY}", 409: "conflict: the key was used for something else"},
        keyed=True,
        session=False,
    ),
    Operation(
        "get",
        "/v1/link-sessions/{id}",
        "How far it is; once approved, its token comes until it's used for the first time",
        {200: LinkSession},
        {404: "not_found"},
        session=False,
    ),
    Operation(
        "post",
        "/v1/sessions",
        "Sign in without the customer; the same key and body open the same session",
        {201: SessionToken},
        {**_BODY, **_KEY, 401: "sign_in_rejected", 422: "invalid_request", **_TROUBLE},
        request=SignInBody,
        keyed=True,
        session=False,
    ),
    Operation("delete", "/v1/session", "Sign out", {204: None}, _EXPIRED),
    Operation("get", "/v1/account", "The account as it stands", {200: AccountBody}, {**_EXPIRED, **_TROUBLE}),
    Operation("get", "/v1/catalogue", "Brands and models", {200: CatalogueBody}, session=False),
    Operation(
        "post",
        "/v1/charge-sites",
        "Make a charge site; the same address again: the same site, with this price",
        {201: ChargeSiteBody, 200: ChargeSiteBody},
        {
            **_EXPIRED,
            **_BODY,
            **_KEY,
            409: "fleet_not_enabled; conflict: the key was used for something else",
            422: "invalid_request, limit_exceeded",
            **_TROUBLE,
        },
        request=ChargeSiteRequest,
        keyed=True,
    ),
    Operation(
        "put",
        "/v1/bank-account",
        "Set where reimbursements go",
        {200: BankAccountBody},
        {**_EXPIRED, **_BODY, 422: "invalid_request, bank_rejected", **_TROUBLE},
        request=BankAccountRequest,
    ),
    Operation(
        "post",
        "/v1/charge-boxes/check",
        "Read-only: can this box be connected for this customer? A PIN isn't tried",
        {200: BoxAnswer},
        {**_EXPIRED, **_BODY, 409: "fleet_not_enabled", 422: "invalid_request", **_VENDOR},
        request=BoxQuestion,
    ),
    Operation(
        "post",
        "/v1/charge-boxes",
        "Connect a box; the same serial number again: the same box",
        {201: ChargeBoxBody, 200: ChargeBoxBody},
        {
            **_EXPIRED,
            **_BODY,
            **_KEY,
            409: "fleet_not_enabled, permission_missing, role_missing, held_by_other_operator, "
            "already_in_other_account; conflict: the key was used for something else",
            422: "invalid_request, box_not_found; wrong_pin, with the tries that are left",
            423: "pairing_locked",
            **_VENDOR,
        },
        request=ChargeBoxRequest,
        keyed=True,
    ),
    Operation(
        "get",
        "/v1/charge-boxes/{id}",
        "How far it is",
        {200: ChargeBoxBody},
        {**_EXPIRED, 404: "not_found", **_TROUBLE},
    ),
    Operation(
        "delete",
        "/v1/charge-boxes/{id}",
        "Take a connect back that isn't online yet",
        {204: None},
        {**_EXPIRED, 404: "not_found", 409: "conflict: it's online", **_TROUBLE},
    ),
)


@cache
def document() -> dict[str, Any]:
    names, schemas = _schemas()
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation, names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Northe activation contract",
            "version": "1",
            "description": "A stand-in: Northe publishes no API. Every refusal is a problem document with a code.",
        },
        "servers": [{"url": "/northe"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _schemas() -> tuple[dict[Any, Any], dict[str, Any]]:
    asked = {(operation.request, "validation") for operation in OPERATIONS if operation.request}
    answered = {(model, "serialization") for operation in OPERATIONS for model in operation.answers.values() if model}
    wanted: Any = sorted({*asked, *answered, (Problem, "serialization")}, key=lambda pair: (pair[0].__name__, pair[1]))
    names, definitions = models_json_schema(wanted, ref_template=_REFS)
    schemas = definitions.get("$defs", {})
    _without_write_only(schemas, [name["$ref"] for (_, mode), name in names.items() if mode == "serialization"])
    return dict(names), schemas


def _without_write_only(schemas: dict[str, Any], answered: list[str]) -> None:
    """Pydantic marks every secret as write-only; a token that's answered is one to be read."""
    for reference in answered:
        for part in schemas[reference.rpartition("/")[2]].get("properties", {}).values():
            for choice in (part, *part.get("anyOf", ())):
                choice.pop("writeOnly", None)


def _described(operation: Operation, names: dict[Any, Any]) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = []
    if "{id}" in operation.path:
        parameters.append({"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}})
    if operation.keyed:
        key = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": f"^{KEY_PATTERN}$"}
        parameters.append({"name": IDEMPOTENCY_KEY, "in": "header", "required": True, "schema": key})
    responses: dict[str, Any] = {}
    for status, model in sorted(operation.answers.items()):
        responses[str(status)] = {"description": "Done"}
        if model is not None:
            responses[str(status)]["content"] = {"application/json": {"schema": names[model, "serialization"]}}
    for status, codes in sorted(operation.problems.items()):
        responses[str(status)] = {
            "description": codes,
            "content": {PROBLEM_JSON: {"schema": names[Problem, "serialization"]}},
        }
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": f"{operation.method}_{operation.path.strip('/').replace('/', '_').replace('{id}', 'one')}",
        "parameters": parameters,
        "responses": responses,
    }
    if operation.request is not None:
        content = {"application/json": {"schema": names[operation.request, "validation"]}}
        described["requestBody"] = {"required": True, "content": content}
    if operation.session:
        described["security"] = [{"session": []}]
    return described
