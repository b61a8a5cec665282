"""Zaptec's answers in the form that clients of it observed (facts: its OpenAPI document, its help pages), with made-up values."""

from __future__ import annotations

from typing import Any

import httpx
from pydantic import SecretStr

from services.clouds.zaptec.client import ZaptecClient
from services.clouds.zaptec.limits import Limits
from services.fake import CONSENT, FakeClock
from tests.support.clouds.recorded_answers import RecordedAnswers, json_answer

BASE = "https://zaptec.test"
USER = "installer@example.com"
PASSWORD = "SECRET-PÄSSWORD & more"
TOKEN = "SECRET-ZAPTEC-TOKEN-1"
CHARGER_ID = "11111111-0000-4000-8000-0000000000a1"
OTHER_ID = "11111111-0000-4000-8000-0000000000a2"
INSTALLATION_ID = "22222222-0000-4000-8000-0000000000a1"
ZEROS = "00000000-0000-0000-0000-000000000000"
WILDCARD = "ffffffff-ffff-ffff-ffff-ffffffffffff"
STATE = f"GET /api/chargers/{CHARGER_ID}/state"
HIERARCHY = f"GET /api/installation/{INSTALLATION_ID}/hierarchy"
FIRMWARE = f"GET /api/chargerFirmware/installation/{INSTALLATION_ID}"
LIST = "GET /api/chargers"
INSTALLATIONS = "GET /api/installation"
LOGIN = "POST /oauth/token"

SECRETS = {
    "pin": "SECRET-PIN-4821",
    "ocpp": "SECRET-OCPP-1",
    "initial": "SECRET-OCPP-2",
    "imsi": "SECRET-IMSI-240070000000000",
    "iccid": "SECRET-ICCID-89460000000000",
    "imei": "SECRET-IMEI-350000000000000",
    "mac": "SECRET-MAC-00:11:22",
    "wifi": "SECRET-MAC-33:44:55",
    "mail": "SECRET-owner@example.com",
    "logo": "SECRET-LOGO-" + "A" * 400,
}

CHARGER: dict[str, Any] = {
    "OperatingMode": 1,
    "IsOnline": True,
    "Id": CHARGER_ID,
    "MID": "ZAP900001",
    "DeviceId": "ZAP900001",
    "SerialNo": "Garage",
    "Name": "Garage",
    "CreatedOnDate": "2026-08-01T06:50:59.73",
    "CircuitId": "33333333-0000-4000-8000-0000000000a1",
    "Active": True,
    "CurrentUserRoles": 6,
    "Pin": SECRETS["pin"],
    "PropertyOcppPassword": SECRETS["ocpp"],
    "DeviceType": 4,
    "InstallationName": "Testgatan 10",
    "InstallationId": INSTALLATION_ID,
    "AuthenticationType": 0,
    "IsAuthorizationRequired": False,
    "Warnings": "18446744073709551615",
}
INSTALLATION: dict[str, Any] = {
    "Id": INSTALLATION_ID,
    "Name": "Testgatan 10",
    "Address": "Testgatan 10",
    "InstallationType": 1,
    "MaxCurrent": 123.0,
    "ContactEmail": SECRETS["mail"],
    "OcppInitialChargePointPassword": SECRETS["initial"],
    "SupportGroup": {"Id": "x", "LookupKey": "ABCD", "LogoBase64": SECRETS["logo"]},
    "CurrentUserRoles": 6,
    "AuthenticationType": 0,
    "Feature_PowerManagement_EcoMode_MinEnergy": 0.0,
}
STATES: list[dict[str, Any]] = [
    {"ChargerId": CHARGER_ID, "StateId": number, "Timestamp": "2026-08-01T06:55:12.44", **value}
    for number, value in {
        -3: {"ValueAsString": "0"},
        -2: {"ValueAsString": "1"},
        -1: {"Timestamp": "2026-09-14T09:29:48.307"},
        100: {"ValueAsString": '{"CommunicationModes":["LTE","WiFi"],"DeviceType":"Go","OcppVersions":["V1_6"]}'},
        147: {"ValueAsString": "600"},
        150: {"ValueAsString": "LTE"},
        710: {"ValueAsString": "1"},
        721: {},
        763: {"ValueAsString": ""},
        800: {"ValueAsString": INSTALLATION_ID},
        808: {"ValueAsString": "0"},
        809: {"ValueAsString": "60.000"},
        911: {"ValueAsString": "2.4.2.4"},
        950: {"ValueAsString": SECRETS["mac"]},
        952: {"ValueAsString": SECRETS["wifi"]},
        960: {"ValueAsString": SECRETS["imsi"]},
        962: {"ValueAsString": SECRETS["iccid"]},
        963: {"ValueAsString": SECRETS["imei"]},
    }.items()
]
TREE: dict[str, Any] = {
    "Id": INSTALLATION_ID,
    "Name": "Testgatan 10",
    "NetworkType": 4,
    "Circuits": [
        {
            "Id": "33333333-0000-4000-8000-0000000000a1",
            "Chargers": [
                {"Id": CHARGER_ID, "DeviceId": "ZAP900001", "Name": "Garage", "SerialNo": "Garage", "DeviceType": 4},
                {"Id": OTHER_ID, "DeviceId": "ZAP900002", "Name": "Carport", "SerialNo": "Carport", "DeviceType": 4},
            ],
        }
    ],
}
VERSIONS: list[dict[str, Any]] = [
    {"ChargerId": OTHER_ID, "DeviceId": "ZAP900002", "IsOnline": False, "DeviceType": 4},
    {
        "ChargerId": CHARGER_ID,
        "DeviceId": "ZAP900001",
        "IsOnline": True,
        "CurrentVersion": "2.4.0.7",
        "AvailableVersion": "2.4.2.4",
        "DeviceType": 4,
        "IsUpToDate": False,
    },
]
"""The first was never online."""


