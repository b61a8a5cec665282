"""Pictures of Connect: before, during and after a check, and while a box is being connected."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from screens.look.glyphs import ASCII
from services.activation.session import ConnectAnswer
from services.contracts import (
    BoxEvidence,
    Cause,
    ChargeBox,
    Grant,
    LookPart,
    ServiceError,
    Stage,
)
from services.fake import ACCOUNT
from services.fake.data import EVIDENCE, NOW
from tests.support.screens.connect_moment import TOLD, ConnectMoment
from tests.support.screens.one_screen import wait_until
from tests.support.sessions.before_connect import SITE, ready_to_connect

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.usefixtures("stockholm")
USUAL, LARGE, SMALL = (80, 24), (120, 40), (60, 20)
SIZES = {"usual": USUAL, "large": LARGE, "small": SMALL}
THEMES = [(USUAL, False), (USUAL, True), (LARGE, False), (SMALL, True)]
THEME_NAMES = ["usual-dark", "usual-light", "large-dark", "small-light"]
WAITING = ChargeBox("box-1", "Garage", "zaptec", "go", "ZAP900001", "site-1", Stage.WAITING_FOR_BOX)
LONG = replace(
    EVIDENCE,
    charger_name="Garageplatsen längst in till höger om hissen",
    installation_name="Bostadsrättsföreningen Österängens Övre Gård 114 B",
    held_by="Västkustens Laddoperatörer Ekonomisk Förening",
)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_before_a_check(snap_compare: Any, size: tuple[int, int]) -> None:
    """The cursor is in the serial number; Check is the primary button, Connect can't be pressed; one line says what
    connecting changes.
    """
    assert snap_compare(ConnectMoment(ready_to_connect(typed={})).app, terminal_size=size)


@pytest.mark.parametrize(("size", "light"), THEMES, ids=THEME_NAMES)
def test_everything_right(snap_compare: Any, size: tuple[int, int], light: bool) -> None:
    """Six ticks, a sentence that says so, and Connect is primary and has the cursor."""
    picture = ConnectMoment(light=light).sees(Grant.GRANTED)
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.check)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_a_number_of_another_model(snap_compare: Any, size: tuple[int, int]) -> None:
    """The first line is wrong and says which model it is; no green verdict, and the primary button takes that model."""
    picture = ConnectMoment(ready_to_connect(typed={"serial_number": "GPN900001"})).sees(Grant.GRANTED)
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.check)


def test_a_scanned_number_put_right(snap_compare: Any) -> None:
    """The field holds ZAP900001; the line below says in green what was put right; Check has the cursor."""
    picture = ConnectMoment(ready_to_connect(typed={"serial_number": "zap-90ooo1"}))

    async def before(pilot: Any) -> None:
        await pilot.press("enter")
        await wait_until(pilot, lambda: picture.step.form.field("serial_number").input.value == "ZAP900001")

    assert snap_compare(picture.app, terminal_size=USUAL, run_before=before)


def test_a_meter_is_refused(snap_compare: Any) -> None:
    """At the field, in red and with a sign: this is a Sense, not a charge box."""
    picture = ConnectMoment(ready_to_connect(typed={"serial_number": "APM306090"}))

    async def before(pilot: Any) -> None:
        await pilot.press("f5")
        await wait_until(pilot, lambda: picture.step.form.field("serial_number").refused)

    assert snap_compare(picture.app, terminal_size=USUAL, run_before=before)


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=["usual", "small"])
def test_permission_missing_and_the_rest_known(snap_compare: Any, size: tuple[int, int]) -> None:
    """The sketch of the design: one cross with its remedy and its key beneath, the rest ticked, Ready waits."""
    picture = ConnectMoment().says(Cause.PERMISSION_MISSING, BoxEvidence()).sees(Grant.NOT_GRANTED)
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.check)


@pytest.mark.parametrize("cause", list(Cause), ids=lambda cause: cause.value)
def test_each_cause_that_a_check_can_name(snap_compare: Any, cause: Cause) -> None:
    """The line that's wrong, its remedy beneath it, and what can be pressed. (Signed out: the wizard takes over.)"""
    waits = {Cause.THROTTLED: 20.0, Cause.PAIRING_LOCKED: 86400.0}
    evidence = replace(TOLD, held_by="Voltly")
    if cause is Cause.BOX_OFFLINE:
        evidence = replace(evidence, last_heard=NOW - timedelta(minutes=47), link="LTE", signal="60.000")
    if cause in {Cause.BOX_NOT_FOUND, Cause.PERMISSION_MISSING}:
        evidence = BoxEvidence()  # Northe can't see into an installation that it has no access to
    picture = ConnectMoment().says(cause, evidence, waits.get(cause))
    assert snap_compare(picture.app, terminal_size=USUAL, run_before=picture.check)


