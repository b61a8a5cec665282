"""What the permission panel says: what the consent covers, and four answers, verified while it's open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.activation.diagnosis import BoxFacts
from services.contracts import Cause, CheckAnswer, Grant, LookPart, MakerLook, ServiceError
from services.fake import FakeNorthe, FakePhone, FakeZaptec, fake_services
from services.fake.data import EVIDENCE
from tests.support.screens.one_screen import look, shown, wait_until
from tests.support.screens.permission_screen import (
    INSTALLER,
    LOOK_EVERY,
    MISSING,
    SIZE,
    facts,
    panel_of,
    permission_screen,
    says,
)

pytestmark = pytest.mark.anyio


# ------------------------------------------------------------------------------------------ what it covers


@pytest.mark.parametrize(
    ("others", "text"),
    [
        (("Carport", "Gate"), "these chargers too: Carport, Gate"),
        (("A", "B", "C", "D", "E"), "A, B, C and 2 more"),
        ((), "You see no other charger in it."),
    ],
)
async def test_the_other_chargers_are_named(others: tuple[str, ...], text: str) -> None:
    seen = MakerLook(found=True, grant=Grant.NOT_GRANTED, evidence=replace(EVIDENCE, other_chargers=others))
    app = permission_screen(facts=facts(MISSING, seen))
    async with app.run_test(size=SIZE):
        assert text in says(app)
        assert "Choose Testgatan 10 and approve." in says(app)


async def test_whoever_was_not_told_of_the_others_is_not_told_that_there_are_none() -> None:
    seen = MakerLook(found=True, grant=Grant.NOT_GRANTED, evidence=replace(EVIDENCE, other_chargers=()))
    for untold in (
        replace(seen, unanswered={LookPart.OTHERS: ServiceError(Cause.VENDOR_DOWN)}),
        replace(seen, unplaced=True),
    ):
        app = permission_screen(facts=facts(MISSING, untold))
        async with app.run_test(size=SIZE):
            assert "with all chargers in it." in says(app)


async def test_a_box_in_no_installation_is_what_the_panel_speaks_of() -> None:
    seen = MakerLook(found=True, evidence=replace(EVIDENCE, installation_id=None), unplaced=True)
    app = permission_screen(facts=facts(MISSING, seen))
    async with app.run_test(size=SIZE):
        assert "it is in no installation yet" in says(app)
        assert "Add it in the Zaptec portal" in says(app)


async def test_without_a_look_it_is_all_chargers() -> None:
    app = permission_screen()
    async with app.run_test(size=SIZE):
        assert "This covers the whole installation, with all chargers in it." in says(app)


# ------------------------------------------------------------------------------------------ four answers


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (facts(CheckAnswer(None, EVIDENCE)), "✓ Northe has the permission for Testgatan 10"),
        (facts(MISSING), "✗ Northe has no permission yet"),
        (facts(CheckAnswer(Cause.ROLE_MISSING)), "✗ Northe has the permission, but not both roles: Owner and Service"),
        (facts(ServiceError(Cause.VENDOR_DOWN)), "Northe: The maker's cloud is not answering."),
        (facts(MISSING, MakerLook(found=True, grant=Grant.GRANTED, evidence=EVIDENCE)), "but Northe does not see it yet"),
        (facts(CheckAnswer(Cause.BOX_NOT_FOUND)), "✗ Zaptec does not know ZAP900001"),
    ],
)  # fmt: skip
async def test_each_answer_has_its_words(known: BoxFacts, text: str) -> None:
    app = permission_screen(facts=known, look_every=60.0)
    async with app.run_test(size=SIZE):
        assert text in says(app)


async def test_checking_again_gives_the_new_answer_to_connect_as_well() -> None:
    northe = FakeNorthe()
    app = permission_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f5")
        await wait_until(pilot, lambda: "Go back and connect the box." in says(app))
        known = panel_of(app).check.facts
        assert known is not None
        assert known.answer == CheckAnswer(None, EVIDENCE)
        assert {call.name for call in northe.calls} == {"check_box"}


async def test_it_is_verified_live_while_the_panel_is_open() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec(signed_in_as=INSTALLER)
    zaptec.look_now = replace(zaptec.look_now, grant=Grant.NOT_GRANTED)
    app = permission_screen(fake_services(northe=northe, zaptec=zaptec))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: zaptec.called("grant") >= 2)
        assert northe.called("check_box") == 0, "only Zaptec is asked until it shows a grant"
        assert zaptec.called("look") == 1, "and after the first time about nothing but the grant"
        assert "Northe has no permission for Testgatan 10 yet" in says(app)
        zaptec.look_now = replace(zaptec.look_now, grant=Grant.GRANTED)
        await wait_until(pilot, lambda: "Go back and connect the box." in says(app))
        asked = len(zaptec.calls)
        await pilot.pause(0.2)
        assert len(zaptec.calls) == asked, "nothing is asked any more once it's there"


async def test_looking_ends_with_the_panel() -> None:
    """Even a look that's under way: nobody is there any more to be told."""
    zaptec = FakeZaptec(signed_in_as=INSTALLER)
    zaptec.look_now = replace(zaptec.look_now, grant=Grant.NOT_GRANTED)
    gate = zaptec.hold("grant")
    app = permission_screen(fake_services(zaptec=zaptec))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: zaptec.called("grant") == 1)
        panel = panel_of(app)
        await pilot.press("f9")
        await wait_until(pilot, lambda: not panel.is_running)
        asked = len(zaptec.calls)
        gate.set()
        await pilot.pause(4 * LOOK_EVERY)
        assert len(zaptec.calls) == asked
        assert not [worker for worker in app.workers if worker.node is panel and not worker.is_finished]


