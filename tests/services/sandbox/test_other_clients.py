"""What published clients of Zaptec's API send, replayed on the sandbox, and what they read out of the answers.

Written from reading these clients; none of their code stands here:

- pyzaptec 0.8.7 (PyPI), the library behind Home Assistant's Zaptec integration (custom-components/zaptec);
- evcc (evcc-io/evcc: charger/zaptec.go, charger/zaptec/auth.go and types.go, of 2025);
- stekker_zaptec 1.5 (stekker/zaptec: lib/zaptec/client.rb of 2026-07-17, and the classes that it makes of answers).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    import httpx

    from tests.support.clouds.sandbox_requests import SandboxRequests

pytestmark = pytest.mark.anyio

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
NAME, PASSWORD = "zap@example.com", "zap"
CHARGING, PAUSED, IDLE = "ZAP900015", "ZAP900016", "ZAP900001"


class Client:
    """One client, with the headers that it sends with every call."""

    def __init__(self, asked: SandboxRequests, headers: dict[str, str]) -> None:
        self._http = asked.http
        self.headers = headers

    async def get(self, path: str, status: int = 200) -> Any:
        """The JSON of an answer with this status; an empty body is None."""
        return self._read(await self._http.get(f"/zaptec{path}", headers=self.headers), status)

    async def post(
        self, path: str, body: Any = None, *, status: int = 200, headers: dict[str, str] | None = None
    ) -> Any:
        sent = body if isinstance(body, str) or body is None else json.dumps(body)
        every = {**self.headers, **(headers or {})}
        return self._read(await self._http.post(f"/zaptec{path}", content=sent, headers=every), status)

    @staticmethod
    def _read(answer: httpx.Response, status: int) -> Any:
        assert answer.status_code == status, (answer.request.url, answer.text)
        if not answer.content:
            return None
        assert answer.headers["content-type"].split(";")[0].endswith("json"), "else no body is read"
        return answer.json()


def has(item: dict[str, Any], **types: type) -> dict[str, Any]:
    """Fails unless each of these names is there, in this case, and of exactly this type: no int for a bool."""
    for name, expected in types.items():
        assert type(item.get(name)) is expected, (name, item)
    return item


def one_of(items: list[dict[str, Any]], serial: str) -> dict[str, Any]:
    return next(item for item in items if item["DeviceId"] == serial)


def values(states: list[dict[str, Any]]) -> dict[int, str | None]:
    """Observations by id; None where one has no value."""
    for one in states:
        has(one, StateId=int, ChargerId=str, Timestamp=str)
        assert type(one.get("ValueAsString", "")) is str, one
    return {one["StateId"]: one.get("ValueAsString") for one in states}


async def pyzaptec(asked: SandboxRequests, user: str = NAME) -> Client:
    """aiohttp's own User-Agent; the form's fields in this order; no scope; the refresh token isn't looked at."""
    client = Client(asked, {"User-Agent": "Python/3.14 aiohttp/3.13.2", "Accept": "*/*"})
    form = urlencode({"username": user, "password": PASSWORD, "grant_type": "password"})
    token = has(await client.post("/oauth/token", form, headers=FORM), access_token=str)["access_token"]
    client.headers = {"User-Agent": client.headers["User-Agent"], "Accept": "application/json", "Authorization": f"Bearer {token}"}  # fmt: skip
    return client