@pytest.mark.parametrize(
    "cause",
    [
        *(Cause.PERMISSION_MISSING, Cause.LIMIT_EXCEEDED, Cause.FLEET_NOT_ENABLED, Cause.THROTTLED),
        *(Cause.NORTHE_DOWN, Cause.NETWORK_DOWN),
    ],
    ids=lambda cause: cause.value,
)
def test_connecting_is_refused(snap_compare: Any, cause: Cause) -> None:
    """What the check had found still stands; the notice says that it isn't connected, the list says why and what to do."""
    picture = ConnectMoment()
    picture.northe.refuse("connect_box", cause, retry_after=20.0 if cause is Cause.THROTTLED else None)

    async def before(pilot: Any) -> None:
        await picture.connect(pilot)
        await wait_until(pilot, lambda: picture.northe.called("connect_box") and picture.step.attempt is None)

    assert snap_compare(picture.app, terminal_size=USUAL, run_before=before)


OFFLINE = {
    "flag": replace(EVIDENCE, says_online=False, last_heard=NOW - timedelta(hours=3)),
    "stale": replace(EVIDENCE, last_heard=NOW - timedelta(minutes=47)),
    "never": replace(EVIDENCE, never_online=True, link=None, firmware=None),
}


@pytest.mark.parametrize("evidence", OFFLINE.values(), ids=OFFLINE.keys())
def test_three_ways_to_be_offline(snap_compare: Any, evidence: BoxEvidence) -> None:
    """Each with its evidence and its own remedy; Connect is primary (F10), F5 checks again."""
    picture = ConnectMoment().says(Cause.BOX_OFFLINE).sees(Grant.GRANTED, evidence)
    assert snap_compare(picture.app, terminal_size=USUAL, run_before=picture.check)


def test_parts_that_zaptec_does_not_tell(snap_compare: Any) -> None:
    """Each at its own line, with the reason; what's known besides stands as it is."""
    picture = ConnectMoment().says(Cause.PERMISSION_MISSING, BoxEvidence())
    picture.sees(Grant.NOT_GRANTED, replace(EVIDENCE, taken_over=None, last_heard=None))
    silent, busy = ServiceError(Cause.VENDOR_DOWN), ServiceError(Cause.THROTTLED)
    unanswered = {LookPart.STATE: silent, LookPart.INSTALLATION: busy}
    picture.zaptec.look_now = replace(picture.zaptec.look_now, unanswered=unanswered)
    assert snap_compare(picture.app, terminal_size=USUAL, run_before=picture.check)


def test_in_no_installation_yet(snap_compare: Any) -> None:
    """A cross at what Zaptec knows, with the way through its portal; the permission waits for that."""
    picture = ConnectMoment().says(Cause.BOX_NOT_FOUND, BoxEvidence())
    picture.sees(Grant.UNKNOWN, replace(EVIDENCE, installation_id=None, installation_name=None))
    picture.zaptec.look_now = replace(picture.zaptec.look_now, unplaced=True)
    assert snap_compare(picture.app, terminal_size=USUAL, run_before=picture.check)


def test_what_an_operator_before_left_behind(snap_compare: Any) -> None:
    """Two warnings that block nothing: deactivated at Zaptec, and in stand-alone mode though it's online."""
    picture = ConnectMoment().sees(Grant.GRANTED, replace(EVIDENCE, deactivated=True, stand_alone=True))
    assert snap_compare(picture.app, terminal_size=USUAL, run_before=picture.check)


@pytest.mark.parametrize("size", [USUAL, LARGE], ids=["usual", "large"])
def test_everything_wrong_with_the_longest_names(snap_compare: Any, size: tuple[int, int]) -> None:
    """Three crosses and long Swedish names: rows wrap beneath their sign, nothing is cut, a bar shows that it scrolls."""
    evidence = replace(LONG, taken_over=True, says_online=False, last_heard=NOW - timedelta(days=12), is_owner=False)
    name = "Laddstolpen vid cykelförrådet på gården"
    picture = ConnectMoment(ready_to_connect(name=name)).says(Cause.PERMISSION_MISSING, BoxEvidence())
    picture.sees(Grant.NOT_GRANTED, evidence)
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.check)


def test_two_clouds_that_disagree(snap_compare: Any) -> None:
    """A warning, not a cross: the permission is on its way, so wait and check again."""
    picture = ConnectMoment().says(Cause.PERMISSION_MISSING).sees(Grant.GRANTED)
    assert snap_compare(picture.app, terminal_size=USUAL, run_before=picture.check)


