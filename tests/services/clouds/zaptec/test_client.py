from __future__ import annotations

from typing import Any

import httpx
import pytest

from services.contracts import Cause, Grant, LookPart, Reason, ServiceError
from tests.support.clouds.recorded_answers import FAULTS, json_answer
from tests.support.clouds.zaptec_bodies import (
    CHARGER,
    CHARGER_ID,
    INSTALLATION,
    INSTALLATION_ID,
    INSTALLATIONS,
    LIST,
    WILDCARD,
    ZEROS,
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
    assert (look.found, look.grant, look.evidence.is_owner) == (False, Grant.UNKNOWN, None)
    assert len(cloud.asked) - 1 == 2


async def test_of_two_records_the_active_one_counts() -> None:
    old = CHARGER | {"Id": "old", "Active": False, "Name": "Old"}
    cloud = recorded().on(LIST, listing(old, CHARGER))
    assert (await (await signed_in(cloud)).look("ZAP900001")).evidence.charger_name == "Garage"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"CreatedOnDate": "2026-08-01T00:00:00"}, {"CreatedOnDate": "2024-08-01T00:00:00"}),
        ({"CreatedOnDate": "2026-08-01T00:00:00"}, {"CreatedOnDate": None}),
        ({"InstallationId": INSTALLATION_ID}, {"InstallationId": None}),
        ({"InstallationId": INSTALLATION_ID}, {"InstallationId": ZEROS}),
    ],
)
async def test_of_two_that_may_both_be_active_the_newer_counts_or_the_one_that_is_somewhere(
    one: dict[str, Any], other: dict[str, Any], turned: bool
) -> None:
    bare = without(CHARGER, "Active")
    both = [bare | one | {"Name": "Right"}, bare | other | {"Id": "an-older-one"}]
    cloud = recorded().on(LIST, listing(*(reversed(both) if turned else both)))
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert (look.evidence.charger_name, look.evidence.charger_id) == ("Right", CHARGER_ID)


def many(count: int, *, last: bool = False, **envelope: Any) -> Any:
    """A list of so many chargers that says nothing of its pages, ours among them; page by page."""
    everyone = [CHARGER | {"Id": f"c-{number}", "DeviceId": f"ZAP{number:06}"} for number in range(count - 1)]
    everyone.insert(count - 1 if last else 0, CHARGER)

    def pages(request: httpx.Request) -> httpx.Response:
        first = int(request.url.params["PageIndex"]) * 100
        return json_answer(200, {"Data": everyone[first : first + 100], **envelope})

    return pages


@pytest.mark.parametrize(("count", "calls"), [(1, 1), (99, 1), (100, 2), (251, 3)])
@pytest.mark.parametrize("pages", [{}, {"Pages": None}, {"Pages": 0}, {"Pages": "many"}, {"Pages": [3]}])
async def test_a_full_page_that_does_not_say_how_many_there_are_is_not_the_last(
    count: int, calls: int, pages: dict[str, Any]
) -> None:
    cloud = recorded().on(LIST, many(count, last=True, **pages))
    found = await (await signed_in(cloud)).chargers()
    assert (len(found), cloud.count(LIST)) == (count, calls)


async def test_a_cloud_that_says_the_same_full_page_for_ever_is_asked_twice() -> None:
    full = json_answer(200, {"Data": [CHARGER | {"Id": f"c-{number}"} for number in range(100)]})
    cloud = recorded().on(LIST, full)
    assert len(await (await signed_in(cloud)).chargers()) == 100
    assert cloud.count(LIST) == 2


async def test_the_rest_of_a_list_comes_three_pages_at_a_time_and_is_told_as_it_comes() -> None:
    asked: list[str] = []
    told: list[int] = []

    def pages(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["PageIndex"])
        first = int(request.url.params["PageIndex"]) * 100
        return listing(*(CHARGER | {"Id": f"c-{number}"} for number in range(first, first + 100)), pages=8)

    cloud = recorded().on(LIST, pages)
    found = await (await signed_in(cloud)).chargers(lambda so_far: told.append(len(so_far)))
    assert told == [100, 200, 300, 400, 500, 600, 700, 800]
    assert len(found) == 800
    assert asked[0] == "0"
    assert [set(asked[at : at + 3]) for at in (1, 4)] == [{"1", "2", "3"}, {"4", "5", "6"}]
    assert asked[7:] == ["7"]


