"""Pictures of the permission panel, of the sign-in at Zaptec, and of the list to pick a charger from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from screens.code_screen import CodeScreen
from screens.look.glyphs import ASCII
from screens.panels.maker_sign_in import MakerSignInPanel
from screens.panels.pick_charger import PickChargerPanel
from screens.permission import PermissionScreen
from services.activation.diagnosis import BoxFacts
from services.contracts import BoxEvidence, Cause, CheckAnswer, Grant, MakerLook, ServiceError
from services.fake import FakeZaptec, fake_services
from services.fake.data import CHARGER, EVIDENCE, NOW
from services.rules.serials import read_serial
from tests.support.screens.one_screen import OneScreen, look, shown, wait_until
from tests.support.sessions.before_connect import box_check, ready_to_connect

USUAL = (80, 24)
SIZES = {"usual": USUAL, "large": (120, 40), "small": (60, 20)}
READING = read_serial("zaptec", "go", "ZAP900001")
MISSING = CheckAnswer(Cause.PERMISSION_MISSING, BoxEvidence())
OTHERS = replace(EVIDENCE, other_chargers=("Carport", "Gate"))
LONG = replace(
    EVIDENCE,
    installation_name="Bostadsrättsföreningen Österängens Övre Gård 114 B",
    other_chargers=tuple(f"Plats {number} längst in till höger" for number in range(1, 13)),
    is_owner=False,
)
PRO = replace(EVIDENCE, installation_is_pro=True)


def facts(northe: Any = MISSING, zaptec: Any = None) -> BoxFacts:
    return BoxFacts("zaptec", "Zaptec Go", READING, NOW, northe, zaptec)


def seen(evidence: BoxEvidence = OTHERS, grant: Grant = Grant.NOT_GRANTED) -> MakerLook:
    return MakerLook(found=True, grant=grant, evidence=evidence)


def panel(
    known: BoxFacts | None = None,
    *,
    light: bool = False,
    signed_in: bool = False,
    demo: bool = False,
    model: str = "go",
    **more: Any,
) -> OneScreen:
    services = fake_services(zaptec=FakeZaptec(signed_in_as="x@example.com" if signed_in else None), phone=demo)
    how = {name: more.pop(name) for name in ("language", "glyphs") if name in more}

    def make() -> PermissionScreen:
        check = box_check(services, known or facts(), model=model)
        return PermissionScreen(look(demo=demo, **how), services, ready_to_connect(model=model), check)

    return OneScreen(make, ready_to_connect(model=model), light=light)


@pytest.mark.parametrize(
    ("size", "light"),
    [(USUAL, False), (USUAL, True), (SIZES["large"], False), (SIZES["small"], True)],
    ids=["usual-dark", "usual-light", "large-dark", "small-light"],
)
def test_the_panel(snap_compare: Any, size: tuple[int, int], light: bool) -> None:
    """The link alone on its row; below it the code, dark on white with its quiet zone in both themes, beside the words.
    The small window has no room for the code and says how to see it alone.
    """
    assert snap_compare(panel(light=light), terminal_size=size)


ANSWERS = {
    "granted": facts(CheckAnswer(None, EVIDENCE), seen(grant=Grant.GRANTED)),
    "not granted": facts(MISSING, seen()),
    "one role missing": facts(CheckAnswer(Cause.ROLE_MISSING), seen(grant=Grant.GRANTED)),
    "nobody can tell": facts(ServiceError(Cause.NORTHE_DOWN)),
    "on its way": facts(MISSING, seen(grant=Grant.GRANTED)),
    "no such box": facts(CheckAnswer(Cause.BOX_NOT_FOUND, BoxEvidence())),
}


@pytest.mark.parametrize("known", ANSWERS.values(), ids=ANSWERS.keys())
def test_each_answer(snap_compare: Any, known: BoxFacts) -> None:
    """The answer stands at the top with its sign; the code beside it stays whole."""
    assert snap_compare(panel(known, signed_in=known.look is not None), terminal_size=USUAL)


def test_the_permission_comes(snap_compare: Any) -> None:
    """After F5: the answer is a tick, it says how to go on, Go on is primary and has the cursor; link, code and steps are gone."""

    async def before(pilot: Any) -> None:
        await pilot.press("f5")
        await wait_until(pilot, lambda: pilot.app.screen.state.granted)

    assert snap_compare(panel(), terminal_size=USUAL, run_before=before)


def test_in_the_sandbox(snap_compare: Any) -> None:
    """DEMO in the head, and a key that approves as the owner."""
    assert snap_compare(panel(demo=True), terminal_size=USUAL)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_the_longest_names(snap_compare: Any, size: tuple[int, int]) -> None:
    """A long installation's name and twelve other chargers: three are named, the rest is counted; the answer shows."""
    assert snap_compare(panel(facts(MISSING, seen(LONG)), signed_in=True), terminal_size=size)