@pytest.mark.parametrize("how", [{"language": "qps"}, {"glyphs": ASCII}], ids=["longer-texts", "ascii"])
def test_other_words_and_other_signs(snap_compare: Any, how: dict[str, Any]) -> None:
    """40 % longer texts, and a terminal that knows only ASCII signs: aligned and readable all the same."""
    picture = ConnectMoment(**how).says(Cause.PERMISSION_MISSING, BoxEvidence()).sees(Grant.NOT_GRANTED)
    assert snap_compare(picture.app, terminal_size=USUAL, run_before=picture.check)


# ------------------------------------------------------------------------------------------ being connected


@pytest.mark.parametrize(("size", "light"), THEMES, ids=THEME_NAMES)
def test_waiting_for_the_box(snap_compare: Any, size: tuple[int, int], light: bool) -> None:
    """Three stages ticked, the fourth marked with its time, how long it usually takes and when one is asked."""
    picture = ConnectMoment(light=light)
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.so_far(Stage.WAITING_FOR_BOX))


@pytest.mark.parametrize("call", ["create_site", "connect_box"])
def test_the_first_stages(snap_compare: Any, call: str) -> None:
    """The stage that it's in stands out; those ahead are dimmed; only Cancel can be pressed."""
    picture = ConnectMoment()
    picture.northe.hold(call)

    async def before(pilot: Any) -> None:
        await picture.connect(pilot)
        await wait_until(pilot, lambda: picture.northe.called(call))

    assert snap_compare(picture.app, terminal_size=USUAL, run_before=before)


@pytest.mark.parametrize("stage", [Stage.REQUESTED, Stage.TAKING_OVER], ids=lambda stage: stage.value)
def test_northe_at_work(snap_compare: Any, stage: Stage) -> None:
    """Northe takes it over; the site isn't in the list of stages, since it was there already."""
    picture = ConnectMoment(ready_to_connect(account=replace(ACCOUNT, sites=(SITE,)), site_id="site-1"))
    assert snap_compare(picture.app, terminal_size=USUAL, run_before=picture.so_far(stage))


def test_a_line_that_drops_meanwhile(snap_compare: Any) -> None:
    """Beneath the stage, in the colour of a warning: it's tried again by itself."""
    picture = ConnectMoment()
    so_far = picture.so_far(Stage.WAITING_FOR_BOX)

    async def before(pilot: Any) -> None:
        await so_far(pilot)
        picture.northe.refuse("box", Cause.NETWORK_DOWN, times=None)
        await wait_until(pilot, lambda: picture.progress and picture.progress.trouble)

    assert snap_compare(picture.app, terminal_size=USUAL, run_before=before)


@pytest.mark.parametrize(
    ("stage", "language"),
    [(Stage.TAKING_OVER, "en"), (Stage.WAITING_FOR_BOX, "en"), (Stage.WAITING_FOR_BOX, "qps")],
    ids=["northe", "box", "box-longer-texts"],
)
def test_the_time_limit(snap_compare: Any, stage: Stage, language: str) -> None:
    """5:01, what may be wrong, and the choices: keep waiting (primary), cancel, and leave it where that's possible."""
    picture = ConnectMoment(language=language)
    so_far = picture.so_far(stage)

    async def before(pilot: Any) -> None:
        await so_far(pilot)
        picture.clock.advance(301)
        await wait_until(pilot, lambda: picture.step.connecting.progress_list.times_up)

    assert snap_compare(picture.app, terminal_size=USUAL, run_before=before)


def test_cancelling_is_asked(snap_compare: Any) -> None:
    """What would happen, and the safe answer has the cursor."""
    picture = ConnectMoment()
    so_far = picture.so_far(Stage.WAITING_FOR_BOX)

    async def before(pilot: Any) -> None:
        await so_far(pilot)
        await pilot.press("f9")
        await wait_until(pilot, lambda: picture.app.screen is not picture.step)

    assert snap_compare(picture.app, terminal_size=USUAL, run_before=before)


def test_taken_up_again_after_the_line_dropped(snap_compare: Any) -> None:
    """The same stages as before the drop, without anything being pressed."""
    picture = ConnectMoment(ready_to_connect(connect=ConnectAnswer(serial_number="ZAP900001", fields={}, box=WAITING)))
    picture.northe.hold("box")

    async def before(pilot: Any) -> None:
        await wait_until(pilot, lambda: picture.step.connecting.may_leave)

    assert snap_compare(picture.app, terminal_size=USUAL, run_before=before)
