from __future__ import annotations

from typing import Any

import httpx
import pytest

from services.causes import UNREADABLE
from services.contracts import Cause, Grant, ServiceError
from tests.services.recorded import FAULTS, says
from tests.services.zaptec.bodies import (
    CHARGER,
    INSTALLATION,
    INSTALLATIONS,
    LIST,
    granted,
    listing,
    not_granted,
    recorded,
    signed_in,
)

pytestmark = pytest.mark.anyio


def without(body: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in keys}


async def test_a_serial_number_is_matched_whole() -> None:
    near = [CHARGER | {"Id": "x", "DeviceId": "ZAP9000010"}, CHARGER | {"Id": "y", "SerialNo": "ZAP900001x"}]
    cloud = recorded().on(LIST, listing(near[0]), listing())
    assert not (await (await signed_in(cloud)).look("ZAP900001")).found


async def test_a_name_is_not_a_serial_number() -> None:
    cloud = recorded().on(LIST, listing(CHARGER | {"DeviceId": "ZAP900009", "Name": "ZAP900001"}), listing())
    assert not (await (await signed_in(cloud)).look("ZAP900001")).found


async def test_if_the_filter_does_not_find_it_the_whole_list_does() -> None:
    def pages(request: httpx.Request) -> httpx.Response:
        if "NameFilter" in request.url.params:
            return listing()
        index = int(request.url.params["PageIndex"])
        items = [CHARGER | {"Id": f"id-{index}", "DeviceId": f"ZAP80000{index}"}, *([CHARGER] if index == 2 else [])]
        return listing(*items, pages=3)

    cloud = recorded().on(LIST, pages)
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert look.found
    assert cloud.count(LIST) == 4


async def test_a_box_that_this_sign_in_does_not_see() -> None:
    cloud = recorded().on(LIST, listing())
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert (look.found, look.grant, look.evidence.roles) == (False, Grant.UNKNOWN, None)
    assert len(cloud.asked) - 1 == 2


async def test_of_two_records_the_active_one_counts() -> None:
    old = CHARGER | {"Id": "old", "Active": False, "Name": "Old"}
    cloud = recorded().on(LIST, listing(old, CHARGER))
    assert (await (await signed_in(cloud)).look("ZAP900001")).evidence.charger_name == "Garage"


async def test_all_chargers_newest_first() -> None:
    def pages(request: httpx.Request) -> httpx.Response:
        first = [
            CHARGER | {"Id": "a", "CreatedOnDate": "2026-01-01T00:00:00"},
            without(CHARGER | {"Id": "b"}, "CreatedOnDate"),
        ]
        second = [CHARGER | {"Id": "c", "CreatedOnDate": "2026-05-01T00:00:00.5"}, CHARGER | {"Id": "a"}]
        return listing(*(first if request.url.params["PageIndex"] == "0" else second), pages=2)

    cloud = recorded().on(LIST, pages)
    found = await (await signed_in(cloud)).chargers()
    assert [one.charger_id for one in found] == ["a", "c", "b"]  # page two knew better when "a" was made
    assert cloud.count(LIST) == 2


@pytest.mark.parametrize(
    "body",
    [{"Pages": 0, "Data": []}, {"Data": []}, {"Pages": None, "Data": []}, {"Pages": 1, "Data": [], "Message": "x"}],
)
async def test_an_empty_list_in_any_form(body: dict[str, Any]) -> None:
    assert await (await signed_in(recorded().on(LIST, says(200, body)))).chargers() == ()


async def test_a_list_without_end_is_no_list() -> None:
    cloud = recorded().on(LIST, listing(CHARGER, pages=10**9))
    with pytest.raises(ServiceError) as raised:
        await (await signed_in(cloud)).chargers()
    assert raised.value.cause is Cause.VENDOR_DOWN
    assert cloud.count(LIST) == 100


async def test_an_installation_that_is_still_listed_without_northes_is_not_granted() -> None:
    look = await (await signed_in(recorded().on(INSTALLATIONS, not_granted))).look("ZAP900001")
    assert look.grant is Grant.NOT_GRANTED


async def test_a_grant_is_claimed_only_of_an_installation_that_is_listed_at_all() -> None:
    cloud = recorded().on(INSTALLATIONS, listing(INSTALLATION | {"Id": "another"}))
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert look.grant is Grant.UNKNOWN
    assert look.evidence.installation_is_pro is None


async def test_if_the_filter_does_not_find_the_installation_both_whole_lists_do() -> None:
    def only_whole(request: httpx.Request) -> httpx.Response:
        return listing() if "NameFilter" in request.url.params else granted(request)

    cloud = recorded().on(INSTALLATIONS, only_whole)
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert look.grant is Grant.GRANTED
    assert cloud.count(INSTALLATIONS) == 4


async def test_the_second_page_counts_too() -> None:
    def pages(request: httpx.Request) -> httpx.Response:
        index = int(request.url.params["PageIndex"])
        return listing(INSTALLATION | ({} if index else {"Id": "another"}), pages=2)

    look = await (await signed_in(recorded().on(INSTALLATIONS, pages))).look("ZAP900001")
    assert look.grant is Grant.NOT_GRANTED


async def test_a_page_may_be_full_of_logos() -> None:
    """Each installation brings its support group's: an installer's own company's, a hundred times."""
    group = {"SupportGroup": {"LookupKey": "TZBV", "LogoBase64": "A" * 200_000}}
    full = listing(*(INSTALLATION | group | {"Id": f"another-{number}"} for number in range(99)), INSTALLATION | group)
    look = await (await signed_in(recorded().on(INSTALLATIONS, full))).look("ZAP900001")
    assert look.grant is Grant.NOT_GRANTED


def no_to_the_second_list(reply: httpx.Response) -> Any:
    def lists(request: httpx.Request) -> httpx.Response:
        return reply if "ExcludeIfVisibleForUserGroupLookupKey" in request.url.params else listing(INSTALLATION)

    return lists


@pytest.mark.parametrize("reply", [says(403), says(404, {"errorCode": 512}), says(500, {"Code": 533})])
async def test_a_list_that_is_refused_is_not_an_empty_one(reply: httpx.Response) -> None:
    """An empty list would look like a grant."""
    cloud = recorded().on(INSTALLATIONS, no_to_the_second_list(reply))
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert look.grant is Grant.UNKNOWN


@pytest.mark.parametrize("fault", ["half", "html", "garbage", "other shape", "number", "204", "500", "503", "reset"])
async def test_a_list_that_breaks_is_no_grant(fault: str) -> None:
    reply = FAULTS[fault]

    def lists(request: httpx.Request) -> httpx.Response:
        if "ExcludeIfVisibleForUserGroupLookupKey" not in request.url.params:
            return listing(INSTALLATION)
        if isinstance(reply, Exception):
            raise reply
        assert isinstance(reply, httpx.Response)
        return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)

    with pytest.raises(ServiceError):
        await (await signed_in(recorded().on(INSTALLATIONS, lists))).look("ZAP900001")


@pytest.mark.parametrize("item", [{"Name": "without an id"}, {"Id": None}, {"Id": 7}])
async def test_one_item_that_cannot_be_read_spoils_the_list(item: dict[str, Any]) -> None:
    cloud = recorded().on(INSTALLATIONS, no_to_the_second_list(listing(item)))
    with pytest.raises(ServiceError) as raised:
        await (await signed_in(cloud)).look("ZAP900001")
    assert raised.value.detail == UNREADABLE
