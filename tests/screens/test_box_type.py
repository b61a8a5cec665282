"""The step Type: three times Enter in the common case, and every brand in sight."""

from __future__ import annotations

import pytest

from screens.dialogs.help import HelpDialog
from screens.look.depth import Depth
from screens.look.palette import DARK, LIGHT, palette, theme
from screens.messages import Completed, WentBack
from services.activation.session import BoxTypeAnswer
from services.activation.steps import Step
from services.rules import catalogue
from tests.support.screens.one_screen import OneScreen, shown, type_in, wait_until
from tests.support.sessions.before_each_step import box_type, session

pytestmark = pytest.mark.anyio

SIZE = (80, 24)


def answer(app: OneScreen) -> BoxTypeAnswer:
    (completed,) = app.heard(Completed)
    assert completed.step is Step.BOX_TYPE
    assert isinstance(completed.answer, BoxTypeAnswer)
    return completed.answer


async def test_three_times_enter_and_next_is_the_common_case() -> None:
    app = box_type()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "enter", "enter")
        await wait_until(pilot, lambda: app.step.focused is not None and app.step.focused.id == "next")
        assert not app.heard(Completed), "Enter in a field never commits the step"
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app) == BoxTypeAnswer(name="Home", brand="zaptec", model="go")


async def test_the_key_for_next_does_so_from_anywhere() -> None:
    app = box_type()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app) == BoxTypeAnswer(name="Home", brand="zaptec", model="go")


async def test_all_brands_are_in_sight_and_the_unconfirmed_ones_are_marked_in_words() -> None:
    app = box_type()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "Zaptec" in shown(app))
        text = shown(app)
        for brand in catalogue.brands():
            assert brand.name in text
            assert (f"{brand.name} *" in text) is not brand.documented
        assert app.step.query_one("#body").max_scroll_y == 0, "nothing is hidden"


async def test_another_brand_offers_its_models_and_says_what_is_not_known() -> None:
    app = box_type()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "down")
        await wait_until(pilot, lambda: "Charge Lite" in shown(app))
        assert "Go 2" not in shown(app)
        assert "! Unconfirmed: how Easee connects is our guess." in shown(app)
        await pilot.press("up")
        await wait_until(pilot, lambda: "Go 2" in shown(app))
        assert "Northe has not said" not in shown(app)


async def test_the_model_picked_at_each_brand_is_remembered() -> None:
    app = box_type()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "enter", "down", "down", "left", "down")
        await wait_until(pilot, lambda: app.step.form.choice("model").value == "home")
        await pilot.press("right", "down", "left", "up")
        await wait_until(pilot, lambda: app.step.form.choice("model").value == "pro")
        await pilot.press("down")
        await wait_until(pilot, lambda: app.step.form.choice("model").value == "charge")
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app) == BoxTypeAnswer(name="Home", brand="easee", model="charge")


async def test_arrows_alone_lead_from_the_name_to_next_and_back() -> None:
    app = box_type()
    async with app.run_test(size=SIZE) as pilot:
        downs = 1 + len(catalogue.brands()) + len(catalogue.brands()[-1].models)
        await pilot.press(*["down"] * downs)
        await wait_until(pilot, lambda: app.step.focused is not None and app.step.focused.id == "next")
        await pilot.press("down", "shift+tab", "down")
        await wait_until(pilot, lambda: app.step.focused is not None and app.step.focused.id == "next")
        await pilot.press(*["up"] * (downs + 3))
        await wait_until(pilot, lambda: app.step.focused is not None and app.step.focused.id == "input-name")


