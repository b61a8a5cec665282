"""The permission panel: the link, the code only where it's whole, what the consent covers, and four answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from screens.look.glyphs import ASCII
from screens.permission import PermissionScreen
from screens.permission.code import CodeScreen
from screens.widgets.qr import Qr
from services.contracts import BoxEvidence, BoxRequest, Cause, CheckAnswer, Grant, ServiceError, Services, ZaptecLook
from services.diagnosis import BoxFacts, gather
from services.fake import FakeNorthe, FakePhone, FakeZaptec, fake_services
from services.fake.data import EVIDENCE, NOW
from services.serials import read_serial
from tests.ready_to_connect import ready_to_connect
from tests.screens.harness import OneScreen, look, shown, until

pytestmark = pytest.mark.anyio

SIZE = (80, 24)
READING = read_serial("zaptec", "go", "ZAP900001")
LINK = "https://portal.zaptec.com/access/request/Y8TU"
PRO = replace(EVIDENCE, installation_is_pro=True)
PRO_LINK = f"{LINK}?installationId={EVIDENCE.installation_id}&installationtype=0"
INSTALLER = "installer@example.com"


def facts(northe: Any = None, zaptec: Any = None) -> BoxFacts:
    return BoxFacts("zaptec", "Zaptec Go", READING, NOW, northe, zaptec)


MISSING = CheckAnswer(Cause.PERMISSION_MISSING, BoxEvidence())


def hosted(services: Services | None = None, *, light: bool = False, how: Any = None, **more: Any) -> OneScreen:
    with_services = services or fake_services()

    def make() -> PermissionScreen:
        async def check() -> BoxFacts:
            return await gather(with_services, BoxRequest("zaptec", "go", {}), "Zaptec Go", READING)

        settings: dict[str, Any] = {"check": check, "facts": facts(MISSING), "look_every": 0.05, **more}
        return PermissionScreen(how or look(), with_services, ready_to_connect(), **settings)

    return OneScreen(make, ready_to_connect(), light=light)


def panel_of(app: OneScreen) -> PermissionScreen:
    assert isinstance(app.step, PermissionScreen)
    return app.step


def says(app: OneScreen) -> str:
    """The words without the places where they wrap: the columns beside the code."""
    code = panel_of(app).query_one(Qr)
    left = code.region.right if panel_of(app).has_class("with-code") else 0
    return " ".join(" ".join(line[left:].split()) for line in shown(app).splitlines() if line[left:].strip())


# ------------------------------------------------------------------------------------------ link and code


async def test_link_and_code_say_the_same_and_the_link_stands_alone_on_its_line() -> None:
    app = hosted()
    async with app.run_test(size=SIZE):
        assert panel_of(app).query_one(Qr).payload == LINK
        assert any(line.strip() == LINK for line in shown(app).splitlines())
        assert panel_of(app).has_class("with-code")


async def test_the_code_is_whole_between_head_and_buttons() -> None:
    app = hosted()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        code = panel_of(app).query_one(Qr)
        assert code.region.size == code.cells
        assert panel_of(app).query_one("#ways").region.contains_region(code.region)


async def test_a_window_without_room_offers_the_link_and_the_code_alone() -> None:
    app = hosted()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert not panel_of(app).has_class("with-code")
        assert not panel_of(app).query_one("#code").display
        assert LINK in shown(app)
        assert "F4 shows it as a code" in says(app)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, CodeScreen))
        code = app.screen.query_one(Qr)
        assert code.region.size == code.cells
        assert app.screen.region.contains_region(code.region)
        await pilot.press("f9")
        await until(pilot, lambda: app.screen is app.step)


async def test_a_window_that_grows_gets_the_code() -> None:
    app = hosted()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: panel_of(app).has_class("with-code"))
        await pilot.resize_terminal(79, 20)
        await until(pilot, lambda: not panel_of(app).has_class("with-code"))


async def test_a_terminal_without_block_signs_gets_the_link_or_the_code_in_whole_cells() -> None:
    app = hosted(how=look(glyphs=ASCII))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f4")
        assert app.screen is app.step
        assert not panel_of(app).has_class("with-code")
        assert "F4" not in shown(app)
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: panel_of(app).has_class("with-code"))
        await until(pilot, lambda: panel_of(app).query_one(Qr).region.size == (66, 33))


async def test_a_pro_installation_is_named_in_its_link_and_the_code_is_shown_alone() -> None:
    app = hosted(facts=facts(MISSING, ZaptecLook(found=True, grant=Grant.NOT_GRANTED, evidence=PRO)))
    async with app.run_test(size=SIZE) as pilot:
        assert panel_of(app).link == PRO_LINK
        assert PRO_LINK in shown(app).replace("\n  ", "")
        assert not panel_of(app).has_class("with-code")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, CodeScreen))
        code = app.screen.query_one(Qr)
        assert code.payload == PRO_LINK
        assert app.screen.region.contains_region(code.region)


async def test_a_pro_installation_without_its_id_has_no_link_that_would_not_work() -> None:
    app = hosted(pro=True)
    async with app.run_test(size=SIZE) as pilot:
        assert "https://" not in shown(app)
        assert "A Pro installation needs a link of its own." in shown(app)
        await pilot.press("f4")
        assert app.screen is app.step


async def test_what_zaptec_says_of_the_installation_counts_more_than_the_model() -> None:
    app = hosted(pro=True, facts=facts(MISSING, ZaptecLook(found=True, evidence=EVIDENCE)))
    async with app.run_test(size=SIZE):
        assert panel_of(app).link == LINK


# ------------------------------------------------------------------------------------------ what it covers


@pytest.mark.parametrize(
    ("others", "text"),
    [
        (("Carport", "Gate"), "with these chargers too: Carport, Gate"),
        (("A", "B", "C", "D", "E"), "A, B, C and 2 more"),
        ((), "You see no other charger in it."),
    ],
)
async def test_the_other_chargers_are_named(others: tuple[str, ...], text: str) -> None:
    seen = ZaptecLook(found=True, grant=Grant.NOT_GRANTED, evidence=replace(EVIDENCE, other_chargers=others))
    app = hosted(facts=facts(MISSING, seen))
    async with app.run_test(size=SIZE):
        assert text in says(app)
        assert "Choose Testgatan 10 and approve." in says(app)


async def test_without_a_look_it_is_all_chargers() -> None:
    app = hosted()
    async with app.run_test(size=SIZE):
        assert "Northe gets the whole installation, with all chargers in it." in says(app)


# ------------------------------------------------------------------------------------------ four answers


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (facts(CheckAnswer(None, EVIDENCE)), "✓ Northe has the permission for Testgatan 10"),
        (facts(MISSING), "✗ Northe has no permission yet"),
        (facts(CheckAnswer(Cause.ROLE_MISSING)), "✗ Northe has access, but not both roles: Owner and Service"),
        (facts(ServiceError(Cause.VENDOR_DOWN)), "Northe: The maker's cloud has trouble."),
        (facts(MISSING, ZaptecLook(found=True, grant=Grant.GRANTED, evidence=EVIDENCE)), "but Northe does not see it yet"),
        (facts(CheckAnswer(Cause.BOX_NOT_FOUND)), "✗ Zaptec does not know ZAP900001"),
    ],
)  # fmt: skip
async def test_each_answer_has_its_words(known: BoxFacts, text: str) -> None:
    app = hosted(facts=known, look_every=60.0)
    async with app.run_test(size=SIZE):
        assert text in says(app)


async def test_checking_again_gives_the_new_answer_to_connect_as_well() -> None:
    found: list[BoxFacts] = []
    northe = FakeNorthe()
    app = hosted(fake_services(northe=northe), found=found.append)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: "Go back and connect the box." in says(app))
        assert [one.answer for one in found] == [CheckAnswer(None, EVIDENCE)]
        assert {call.name for call in northe.calls} == {"check_box"}


async def test_it_is_verified_live_while_the_panel_is_open() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec(signed_in_as=INSTALLER)
    zaptec.look_now = replace(zaptec.look_now, grant=Grant.NOT_GRANTED)
    app = hosted(fake_services(northe=northe, zaptec=zaptec))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: zaptec.called("grant") >= 2)
        assert northe.called("check_box") == 0, "only Zaptec is asked until it shows a grant"
        assert zaptec.called("look") == 1, "and after the first time about nothing but the grant"
        assert "Northe has no permission for Testgatan 10 yet" in says(app)
        zaptec.look_now = replace(zaptec.look_now, grant=Grant.GRANTED)
        await until(pilot, lambda: "Go back and connect the box." in says(app))
        asked = len(zaptec.calls)
        await pilot.pause(0.2)
        assert len(zaptec.calls) == asked, "nothing is asked any more once it's there"


async def test_looking_ends_with_the_panel() -> None:
    """Even a look that's under way: nobody is there any more to be told."""
    zaptec = FakeZaptec(signed_in_as=INSTALLER)
    zaptec.look_now = replace(zaptec.look_now, grant=Grant.NOT_GRANTED)
    gate = zaptec.hold("grant")
    app = hosted(fake_services(zaptec=zaptec))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: zaptec.called("grant") == 1)
        panel = panel_of(app)
        await pilot.press("f9")
        await until(pilot, lambda: not panel.is_running)
        asked = len(zaptec.calls)
        gate.set()
        await pilot.pause(4 * panel._look_every)
        assert len(zaptec.calls) == asked
        assert not [worker for worker in app.workers if worker.node is panel and not worker.is_finished]