@pytest.mark.parametrize("user", [NAME, "guest@example.com"])
async def test_pyzaptec_builds_its_tree(asked: SandboxRequests, user: str) -> None:
    """It refuses a whole list for one item that lacks one of these, also where the account may see little."""
    client = await pyzaptec(asked, user)
    constants = await client.get("/api/constants")
    for name in (
        "Observations",
        "Settings",
        "Commands",
        "Schema",
        "ChargerOperationModes",
        "DeviceTypes",
        "NetworkTypes",
    ):
        has(constants, **{name: dict})
    assert all({"Id", "Name"} <= set(kind) for kind in constants["InstallationTypes"].values())
    places = has(await client.get("/api/installation"), Pages=int, Data=list)["Data"]
    assert len(places) >= 20
    placed, refused = set(), 0
    for place in places:
        has(place, Id=str, Name=str, Active=bool, CurrentUserRoles=int, InstallationType=int, NetworkType=int)
        answer = await asked.http.get(f"/zaptec/api/installation/{place['Id']}/hierarchy", headers=client.headers)
        if answer.status_code == 204:
            refused += 1
            continue
        tree = has(answer.json(), Id=str, Name=str, NetworkType=int, Circuits=list)
        for circuit in tree["Circuits"]:
            has(circuit, Id=str, Name=str, MaxCurrent=float, Chargers=list)
            for charger in circuit["Chargers"]:
                placed.add(has(charger, Id=str, Name=str, Active=bool, DeviceType=int, DeviceId=str)["Id"])
    assert refused == (len(places) if user != NAME else 2), "one without the role, one that's being set up"
    chargers = has(await client.get("/api/chargers"), Pages=int, Data=list)["Data"]
    for charger in chargers:
        has(charger, Id=str, Name=str, Active=bool, DeviceType=int, InstallationId=str)
    assert placed <= {charger["Id"] for charger in chargers}


async def test_pyzaptec_polls(asked: SandboxRequests) -> None:
    client = await pyzaptec(asked)
    observations = {number: name for name, number in (await client.get("/api/constants"))["Observations"].items()}
    chargers = (await client.get("/api/chargers"))["Data"]
    for serial in (CHARGING, PAUSED, IDLE, "ZPR900001", "GPN900001"):
        charger = one_of(chargers, serial)
        has(await client.get(f"/api/chargers/{charger['Id']}"), Id=str, Name=str, Active=bool, DeviceType=int)
        has(
            await client.get(f"/api/installation/{charger['InstallationId']}"), MaxCurrent=float, AuthenticationType=int
        )
        state = {observations.get(number, ""): value for number, value in values(await client.get(f"/api/chargers/{charger['Id']}/state")).items()}  # fmt: skip
        for name in (
            "VoltagePhase1",
            "CurrentPhase3",
            "ChargerMaxCurrent",
            "TotalChargePower",
            "TotalChargePowerSession",
        ):
            float(state[name] or "")
        assert state["IsOnline"] == "1"
        assert state["ChargerOperationMode"] in ("1", "3", "5")
        (firmware, *_) = await client.get(f"/api/chargerFirmware/installation/{charger['InstallationId']}")
        has(
            firmware,
            ChargerId=str,
            DeviceType=int,
            IsOnline=bool,
            CurrentVersion=str,
            AvailableVersion=str,
            IsUpToDate=bool,
        )
    guest = await pyzaptec(asked, "guest@example.com")
    for path in (f"chargers/{charger['Id']}", f"chargers/{charger['Id']}/state", f"chargerFirmware/installation/{charger['InstallationId']}"):  # fmt: skip
        assert await guest.get(f"/api/{path}", 403) is None, "the refusal that it knows"


async def test_pyzaptec_commands(asked: SandboxRequests) -> None:
    """Its paths say `SendCommand`. It looks at 710 and 718 first, and takes any 500 to a POST for a no."""
    client = await pyzaptec(asked)
    charger = one_of((await client.get("/api/chargers"))["Data"], CHARGING)
    seen = []
    for command in (506, 507, 10001):
        assert await client.post(f"/api/chargers/{charger['Id']}/SendCommand/{command}") is None
        state = values(await client.get(f"/api/chargers/{charger['Id']}/state"))
        seen.append((state[710], state[718]))
    assert seen == [("5", "1"), ("3", "0"), ("2", "0")]
    assert await client.post(f"/api/chargers/{charger['Id']}/update", {"maxChargeCurrent": 10}, headers=JSON) is None
    assert await client.post(f"/api/installation/{charger['InstallationId']}/update", {"availableCurrent": 8}, headers=JSON) is None  # fmt: skip
    assert (await client.get(f"/api/installation/{charger['InstallationId']}"))["AvailableCurrent"] == 8
    assert await client.post(f"/api/chargers/{charger['Id']}/SendCommand/102") is None
    # What it calls beyond the public API, and the message bus: turned down at once, with a status that it doesn't repeat.
    await client.post(f"/api/chargers/{charger['Id']}/authorizecharge", status=404)
    await client.post(f"/api/chargers/{charger['Id']}/localSettings", {"Device": {"HmiBrightness": 0.5}}, status=404)
    await client.get(f"/api/installation/{charger['InstallationId']}/messagingConnectionDetails", 403)


