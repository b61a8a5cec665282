from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from services.contracts import Grant
from tests.support.clouds.recorded_answers import json_answer
from tests.support.clouds.zaptec_bodies import (
    CHARGER,
    CHARGER_ID,
    HIERARCHY,
    INSTALLATION,
    INSTALLATION_ID,
    INSTALLATIONS,
    LIST,
    OTHER_ID,
    PASSWORD,
    SECRETS,
    STATE,
    STATES,
    TOKEN,
    TREE,
    granted,
    listing,
    recorded,
    signed_in,
)

pytestmark = pytest.mark.anyio


def without(body: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in keys}


async def test_a_look_asks_five_times() -> None:
    cloud = recorded()
    zaptec = await signed_in(cloud)
    look = await zaptec.look(" zap900001 ")
    assert len(cloud.asked) - 1 == 5
    assert look.found
    assert look.grant is Grant.GRANTED
    seen = look.evidence
    assert (seen.serial_number, seen.product, seen.charger_name) == ("ZAP900001", "Zaptec Go", "Garage")
    assert (seen.installation_id, seen.installation_name) == (INSTALLATION_ID, "Testgatan 10")
    assert (seen.installation_is_pro, seen.other_chargers, seen.is_owner) == (False, ("Carport",), True)
    assert (seen.taken_over, seen.held_by, seen.ocpp_connected) == (False, None, False)
    assert (seen.says_online, seen.never_online) == (True, False)
    assert seen.last_heard == datetime(2026, 9, 14, 9, 29, 48, 307000, tzinfo=UTC)
    assert (seen.pulse_interval, seen.link, seen.signal, seen.firmware) == (600.0, "LTE", "60.000", "2.4.2.4")


async def test_the_filters_and_the_pages_are_asked_for_as_zaptec_names_them() -> None:
    cloud = recorded()
    await (await signed_in(cloud)).look("ZAP900001")
    assert dict(cloud.asked[1].url.params) == {"NameFilter": "ZAP900001", "PageIndex": "0", "PageSize": "100"}
    lists = [dict(one.url.params) for one in cloud.asked if one.url.path == "/api/installation"]
    common = {"NameFilter": "Testgatan 10", "PageIndex": "0", "PageSize": "100"}
    assert sorted(lists, key=len) == [common, common | {"ExcludeIfVisibleForUserGroupLookupKey": "Y8TU"}]


async def test_every_secret_in_zaptecs_answers_is_dropped_at_the_door() -> None:
    cloud = recorded().on(STATE, json_answer(200, STATES))
    zaptec = await signed_in(cloud)
    look = await zaptec.look("ZAP900001")
    listed = await zaptec.chargers()
    held = repr([look, listed, vars(zaptec), vars(zaptec._login), vars(zaptec._asking), zaptec._login._now])
    for secret in [*SECRETS.values(), PASSWORD, TOKEN]:
        assert secret not in held


@pytest.mark.parametrize("rename", [str.lower, str.upper, lambda key: key[0].lower() + key[1:]])
async def test_keys_are_read_in_any_casing(rename: Any) -> None:
    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {rename(key): renamed(part) for key, part in value.items()}
        return [renamed(part) for part in value] if isinstance(value, list) else value

    def lists(request: httpx.Request) -> httpx.Response:
        return json_answer(200, renamed(granted(request).json()))

    usual = await (await signed_in(recorded())).look("ZAP900001")
    cloud = recorded().on(LIST, json_answer(200, renamed({"Pages": 1, "Data": [CHARGER]}))).on(INSTALLATIONS, lists)
    cloud.on(STATE, json_answer(200, renamed(STATES))).on(HIERARCHY, json_answer(200, renamed(TREE)))
    assert await (await signed_in(cloud)).look("ZAP900001") == usual