def test_live_looks_become_rarer() -> None:
    """Every eight seconds for two minutes, then every half minute, which the panel says: 75 in half an hour."""
    panel = PermissionScreen(look(), fake_services(zaptec=FakeZaptec(signed_in_as=INSTALLER)), ready_to_connect())
    passed = 0.0
    while passed < 1800:
        passed += panel._pause
        panel._looks += 1
        if panel._looks == 15:
            assert passed == 120
    assert panel._looks < 75


async def test_without_a_sign_in_zaptec_is_never_asked() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec()
    app = hosted(fake_services(northe=northe, zaptec=zaptec))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.2)
        assert zaptec.calls == northe.calls == []
        assert "Signed in (F7), it checks by itself." in says(app)


async def test_a_live_look_that_fails_says_so_and_goes_on() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec(signed_in_as=INSTALLER)
    northe.refuse("check_box", Cause.NORTHE_DOWN, times=None)
    zaptec.refuse("look", Cause.THROTTLED, times=None, retry_after=0.1)
    app = hosted(fake_services(northe=northe, zaptec=zaptec), facts=facts(ServiceError(Cause.NORTHE_DOWN)))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Zaptec: Too many tries." in says(app))
        zaptec.allow("look")
        await until(pilot, lambda: "Northe has access to Testgatan 10, says Zaptec" in says(app))
        assert "only Northe can tell" in says(app), "a grant isn't claimed to have both roles"


async def test_in_the_sandbox_a_key_approves_as_the_owner() -> None:
    zaptec = FakeZaptec()
    services = fake_services(zaptec=zaptec, phone=True)
    assert isinstance(services.phone, FakePhone)
    app = hosted(services, how=look(demo=True))
    async with app.run_test(size=SIZE) as pilot:
        assert "F8 Approve (sandbox)" in shown(app)
        await pilot.press("f8")
        await until(pilot, lambda: "Go back and connect the box." in says(app))
        assert services.phone.calls[0].args == {"serial_number": "ZAP900001"}


async def test_outside_the_sandbox_that_key_does_nothing() -> None:
    northe = FakeNorthe()
    app = hosted(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        assert "F8" not in shown(app)
        await pilot.press("f8")
        await pilot.pause()
        assert northe.calls == []


@pytest.mark.parametrize("key", ["f9", "escape"])
async def test_it_goes_back(key: str) -> None:
    app = hosted()
    async with app.run_test(size=SIZE) as pilot:
        panel = app.screen
        await pilot.press(key)
        await until(pilot, lambda: app.screen is not panel)
