"""Whatever somebody writes into a world file, its Zaptec answers as Zaptec's own document says: each world, each role."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.sandbox.seed import world_id
from services.sandbox.world_tables import OWNER, ROLE_BITS, SERVICE, World
from tests.support.clouds.sandbox_requests import SandboxRequests, sandbox_requests
from tests.support.clouds.zaptec_shapes import fits

USER, PASSWORD = "zap@example.com", "zäp &=%+ö"
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
SERIALS = st.sampled_from(["ZAP", "GPN", "ZPR", "APH", "QQQ"]).flatmap(
    lambda letters: st.builds(f"{letters}{{:06d}}".format, st.integers(0, 999_999))
) | st.sampled_from(["0000", "----", "ZAP9", "ZAP90", "Z" * 40])  # parts of one another, too

CHARGER: dict[str, st.SearchStrategy[Any]] = {
    "name": NAMES,
    "behaviour": st.sampled_from(["online", "offline", "stale_pulse", "never_online", "powering_up"]),
    "since_seconds": st.floats(0, 31_536_000),
    "online_after_seconds": st.floats(0, 1000),
    "held_by": NAMES,
    "model": st.sampled_from(["go", "go2", "pro", "sense"]),
    "pin": st.just("0000"),
    "link": st.sampled_from(["LTE", "Wifi", "PLC"]),
    "signal": st.floats(-150, 150),
    "pulse_interval": st.floats(1, 3600),
    "firmware": st.just("9.9.9.9"),
    "firmware_available": st.just("10.0"),
    "car": st.sampled_from(["none", "requesting", "charging", "paused", "finished"]),
    "car_after_seconds": st.floats(0, 1000),
    "charge_sessions": st.integers(0, 3),
    "active": st.booleans(),
}
PLACE: dict[str, st.SearchStrategy[Any]] = {
    "address": NAMES,
    "postcode": NAMES,
    "city": NAMES,
    "country": st.sampled_from(["SE", "FI", "IS", "JP"]),
    "type": st.sampled_from(["go", "pro"]),
    "granted": st.sampled_from(["none", "owner", "service", "owner+service"]),
    "max_current": st.floats(6, 5000),
    "provisioning_seconds": st.sampled_from([0, 60]),
}
ROLES = st.lists(st.sampled_from(list(ROLE_BITS)))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to three installations, with anything or nothing in them, and an account with any roles at each."""
    keys = [f"place-{number}" for number in range(draw(st.integers(0, 3)))]
    serials = draw(st.lists(SERIALS, unique=True, max_size=6)) if keys else []
    places = [{**draw(st.fixed_dictionaries({"name": NAMES}, optional=PLACE)), "key": key} for key in keys]
    chargers = [
        {
            **draw(st.fixed_dictionaries({}, optional=CHARGER)),
            "serial": serial,
            "installation": draw(st.sampled_from(keys)),
        }
        for serial in serials
    ]
    account: dict[str, Any] = {"user": USER, "password": PASSWORD, "default_roles": draw(ROLES)}
    account["roles"] = {key: draw(ROLES) for key in keys if draw(st.booleans())}
    return World.model_validate({"installations": places, "chargers": chargers, "zaptec_accounts": [account]})


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds())
def test_every_answer_of_every_world_fits(world: World) -> None:
    asyncio.run(examine(sandbox_requests(world), world))


async def examine(asked: SandboxRequests, world: World) -> None:
    """All that an installer's client asks."""
    zaptec = await asked.zaptec(USER, PASSWORD)
    account = world.zaptec_accounts[0]
    bits = {
        place.key: sum({ROLE_BITS[role] for role in account.roles.get(place.key, account.default_roles)})
        for place in world.installations
    }

    async def get(path: str, status: int = 200, **params: Any) -> Any:
        answer = await zaptec.get(f"/api/{path}", params=params)
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    new = {world_id("installation", place.key) for place in world.installations if place.provisioning_seconds}
    places = (await get("installation", PageSize=100))["Data"]
    assert sorted(place["CurrentUserRoles"] for place in places) == sorted(filter(None, bits.values()))
    for place in places:
        manages = place["CurrentUserRoles"] & (OWNER | SERVICE)
        fits(place, "InstallationModel")
        fits(await get(f"installation/{place['Id']}"), "InstallationModel")
        tree = await get(f"installation/{place['Id']}/hierarchy", 200 if manages and place["Id"] not in new else 204)
        assert not manages or place["Id"] in new or tree["Name"] == place["Name"]
        firmware = await get(f"chargerFirmware/installation/{place['Id']}", 200 if manages else 403)
        for one in firmware or ():
            fits(one, "InstallationChargerFirmwareModel")
    seen = sum(bits[charger.installation] > 0 and charger.active for charger in world.chargers)
    chargers = (await get("chargers", PageSize=100))["Data"]
    assert len(chargers) == (await get("chargers", PageSize=1))["Pages"] == seen
    for charger in chargers:
        roles = charger["CurrentUserRoles"]
        fits(charger, "ChargerListModel")
        assert ("Pin" in charger) is bool(roles & OWNER)
        found = (await get("chargers", NameFilter=charger["DeviceId"].lower()))["Data"]
        assert charger in found
        may = 200 if roles & (OWNER | SERVICE) else 403
        assert await get(f"chargers/{charger['Id']}", may) == (charger if may == 200 else None)
        state = await get(f"chargers/{charger['Id']}/state", may) or []
        for before, after in pairwise(state):
            assert before["StateId"] < after["StateId"]
        for one in state:
            fits(one, "ChargerStateModel")
    sessions = await get("chargehistory", PageSize=1)
    assert sessions["Pages"] == len((await get("chargehistory", PageSize=100))["Data"])
    for session in sessions["Data"]:
        fits(session, "SessionListModel")
