from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.anyio
PAGE = "/portal/access/request/Y8TU"
RIGHT = {"user": "zap@example.com", "password": "zap"}


async def signed_in(asked: Any, url: str = PAGE, **who: str) -> tuple[str, dict[str, str]]:
    """The page after signing in, and what its form sends along."""
    page = (await asked.http.post(url, data={**RIGHT, **who})).text
    found = re.search(r'name="pass" value="([^"]+)"', page)
    return page, {"pass": found[1]} if found else {}


async def installation_id(asked: Any, key: str) -> str:
    world = (await asked.http.get("/sandbox/world")).json()
    found: str = next(place["id"] for place in world["installations"] if place["key"] == key)
    return found


async def granted(asked: Any, key: str) -> str:
    world = (await asked.http.get("/sandbox/world")).json()
    found: str = next(place["granted"] for place in world["installations"] if place["key"] == key)
    return found


async def test_the_way_to_a_grant(asked: Any) -> None:
    page = await asked.http.get(PAGE, params={"partnerName": "Northe"})
    assert "Northe asks for access" in page.text
    choice, form = await signed_in(asked)
    assert "Provvägen 2" in choice
    assert "Uppfarten (ZAP900002)" in choice
    assert "Testgatan 10" not in choice, "what's given already isn't asked for again"
    assert "Dolda vägen" not in choice, "somebody else's"
    assert await granted(asked, "asked") == "none"
    chosen = await installation_id(asked, "asked")
    done = await asked.http.post(PAGE, data={**form, "installation": chosen, "answer": "approve"})
    assert "Northe API now has access to Provvägen 2" in done.text
    assert await granted(asked, "asked") == "owner+service"
    kim = await asked.customer()
    assert (await kim.check("ZAP900002")).json()["ready"]


async def test_a_missing_role_can_be_given_later(asked: Any) -> None:
    choice, form = await signed_in(asked)
    assert "Halvvägen 3" in choice
    chosen = await installation_id(asked, "half")
    await asked.http.post(PAGE, data={**form, "installation": chosen, "answer": "approve"})
    assert await granted(asked, "half") == "owner+service"


async def test_a_refusal_gives_nothing(asked: Any) -> None:
    _, form = await signed_in(asked)
    chosen = await installation_id(asked, "asked")
    page = await asked.http.post(PAGE, data={**form, "installation": chosen, "answer": "refuse"})
    assert "gets no access" in page.text
    assert await granted(asked, "asked") == "none"


@pytest.mark.parametrize(("answer", "success"), [("approve", "true"), ("refuse", "false")])
async def test_the_way_back_says_how_it_went(asked: Any, answer: str, success: str) -> None:
    url = f"{PAGE}?returnUrl=https%3A%2F%2Fapp.example%2Fback%3Fa%3D1"
    _, form = await signed_in(asked, url)
    chosen = await installation_id(asked, "asked")
    done = await asked.http.post(url, data={**form, "installation": chosen, "answer": answer})
    assert done.status_code == 303
    assert done.headers["Location"] == f"https://app.example/back?a=1&success={success}&installationId={chosen}"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//", "http://[", "data:text/html,x"])
async def test_no_way_back_that_isnt_a_web_page(asked: Any, address: str) -> None:
    _, form = await signed_in(asked)
    chosen = await installation_id(asked, "asked")
    done = await asked.http.post(
        PAGE, params={"returnUrl": address}, data={**form, "installation": chosen, "answer": "approve"}
    )
    assert done.status_code == 200


async def test_a_pro_installation_has_to_be_named(asked: Any) -> None:
    unnamed, form = await signed_in(asked, f"{PAGE}?installationtype=0")
    assert "has to be named" in unnamed
    assert form == {}
    chosen = await installation_id(asked, "pro_asked")
    url = f"{PAGE}?installationId={chosen}&installationtype=0"
    named, form = await signed_in(asked, url)
    assert "BRF Väntande" in named
    assert named.count('type="radio"') == 1
    await asked.http.post(url, data={**form, "installation": chosen, "answer": "approve"})
    assert await granted(asked, "pro_asked") == "owner+service"
    everything, _ = await signed_in(asked)
    assert "BRF Väntande" not in everything, "without the type only Go installations are there"


async def test_existing_ones_show_on_demand(asked: Any) -> None:
    choice, _ = await signed_in(asked, f"{PAGE}?showExisting=true")
    assert "Testgatan 10" in choice


async def test_a_wrong_key_says_so(asked: Any) -> None:
    page = await asked.http.get("/portal/access/request/ZZZZ")
    assert page.status_code == 404
    assert "No partner has the key ZZZZ" in page.text


async def test_wrong_sign_ins_and_answers_give_nothing(asked: Any) -> None:
    chosen = await installation_id(asked, "asked")
    wrong = await asked.http.post(PAGE, data={**RIGHT, "password": "wrong"})
    assert wrong.status_code == 403
    assert "belong together" in wrong.text
    assert "wrong</" not in wrong.text
    down = await asked.http.post(PAGE, data={**RIGHT, "user": "down@example.com"})
    assert down.status_code == 503
    guest, form = await signed_in(asked, user="guest@example.com")
    assert "no installation that can be chosen" in guest
    assert form == {}
    forged = {"pass": "forged", "installation": chosen, "answer": "approve"}
    assert (await asked.http.post(PAGE, data=forged)).status_code == 403
    _, form = await signed_in(asked)
    hidden = await installation_id(asked, "hidden")
    for other in (hidden, "nonsense", ""):
        answer = {**form, "installation": other, "answer": "approve"}
        assert (await asked.http.post(PAGE, data=answer)).status_code == 403
    assert await granted(asked, "hidden") == "none"
    await asked.wait(901)
    late = await asked.http.post(PAGE, data={**form, "installation": chosen, "answer": "approve"})
    assert "Sign in again" in late.text
    assert await granted(asked, "asked") == "none"


async def test_an_api_token_opens_no_page_and_a_page_no_api(asked: Any) -> None:
    _, form = await signed_in(asked)
    headers = {"Authorization": f"Bearer {form['pass']}"}
    assert (await asked.http.get("/zaptec/api/chargers", headers=headers)).status_code == 401
    token = (await asked.zaptec()).headers["Authorization"][7:]
    assert (await asked.http.post(PAGE, data={"pass": token})).status_code == 403


async def test_what_comes_from_outside_is_text(asked: Any) -> None:
    page = await asked.http.get(PAGE, params={"partnerName": "<script>alert(1)</script>", "lang": '"><b>'})
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert '<html lang="en">' in page.text
    choice, _ = await signed_in(asked)
    assert "[reverse]Plats 2[/] med ett" in choice
    assert "\x1b" not in choice