@pytest.mark.parametrize("how", [{"language": "qps"}, {"glyphs": ASCII}], ids=["longer-texts", "ascii"])
def test_other_words_and_other_signs(snap_compare: Any, how: dict[str, Any]) -> None:
    """40 % longer texts scroll above the answer; where there are no block signs, the link stands alone."""
    assert snap_compare(panel(**how), terminal_size=USUAL)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_a_pro_installation(snap_compare: Any, size: tuple[int, int]) -> None:
    """Its longer link names the installation; the larger code shows where it's whole, else F6 shows it alone."""
    assert snap_compare(panel(facts(MISSING, seen(PRO)), signed_in=True), terminal_size=size)


def test_a_pro_installation_whose_id_is_not_known(snap_compare: Any) -> None:
    """No link and no code, since none would work; it says how to get one, and the way by hand."""
    assert snap_compare(panel(model="pro"), terminal_size=USUAL)


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
@pytest.mark.parametrize("pro", [False, True], ids=["go", "pro"])
def test_the_code_alone(snap_compare: Any, light: bool, pro: bool) -> None:
    """Nothing but the code, whole, dark on white, and a row that says how to get back."""

    async def before(pilot: Any) -> None:
        await pilot.press("f6")
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, CodeScreen))

    known = facts(MISSING, seen(PRO)) if pro else facts()
    assert snap_compare(panel(known, light=light), terminal_size=USUAL if pro else (60, 20), run_before=before)


def test_a_code_that_cannot_be_scanned(snap_compare: Any) -> None:
    """F6 says what larger squares need, and that there's the link."""
    app = panel()

    async def before(pilot: Any) -> None:
        await pilot.press("f6")
        await wait_until(pilot, lambda: "Larger squares" in shown(app))

    assert snap_compare(app, terminal_size=USUAL, run_before=before)


@pytest.mark.parametrize("size", [USUAL, SIZES["large"]], ids=["usual", "large"])
def test_the_link_in_words(snap_compare: Any, size: tuple[int, int]) -> None:
    """F2: no code; the link on its row, the words in the whole width, and F6 brings the code back."""

    async def before(pilot: Any) -> None:
        await pilot.press("f2")
        await wait_until(pilot, lambda: "Open the link above" in shown(pilot.app))

    assert snap_compare(panel(), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [USUAL, SIZES["small"]], ids=["usual", "small"])
def test_the_link_was_copied(snap_compare: Any, size: tuple[int, int]) -> None:
    """F8: says where it went, and what to do if it isn't there; the code stays whole."""

    async def before(pilot: Any) -> None:
        await pilot.press("f8")
        await wait_until(pilot, lambda: "Sent to your" in shown(pilot.app))

    assert snap_compare(panel(), terminal_size=size, run_before=before)


def test_without_a_serial_number(snap_compare: Any) -> None:
    """The link and the way by hand are there; what can't be checked says why."""
    services = fake_services()
    check = box_check(services, number=None)
    app = OneScreen(lambda: PermissionScreen(look(), services, ready_to_connect(), check), ready_to_connect())
    assert snap_compare(app, terminal_size=USUAL)


# ------------------------------------------------------------------------------------------ Zaptec


