"""How large an answer of Zaptec's may be: a page of installations has logos in it, and nothing else is that large."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from services.clouds.zaptec import wire
from services.contracts import Cause, Grant, Reason, ServiceError
from tests.support.clouds.recorded_answers import json_answer
from tests.support.clouds.zaptec_bodies import INSTALLATION, INSTALLATIONS, LIST, LOGIN, client, recorded, signed_in

pytestmark = pytest.mark.anyio

MEGABYTE = 1024 * 1024


async def test_a_page_of_installations_has_room_for_their_logos() -> None:
    logo = {"LogoBase64": "A" * 200_000}
    many = [{**INSTALLATION, "Id": str(number), "SupportGroup": logo} for number in range(99)]
    cloud = recorded().on(INSTALLATIONS, json_answer(200, {"Pages": 1, "Data": [*many, INSTALLATION]}))
    zaptec = await signed_in(cloud)
    assert (await zaptec.look("ZAP900001")).grant is Grant.NOT_GRANTED


async def test_a_larger_one_is_let_go() -> None:
    cloud = recorded().on(INSTALLATIONS, json_answer(200, {"Pages": 1, "Data": [], "More": "A" * 33 * MEGABYTE}))
    zaptec = await signed_in(cloud)
    with pytest.raises(ServiceError) as raised:
        await zaptec._asking.pages("/api/installation", wire.Installation)
    assert (raised.value.cause, raised.value.reason, cloud.count(INSTALLATIONS)) == (
        Cause.VENDOR_DOWN,
        Reason.UNREADABLE,
        1,
    )


@pytest.mark.parametrize("megabytes", [3, 5])
async def test_a_list_of_chargers_has_room_for_four_megabytes(megabytes: int) -> None:
    cloud = recorded().on(LIST, json_answer(200, {"Pages": 1, "Data": [], "More": "A" * megabytes * MEGABYTE}))
    zaptec = await signed_in(cloud)
    if megabytes < 4:
        assert await zaptec.chargers() == ()
        return
    with pytest.raises(ServiceError) as raised:
        await zaptec.chargers()
    assert (raised.value.cause, raised.value.reason, cloud.count(LIST)) == (Cause.VENDOR_DOWN, Reason.UNREADABLE, 1)


async def test_a_token_has_room_for_one() -> None:
    cloud = recorded().on(LOGIN, json_answer(200, {"access_token": "A" * 2 * MEGABYTE}))
    with pytest.raises(ServiceError) as raised:
        await client(cloud).sign_in("installer@example.com", SecretStr("x"))
    assert (raised.value.cause, raised.value.reason, cloud.count(LOGIN)) == (Cause.VENDOR_DOWN, Reason.UNREADABLE, 1)