async def test_what_came_of_a_list_stays_told_when_the_rest_fails() -> None:
    told: list[int] = []

    def pages(request: httpx.Request) -> httpx.Response:
        return listing(CHARGER, pages=3) if request.url.params["PageIndex"] == "0" else json_answer(500, {"Code": 528})

    with pytest.raises(ServiceError):
        await (await signed_in(recorded().on(LIST, pages))).chargers(lambda so_far: told.append(len(so_far)))
    assert told == [1]


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
    assert await (await signed_in(recorded().on(LIST, json_answer(200, body)))).chargers() == ()


async def test_a_list_of_no_pages_may_lack_its_data_but_hides_nothing_by_that() -> None:
    """Zaptec leaves out what's null. Whether an empty list is null nobody has seen, so it's no proof of a grant."""
    assert await (await signed_in(recorded().on(LIST, json_answer(200, {"Pages": 0})))).chargers() == ()
    cloud = recorded().on(INSTALLATIONS, no_to_the_second_list(json_answer(200, {"Pages": 0})))
    assert (await (await signed_in(cloud)).look("ZAP900001")).grant is Grant.UNKNOWN


@pytest.mark.parametrize("body", [{}, {"Pages": 1}, {"Pages": 0, "Data": 7}, {"Pages": 1, "Data": {"Id": "x"}}])
async def test_any_other_list_without_its_data_makes_no_sense(body: dict[str, Any]) -> None:
    with pytest.raises(ServiceError) as raised:
        await (await signed_in(recorded().on(LIST, json_answer(200, body)))).chargers()
    assert raised.value.reason == Reason.UNREADABLE


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


@pytest.mark.parametrize(
    "reply", [json_answer(403), json_answer(404, {"errorCode": 512}), json_answer(500, {"Code": 533})]
)
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

    look = await (await signed_in(recorded().on(INSTALLATIONS, lists))).look("ZAP900001")
    assert (look.grant, set(look.unanswered)) == (Grant.UNKNOWN, {LookPart.GRANT})
    assert (look.evidence.installation_is_pro, look.evidence.other_chargers) == (False, ("Carport",))


@pytest.mark.parametrize(
    "item", [{"Name": "without an id"}, {"Id": None}, {"Id": 7}, {"Id": ""}, {"Id": ZEROS}, {"Id": WILDCARD}, None, 7]
)
async def test_where_something_was_skipped_absence_is_no_grant(item: Any) -> None:
    cloud = recorded().on(INSTALLATIONS, no_to_the_second_list(listing(item)))
    zaptec = await signed_in(cloud)
    look = await zaptec.look("ZAP900001")
    assert (look.grant, look.unanswered[LookPart.GRANT].reason) == (Grant.UNKNOWN, Reason.UNREADABLE)
    with pytest.raises(ServiceError):  # the panel that asks again and again says so, too
        await zaptec.grant(look)
    listed = no_to_the_second_list(listing(item, INSTALLATION))
    assert (await (await signed_in(recorded().on(INSTALLATIONS, listed))).look("ZAP900001")).grant is Grant.NOT_GRANTED

    def skipped_in_the_other(request: httpx.Request) -> httpx.Response:
        narrow = "ExcludeIfVisibleForUserGroupLookupKey" in request.url.params
        return listing() if narrow else listing(item, INSTALLATION)

    granted_one = await (await signed_in(recorded().on(INSTALLATIONS, skipped_in_the_other))).look("ZAP900001")
    assert (granted_one.grant, dict(granted_one.unanswered)) == (Grant.GRANTED, {})
