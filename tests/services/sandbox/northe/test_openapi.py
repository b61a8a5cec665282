"""The document says what the server does: checked by a fuzzer that reads the one and asks the other."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.routing import Mount, Route

from services.contracts import Cause
from services.sandbox.app import create_app
from services.sandbox.northe.openapi import OPERATIONS, document
from services.sandbox.northe.problems import TITLES
from services.sandbox.northe.sessions import open_session

APP = create_app()
SANDBOX = APP.state.sandbox


@pytest.fixture
def northe() -> Any:
    """Read when its test runs: to make the cases of all operations takes a second, and each process collects all tests."""
    return schemathesis.openapi.from_asgi("/northe/openapi.json", APP)


SCHEMA = schemathesis.pytest.from_fixture("northe")


def token_of(email: str) -> str:
    row = SANDBOX.store.one("SELECT * FROM customers WHERE email = ?", email)
    return open_session(SANDBOX, row, "keys", f"fuzzed {email}").token.get_secret_value()


@SCHEMA.parametrize()
@settings(max_examples=12, derandomize=True, suppress_health_check=list(HealthCheck))
def test_nothing_that_can_be_sent_breaks_what_the_document_promises(case: schemathesis.Case[Any]) -> None:
    headers = {"Authorization": f"Bearer {token_of('sites@example.com')}"}
    case.call_and_validate(
        headers=headers,
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_headers_conformance,
            response_schema_conformance,
            unsupported_method,
            negative_data_rejection,
        ],
    )


def test_the_document_and_the_routes_are_the_same() -> None:
    (northe,) = [mount.app for mount in APP.routes if isinstance(mount, Mount) and mount.path == "/northe"]
    served = {
        (method.lower(), route.path)
        for route in getattr(northe, "routes", ())
        if isinstance(route, Route) and route.path.startswith("/v1/")
        for method in route.methods or ()
        if method != "HEAD"
    }
    assert served == {(operation.method, operation.path) for operation in OPERATIONS}


def test_every_code_that_is_documented_is_one_and_every_cause_of_northes_is_documented() -> None:
    told = {
        code
        for operation in OPERATIONS
        for codes in operation.problems.values()
        for code in re.findall(r"[a-z]+_[a-z_]+|throttled|conflict", codes)
    }
    assert told <= set(TITLES)
    somewhere_else = {Cause.NETWORK_DOWN, Cause.LOGIN_CHANGED, Cause.BOX_OFFLINE}
    assert {cause.value for cause in set(Cause) - somewhere_else} <= told


def test_a_token_that_is_answered_can_be_read() -> None:
    schemas: dict[str, Any] = document()["components"]["schemas"]
    assert "writeOnly" not in str(schemas["SessionToken"])
    assert schemas["SignInBody"]["properties"]["partner_key"]["writeOnly"]
    assert document()["openapi"] == "3.1.0"