async def test_pyzaptec_signs_in_again(asked: SandboxRequests) -> None:
    client = await pyzaptec(asked)
    await asked.wait(86_400)
    await client.get("/api/chargers", 401)
    has(await (await pyzaptec(asked)).get("/api/chargers"), Data=list)
    wrong = urlencode({"username": NAME, "password": "wrong", "grant_type": "password"})
    has(await client.post("/oauth/token", wrong, status=400, headers=FORM), error_description=str)


async def evcc(asked: SandboxRequests, scope: str = "openid") -> Client:
    """It looks the token address up, and Go's OAuth package sends the client's empty name and password as a header."""
    client = Client(asked, {"User-Agent": "evcc/0.210.0", "Accept": "application/json"})
    found = has(await client.get("/.well-known/openid-configuration"), issuer=str, token_endpoint=str)
    assert found["issuer"] == "http://sandbox/zaptec/", "its own address and a slash, or it stops here"
    form = urlencode({"grant_type": "password", "password": PASSWORD, "scope": scope, "username": NAME})
    path = found["token_endpoint"].removeprefix("http://sandbox/zaptec")
    told = await client.post(path, form, headers={**FORM, "Authorization": "Basic Og=="})
    has(told, access_token=str, token_type=str, expires_in=int)
    assert told["token_type"].lower() == "bearer"
    client.headers["Authorization"] = f"Bearer {told['access_token']}"
    return client


@pytest.mark.parametrize("scope", ["openid", "openid offline_access"])
async def test_evcc_finds_its_charger(asked: SandboxRequests, scope: str) -> None:
    """Go refuses a whole answer for one property of another type than it expects; a missing one is a zero."""
    client = await evcc(asked, scope)
    types = {
        **dict.fromkeys(
            ("Id", "MID", "DeviceId", "SerialNo", "Name", "CreatedOnDate", "CircuitId", "InstallationId"), str
        ),
        **dict.fromkeys(("OperatingMode", "CurrentUserRoles", "DeviceType", "AuthenticationType"), int),
        **dict.fromkeys(("IsOnline", "Active", "IsAuthorizationRequired"), bool),
    }
    listed = has(await client.get("/api/chargers"), Pages=int, Data=list)["Data"]
    for charger in listed:
        few = {name: kind for name, kind in types.items() if name in charger}
        has(charger, **(types if charger["CurrentUserRoles"] & 6 else few))
    for serial, variant in ((CHARGING, None), ("GPN900001", "Go2"), ("ZPR900001", "Pro2")):
        charger = one_of(listed, serial)
        capabilities = json.loads(values(await client.get(f"/api/chargers/{charger['Id']}/state"))[100] or "")
        assert capabilities.get("ProductVariant") == variant
        assert type(capabilities["MeterCalibrated"]) is bool
        has(await client.get(f"/api/installation/{charger['InstallationId']}"), Id=str, MaxCurrent=float)


