"""Ways from Start to FINISH SETUP on which all goes well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from services.contracts import Stage
from services.text.words import Words
from tests.support.screens.journey_parts import IBAN, approved, check, connect, finish, signed_in
from tests.support.screens.wizard_on_sandbox import wizard_on_sandbox

pytestmark = pytest.mark.anyio
DOCS = (Path(__file__).parents[2] / "docs" / "zaptec.md").read_text("utf-8")


WHOLE_WAY = [
    "POST /northe/v1/link-sessions",
    "GET /northe/v1/link-sessions/{id}",
    "GET /northe/v1/account",
    "PUT /northe/v1/bank-account",
    "POST /zaptec/oauth/token",
    "GET /zaptec/api/chargers",
    "GET /zaptec/api/chargers/{id}/state",
    "GET /zaptec/api/installation",
    "GET /zaptec/api/installation",
    "GET /zaptec/api/installation/{id}/hierarchy",
    "POST /northe/v1/charge-boxes/check",
    "POST /northe/v1/charge-sites",
    "POST /northe/v1/charge-boxes",
    "GET /northe/v1/charge-boxes/{id}",
    "DELETE /northe/v1/session",
    "GET /northe/v1/account",
]
"""Every call of a whole activation with a Zaptec sign-in (docs/zaptec.md tells them, too). What's asked again and again
until the customer has approved or the box is online stands here once.
"""
AGAIN_AND_AGAIN = {"GET /northe/v1/link-sessions/{id}", "GET /northe/v1/charge-boxes/{id}"}


def once(asked: list[str]) -> list[str]:
    return [one for number, one in enumerate(asked) if one not in AGAIN_AND_AGAIN or one not in asked[:number]]


def test_the_documented_calls_are_these() -> None:
    section = DOCS.split("\n## Calls of a whole activation\n")[1].split("\nWhat's polled")[0]
    told = re.findall(r"`((?:GET|POST|PUT|DELETE) /(?:v1|api|oauth)[^`]*)`", section)
    assert set(told) - {"POST /v1/sessions"} == {re.sub(r" /(northe|zaptec)/", " /", one) for one in WHOLE_WAY}
    assert "6 to Zaptec, 8 to Northe" in section
    once_only = [one for one in WHOLE_WAY if one not in AGAIN_AND_AGAIN]
    assert [sum(f"/{cloud}/" in one for one in once_only) for cloud in ("zaptec", "northe")] == [6, 8]


async def test_from_start_to_finish(tmp_path: Path) -> None:
    """A new site, a bank account, a look at Zaptec, a box that comes online, a receipt, and nobody signed in at the end:
    with no call to a cloud more than it takes.
    """
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        assert await way.open_sessions() == ["kim@example.com"]
        await way.press("f10")
        await way.sees("per kWh")
        for text in ("Testgatan 10", "11122", "Stockholm"):
            await way.type(text)
            await way.press("enter")
        await way.press("f10")
        await way.sees("First name")
        await way.type(IBAN)
        await way.press("enter")
        await way.sees("Form and check digits are right")
        await way.press("f10")
        await way.sees("Connect Zaptec Go")
        await way.press("f7")
        await way.sees("your own Zaptec account")
        await way.type("zap@example.com")
        await way.press("enter")
        await way.type("zap")
        await way.press("enter", "enter")
        await way.sees("Signed in to Zaptec as zap@example.com")
        await check(way, "zap 900001")
        await way.sees("Everything is right")
        await connect(way)
        await way.advance(60)
        await way.sees("FINISH SETUP", "Testgatan 10", "2.50 SEK")
        assert way.box is not None
        assert way.box.stage is Stage.ONLINE
        receipts = list((tmp_path / "receipts").iterdir())
        assert len(receipts) == 1
        text = receipts[0].read_text("utf-8")
        assert "ZAP900001" in text
        assert IBAN not in text.replace(" ", "")
        await finish(way)
        # At once asked of both clouds, so in any order: what one check asks.
        end = way.asked.index("DELETE /northe/v1/session")  # then comes the next customer's code
        asked = way.asked[:end] + [one for one in way.asked[end:] if "link-sessions" not in one]
        assert sorted(once(asked)) == sorted(WHOLE_WAY)
        assert [one for one in once(asked) if "/northe/" in one] == [one for one in WHOLE_WAY if "/northe/" in one]


async def test_what_start_says_to_try_works(tmp_path: Path) -> None:
    """The sandbox's hint names a customer that exists."""
    hint = Words().t("sign_in.credentials.sandbox")
    found = re.search(r"(\S+@\S+), member ID (\S+), partner key (\w+)", hint)
    assert found is not None
    async with wizard_on_sandbox(tmp_path) as way:
        await way.begin()
        await way.sign_in(*found.groups())
        await way.sees("Which charge box", "Kim Larsson")


async def test_two_customers_in_a_row_see_nothing_of_each_other(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await signed_in(way, "kim@example.com", "1001")
        await way.sees("Which charge box", "Kim Larsson")
        await way.type("Larssons")
        await way.press("f10")
        await way.sees("per kWh")
        await way.press("f9")
        await way.sees("Larssons")
        await way.press("f9")
        await way.sees("Sign the customer out?")
        await way.press("tab", "enter")
        await way.sees("Begin")
        assert await way.open_sessions() == []
        await signed_in(way, "ola@example.com", "1006")
        await way.sees("Which charge box", "Ola Nordmann")
        assert "Larsson" not in way.screen
        await way.press("f10")
        await way.sees("NOK")


async def test_a_box_that_is_there_already_is_not_made_twice(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await signed_in(way, "done@example.com", "1013")
        await way.sees("Which charge box")
        await way.press("f10")
        await way.sees("Klarvägen 5")
        await way.press("f10")
        await way.sees("Connected")
        await way.press("f10")
        await way.sees("Connect Zaptec Go")
        await check(way, "ZAP900005")
        await way.holds(lambda: "Check again" in way.screen or "FINISH" in way.screen)
        await way.press("f10")
        await way.sees("FINISH SETUP")
        world = (await way.world.get("/sandbox/world")).json()
        assert sum(one["serial"] == "ZAP900005" for one in world["charge_boxes"]) == 1
        await finish(way)
