"""The next customer's keys: the partner key is there already, and the one before's aren't."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from screens.sign_in import SignInScreen
from services.activation.steps import Step
from services.contracts import Cause, Services
from services.stores.drafts import DraftFolder
from tests.support.screens.one_screen import shown, wait_until
from tests.support.screens.plain_wizard import (
    IDLE_LIMIT,
    SIZE,
    PlainWizard,
    at_step,
    begin,
    dialog,
    ended,
    oneline,
    with_plain_steps,
)
from tests.support.screens.sign_in_screen import KEY, MEMBER, paste

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

pytestmark = pytest.mark.anyio

KEPT = "Kept from before, in memory only."


@pytest.fixture(autouse=True)
def plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    with_plain_steps(monkeypatch)


class Forgetful(PlainWizard):
    """With `keep_sign_ins` off."""

    async def make(self) -> Services:
        """At once."""
        return replace(await super().make(), keep_sign_ins=False)


def value(app: PlainWizard, name: str) -> str:
    screen = app.screen
    assert isinstance(screen, SignInScreen)
    return screen.form.field(name).input.value


async def to_keys(app: PlainWizard, pilot: Pilot[Any]) -> None:
    await begin(app, pilot)
    await pilot.press("f4")
    await wait_until(pilot, lambda: "Sign in without the customer" in shown(app))


async def through_the_first_customer(app: PlainWizard, pilot: Pilot[Any]) -> None:
    """In by keys, at the maker too, and out again."""
    await to_keys(app, pilot)
    await paste(pilot, "kim@example.com", MEMBER, KEY)
    await pilot.press("f10")
    await at_step(app, pilot, Step.BOX_TYPE)
    app.zaptec.signed_in_as = "zap@example.com"
    await pilot.press("f9")
    await dialog(app, pilot, "Sign out")
    await pilot.press("tab", "enter")
    await wait_until(pilot, lambda: app.at_start)


async def test_the_next_customer_needs_an_address_and_a_member_id_only() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await through_the_first_customer(app, pilot)
        await to_keys(app, pilot)
        await wait_until(pilot, lambda: KEPT in oneline(app))
        assert (value(app, "email"), value(app, "fleet_member_id"), value(app, "partner_key")) == ("", "", KEY)
        assert KEY not in shown(app)
        assert app.zaptec.signed_in_as == "zap@example.com"
        await paste(pilot, "eva@example.com", "2002")
        await pilot.press("f10")
        await at_step(app, pilot, Step.BOX_TYPE)
        last = [call.args for call in app.northe.calls if call.name == "sign_in"][-1]
        assert (last["email"], last["partner_key"].get_secret_value()) == ("eva@example.com", KEY)


async def test_with_the_setting_off_each_customer_is_the_first() -> None:
    app = Forgetful()
    async with app.run_test(size=SIZE) as pilot:
        await through_the_first_customer(app, pilot)
        assert app.zaptec.signed_in_as is None
        await to_keys(app, pilot)
        assert value(app, "partner_key") == ""
        assert KEPT not in oneline(app)


async def test_emptied_it_is_forgotten_and_refused_it_stays_in_the_field_only() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await through_the_first_customer(app, pilot)
        assert app.sign_ins is not None
        await to_keys(app, pilot)
        app.northe.refuse("sign_in", Cause.SIGN_IN_REJECTED)
        await paste(pilot, "eva@example.com", "2003")
        await pilot.press("f10")
        await wait_until(pilot, lambda: "Northe does not know this combination" in shown(app))
        assert app.sign_ins.partner_key is None
        assert value(app, "partner_key") == KEY, "nothing that was there is cleared"
        assert KEPT not in oneline(app)
        app.sign_ins.taken(app.screen.form.field("partner_key").value)  # type: ignore[attr-defined]  # it's there
        app.screen.form.field("partner_key").input.focus()  # type: ignore[attr-defined]  # as above
        await pilot.press("backspace")
        await wait_until(pilot, lambda: value(app, "partner_key") == "")
        assert app.sign_ins.partner_key is None


async def test_nobody_at_the_keyboard_and_nobody_signed_in_it_goes_at_the_limit_all_the_same() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await through_the_first_customer(app, pilot)
        assert app.sign_ins is not None
        await to_keys(app, pilot)
        assert app.idle.next_check() is not None
        app.clock.advance(IDLE_LIMIT - 1)
        app.idle.check()
        assert app.sign_ins.any
        app.clock.advance(1)
        app.idle.check()
        await wait_until(pilot, lambda: KEPT not in oneline(app))
        assert app.sign_ins.partner_key is None
        assert value(app, "partner_key") == ""
        assert app.zaptec.signed_in_as is None
        assert app.idle.next_check() is None, "there's nothing to look at any more"


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_quitting_forgets_it_and_no_file_has_it(tmp_path: Path) -> None:
    app = PlainWizard(drafts=DraftFolder(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await through_the_first_customer(app, pilot)
        await to_keys(app, pilot)
        await paste(pilot, "eva@example.com", "2002")
        await pilot.press("f10")
        await at_step(app, pilot, Step.BOX_TYPE)
        await pilot.press("G", "o", "f10")
        await at_step(app, pilot, Step.CHARGE_SITE)
        app.exit(return_code=143)  # as a signal does
        await ended(app, pilot)
    assert await app.leave_account()
    assert app.sign_ins is not None
    assert not app.sign_ins.any
    written = await asyncio.to_thread(everything_in, tmp_path)
    assert b'"Go"' in written
    assert KEY.encode() not in written
    assert b"zap@example.com" not in written
