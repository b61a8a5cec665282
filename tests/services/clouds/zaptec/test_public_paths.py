"""Only what Zaptec documents is called, and only that is simulated: Zaptec forbids the calls of its portal's inside.

The lists are those of Zaptec's OpenAPI document of 2026-05-27 (https://api.zaptec.com/swagger/v1/swagger.json).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.clouds import zaptec
from services.sandbox.zaptec.app import CaselessRoute
from services.sandbox.zaptec.app import zaptec as simulated
from tests.support.clouds.sandbox_requests import sandbox_requests
from tests.support.clouds.zaptec_bodies import BASE, recorded, signed_in

PUBLIC = {
    "/api/chargehistory": {"GET"},
    "/api/chargehistory/installationreport": {"GET", "POST"},
    "/api/chargerFirmware/installation/{}": {"GET"},
    "/api/chargers": {"GET"},
    "/api/chargers/{}": {"GET"},
    "/api/chargers/{}/sendCommand/{}": {"POST"},
    "/api/chargers/{}/state": {"GET"},
    "/api/chargers/{}/update": {"POST"},
    "/api/constants": {"GET"},
    "/api/installation": {"GET"},
    "/api/installation/{}": {"GET"},
    "/api/installation/{}/hierarchy": {"GET"},
    "/api/installation/{}/messagingConnectionDetails": {"GET"},
    "/api/installation/{}/update": {"POST"},
    "/api/session/{}": {"GET"},
    "/api/session/{}/priority": {"POST"},
    "/api/userGroups/{}/messagingConnectionDetails": {"GET"},
}
"""All 17 paths with their methods."""

LOGINS = {"/oauth/token": {"POST"}, "/oauth/token2": {"POST"}}
"""The token addresses of its two security schemes."""

BESIDE = {"/.well-known/openid-configuration": {"GET"}, "/api/sessions/archived": {"GET"}}
"""Documented by Zaptec elsewhere and called by published clients."""

CALLED = {
    "/api/chargerFirmware/installation/{}": set(),
    "/api/chargers": {"NameFilter", "InstallationId", "PageIndex", "PageSize"},
    "/api/chargers/{}/state": set(),
    "/api/constants": set(),
    "/api/installation": {"NameFilter", "ExcludeIfVisibleForUserGroupLookupKey", "PageIndex", "PageSize"},
    "/api/installation/{}/hierarchy": set(),
}
"""What the client calls, each with GET, with those of its documented parameters that it sends."""


def texts(path: Path) -> Iterator[str]:
    """The string literals of a module; `{}` for what's put into them."""
    tree = ast.parse(path.read_text("utf-8"))
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for one in joined for part in one.values}
    for one in joined:
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in one.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def test_the_client_names_no_other_path() -> None:
    assert zaptec.__file__ is not None
    modules = Path(zaptec.__file__).parent.glob("*.py")
    assert {text for module in modules for text in texts(module) if text.startswith(("/api", "/oauth"))} == set(CALLED)
    assert all("GET" in PUBLIC[path] for path in CALLED)


@pytest.mark.anyio
async def test_the_client_sends_no_other_parameter() -> None:
    cloud = recorded()
    client = await signed_in(cloud)
    await client.chargers()
    look = await client.look("ZAP900001")
    await client.grant(look)
    await client.firmware(look)
    await client.look("ZAP900009")
    (login, *asked) = cloud.asked
    assert (login.method, str(login.url)) == ("POST", f"{BASE}/oauth/token")
    for request in asked:
        path = request.url.path.replace(look.evidence.installation_id or "", "{}")
        path = path if path in CALLED else "/api/chargers/{}/state"
        assert request.url.path.startswith(path.split("{}")[0])
        assert request.method == "GET"
        assert request.content == b""
        assert set(request.url.params) <= CALLED[path]


def test_the_simulator_has_exactly_the_documented_paths() -> None:
    offered: dict[str, set[str]] = {}
    for route in simulated(sandbox_requests().sandbox).routes:
        assert isinstance(route, CaselessRoute)
        path = "/".join("{}" if part.startswith("{") else part for part in route.path.split("/"))
        offered.setdefault(path, set()).update((route.methods or set()) - {"HEAD"})
    assert offered == PUBLIC | LOGINS | BESIDE