async def test_what_becomes_known_after_the_panel_is_gone_is_not_drawn_on_it() -> None:
    app = permission_screen()
    async with app.run_test(size=SIZE) as pilot:
        panel = panel_of(app)
        await pilot.press("f9")
        await wait_until(pilot, lambda: not panel.is_running)
        panel.check.take(facts(CheckAnswer(None, EVIDENCE)))


async def test_without_a_sign_in_zaptec_is_never_asked() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec()
    app = permission_screen(fake_services(northe=northe, zaptec=zaptec))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.2)
        assert zaptec.calls == northe.calls == []
        assert "Sign in to Zaptec with F7, and this checks by itself." in says(app)


async def test_a_live_look_that_fails_says_so_and_goes_on() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec(signed_in_as=INSTALLER)
    northe.refuse("check_box", Cause.NORTHE_DOWN, times=None)
    zaptec.refuse("look", Cause.THROTTLED, times=None, retry_after=0.1)
    app = permission_screen(fake_services(northe=northe, zaptec=zaptec), facts=facts(ServiceError(Cause.NORTHE_DOWN)))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "Zaptec: Too many tries." in says(app))
        zaptec.allow("look")
        await wait_until(pilot, lambda: "Northe has the permission for Testgatan 10, says Zaptec" in says(app))
        assert "only Northe can tell" in says(app), "a grant isn't claimed to have both roles"


async def test_in_the_sandbox_a_key_approves_as_the_owner() -> None:
    zaptec = FakeZaptec()
    services = fake_services(zaptec=zaptec, phone=True)
    assert isinstance(services.phone, FakePhone)
    app = permission_screen(services, how=look(demo=True))
    async with app.run_test(size=SIZE) as pilot:
        assert "^P Approve" in shown(app)
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: "Go back and connect the box." in says(app))
        assert services.phone.calls[0].args == {"serial_number": "ZAP900001"}


async def test_outside_the_sandbox_that_key_does_nothing() -> None:
    northe = FakeNorthe()
    app = permission_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        assert "^P" not in shown(app)
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert northe.calls == []


async def test_it_goes_back() -> None:
    app = permission_screen()
    async with app.run_test(size=SIZE) as pilot:
        panel = app.screen
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.screen is not panel)
