"""A charger's state as Zaptec shows it: a flat list of observations, in the formats of a Go and of a Pro.

Which observations there are and what they look like follows published dumps of a real Go and a real Pro; all values
are made up. `Timestamp` is when an observation last changed: what a charger says once, at start-up, stays old.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from services.sandbox.box_life import Life, life
from services.sandbox.progress import CHARGING, REQUESTING
from services.sandbox.zaptec.errors import zaptec_time

if TYPE_CHECKING:
    import sqlite3

    from services.sandbox.state import Sandbox

OCPP_CONNECTED, ONLINE, PULSE = -3, -2, -1
SESSION_ENERGY, MODE, FINAL_STOP, SESSION = 553, 710, 718, 721
_QUARTER = 900.0
"""What changes with the weather and the load is sampled every so many seconds."""

_SAMPLED = frozenset(
    {201, 202, 204, 205, 206, 207, 270, 501, 502, 503, 507, 508, 509, 513, 515, 516, 517, 809, 820, 821}
)
_FIRMWARE = frozenset({911, 916})
_OF_THE_CAR = frozenset({MODE, FINAL_STOP, SESSION})
_OF_SENSE = frozenset({OCPP_CONNECTED, ONLINE, PULSE, 150, 501, 502, 503, 507, 508, 509, 809, 911})


def readings(sandbox: Sandbox, box: sqlite3.Row) -> list[dict[str, Any]]:
    """GET /api/chargers/{id}/state for a row of `boxes`. One that was never online has next to nothing."""
    now = sandbox.clock.time()
    standing = life(box, now)
    values = _values(box, standing)
    if standing.booted_at is None:
        values = {number: values[number] for number in (OCPP_CONNECTED, ONLINE, 800, 801)}
    elif box["product"] == "sense":
        values = {number: value for number, value in values.items() if number in _OF_SENSE}
    if standing.heard_at is None:
        values.pop(PULSE, None)
    entries = []
    for number in sorted(values):
        entry = {"ChargerId": box["id"], "StateId": number, "Timestamp": zaptec_time(_changed(number, box, standing))}
        if values[number] is not None:
            entry["ValueAsString"] = values[number]
        entries.append(entry)
    return entries


def signal_text(box: sqlite3.Row) -> str:
    """Observation 809 as this product writes it. Its unit isn't documented."""
    return _number(box, box["signal"])


def _changed(number: int, box: sqlite3.Row, standing: Life) -> float:
    if number == PULSE and standing.heard_at is not None:
        return standing.heard_at
    if number == ONLINE or standing.booted_at is None:
        return standing.changed_at
    if own := _own_change(number, box, standing):
        return own
    started = standing.booted_at + 5 + (number * 37 % 997) / 41  # one after the other, within half a minute
    if number in _SAMPLED and standing.heard_at is not None:
        sampled = standing.heard_at // _QUARTER * _QUARTER + (number % 7) * 0.193
        return max(sampled, standing.booted_at)
    return min(started, standing.heard_at) if standing.heard_at else standing.booted_at


def _own_change(number: int, box: sqlite3.Row, standing: Life) -> float | None:
    """When something happened that changes this observation and hardly any other."""
    if number == OCPP_CONNECTED and box["ocpp_since"]:
        return max(float(box["ocpp_since"]), standing.changed_at)
    if number in _FIRMWARE and box["upgraded_at"] and box["firmware"] == box["firmware_available"]:
        return float(box["upgraded_at"])
    if number in _OF_THE_CAR and box["mode_since"]:
        return float(box["mode_since"])
    return None


def _number(box: sqlite3.Row, value: float) -> str:
    """A Go writes three decimals, a Pro as few as it needs."""
    return f"{value:g}" if box["product"] == "pro" else f"{value:.3f}"


