"""Zaptec's routes: the public ones of its OpenAPI document, its token endpoint, and nothing of its portal's inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route

from services.sandbox.zaptec import chargers, commands, history, installations
from services.sandbox.zaptec.access import Bucket
from services.sandbox.zaptec.constants import constants
from services.sandbox.zaptec.errors import Rejected, rejected
from services.sandbox.zaptec.token import discovery, token

if TYPE_CHECKING:
    from services.sandbox.state import Sandbox


def zaptec(sandbox: Sandbox) -> Starlette:
    """Zaptec, to be mounted."""
    app = Starlette(
        routes=[
            Route("/oauth/token", token, methods=["POST"]),
            Route("/oauth/token2", token, methods=["POST"]),
            Route("/.well-known/openid-configuration", discovery),
            Route("/api/constants", constants),
            Route("/api/chargers", chargers.listed),
            Route("/api/chargers/{id}", chargers.one),
            Route("/api/chargers/{id}/state", chargers.state),
            Route("/api/chargers/{id}/update", chargers.update, methods=["POST"]),
            Route("/api/chargers/{id}/sendCommand/{command}", commands.send_command, methods=["POST"]),
            Route("/api/chargerFirmware/installation/{id}", installations.firmware),
            Route("/api/installation", installations.listed),
            Route("/api/installation/{id}", installations.one),
            Route("/api/installation/{id}/hierarchy", installations.hierarchy),
            Route("/api/installation/{id}/update", installations.update, methods=["POST"]),
            Route("/api/installation/{id}/messagingConnectionDetails", installations.messaging),
            Route("/api/userGroups/{id}/messagingConnectionDetails", installations.group_messaging),
            Route("/api/chargehistory", history.listed),
            Route("/api/chargehistory/installationreport", history.report, methods=["GET", "POST"]),
            Route("/api/session/{id}", history.one),
            Route("/api/session/{id}/priority", history.priority, methods=["POST"]),
            Route("/api/sessions/archived", history.archived),
        ],
        exception_handlers={Rejected: rejected},
    )
    app.state.sandbox = sandbox
    limits = sandbox.world.limits
    app.state.requests = Bucket(limits.requests_per_second, limits.burst)
    app.state.tokens = Bucket(limits.tokens_per_second, 0)
    return app
