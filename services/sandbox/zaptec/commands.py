"""POST /api/chargers/{id}/sendCommand/{commandId}: the five supported commands, and how Zaptec turns the rest down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from services.sandbox.box_life import left_behind, life
from services.sandbox.progress import CHARGING, DISCONNECTED, FINISHED, REQUESTING
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.zaptec.access import account_of, charger_of
from services.sandbox.zaptec.errors import COMMAND_REJECTED, NO_CONTACT, UNKNOWN_COMMAND, business, invalid

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request

RESTART, UPGRADE, PAUSE, RESUME, DEAUTHORIZE = 102, 200, 506, 507, 10001
_RESTART_SECONDS = 40.0


async def send_command(request: Request) -> Response:
    """200 and nothing, or 500 with a code. A charger that can't be reached takes no command."""
    box, _ = charger_of(request, account_of(request))
    text = request.path_params["command"]
    if not text.isascii() or not text.isdigit():
        raise invalid("commandId", f"The value '{text[:80]}' is not valid.")
    sandbox = sandbox_of(request)
    command = int(text[:9])
    if command not in (RESTART, UPGRADE, PAUSE, RESUME, DEAUTHORIZE):
        raise business(UNKNOWN_COMMAND, f"Unknown command {command}")
    if not life(box, sandbox.clock.time()).is_alive(sandbox.clock.time()):
        raise business(NO_CONTACT, "Charger is not online")
    _obey(sandbox, box, command)
    return Response(b"")


def _obey(sandbox: Sandbox, box: sqlite3.Row, command: int) -> None:
    """Raises `Rejected` where Zaptec's page on command validation says so."""
    mode, paused = box["mode"], box["mode"] == FINISHED and box["final_stop"]
    if command == PAUSE:
        if paused or mode == DISCONNECTED:
            raise business(COMMAND_REJECTED, "Charging is Paused or Disconnected; Stop command cannot be sent")
        _set_mode(sandbox, box, FINISHED, 1)
    elif command == RESUME:
        if not paused:
            raise business(COMMAND_REJECTED, "Charging is not Paused nor Scheduled; Resume command cannot be sent")
        _set_mode(sandbox, box, CHARGING, 0)
    elif command == DEAUTHORIZE:
        if mode == DISCONNECTED:
            raise business(COMMAND_REJECTED)
        _set_mode(sandbox, box, REQUESTING, 0)
    else:
        _restart(sandbox, box, upgrade=command == UPGRADE)


def _restart(sandbox: Sandbox, box: sqlite3.Row, *, upgrade: bool) -> None:
    """It's gone for a moment, and what the cloud knew of it stays; new firmware is told once it's back."""
    now = sandbox.clock.time()
    sandbox.store.change(
        "boxes", box["id"], behaviour="powering_up", since=now, online_after=_RESTART_SECONDS, **left_behind(box, now)
    )
    if upgrade and box["firmware"] != box["firmware_available"]:
        sandbox.store.change("boxes", box["id"], upgraded_at=now + _RESTART_SECONDS)


def _set_mode(sandbox: Sandbox, box: sqlite3.Row, mode: int, final_stop: int) -> None:
    sandbox.store.run(
        "UPDATE boxes SET mode = ?, final_stop = ?, mode_since = ? WHERE id = ?",
        *(mode, final_stop, sandbox.clock.time(), box["id"]),
    )