async def test_what_is_missing_stays_unsaid() -> None:
    bare = {"Id": CHARGER_ID, "DeviceId": "ZAP900001", "InstallationId": INSTALLATION_ID}
    cloud = (
        recorded().on(LIST, listing(bare)).on(STATE, json_answer(200, STATES[:2])).on(HIERARCHY, json_answer(200, {}))
    )
    cloud.on(INSTALLATIONS, listing({"Id": INSTALLATION_ID}))
    seen = (await (await signed_in(cloud)).look("ZAP900001")).evidence
    assert (seen.product, seen.charger_name, seen.installation_name, seen.installation_is_pro) == (None,) * 4
    assert (seen.is_owner, seen.taken_over, seen.last_heard, seen.firmware) == (None,) * 4
    assert seen.says_online is True


async def test_unknown_and_odd_values_are_survived() -> None:
    odd = CHARGER | {"DeviceType": 99, "IsOnline": "perhaps", "Active": [], "InstallationName": {}}
    odd |= {"CreatedOnDate": "the other day", "OperatingMode": {"new": "shape"}, "Name": 12}
    cloud = recorded().on(LIST, listing(odd))
    place = INSTALLATION | {"InstallationType": 5, "AuthenticationType": 77, "CurrentUserRoles": 2**40}
    cloud.on(INSTALLATIONS, listing(place))
    states = [{"StateId": -1, "Timestamp": "?"}, {"StateId": -2, "ValueAsString": "maybe"}, {"StateId": 147}]
    cloud.on(STATE, json_answer(200, [*states, {"StateId": 100, "ValueAsString": "{not json"}, {"StateId": 123456}]))
    zaptec = await signed_in(cloud)
    seen = (await zaptec.look("ZAP900001")).evidence
    assert (seen.product, seen.taken_over, seen.is_owner) == (None, True, False)
    assert (seen.says_online, seen.last_heard, seen.pulse_interval) == (None, None, None)
    assert (seen.installation_is_pro, seen.charger_name) == (None, "Garage")
    assert (await zaptec.chargers())[0].created is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-14T09:29:48", datetime(2026, 9, 14, 9, 29, 48, tzinfo=UTC)),
        ("2026-09-14T09:29:48.3", datetime(2026, 9, 14, 9, 29, 48, 300000, tzinfo=UTC)),
        ("2026-09-14T09:29:48.54", datetime(2026, 9, 14, 9, 29, 48, 540000, tzinfo=UTC)),
        ("2026-09-14T09:29:48.1234567", datetime(2026, 9, 14, 9, 29, 48, 123456, tzinfo=UTC)),
        ("2026-09-14T09:29:48Z", datetime(2026, 9, 14, 9, 29, 48, tzinfo=UTC)),
        ("2026-09-14T11:29:48+02:00", datetime(2026, 9, 14, 9, 29, 48, tzinfo=UTC)),
    ],
)
async def test_times_without_a_zone_are_utc(text: str, moment: datetime) -> None:
    cloud = recorded().on(STATE, json_answer(200, [{"StateId": -1, "Timestamp": text}]))
    assert (await (await signed_in(cloud)).look("ZAP900001")).evidence.last_heard == moment


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
async def test_a_time_that_was_never_set_is_none(text: str) -> None:
    """And breaks nothing: there's no such moment in UTC."""
    cloud = recorded().on(STATE, json_answer(200, [{"StateId": -1, "Timestamp": text}]))
    cloud.on(LIST, listing(CHARGER | {"CreatedOnDate": text}))
    zaptec = await signed_in(cloud)
    assert (await zaptec.look("ZAP900001")).evidence.last_heard is None
    assert (await zaptec.chargers())[0].created is None


@pytest.mark.parametrize(
    ("changes", "variant", "product"),
    [
        ({"DeviceType": 4}, "", "Zaptec Go"),
        ({"DeviceType": 4, "DeviceId": "GPN900001"}, "", "Zaptec Go 2"),
        ({"DeviceType": 4}, '{"ProductVariant": "Go2"}', "Zaptec Go 2"),
        ({"DeviceType": 1}, '{"ProductVariant": "Pro2"}', "Zaptec Pro"),
        ({"DeviceType": 3}, "", "Zaptec Sense"),
        ({"DeviceType": 4}, "[]", "Zaptec Go"),
    ],
)
async def test_what_it_is_sold_as(changes: dict[str, Any], variant: str, product: str) -> None:
    charger = CHARGER | changes
    cloud = (
        recorded().on(LIST, listing(charger)).on(STATE, json_answer(200, [{"StateId": 100, "ValueAsString": variant}]))
    )
    assert (await (await signed_in(cloud)).look(charger["DeviceId"])).evidence.product == product