def _values(box: sqlite3.Row, standing: Life) -> dict[int, str | None]:
    connected = box["held_by"] is not None and box["ocpp_since"] is not None and standing.says_online
    by_product = _pro(box) if box["product"] == "pro" else _go(box)
    electric = {501: 231.57, 502: 233.088, 503: 230.044, 507: 0.021, 508: 0.028, 509: 0.024, 513: 0.0}
    if box["mode"] == CHARGING:
        electric |= {507: 15.81, 508: 15.77, 509: 15.79, 513: 10_920.0}
    session = running_session(box)
    common: dict[int, str | None] = {
        OCPP_CONNECTED: str(int(connected)),
        ONLINE: str(int(standing.says_online)),
        PULSE: None,
        1: "0",
        120: str(int(box["held_by"] is not None)),
        150: box["link"],
        151: "0",
        **{number: _number(box, value) for number, value in electric.items()},
        202: _number(box, 25.31),
        205: _number(box, 27.4),
        241: "100",
        270: _number(box, 21.178),
        510: _number(box, box["max_current"]),
        511: _number(box, box["min_current"]),
        515: _number(box, 0.0),
        517: _number(box, 0.08),
        519: "4",
        520: "3",
        522: "4",
        SESSION_ENERGY: _number(box, 0.0),
        555: "900",
        708: _number(box, box["max_current"] if box["mode"] == CHARGING else 0.0),
        MODE: str(box["mode"]),
        711: "1",
        712: "0",
        714: "0",
        715: "4",
        FINAL_STOP: str(box["final_stop"]),
        719: "0",
        SESSION: session,
        722: None,
        751: "1",
        763: "",
        800: box["installation_id"],
        801: "default",
        803: "0",
        804: "0",
        809: signal_text(box),
        812: "0",
        813: "0",
        814: "0",
        823: "8",
        911: box["firmware"],
        **_addresses(box),
    }
    return common | by_product | _settings(box)


def _settings(box: sqlite3.Row) -> dict[int, str | None]:
    """What was set by an update of the charger, in place of what it came with."""
    whole = {520: box["max_phases"], 522: box["offline_phase"], 555: box["meter_interval"]}
    told = {number: f"{value:g}" for number, value in whole.items() if value is not None}
    if box["offline_current"] is not None:
        told[523] = _number(box, box["offline_current"])
    return dict(told)


def _go(box: sqlite3.Row) -> dict[int, str | None]:
    capabilities: dict[str, Any] = {"CommunicationModes": ["LTE", "WiFi"], "DeviceType": "Go", "MeterCalibrated": False}
    capabilities |= {"OcppVersions": ["V1_6"]}
    if box["product"] == "go2":
        capabilities |= {"ProductVariant": "Go2"}
    capabilities |= {"SchemaVersion": "2.1"}
    return {
        100: json.dumps(capabilities, separators=(",", ":")),
        145: "3600",
        147: f"{box['pulse_interval']:g}",
        153: "0.700",
        201: "26.089",
        204: "25.220",
        206: "24.910",
        207: "24.870",
        516: "12.020",
        523: "0.000",
        546: _number(box, 16.0),
        547: "10.000",
        717: "1",
        802: box["name"],
        811: "6",
        815: "1",
        820: "30.013",
        908: "2.4.0.0",
        909: "6",
        916: box["firmware"],
    }


def _pro(box: sqlite3.Row) -> dict[int, str | None]:
    capabilities = {
        "ConnectorType": "ITT_Socket",
        "GridTypes": ["TN_1", "TN_3", "IT_1", "IT_3"],
        "MeterCalibrated": True,
        "MIDCertified": False,
        "ProductVariant": "Pro2",
        "RCDType": "TypeB",
        "SchemaVersion": "2.0",
    }
    return {
        100: json.dumps(capabilities, separators=(",", ":")),
        110: "Zaptec Pro",
        111: None,
        152: "PRO",
        153: "0.5",
        154: "0",
        155: "0",
        201: "26.756",
        203: "80",
        523: "16.17",
        764: "600",
        807: None,
        811: "1",
        820: "30.0132",
        821: "30.0128",
        908: "3.2.0.0",
        909: "132",
        950: _mac(box, 1),
    }


def running_session(box: sqlite3.Row) -> str | None:
    """The id of the charge session under way, observation 721: it has a value only while a car is there."""
    return f"{box['id'][:24]}{'5e5510'.rjust(12, '0')}" if box["mode"] in (REQUESTING, CHARGING) else None


def _mac(box: sqlite3.Row, number: int) -> str:
    """A locally administered address: nobody's."""
    digits = f"{sum(map(ord, box['serial'])) % 256:02X}"
    return f"02:00:00:00:{digits}:{number:02X}"


def _addresses(box: sqlite3.Row) -> dict[int, str | None]:
    tail = f"{sum(ord(char) * 7**place for place, char in enumerate(box['serial'])) % 10**9:09d}"
    return {952: _mac(box, 2), 960: f"242010{tail}", 962: f"89470000000{tail}", 963: f"860000{tail}"}