async def test_evcc_charges(asked: SandboxRequests) -> None:
    client = await evcc(asked)
    charger = one_of((await client.get("/api/chargers"))["Data"], CHARGING)
    state = values(await client.get(f"/api/chargers/{charger['Id']}/state"))
    assert int(state[710] or "") == 3
    assert all(float(state[number] or "") >= 0 for number in (507, 508, 509, 513, 553))
    command = f"/api/chargers/{charger['Id']}/sendCommand"
    assert await client.post(f"{command}/506", headers=JSON) is None
    assert values(await client.get(f"/api/chargers/{charger['Id']}/state"))[718] == "1"
    assert await client.post(f"{command}/507", headers=JSON) is None
    for setting in ({"maxChargeCurrent": 10}, {"maxChargePhases": 1}):
        assert await client.post(f"/api/chargers/{charger['Id']}/update", setting, headers=JSON) is None
    assert await client.post(f"/api/session/{state[721]}/priority", {"prioritizedPhases": 1}, headers=JSON) is None
    phases = {"availableCurrentPhase1": 16, "availableCurrentPhase2": 0, "availableCurrentPhase3": 0}
    assert await client.post(f"/api/installation/{charger['InstallationId']}/update", phases, headers=JSON) is None


async def stekker(asked: SandboxRequests) -> Client:
    """Rails writes a form's fields in the order of their names."""
    client = Client(asked, {"User-Agent": "Faraday v2.14.0", "Accept": "*/*"})
    form = urlencode({"grant_type": "password", "password": PASSWORD, "username": NAME})
    told = has(await client.post("/oauth/token", form, headers=FORM), access_token=str, expires_in=int)
    client.headers["Authorization"] = f"Bearer {told['access_token']}"
    return client


async def test_stekker_reads_what_it_fetches(asked: SandboxRequests) -> None:
    """Ruby's `fetch` raises for a key that isn't there."""
    client = await stekker(asked)
    constants = await client.get("/api/constants")
    listed = has(await client.get("/api/chargers?Roles=3&PageIndex=0&PageSize=100"), Pages=int)["Data"]
    for charger in listed:
        has(charger, Id=str, Name=str, DeviceId=str, DeviceType=int, InstallationName=str, InstallationId=str)
    for serial in (CHARGING, "ZPR900001"):
        charger = one_of(listed, serial)
        assert await client.get(f"/api/chargers/{charger['Id']}") == charger
        place = await client.get(f"/api/installation/{charger['InstallationId']}")
        has(place, Address=str, ZipCode=str, City=str, Latitude=float, Longitude=float, CountryId=str)
        assert constants["Countries"][place["CountryId"]]["Code"] == "SWE"
        tree = await client.get(f"/api/installation/{charger['InstallationId']}/hierarchy")
        assert tree["NetworkType"] in constants["NetworkTypes"].values()
        for circuit in has(tree, Id=str, Name=str)["Circuits"]:
            assert all(has(one, Id=str, DeviceId=str, DeviceType=int) for one in has(circuit, Id=str)["Chargers"])
        state = values(await client.get(f"/api/chargers/{charger['Id']}/state"))
        assert int(state[-2] or "") == 1
        assert int(state[710] or "") in constants["ChargerOperationModes"].values()
        assert {int(state[520] or ""), float(state[510] or "") > 0} == {3, True}
        if state[721]:
            session = await client.get(f"/api/session/{state[721]}")
            assert has(session, sessionId=str, sessionStart=str, energy=float)["sessionId"] == state[721]


async def test_stekker_pauses_and_signs_in_again(asked: SandboxRequests) -> None:
    client = await stekker(asked)
    commands = (await client.get("/api/constants"))["Commands"]
    charger = one_of((await client.get("/api/chargers?Roles=3&PageIndex=0&PageSize=100"))["Data"], CHARGING)
    for name in ("StopChargingFinal", "ResumeCharging", "DeauthorizeAndStop"):
        assert await client.post(f"/api/chargers/{charger['Id']}/sendCommand/{commands[name]}", headers=JSON) is None
    await asked.wait(86_400)
    await client.get(f"/api/chargers/{charger['Id']}/state", 401)
    client.headers["Authorization"] = (await stekker(asked)).headers["Authorization"]
    assert await client.get(f"/api/chargers/{charger['Id']}/state")
    period = f"From=2026-08-01T00:00:00Z&To=2026-09-01T00:00:00Z&ChargerId={charger['Id']}&PageSize=50"
    assert await client.get(f"/api/sessions/archived?{period}") == {"sessions": [], "cursor": None, "hasMore": False}