async def test_who_holds_it_is_told_by_the_host_of_its_ocpp_address_and_no_more() -> None:
    url = "wss://identity:SECRET-OCPP-3@ocpp.other-operator.example/ws/SECRET-OCPP-4"
    held = INSTALLATION | {"AuthenticationType": 2, "OcppCloudUrl": url}
    for own in (0, 2, None):
        charger = CHARGER | {"AuthenticationType": own}
        cloud = recorded().on(LIST, listing(charger)).on(INSTALLATIONS, listing(held))
        look = await (await signed_in(cloud)).look("ZAP900001")
        assert (look.evidence.taken_over, look.evidence.held_by) == (True, "ocpp.other-operator.example")
        assert "SECRET" not in repr(look)


@pytest.mark.parametrize("roles", range(16))
async def test_the_owner_is_told_by_one_bit_of_the_roles(roles: int) -> None:
    """Owner is 2 (Zaptec's constants, UserRoles), whatever else somebody is."""
    cloud = recorded().on(INSTALLATIONS, listing(INSTALLATION | {"CurrentUserRoles": roles}))
    seen = (await (await signed_in(cloud)).look("ZAP900001")).evidence
    assert seen.is_owner is (roles in {2, 3, 6, 7, 10, 11, 14, 15})


@pytest.mark.parametrize(
    ("charger", "place", "is_owner", "taken_over"),
    [
        ((2, 0), (1, 1), False, True),
        ((5, 2), (6, 0), True, False),
        ((1, 2), None, False, True),
        (None, (4, 2), False, True),
        (None, None, None, None),
    ],
)
async def test_what_belongs_to_the_installation_is_read_there_first(
    charger: tuple[int, int] | None, place: tuple[int, int] | None, is_owner: bool | None, taken_over: bool | None
) -> None:
    """A Pro has roles of its own (HELP/360019440878); whether somebody may let Northe in is the installation's."""

    def says_of(who: tuple[int, int] | None) -> dict[str, int | None]:
        roles, how = who or (None, None)
        return {"CurrentUserRoles": roles, "AuthenticationType": how}

    cloud = recorded().on(LIST, listing(CHARGER | says_of(charger) | {"InstallationName": "Old name"}))
    cloud.on(INSTALLATIONS, listing(INSTALLATION | says_of(place)))
    seen = (await (await signed_in(cloud)).look("ZAP900001")).evidence
    assert (seen.is_owner, seen.taken_over, seen.installation_name) == (is_owner, taken_over, "Testgatan 10")


async def test_names_are_cleaned_at_the_door() -> None:
    nasty = "Gar\x1b[31mage\u202e\n[bold]x[/]"
    cloud = recorded().on(LIST, listing(CHARGER | {"Name": nasty, "InstallationName": nasty}))
    tree = {"Circuits": [{"Chargers": [{"Id": OTHER_ID, "Name": nasty}]}]}
    cloud.on(HIERARCHY, json_answer(200, tree)).on(INSTALLATIONS, listing(INSTALLATION | {"Name": nasty}))
    zaptec = await signed_in(cloud)
    look = await zaptec.look("ZAP900001")
    listed = await zaptec.chargers()
    seen = look.evidence
    expected = "Garage [bold]x[/]"
    assert [seen.charger_name, seen.installation_name, *seen.other_chargers] == [expected] * 3
    assert [listed[0].name, listed[0].installation_name] == [expected] * 2


async def test_never_online_and_offline_are_told_apart() -> None:
    new = await signed_in(recorded().on(LIST, listing(CHARGER | {"IsOnline": False})).on(STATE, json_answer(200, [])))
    seen = (await new.look("ZAP900001")).evidence
    assert (seen.never_online, seen.says_online) == (True, False)
    gone = [{"StateId": -2, "ValueAsString": "0"}, {"StateId": -1, "Timestamp": "2026-09-01T00:00:00"}]
    old = await signed_in(recorded().on(STATE, json_answer(200, gone)))
    seen = (await old.look("ZAP900001")).evidence
    assert (seen.never_online, seen.says_online) == (False, False)


