"""The Northe contract's routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.sandbox.northe import account, boxes, checks, links, sessions
from services.sandbox.northe.catalogue import catalogue
from services.sandbox.northe.openapi import document
from services.sandbox.northe.problems import Refused, http_problem, refused

if TYPE_CHECKING:
    from starlette.requests import Request

    from services.sandbox.state import Sandbox


async def _document(_request: Request) -> Response:
    return JSONResponse(document())


def northe(sandbox: Sandbox) -> Starlette:
    """Northe, to be mounted."""
    app = Starlette(
        routes=[
            Route("/openapi.json", _document),
            Route("/v1/link-sessions", links.start_link, methods=["POST"]),
            Route("/v1/link-sessions/{id}", links.poll_link),
            Route("/v1/sessions", sessions.sign_in, methods=["POST"]),
            Route("/v1/session", sessions.sign_out, methods=["DELETE"]),
            Route("/v1/account", account.account),
            Route("/v1/catalogue", catalogue),
            Route("/v1/charge-sites", account.create_site, methods=["POST"]),
            Route("/v1/bank-account", account.set_bank_account, methods=["PUT"]),
            Route("/v1/charge-boxes/check", checks.check_box, methods=["POST"]),
            Route("/v1/charge-boxes", boxes.connect_box, methods=["POST"]),
            Route("/v1/charge-boxes/{id}", boxes.one_box, methods=["GET", "DELETE"]),
        ],
        exception_handlers={Refused: refused, HTTPException: http_problem},
    )
    app.state.sandbox = sandbox
    return app
