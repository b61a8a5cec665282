"""Zaptec's routes: the public ones of its OpenAPI document, its token endpoint, and nothing of its portal's inside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from services.sandbox.zaptec import chargers, commands, history, installation_update, installations, report
from services.sandbox.zaptec.access import Bucket
from services.sandbox.zaptec.constants import constants
from services.sandbox.zaptec.errors import Rejected, nowhere, rejected
from services.sandbox.zaptec.token import discovery, token

if TYPE_CHECKING:
    from services.sandbox.state import Sandbox


class CaselessRoute(Route):
    """A path in any case: Zaptec's server takes one as well as the other, and published clients rely on it."""

    def __init__(self, path: str, endpoint: Any, *, methods: list[str] | None = None) -> None:
        super().__init__(path, endpoint, methods=methods)
        self.path_regex = re.compile(self.path_regex.pattern, re.IGNORECASE)


def zaptec(sandbox: Sandbox) -> Starlette:
    """Zaptec, to be mounted."""
    app = Starlette(
        routes=[
            CaselessRoute("/oauth/token", token, methods=["POST"]),
            CaselessRoute("/oauth/token2", token, methods=["POST"]),
            CaselessRoute("/.well-known/openid-configuration", discovery),
            CaselessRoute("/api/constants", constants),
            CaselessRoute("/api/chargers", chargers.listed),
            CaselessRoute("/api/chargers/{id}", chargers.one),
            CaselessRoute("/api/chargers/{id}/state", chargers.state),
            CaselessRoute("/api/chargers/{id}/update", chargers.update, methods=["POST"]),
            CaselessRoute("/api/chargers/{id}/sendCommand/{command}", commands.send_command, methods=["POST"]),
            CaselessRoute("/api/chargerFirmware/installation/{id}", installations.firmware),
            CaselessRoute("/api/installation", installations.listed),
            CaselessRoute("/api/installation/{id}", installations.one),
            CaselessRoute("/api/installation/{id}/hierarchy", installations.hierarchy),
            CaselessRoute("/api/installation/{id}/update", installation_update.update, methods=["POST"]),
            CaselessRoute("/api/installation/{id}/messagingConnectionDetails", installations.messaging),
            CaselessRoute("/api/userGroups/{id}/messagingConnectionDetails", installations.group_messaging),
            CaselessRoute("/api/chargehistory", history.listed),
            CaselessRoute("/api/chargehistory/installationreport", report.report, methods=["GET", "POST"]),
            CaselessRoute("/api/session/{id}", history.one),
            CaselessRoute("/api/session/{id}/priority", history.priority, methods=["POST"]),
            CaselessRoute("/api/sessions/archived", history.archived),
        ],
        exception_handlers={Rejected: rejected, HTTPException: nowhere},
    )
    app.state.sandbox = sandbox
    limits = sandbox.world.limits
    app.state.requests = Bucket(limits.requests_per_second, limits.burst)
    app.state.tokens = Bucket(limits.tokens_per_second, 0)
    return app