async def test_without_the_role_a_look_still_tells_what_it_may() -> None:
    cloud = recorded().on(LIST, listing(CHARGER | {"CurrentUserRoles": 1}))
    cloud.on(STATE, json_answer(403)).on(HIERARCHY, json_answer(204))
    cloud.on(
        INSTALLATIONS,
        lambda request: listing(*(one | {"CurrentUserRoles": 1} for one in granted(request).json()["Data"])),
    )
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert look.found
    assert look.grant is Grant.GRANTED
    assert (look.evidence.is_owner, look.evidence.last_heard, look.evidence.never_online) == (False, None, None)
    assert look.evidence.says_online is True


async def test_a_refused_detail_counts_as_no_role_where_zaptec_does_not_say() -> None:
    bare = without(CHARGER, "CurrentUserRoles", "AuthenticationType")
    cloud = recorded().on(LIST, listing(bare)).on(STATE, json_answer(403))
    cloud.on(INSTALLATIONS, listing(without(INSTALLATION, "CurrentUserRoles")))
    assert (await (await signed_in(cloud)).look("ZAP900001")).evidence.is_owner is False


@pytest.mark.parametrize(
    "reply", [json_answer(204), json_answer(403), json_answer(404, {"errorCode": 512, "message": "x"})]
)
async def test_without_the_hierarchy_the_others_come_from_the_list(reply: httpx.Response) -> None:
    def lists(request: httpx.Request) -> httpx.Response:
        elsewhere = CHARGER | {"Id": "e", "Name": "Elsewhere", "InstallationId": "another"}
        both = listing(CHARGER, CHARGER | {"Id": OTHER_ID, "Name": "Carport"}, elsewhere)
        return both if "InstallationId" in request.url.params else listing(CHARGER)

    cloud = recorded().on(LIST, lists).on(HIERARCHY, reply)
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert look.evidence.other_chargers == ("Carport",)
    assert len(cloud.asked) - 1 == 6


async def test_of_two_observations_the_newer_counts() -> None:
    old = [{"StateId": -2, "Timestamp": "2026-05-01T00:00:00", "ValueAsString": "0"},
           {"StateId": -1, "Timestamp": "2026-05-01T00:00:00"}, {"StateId": 911, "ValueAsString": "1.0"}]  # fmt: skip
    for states in ([*STATES, *old], [*old, *STATES]):
        cloud = recorded().on(STATE, json_answer(200, states))
        seen = (await (await signed_in(cloud)).look("ZAP900001")).evidence
        assert (seen.says_online, seen.firmware) == (True, "2.4.2.4")
        assert seen.last_heard == datetime(2026, 9, 14, 9, 29, 48, 307000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("alone", "enabled", "told"), [("0", "1", (False, True)), ("1", "0", (True, False)), ("?", "", (None, None))]
)
async def test_what_an_operator_may_have_left_behind(alone: str, enabled: str, told: tuple[Any, Any]) -> None:
    states = [{"StateId": 712, "ValueAsString": alone}, {"StateId": 711, "ValueAsString": enabled}]
    cloud = recorded().on(STATE, json_answer(200, [*STATES, *states]))
    seen = (await (await signed_in(cloud)).look("ZAP900001")).evidence
    assert (seen.stand_alone, seen.enabled) == told


async def test_a_charger_that_is_deactivated() -> None:
    for active, told in ((False, True), (True, False), (None, None)):
        cloud = recorded().on(LIST, listing(CHARGER | {"Active": active}))
        assert (await (await signed_in(cloud)).look("ZAP900001")).evidence.deactivated is told


async def test_a_state_that_is_gone_is_a_gap() -> None:
    cloud = recorded().on(STATE, json_answer(404, {"errorCode": 512, "message": "Charger not found."}))
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert (look.found, look.evidence.last_heard) == (True, None)
