"""Pictures of Connect for a brand that pairs by a PIN: before it's tried, and where it was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from services.contracts import BoxEvidence, Cause
from tests.pictures.test_connect import USUAL
from tests.support.screens.connect_moment import ConnectMoment
from tests.support.screens.one_screen import wait_until
from tests.support.sessions.before_connect import ready_to_connect

if TYPE_CHECKING:
    from services.activation.session import Session

pytestmark = pytest.mark.usefixtures("stockholm")


def test_easee(snap_compare: Any) -> None:
    """Two fields, the PIN hidden; two lines; the brand's own warning; no keys of Zaptec."""
    session = ready_to_connect(brand="easee", model="home", typed={"serial_number": "EH123456", "pin": "8392"})
    picture = ConnectMoment(session).says(Cause.PAIRING_LOCKED, BoxEvidence(), 86400.0)
    assert snap_compare(picture.app, terminal_size=USUAL, run_before=picture.check)


def easee_session() -> Session:
    return ready_to_connect(brand="easee", model="home", typed={"serial_number": "EH900001", "pin": SecretStr("1111")})


def test_a_pin_that_was_not_tried_yet(snap_compare: Any) -> None:
    """The PIN's own line waits; the sentence says that Connect tries it, not that everything is right."""
    picture = ConnectMoment(easee_session())
    assert snap_compare(picture.app, terminal_size=USUAL, run_before=picture.check)


@pytest.mark.parametrize(
    ("cause", "more"),
    [
        (Cause.WRONG_PIN, {"tries_left": 4}),
        (Cause.WRONG_PIN, {"tries_left": 1}),
        (Cause.PAIRING_LOCKED, {"retry_after": 86400.0}),
    ],
    ids=["four-left", "one-left", "locked"],
)
def test_a_wrong_pin(snap_compare: Any, cause: Cause, more: dict[str, Any]) -> None:
    """At the PIN, with the cursor in it: what's wrong, and how many tries are left; locked, how long to wait."""
    picture = ConnectMoment(easee_session())
    picture.northe.refuse("connect_box", cause, field="pin", **more)

    async def before(pilot: Any) -> None:
        await picture.connect(pilot)
        await wait_until(pilot, lambda: picture.step.form.field("pin").refused)

    assert snap_compare(picture.app, terminal_size=USUAL, run_before=before)
