"""Pictures of Done: success, and what's left."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from screens.done import DoneScreen
from screens.look.glyphs import ASCII
from services.fake import ACCOUNT, FLEET, FakeReceipts, fake_services
from tests.support.screens.one_screen import OneScreen, look, wait_until
from tests.support.sessions.after_connect import finished

if TYPE_CHECKING:
    from services.activation.session import Session

pytestmark = pytest.mark.usefixtures("stockholm")
SMALL, USUAL, LARGE = (60, 20), (80, 24), (120, 40)


def done(session: Session | None = None, *, light: bool = False, full: bool = False, **how: Any) -> OneScreen:
    receipts = FakeReceipts()
    if full:
        receipts.error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    services = fake_services(receipts=receipts)
    return OneScreen(lambda: DoneScreen(look(**how), services), session or finished(), light=light)


async def settled(pilot: Any) -> None:
    """The receipt is saved, or isn't."""
    await wait_until(pilot, lambda: str(pilot.app.step.query_one("#done-receipt", Static).content))


def drawn(snap_compare: Any, app: OneScreen, size: tuple[int, int] = USUAL) -> bool:
    same: bool = snap_compare(app, terminal_size=size, run_before=settled)
    return same


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
@pytest.mark.parametrize("size", [SMALL, USUAL, LARGE], ids=["60x20", "80x24", "120x40"])
def test_everything_is_done(snap_compare: Any, size: tuple[int, int], light: bool) -> None:
    """A big tick, that the charge box is online, the facts in two columns, the receipt's path; FINISH SETUP has the focus."""
    assert drawn(snap_compare, done(light=light), size)


def test_the_bank_account_is_left(snap_compare: Any) -> None:
    """The tick stays; below it stands, marked, what the driver does in the Northe app and why."""
    assert drawn(snap_compare, done(finished(bank=False)))


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
def test_the_box_was_left_waiting(snap_compare: Any, light: bool) -> None:
    """No tick but three squares in the warning's colour; what to do at the box comes first."""
    assert drawn(snap_compare, done(finished(waiting=True), light=light))


@pytest.mark.parametrize("size", [SMALL, USUAL], ids=["60x20", "80x24"])
def test_both_are_left(snap_compare: Any, size: tuple[int, int]) -> None:
    """Two marked lines, the box first; at 60×20 the facts scroll and what's left doesn't hide."""
    assert drawn(snap_compare, done(finished(waiting=True, bank=False)), size)


def test_the_receipt_is_not_saved(snap_compare: Any) -> None:
    """One sentence says why and what to do; Save again and F5 are there, and FINISH SETUP is still the loudest."""
    assert drawn(snap_compare, done(finished(waiting=True, bank=False), full=True))


def test_long_names(snap_compare: Any) -> None:
    """Names and addresses wrap within their column, ÅÄÖ and all; nothing is cut."""
    account = replace(
        ACCOUNT,
        customer_name="Bartholomäus Ängström-Østergård von und zu Överkalix",
        fleet=replace(FLEET, name="Västsvenska Bilpoolens Ekonomiska Förening"),
    )
    session = finished(
        account=account, name="Övre Långedragsbergets östra garage nr 7", bank=False,
        street="Sankt Sigfridsgatan på Övre Långedragsberget 128 B, uppgång C", city="Västra Frölunda",
    )  # fmt: skip
    assert drawn(snap_compare, done(session))


def test_longer_words(snap_compare: Any) -> None:
    """40 % longer words with everything that can be left: nothing is cut, nothing scrolls."""
    assert drawn(snap_compare, done(finished(waiting=True, bank=False), language="qps"))


def test_ascii(snap_compare: Any) -> None:
    """A tick of slashes."""
    assert drawn(snap_compare, done(glyphs=ASCII))


def test_the_sandbox(snap_compare: Any) -> None:
    """DEMO at the top right."""
    assert drawn(snap_compare, done(demo=True))
