"""Moves what's under way on to where it must be by now: connecting, where the two clouds meet, and cars that come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.sandbox.box_life import life
from services.sandbox.seed import NORTHE

if TYPE_CHECKING:
    import sqlite3

    from services.sandbox.state import Sandbox

PLUGGED_SECONDS = 5.0
"""How long a car that was plugged in is there before it's charged."""
DISCONNECTED, REQUESTING, CHARGING, FINISHED = 1, 2, 3, 5
"""`ChargerOperationMode`."""

UNDER_WAY = "('requested', 'taking_over', 'waiting_for_box')"


def settle(sandbox: Sandbox) -> None:
    """Called before every answer, so that whoever looks sees the world as it is at this moment."""
    rows = sandbox.store.all(f"SELECT * FROM charge_boxes WHERE stage IN {UNDER_WAY}")  # noqa: S608 - a constant
    for row in rows:
        _move_on(sandbox, row)
    _let_cars_come(sandbox)
    _let_upgrades_land(sandbox)


def _let_upgrades_land(sandbox: Sandbox) -> None:
    sandbox.store.run(
        "UPDATE boxes SET firmware = firmware_available WHERE upgraded_at <= ? AND firmware != firmware_available",
        sandbox.clock.time(),
    )


def _let_cars_come(sandbox: Sandbox) -> None:
    """Plugs each car in at its time, and has it charged a moment later. It comes once."""
    now = sandbox.clock.time()
    sandbox.store.run(
        "UPDATE boxes SET mode = ?, mode_since = ocpp_since + car_after"
        " WHERE car_after IS NOT NULL AND mode = ? AND ocpp_since + car_after <= ?",
        *(REQUESTING, DISCONNECTED, now),
    )
    sandbox.store.run(
        "UPDATE boxes SET mode = ?, mode_since = mode_since + ?, car_after = NULL"
        " WHERE car_after IS NOT NULL AND mode = ? AND mode_since + ? <= ?",
        *(CHARGING, PLUGGED_SECONDS, REQUESTING, PLUGGED_SECONDS, now),
    )


def _move_on(sandbox: Sandbox, row: sqlite3.Row) -> None:
    now = sandbox.clock.time()
    timing = sandbox.world.timing
    box = sandbox.store.one("SELECT * FROM boxes WHERE brand = ? AND serial = ?", row["brand"], row["serial"])
    if box is None:
        return
    takes_over_at = row["requested_at"] + timing.requested_seconds
    waits_at = takes_over_at + timing.taking_over_seconds
    if now < takes_over_at:
        return
    if row["stage"] == "requested":
        # from here on Zaptec shows AuthenticationType 2
        sandbox.store.run("UPDATE boxes SET held_by = ? WHERE id = ?", NORTHE, box["id"])
        sandbox.store.run("UPDATE charge_boxes SET stage = 'taking_over' WHERE id = ?", row["id"])
    if now < waits_at:
        return
    if box["fails"] and row["stage"] != "waiting_for_box":
        _fail(sandbox, row, box)
        return
    sandbox.store.run("UPDATE charge_boxes SET stage = 'waiting_for_box' WHERE id = ?", row["id"])
    state = life(box, now)
    if now < waits_at + box["delay"] or not state.is_alive(now):
        return
    online_since = max(waits_at + box["delay"], state.changed_at)
    sandbox.store.run(
        "UPDATE charge_boxes SET stage = 'online', online_since = ? WHERE id = ?", online_since, row["id"]
    )
    sandbox.store.run("UPDATE boxes SET ocpp_since = ? WHERE id = ?", online_since, box["id"])


def _fail(sandbox: Sandbox, row: sqlite3.Row, box: sqlite3.Row) -> None:
    sandbox.store.run("UPDATE charge_boxes SET stage = 'failed', cause = ? WHERE id = ?", box["fails"], row["id"])
    release(sandbox, box["brand"], box["serial"])
    if box["fails_left"] == 1:
        sandbox.store.run("UPDATE boxes SET fails = NULL, fails_left = 0 WHERE id = ?", box["id"])
    elif box["fails_left"]:
        sandbox.store.run("UPDATE boxes SET fails_left = fails_left - 1 WHERE id = ?", box["id"])


def release(sandbox: Sandbox, brand: str, serial: str) -> None:
    """Gives a box back: at Zaptec, AuthenticationType goes back to 0."""
    sandbox.store.run(
        "UPDATE boxes SET held_by = NULL, ocpp_since = NULL WHERE brand = ? AND serial = ? AND held_by = ?",
        brand,
        serial,
        NORTHE,
    )