def listing(*items: dict[str, Any], pages: int = 1) -> httpx.Response:
    return json_answer(200, {"Pages": pages if items else 0, "Data": list(items)})


def granted(request: httpx.Request) -> httpx.Response:
    """Northe sees the only installation, so it's left out where those are left out that Northe sees."""
    return listing() if "ExcludeIfVisibleForUserGroupLookupKey" in request.url.params else listing(INSTALLATION)


def not_granted(_: httpx.Request) -> httpx.Response:
    return listing(INSTALLATION)


def by_serial(request: httpx.Request) -> httpx.Response:
    """A list that its name filter narrows down, by serial number or name."""
    wanted = request.url.params.get("NameFilter", "").lower()
    return listing(CHARGER) if wanted in "zap900001 garage" else listing()


def token(value: str = TOKEN, **more: Any) -> httpx.Response:
    return json_answer(200, {"access_token": value, "token_type": "Bearer", "expires_in": 86399, **more})


def recorded() -> RecordedAnswers:
    """A Zaptec where everything works and the grant stands."""
    return (
        RecordedAnswers()
        .on(LOGIN, token())
        .on(LIST, by_serial)
        .on(STATE, json_answer(200, STATES))
        .on(INSTALLATIONS, granted)
        .on(HIERARCHY, json_answer(200, TREE))
        .on(FIRMWARE, json_answer(200, VERSIONS))
    )


def client(cloud: RecordedAnswers, clock: FakeClock | None = None, **more: Any) -> ZaptecClient:
    given: dict[str, Any] = {
        "token_url": f"{BASE}/oauth/token",
        "consent": CONSENT,
        "policy": cloud.policy(),
        "limits": Limits(),
        **more,
    }
    return ZaptecClient(cloud.client(), BASE, clock or FakeClock(), **given)


async def signed_in(cloud: RecordedAnswers, clock: FakeClock | None = None, **more: Any) -> ZaptecClient:
    zaptec = client(cloud, clock, **more)
    await zaptec.sign_in(USER, SecretStr(PASSWORD))
    return zaptec
