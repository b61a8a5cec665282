"""Who asks Zaptec, which roles they have where, and whether they ask too often."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import SecretStr

from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.world_tables import OWNER, SERVICE
from services.sandbox.zaptec.errors import Rejected, forbidden, invalid, unauthorized, unknown

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request


class Bucket:
    """A limit as Zaptec's proxy counts it: `rate` a second, `burst` more at once, nothing is queued."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._excess: dict[str, tuple[float, float]] = {}

    def take(self, who: str, now: float) -> None:
        """Counts a call. Raises `Rejected` (429) if it's one too many."""
        excess, at = self._excess.get(who, (-1.0, now))
        excess = max(excess - (now - at) * self._rate, -1.0) + 1.0
        if excess > self._burst:
            raise Rejected(429, headers={"Retry-After": "1"})
        self._excess[who] = (excess, now)


class SandboxInstaller:
    """Whoever is signed in, and what they may do where. Roles are bits: User 1, Owner 2, Service 4."""

    def __init__(self, sandbox: Sandbox, user: str) -> None:
        self._sandbox = sandbox
        self.user = user

    def roles(self, installation_id: str | None) -> int:
        """This account's roles at an installation."""
        row = self._sandbox.store.one(
            "SELECT roles FROM zaptec_roles WHERE user = ? AND installation_id = ?", self.user, installation_id
        )
        return row["roles"] if row else 0


def account_of(request: Request) -> SandboxInstaller:
    """Whose token this is. Raises `Rejected`: 401, or 429 past the limit."""
    sandbox = sandbox_of(request)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    row = None
    if scheme.casefold() == "bearer":
        row = sandbox.store.one(
            "SELECT a.user, a.limited FROM zaptec_tokens AS t JOIN zaptec_accounts AS a USING (user)"
            " WHERE t.digest = ? AND t.kind = 'api' AND t.expires_at > ?",
            sandbox.digest(SecretStr(token.strip())),
            sandbox.clock.time(),
        )
    if row is None:
        raise unauthorized()
    if sandbox.world.limits.on or row["limited"]:
        request.app.state.requests.take(row["user"], sandbox.clock.time())
    return SandboxInstaller(sandbox, row["user"])


def may_manage(roles: int) -> bool:
    """Whether these roles reach details, states and commands."""
    return bool(roles & (OWNER | SERVICE))


def charger_of(request: Request, account: SandboxInstaller) -> tuple[sqlite3.Row, int]:
    """The charger in the path and this account's roles at it. Raises `Rejected`."""
    row = sandbox_of(request).store.one(
        "SELECT * FROM boxes WHERE brand = 'zaptec' AND id = ?", _guid(request.path_params["id"], "id")
    )
    if row is None:
        raise unknown("Charger")
    roles = account.roles(row["installation_id"])
    if not may_manage(roles):
        raise forbidden()
    return row, roles


def installation_of(request: Request, account: SandboxInstaller, name: str = "id") -> tuple[sqlite3.Row, int]:
    """The installation in the path and this account's roles at it, whatever they are. Raises `Rejected`."""
    row = sandbox_of(request).store.one(
        "SELECT * FROM installations WHERE id = ?", _guid(request.path_params[name], name)
    )
    if row is None:
        raise unknown("Installation")
    return row, account.roles(row["id"])


def _guid(text: str, name: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise invalid(name, f"The value '{text[:80]}' is not valid.") from None
