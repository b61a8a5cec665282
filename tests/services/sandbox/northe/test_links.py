from __future__ import annotations

from typing import Any

import pytest

from services.sandbox.app import create_app
from services.sandbox.world import WorldWrong
from services.text.words import Words
from tests.support.clouds.sandbox_requests import sandbox_requests

pytestmark = pytest.mark.anyio


async def offer(asked: Any) -> dict[str, Any]:
    answer = await asked.http.post("/northe/v1/link-sessions", headers=asked.key())
    assert answer.status_code == 201
    body: dict[str, Any] = answer.json()
    return body


async def poll(asked: Any, link: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = (await asked.http.get(f"/northe/v1/link-sessions/{link['id']}")).json()
    return body


async def test_the_customers_yes_opens_a_session(asked: Any) -> None:
    link = await offer(asked)
    assert (link["status"], link["token"]) == ("pending", None)
    assert (await poll(asked, link))["status"] == "pending"
    await asked.http.post(f"/sandbox/link/{link['id']}/approve", json={"email": "asa@example.com"})
    assert (await asked.http.get("/sandbox/sessions")).json() == [], "nobody has collected it yet"
    approved = await poll(asked, link)
    headers = {"Authorization": f"Bearer {approved['token']}"}
    account = (await asked.http.get("/northe/v1/account", headers=headers)).json()
    assert account["customer"]["email"] == "asa@example.com"


async def test_the_token_comes_again_until_it_was_used(asked: Any) -> None:
    link = await offer(asked)
    await asked.http.post(f"/sandbox/link/{link['id']}/approve", json={})
    first, again = await poll(asked, link), await poll(asked, link)
    assert first["token"] == again["token"]
    headers = {"Authorization": f"Bearer {first['token']}"}
    assert (await asked.http.get("/northe/v1/account", headers=headers)).status_code == 200
    assert (await poll(asked, link))["token"] is None
    await asked.http.delete("/northe/v1/session", headers=headers)
    assert (await poll(asked, link))["token"] is None, "a session that was ended isn't opened again"
    assert (await asked.http.get("/sandbox/sessions")).json() == []


async def test_a_token_that_nobody_uses_opens_nothing_for_long(asked: Any) -> None:
    link = await offer(asked)
    await asked.http.post(f"/sandbox/link/{link['id']}/approve", json={})
    token = (await poll(asked, link))["token"]
    assert len((await asked.http.get("/sandbox/sessions")).json()) == 1
    await asked.wait(61)
    assert (await asked.http.get("/sandbox/sessions")).json() == []
    headers = {"Authorization": f"Bearer {token}"}
    assert (await asked.http.get("/northe/v1/account", headers=headers)).status_code == 401
    assert (await poll(asked, link))["token"] is None


async def test_a_no_a_silence_and_a_late_yes(asked: Any) -> None:
    refused, silent = await offer(asked), await offer(asked)
    assert (await asked.http.post(f"/sandbox/link/{refused['id']}/refuse")).status_code == 200
    assert (await poll(asked, refused))["status"] == "refused"
    await asked.wait(119)
    assert (await poll(asked, silent))["status"] == "pending"
    await asked.wait(1)
    assert (await poll(asked, silent))["status"] == "expired"
    late = await asked.http.post(f"/sandbox/link/{silent['id']}/approve", json={})
    assert (late.status_code, late.json()["code"]) == (409, "conflict")


async def test_a_yes_that_nobody_collects_expires(asked: Any) -> None:
    link = await offer(asked)
    await asked.http.post(f"/sandbox/link/{link['id']}/approve", json={})
    await asked.wait(181)
    assert (await poll(asked, link))["status"] == "expired"


@pytest.mark.parametrize(
    ("behaviour", "after", "status"),
    [
        ("approve_after_seconds = 8", 7, "pending"),
        ("approve_after_seconds = 8", 8, "approved"),
        ("refuse_after_seconds = 5", 5, "refused"),
        ("expires_seconds = 3", 3, "expired"),
        ("expires_seconds = 3\napprove_after_seconds = 4", 5, "expired"),
    ],
)
async def test_the_phone_may_answer_by_itself(world_file: Any, behaviour: str, after: float, status: str) -> None:
    asked = sandbox_requests(
        world_file(
            f"""
            fleets = [{{ name = "A" }}]
            [[customers]]
            name = "K"
            email = "k@example.com"
            fleet_member_id = "1"
            partner_key = "2"
            fleet = "A"
            [link]
            {behaviour}
            """
        )
    )
    link = await offer(asked)
    await asked.wait(after)
    assert (await poll(asked, link))["status"] == status


async def test_the_code_and_the_secret_differ_and_the_code_fits(asked: Any) -> None:
    link = await offer(asked)
    token = link["payload"].rpartition("/")[2]
    assert token not in link["id"]
    assert link["payload"].startswith("http://sandbox/app/link/")
    assert (await asked.http.get(f"/northe/v1/link-sessions/{token}")).status_code == 404


@pytest.mark.parametrize(
    "base_url", ["http://sandbox", "http://192.168.100.200:65535", "https://a-much-longer-host.example:443", "h" * 40]
)
async def test_every_payload_fits_a_version_3_code(base_url: str) -> None:
    asked = sandbox_requests(base_url=base_url)
    link = await offer(asked)
    assert len(link["payload"].encode()) <= 53
    page = await asked.http.get(link["payload"].removeprefix(base_url))
    assert page.status_code == 200, "both forms of the address lead to the page"
    assert len(link["payload"].rpartition("/")[2]) >= 10


def test_an_address_that_leaves_no_room_is_refused_in_a_sentence() -> None:
    with pytest.raises(WorldWrong) as raised:
        create_app(base_url="http://" + "h" * 34)
    sentence = Words().say(raised.value.message)
    assert "too long" in sentence
    assert "40 characters" in sentence


async def test_the_same_key_offers_the_same_code(asked: Any) -> None:
    first = await asked.http.post("/northe/v1/link-sessions", headers={"Idempotency-Key": "a"})
    again = await asked.http.post("/northe/v1/link-sessions", headers={"Idempotency-Key": "a"})
    other = await asked.http.post("/northe/v1/link-sessions", headers={"Idempotency-Key": "b"})
    assert first.json() == again.json()
    assert first.json()["id"] != other.json()["id"]


@pytest.mark.parametrize(
    ("path", "body"), [("nothere/approve", {}), ("nothere/maybe", {}), ("LINK/approve", {"email": "no@example.com"})]
)
async def test_what_isnt_there_cant_be_answered(asked: Any, path: str, body: dict[str, str]) -> None:
    link = await offer(asked)
    answer = await asked.http.post(f"/sandbox/link/{path.replace('LINK', link['id'])}", json=body)
    assert answer.status_code == 404
    assert (await poll(asked, link))["status"] == "pending"
