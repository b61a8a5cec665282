"""The step Charge site: what's there first, what's typed is never lost, and no price above the limit gets through."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from screens.messages import Completed, WentBack
from screens.widgets.field import Field
from services.activation.charge_site import NEW
from services.activation.session import ChargeSiteAnswer
from services.activation.steps import Step
from tests.support.screens.one_screen import OneScreen, shown, type_in, wait_until
from tests.support.sessions.before_each_step import AKERIGRAND, LONG, STORGATAN, THIRTY, account, charge_site, session

pytestmark = pytest.mark.anyio

SIZE = (80, 24)


def answer(app: OneScreen) -> ChargeSiteAnswer:
    (completed,) = app.heard(Completed)
    assert completed.step is Step.CHARGE_SITE
    assert isinstance(completed.answer, ChargeSiteAnswer)
    return completed.answer


def focused(app: OneScreen) -> str | None:
    return app.step.focused.id if app.step.focused else None


def asked(app: OneScreen) -> list[str]:
    """The questions from top to bottom."""
    return [field.field_name for field in app.step.form.fields()]


async def put(pilot: Any, app: OneScreen, **texts: str) -> None:
    for name, text in texts.items():
        app.step.form.field(name).input.value = text
    await pilot.pause()


# ---------------------------------------------------------------------------------------------- sites that exist


async def test_a_site_that_exists_is_one_key_away() -> None:
    app = charge_site(STORGATAN, AKERIGRAND)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "▸ Storgatan 12, 211 34 Malmö" in shown(app))
        assert asked(app) == ["site", "price"]
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app) == ChargeSiteAnswer(
            site_id="site-1", address=STORGATAN.address, price_per_kwh=Decimal("2.50"), currency="SEK"
        )


async def test_each_site_proposes_its_own_price_unless_one_was_typed() -> None:
    app = charge_site(STORGATAN, AKERIGRAND)
    async with app.run_test(size=SIZE) as pilot:
        price = app.step.form.field("price").input
        await wait_until(pilot, lambda: price.value == "2.50")
        await pilot.press("down")
        await wait_until(pilot, lambda: price.value == "2.10")
        await pilot.press("up")
        await wait_until(pilot, lambda: price.value == "2.50")
        await put(pilot, app, price="1,95")
        await pilot.press("down")
        await wait_until(pilot, lambda: app.step.form.choice("site").value == "site-2")
        assert price.value == "1,95"
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert (answer(app).site_id, answer(app).price_per_kwh) == ("site-2", Decimal("1.95"))


async def test_a_price_that_the_fleet_does_not_pay_any_more_is_said_at_the_site() -> None:
    app = charge_site(LONG)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "12.50 SEK is more than Acme Fleet AB pays now" in shown(app))
        assert app.step.form.field("price").input.value == "2.50"


async def test_thirty_sites_scroll_and_the_last_line_is_a_new_address() -> None:
    app = charge_site(*THIRTY)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "▸ Industrivägen 1," in shown(app))
        await pilot.press(*["down"] * 20)
        await wait_until(pilot, lambda: "▸ Industrivägen 21," in shown(app))
        await pilot.press("end")
        await wait_until(pilot, lambda: "▸ A new address ..." in shown(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: focused(app) == "choices-country")
        await wait_until(pilot, lambda: "Industrivägen" not in shown(app))
        assert "▸ A new address ..." in shown(app), "the picked line stays in sight"
        assert app.step.query_one("#body").max_scroll_y == 0
        await pilot.press("up")
        await wait_until(pilot, lambda: "Industrivägen 30," in shown(app))


async def test_only_the_picked_options_fields_show_and_what_was_typed_in_the_others_stays() -> None:
    app = charge_site(STORGATAN)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down")
        await wait_until(pilot, lambda: asked(app) == ["site", "country", "street", "postcode", "city", "price"])
        await put(pilot, app, street="Åsgränd 3", postcode="43")
        await pilot.press("up")
        await wait_until(pilot, lambda: asked(app) == ["site", "price"])
        assert "Åsgränd" not in shown(app)
        await pilot.press("down")
        await wait_until(pilot, lambda: "Åsgränd 3" in shown(app))


# ---------------------------------------------------------------------------------------------- a new address


async def test_without_sites_the_address_is_asked_at_once_in_the_currencys_country() -> None:
    app = charge_site()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: focused(app) == "input-street")
        assert asked(app) == ["country", "street", "postcode", "city", "price"]
        await type_in(pilot, "Storgatan 12")
        await pilot.press("enter")
        await type_in(pilot, "21134")
        await pilot.press("enter")
        await type_in(pilot, "Lund")
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.step.form.field("postcode").input.value == "211 34")
        await pilot.press("enter")
        await wait_until(pilot, lambda: focused(app) == "next")
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.heard(Completed))
        given = answer(app)
        assert (given.site_id, given.price_per_kwh, given.currency) == (None, Decimal("2.50"), "SEK")
        assert (given.address.street, given.address.postcode, given.address.city) == ("Storgatan 12", "211 34", "Lund")


@pytest.mark.parametrize(
    ("currency", "country", "start"),
    [("NOK", "NO", "input-street"), ("DKK", "DK", "input-street"), ("EUR", "SE", "choices-country")],
)
async def test_the_fleets_currency_tells_country_and_unit(currency: str, country: str, start: str) -> None:
    app = charge_site(currency=currency)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: focused(app) == start)
        assert app.step.form.choice("country").value == country
        assert f"Acme Fleet AB pays up to 2.50 {currency}." in shown(app)


async def test_a_country_has_its_own_fields_in_its_own_order() -> None:
    app = charge_site()
    async with app.run_test(size=SIZE) as pilot:
        app.step.form.choice("country").choices.focus()
        await type_in(pilot, "uni")
        await wait_until(pilot, lambda: asked(app) == ["country", "street", "city", "postcode", "price"])
        app.step.form.choice("country").choices.focus()
        await pilot.press("right", "right")  # Greece, Croatia; Italy is jumped to
        app.step.form.choice("country").choices.highlighted = 0
        await type_in(pilot, "it")
        await wait_until(pilot, lambda: app.step.form.choice("country").value == "IT")
        await wait_until(pilot, lambda: set(asked(app)) == {"country", "street", "postcode", "city", "region", "price"})
        assert "Province" in shown(app)
        await pilot.press("f10")
        await wait_until(pilot, lambda: "✗ Type the province." in shown(app))
        assert "✗ Type the postcode, such as 00144." in shown(app)


async def test_a_field_is_checked_when_it_is_left_but_an_empty_one_is_not_held_against_anybody() -> None:
    app = charge_site()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab")
        await type_in(pilot, "1234")
        await pilot.press("tab")
        await wait_until(pilot, lambda: "✗ Not a postcode in Sweden. They look like" in shown(app))
        assert "Type the street" not in shown(app)
        await pilot.press("shift+tab")
        await pilot.press("end")
        await type_in(pilot, "5")
        await wait_until(pilot, lambda: "postcode in Sweden" not in shown(app))
        await pilot.press("tab", "tab")
        assert "✗" not in shown(app)


async def test_a_city_typed_behind_the_postcode_goes_into_its_own_field_although_the_cursor_is_there() -> None:
    app = charge_site()
    async with app.run_test(size=SIZE) as pilot:
        await put(pilot, app, street="Testgatan 10")
        app.step.form.field("city").input.focus()
        await put(pilot, app, postcode="114 55 Stockholm")
        app.step.post_message(
            Field.Left(app.step.form.field("postcode"))
        )  # it's told when the cursor is in the next one
        await wait_until(pilot, lambda: app.step.form.field("city").input.value == "Stockholm")
        assert focused(app) == "input-city"
        assert app.step.form.field("postcode").input.value == "114 55"


async def test_next_says_everything_that_is_missing_at_its_field() -> None:
    app = charge_site()
    async with app.run_test(size=SIZE) as pilot:
        await put(pilot, app, price="")
        await pilot.press("f10")
        await wait_until(pilot, lambda: "✗ Type the street and the number." in shown(app))
        for line in (
            "✗ Type the postcode, such as 114 55.",
            "✗ Type the city or the town.",
            "✗ Type the price per kWh in SEK, such as 2.50.",
        ):
            assert line in shown(app)
        assert focused(app) == "input-street"
        assert not app.heard(Completed)


# ---------------------------------------------------------------------------------------------- the price


async def test_a_price_above_the_limit_is_refused_with_the_limit_named() -> None:
    app = charge_site(STORGATAN)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await put(pilot, app, price="2,51")
        await pilot.press("tab")
        await wait_until(pilot, lambda: "✗ Too high: Acme Fleet AB pays up to 2.50 SEK." in shown(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: focused(app) == "input-price")
        assert not app.heard(Completed)
        await put(pilot, app, price="2,5")
        await wait_until(pilot, lambda: "Too high" not in shown(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app).price_per_kwh == Decimal("2.50")


async def test_without_a_limit_the_price_has_to_be_typed() -> None:
    app = charge_site(limit=None)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "Acme Fleet AB has set no limit:" in shown(app))
        assert app.step.form.field("price").input.value == ""
        await put(pilot, app, street="Storgatan 1", postcode="211 34", city="Malmö")
        await pilot.press("f10")
        await wait_until(pilot, lambda: "✗ Type the price per kWh in SEK" in shown(app))
        await type_in(pilot, "3,75")
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app).price_per_kwh == Decimal("3.75")


# ---------------------------------------------------------------------------------------------- back and forth


async def test_back_takes_along_what_was_half_typed_and_coming_back_finds_it() -> None:
    app = charge_site(STORGATAN, AKERIGRAND)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end")
        await put(pilot, app, street="Fjällvägen", postcode="9", price="1,")
        app.step.form.choice("country").choices.focus()
        await pilot.press("right", "f9")
        await wait_until(pilot, lambda: app.heard(WentBack))
        typed = app.heard(WentBack)[0].typed
    expected = {
        "site": NEW, "country": "NO", "street": "Fjällvägen", "postcode": "9", "city": "", "region": "", "price": "1,"
    }  # fmt: skip
    assert typed == expected
    owner = account(STORGATAN, AKERIGRAND)
    again = charge_site(before=session(owner, charge_site=None, typed={Step.CHARGE_SITE: typed}))
    async with again.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "Fjällvägen" in shown(again))
        assert again.step.typed() == typed
        assert "◂ Norway ▸" in shown(again)


async def test_an_answered_step_shows_its_answer() -> None:
    typed = {"site": "site-2", "price": "2.00"}
    answered = ChargeSiteAnswer(site_id="site-2", address=AKERIGRAND.address, price_per_kwh=Decimal(2), currency="SEK")
    app = charge_site(
        before=session(account(STORGATAN, AKERIGRAND), charge_site=answered, typed={Step.CHARGE_SITE: typed})
    )
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "▸ Åkerigränd 4 B" in shown(app))
        assert app.step.form.field("price").input.value == "2.00"


async def test_a_change_of_mind_outlives_going_back_though_another_site_was_answered() -> None:
    answered = ChargeSiteAnswer(site_id="site-2", address=AKERIGRAND.address, price_per_kwh=Decimal(2), currency="SEK")
    kept = {Step.CHARGE_SITE: {"site": NEW, "country": "SE", "street": "Sveavägen 1", "price": "2.00"}}
    app = charge_site(before=session(account(STORGATAN, AKERIGRAND), charge_site=answered, typed=kept))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "▸ A new address ..." in shown(app))
        assert "Sveavägen 1" in shown(app)


async def test_a_kept_site_that_is_gone_falls_back_to_the_first() -> None:
    app = charge_site(before=session(account(STORGATAN), charge_site=None, typed={Step.CHARGE_SITE: {"site": "gone"}}))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app).site_id == "site-1"


async def test_nothing_is_sent_in_this_step_and_a_clouds_text_is_no_markup() -> None:
    odd = replace(STORGATAN, address=replace(STORGATAN.address, street="[bold red]Storgatan[/] \\[12]"))
    app = charge_site(odd)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "[bold red]Storgatan[/] \\[12]" in shown(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert app.step.services.northe.calls == []  # type: ignore[attr-defined]  # the fake's