def sign_in(zaptec: FakeZaptec, *, light: bool = False) -> OneScreen:
    services = fake_services(zaptec=zaptec)
    return OneScreen(lambda: MakerSignInPanel(look(), services, ready_to_connect()), ready_to_connect(), light=light)


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
def test_signing_in_at_zaptec(snap_compare: Any, light: bool) -> None:
    """Why it's worth it and that it's kept in memory only; two fields; Not now is as easy as Sign in."""
    assert snap_compare(sign_in(FakeZaptec(), light=light), terminal_size=USUAL)


@pytest.mark.parametrize("cause", [Cause.SIGN_IN_REJECTED, Cause.LOGIN_CHANGED], ids=lambda cause: cause.value)
def test_zaptec_refuses(snap_compare: Any, cause: Cause) -> None:
    """The name stays; the notice says what's wrong and what to do. A refused password is gone and asked for again."""
    zaptec = FakeZaptec()
    zaptec.refuse("sign_in", cause)

    async def before(pilot: Any) -> None:
        screen = pilot.app.screen
        screen.form.field("user_name").put("installer@example.com")
        screen.form.field("password").put("Sommar-2026")
        await pilot.press("f10")
        await wait_until(pilot, lambda: screen.notice.text)

    assert snap_compare(sign_in(zaptec), terminal_size=USUAL, run_before=before)


def test_the_first_page_of_the_list_to_pick_from(snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands there while the rest is asked for; how many there are so far is said, and what's being done."""
    monkeypatch.setattr("screens.cloud_wait.BEAT", 1000.0)  # its sign stands still
    zaptec = FakeZaptec(signed_in_as="x@example.com")
    zaptec.chargers_now, zaptec.first_page = (
        tuple(replace(CHARGER, charger_id=str(number)) for number in range(300)),
        100,
    )
    zaptec.hold("chargers")
    services = fake_services(zaptec=zaptec)
    app = OneScreen(lambda: PickChargerPanel(look(), services, ready_to_connect(), lambda _: None), ready_to_connect())

    async def before(pilot: Any) -> None:
        await wait_until(pilot, lambda: pilot.app.screen.notice.text and pilot.app.screen.rows.pointed is not None)

    assert snap_compare(app, terminal_size=USUAL, run_before=before)


PICKING = {"none": (0, "", USUAL), "six": (6, "", USUAL), "many": (1000, "", USUAL), "large": (1000, "", (120, 40)),
           "narrowed": (1000, "cyk 41", USUAL), "nothing": (6, "Villa", USUAL), "small": (1000, "", (60, 20))}  # fmt: skip


@pytest.mark.parametrize(("count", "find", "size"), PICKING.values(), ids=PICKING.keys())
def test_the_list_to_pick_from(snap_compare: Any, count: int, find: str, size: tuple[int, int]) -> None:
    """What to find with the cursor in it; below it how many there are, and the list: the first one is pointed at by a
    sign and a colour. Serial numbers, states with a sign and a word, names and places stand in columns.
    """
    zaptec = FakeZaptec(signed_in_as="x@example.com")
    zaptec.chargers_now = tuple(
        replace(
            CHARGER,
            charger_id=str(number),
            serial_number=f"ZAP{900000 + number}",
            name=("Garage", "Laddstolpen vid cykelförrådet på gården")[number % 2],
            installation_name=("Testgatan 10", "Bostadsrättsföreningen Österängens Övre Gård 114 B")[number % 2],
            online=(True, False, None)[number % 3],
        )
        for number in range(count)
    )
    services = fake_services(zaptec=zaptec)
    app = OneScreen(lambda: PickChargerPanel(look(), services, ready_to_connect(), lambda _: None), ready_to_connect())

    async def before(pilot: Any) -> None:
        screen = pilot.app.screen
        await wait_until(pilot, lambda: screen.rows.pointed or screen.notice.text)
        screen.form.field("find").put(find)
        await wait_until(pilot, lambda: not find or screen.rows.pointed is None or "of 1000" in shown(pilot.app))

    assert snap_compare(app, terminal_size=size, run_before=before)