async def test_a_name_is_needed_and_the_error_goes_as_soon_as_one_is_typed() -> None:
    app = box_type()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*["backspace"] * 4, "enter", "f10")
        await wait_until(pilot, lambda: "✗ Type a name for the charge box" in shown(app))
        assert app.step.focused is app.step.form.field("name").input
        assert not app.heard(Completed)
        await type_in(pilot, "Villan")
        await wait_until(pilot, lambda: "Type a name" not in shown(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app).name == "Villan"


async def test_back_takes_along_what_was_typed_and_coming_back_finds_it() -> None:
    app = box_type()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end")
        await type_in(pilot, " 2")
        await pilot.press("enter", "down", "enter", "end", "f9")
        await wait_until(pilot, lambda: app.heard(WentBack))
        typed = app.heard(WentBack)[0].typed
    assert typed == {"name": "Home 2", "brand": "easee", "model": "one"}
    again = box_type(session(typed={Step.BOX_TYPE: typed}))
    async with again.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "▸ One" in shown(again))
        assert again.step.typed() == typed
        assert "Unconfirmed: how Easee connects is our guess." in shown(again)
        await pilot.press("f10")
        await wait_until(pilot, lambda: again.heard(Completed))
        assert answer(again) == BoxTypeAnswer(name="Home 2", brand="easee", model="one")


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ("", "Garage"),
        ("end", "HomeGarage"),
        ("home", "GarageHome"),
        ("left", "GarageHome"),
        ("right", "HomeGarage"),
        ("backspace", "Garage"),
    ],
)
async def test_typing_replaces_the_proposal_and_a_key_into_it_keeps_it(keys: str, name: str) -> None:
    app = box_type()
    async with app.run_test(size=SIZE) as pilot:
        line = app.step.form.field("name").input
        assert line.selected_text == "Home", "seen to be a proposal"
        await pilot.press("tab", "shift+tab")
        assert line.selected_text == "Home", "still untouched"
        await pilot.press(*[key for key in [keys] if key])
        await type_in(pilot, "Garage")
        assert line.value == name
        await pilot.press("tab", "shift+tab")
        assert line.selected_text == "", "it's the installer's own now"
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app).name == line.value


async def test_a_serial_number_in_the_name_is_said_once_and_goes_through_then() -> None:
    app = box_type()
    async with app.run_test(size=SIZE) as pilot:
        await type_in(pilot, "Home ZAP900001")
        await pilot.press("f10")
        await wait_until(pilot, lambda: "! This looks like a serial number." in shown(app))
        assert not app.heard(Completed)
        await pilot.press("backspace")
        await wait_until(pilot, lambda: "This looks like a serial number." not in shown(app))
        await type_in(pilot, "1")
        await pilot.press("enter")
        await wait_until(pilot, lambda: "! This looks like a serial number." in shown(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app).name == "Home ZAP900001"


async def test_a_kept_brand_that_the_catalogue_has_no_more_falls_back_to_the_first() -> None:
    app = box_type(session(typed={Step.BOX_TYPE: {"name": "x", "brand": "gone", "model": "gone"}}))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app) == BoxTypeAnswer(name="x", brand="zaptec", model="go")


async def test_help_is_about_the_focused_question() -> None:
    app = box_type()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpDialog))
        assert "Brands marked unconfirmed" in shown(app)


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
async def test_the_picked_row_has_the_text_that_its_ground_was_chosen_for(light: bool) -> None:
    """Of sixteen colours a few go together; the ones of what isn't picked don't go with a field's."""
    app = box_type(light=light)
    colours = palette(LIGHT if light else DARK, Depth.SIXTEEN)
    async with app.run_test(size=(80, 24)) as pilot:
        app.register_theme(theme(app.theme, Depth.SIXTEEN))
        app.theme, before = (DARK if light else LIGHT), app.theme
        app.theme = before
        await pilot.press("tab")
        await pilot.pause()

        def seen(name: str) -> tuple[str, str]:
            style = app.step.form.choice(name).choices.get_component_styles("option-list--option-highlighted")
            return style.color.hex.lower(), style.background.hex.lower()

        assert seen("brand") == (colours.focus_text, colours.focus)
        assert seen("model") == (colours.field_text, colours.field)
