"""150 chargers in 12 installations: what an installer's client finds in them, through the program's own and by itself."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.clouds.zaptec.client import ZaptecClient
from services.clouds.zaptec.limits import Limits
from services.contracts import Grant
from services.fake import CONSENT, FakeClock
from services.sandbox.world_tables import World
from tests.support.clouds.recorded_answers import RecordedAnswers, json_answer
from tests.support.clouds.sandbox_requests import SandboxRequests, sandbox_requests
from tests.support.clouds.world_of_many import (
    ALL,
    CHARGERS,
    CREWS,
    SOME,
    SOME_ROLES,
    name_of,
    place_of,
    serial_of,
    world_of_many,
)
from tests.support.clouds.zaptec_shapes import fits

pytestmark = pytest.mark.anyio
BITS = {"user": 1, "owner": 2, "service": 4, "owner+service": 6}


@cache
def world() -> World:
    return World.model_validate(tomllib.loads(world_of_many()))


@pytest.fixture
def crowd() -> SandboxRequests:
    return sandbox_requests(world())


class Filtered(httpx.AsyncBaseTransport):
    """The sandbox, and what it was asked; perhaps one whose name filter looks at names only, which may well be real."""

    def __init__(self, crowd: SandboxRequests, *, names_only: bool) -> None:
        self._sandbox = crowd.http._transport
        self._names_only = names_only
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        wanted = request.url.params
        self.asked.append(f"{request.url.path.split('/', 3)[-1]} {wanted.get('PageIndex', '')}".strip())
        if self._names_only and "NameFilter" in wanted and request.url.path.endswith("/chargers"):
            return json_answer(200, {"Pages": 0, "Data": []})
        return await self._sandbox.handle_async_request(request)


async def installer(
    crowd: SandboxRequests, user: str = ALL, *, names_only: bool = False
) -> tuple[ZaptecClient, list[str]]:
    """The program's client, signed in, and the list of what it asks from now on."""
    line = Filtered(crowd, names_only=names_only)
    base = "http://sandbox/zaptec"
    zaptec = ZaptecClient(
        httpx.AsyncClient(transport=line),
        base,
        FakeClock(),
        token_url=f"{base}/oauth/token",
        consent=CONSENT,
        policy=RecordedAnswers().policy(),
        limits=Limits(),
    )
    await zaptec.sign_in(user, SecretStr("zap"))
    line.asked.clear()
    return zaptec, line.asked


async def every_page(zaptec: httpx.AsyncClient, path: str, size: int, **params: int) -> list[list[dict[str, Any]]]:
    """Page after page, as often as the first says."""
    first = (await zaptec.get(path, params={**params, "PageSize": size})).json()
    found = [first["Data"]]
    for index in range(1, first["Pages"]):
        answer = (await zaptec.get(path, params={**params, "PageSize": size, "PageIndex": index})).json()
        assert answer["Pages"] == first["Pages"]
        found.append(answer["Data"])
    return found


@pytest.mark.parametrize(
    ("path", "size", "pages"),
    [
        ("chargers", 7, [*[7] * 21, 3]),
        ("chargers", 50, [50, 50, 50]),
        ("chargers", 500, [100, 50]),
        ("installation", 5, [5, 5, 2]),
        ("installation", 100, [12]),
    ],
)
async def test_each_one_is_on_one_page(crowd: SandboxRequests, path: str, size: int, pages: list[int]) -> None:
    found = await every_page(await crowd.zaptec(ALL), f"/api/{path}", size)
    assert [len(page) for page in found] == pages
    every = [item for page in found for item in page]
    assert len({item["Id"] for item in every}) == sum(pages)
    for item in every:
        fits(item, "ChargerListModel" if path == "chargers" else "InstallationModel")


async def test_two_crews_see_all_of_them_on_one_page_each(crowd: SandboxRequests) -> None:
    """Whoever counts pages of one charger counts chargers: so a page of a hundred is whole where there are fewer."""
    seen: set[str] = set()
    for crew in CREWS:
        zaptec = await crowd.zaptec(crew)
        (page,) = await every_page(zaptec, "/api/chargers", 100)
        assert (await zaptec.get("/api/chargers", params={"PageSize": 1})).json()["Pages"] == len(page)
        seen |= {item["DeviceId"] for item in page}
    assert len(seen) == CHARGERS


async def test_all_chargers_take_two_calls(crowd: SandboxRequests) -> None:
    zaptec, asked = await installer(crowd)
    found = await zaptec.chargers()
    assert asked == ["chargers 0", "chargers 1"]
    assert sorted(one.serial_number for one in found) == sorted(serial_of(number) for number in range(CHARGERS))
    assert [one.created for one in found] == sorted((one.created for one in found if one.created), reverse=True)


@pytest.mark.parametrize("number", [0, 7, 100, CHARGERS - 1])
@pytest.mark.parametrize("names_only", [False, True])
async def test_every_charger_is_found_by_its_serial_number(
    crowd: SandboxRequests, number: int, names_only: bool
) -> None:
    """By the name filter, and without it on whichever page it is. Number 7's serial number is in another one's name."""
    zaptec, asked = await installer(crowd, names_only=names_only)
    look = await zaptec.look(serial_of(number).lower())
    assert (look.evidence.serial_number, look.evidence.charger_name) == (serial_of(number), name_of(number))
    assert asked[:3] == ["chargers 0", "chargers 0", "chargers 1"] if names_only else asked[0] == "chargers 0"
    granted = place_of(number) % 3 != 0
    assert len(asked) == (6 if names_only else 4) + granted
    there = [other for other in range(CHARGERS) if place_of(other) == place_of(number) and other != number]
    assert sorted(look.evidence.other_chargers) == sorted(name_of(other) for other in there)
    assert look.grant is (Grant.GRANTED if granted else Grant.NOT_GRANTED)


@pytest.mark.parametrize("wanted", [0, 1, 2, 4, 6, 7])
async def test_the_role_filter_is_any_of_its_bits(crowd: SandboxRequests, wanted: int) -> None:
    zaptec = await crowd.zaptec(SOME)
    bits = {place: BITS[said] for place, said in SOME_ROLES.items() if not wanted or BITS[said] & wanted}
    for path, count in (
        ("installation", len(bits)),
        ("chargers", sum(f"place-{place_of(number)}" in bits for number in range(CHARGERS))),
    ):
        pages = await every_page(zaptec, f"/api/{path}", 100, Roles=wanted)
        assert sum(map(len, pages)) == count
        assert {item["CurrentUserRoles"] for page in pages for item in page} == set(bits.values())


@pytest.mark.parametrize(
    ("place", "roles", "sees_state"), [(1, 1, False), (2, 2, True), (3, 4, True), (4, 6, True), (6, None, False)]
)
async def test_what_a_look_tells_by_role(
    crowd: SandboxRequests, place: int, roles: int | None, sees_state: bool
) -> None:
    number = next(number for number in range(3, CHARGERS) if place_of(number) == place and number % 5 == 0)
    zaptec, _ = await installer(crowd, SOME)
    look = await zaptec.look(serial_of(number))
    may = None if roles is None else bool(roles & 2)
    assert (look.found, look.evidence.is_owner) == (roles is not None, may)
    assert (look.evidence.last_heard is not None) is sees_state
    others = sum(place_of(other) == place for other in range(CHARGERS)) - 1 if roles else 0
    assert len(look.evidence.other_chargers) == others
