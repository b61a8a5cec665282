"""Done: what was done and what's left, the receipt, and the one way on."""

from __future__ import annotations

import errno
import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from screens.done import DoneScreen
from screens.look.glyphs import ASCII
from screens.look.states import Tone
from screens.messages import CopyWanted, Finished
from services.activation.steps import STEPS
from services.fake import ACCOUNT, FakeReceipts, fake_services
from tests.support.screens.one_screen import OneScreen, look, shown, wait_until
from tests.support.sessions.after_connect import MASKED, SECRETS, finished

if TYPE_CHECKING:
    from services.activation.session import Session

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stockholm")]

SIZE = (80, 24)


def hosted(session: Session, receipts: FakeReceipts | None = None, *, ascii_only: bool = False) -> OneScreen:
    services = fake_services(receipts=receipts)
    plain = look(glyphs=ASCII) if ascii_only else look()
    return OneScreen(lambda: DoneScreen(plain, services), session)


async def test_success_is_told_with_all_that_was_done() -> None:
    app = hosted(finished())
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "receipts/" in shown(app))
        text = shown(app)
        for part in (
            "The charge box “Garage” is online", "Kim Larsson can charge the car now.", "Garage, Zaptec Go", "ZAP900001",
            "Testgatan 10, 111 22 Stockholm, Sweden", "2.50 SEK per kWh", f"Connected  {MASKED}",
            "2026-09-14 11:28 CEST", "receipts/20260914-ZAP900001-1.txt", "[ FINISH SETUP ]",
        ):  # fmt: skip
            assert part in text
        assert text.splitlines()[1].count("✓") == len(STEPS) + 1, "every step is ticked, and signing in"
        assert f"of {len(STEPS)}" not in text
        assert app.focused is not None
        assert app.focused.id == "finish"
        assert not app.step.notice.display


async def test_what_the_driver_must_still_do_is_told_with_where() -> None:
    app = hosted(finished(bank=False))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        text = shown(app)
        assert "The charge box “Garage” is online" in text
        assert "can charge the car now" not in text
        assert "In the Northe app" in text
        assert "User" in text
        assert "Without one the car can't be charged." in text


async def test_left_waiting_claims_nothing_and_says_what_to_do() -> None:
    app = hosted(finished(waiting=True))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        text = shown(app)
        assert "The charge box “Garage” is connected, but not online yet" in text
        assert "At the box" in text
        assert "is online" not in text
        assert "▀▄" not in text, "no tick for what isn't done"


async def test_a_box_that_came_online_after_all_counts_as_online() -> None:
    session = finished()
    assert session.connect is not None
    late = session.connect.model_copy(update={"left_waiting": True})
    app = hosted(session.model_copy(update={"connect": late}))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "The charge box “Garage” is online" in shown(app)


async def test_the_receipt_is_saved_once_and_without_secrets() -> None:
    receipts = FakeReceipts()
    app = hosted(finished(), receipts)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "receipts/" in shown(app))
        await pilot.press("f5")  # nothing to try again
        await pilot.pause()
    (text,) = receipts.saved.values()
    assert "The charge box “Garage” is online." in text
    assert "northe-activate 0.0.0" in text
    assert not any(secret in text for secret in SECRETS.values())
    assert "7466" not in text


async def test_the_receipt_is_copied_as_it_is_saved() -> None:
    receipts = FakeReceipts()
    app = hosted(finished(), receipts)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "receipts/" in shown(app) and "F8 Copy" in shown(app))
        await pilot.press("f8")
        await wait_until(pilot, lambda: "Sent to your clipboard." in shown(app))
        (copy,) = app.heard(CopyWanted)
        assert [copy.text] == list(receipts.saved.values())
        assert not any(secret in copy.text for secret in SECRETS.values())


async def test_an_ascii_terminal_gets_an_ascii_receipt_and_tick() -> None:
    receipts = FakeReceipts()
    app = hosted(finished(name="Gårdshuset"), receipts, ascii_only=True)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: receipts.saved)
        assert "\\/" in shown(app)
        assert "▀" not in shown(app)
    (text,) = receipts.saved.values()
    assert text.isascii()


async def test_a_receipt_that_cant_be_saved_says_why_and_can_be_tried_again() -> None:
    receipts = FakeReceipts()
    receipts.error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    app = hosted(finished(), receipts)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.step.notice.display)
        assert app.step.notice.tone is Tone.ERROR
        assert "No space left on device" in app.step.notice.text
        assert "Not saved" in shown(app)
        assert "[ Save again ]" in shown(app)
        await pilot.press("f5")
        await wait_until(pilot, lambda: app.step.notice.display and "Not saved" in shown(app))
        receipts.error = None
        await pilot.press("f5")
        await wait_until(pilot, lambda: "receipts/" in shown(app))
        assert not app.step.notice.display
        assert "Save again" not in shown(app)
    assert len(receipts.saved) == 1


async def test_the_button_tries_again_too_and_gives_the_focus_back() -> None:
    receipts = FakeReceipts()
    receipts.error = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    app = hosted(finished(), receipts)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "Save again" in shown(app))
        receipts.error = None
        await pilot.press("shift+tab", "enter")
        await wait_until(pilot, lambda: "receipts/" in shown(app))
        assert app.focused is not None
        assert app.focused.id == "finish"
        assert not app.heard(Finished)


async def test_an_error_without_words_is_named_by_its_kind() -> None:
    receipts = FakeReceipts()
    receipts.error = OSError()
    app = hosted(finished(), receipts)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.step.notice.display)
        assert "OSError" in app.step.notice.text


@pytest.mark.parametrize("key", ["enter", "f10"])
async def test_finish_setup_is_one_key(key: str) -> None:
    app = hosted(finished())
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "receipts/" in shown(app))
        await pilot.press(key)
        await wait_until(pilot, lambda: app.heard(Finished))
        assert len(app.heard(Finished)) == 1


async def test_a_slow_disk_keeps_nobody_from_finishing() -> None:
    gate = threading.Event()

    class Slow(FakeReceipts):
        def save(self, text: str, stem: str) -> Path:
            gate.wait(10)
            return super().save(text, stem)

    app = hosted(finished(), Slow())
    async with app.run_test(size=SIZE) as pilot:
        try:
            await wait_until(pilot, lambda: "Saving" in shown(app))
            await pilot.press("f10")
            await wait_until(pilot, lambda: app.heard(Finished))
        finally:
            gate.set()


async def test_theres_no_way_back_and_it_says_so() -> None:
    app = hosted(finished())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.step.notice.display)
        assert "Northe app" in app.step.notice.text
        assert app.said == []


async def test_the_session_may_go_while_the_screen_is_still_there() -> None:
    app = hosted(finished())
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "receipts/" in shown(app))
        app.session = None
        await wait_until(pilot, lambda: "nobody signed in" in shown(app))


async def test_names_are_shown_as_they_are_never_as_markup() -> None:
    account = replace(ACCOUNT, customer_name="[bold]Kim[/bold]")
    app = hosted(finished(account=account, name="[red]Garage[/]", bank=False))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "The charge box “[red]Garage[/]” is online" in shown(app)
        assert "[bold]Kim[/bold] connects" in shown(app)


async def test_a_path_at_home_is_shown_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    class AtHome(FakeReceipts):
        def save(self, text: str, stem: str) -> Path:
            return tmp_path / "state" / f"{stem}.txt"

    app = hosted(finished(), AtHome())
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "~/state/20260914-ZAP900001.txt" in shown(app))


@pytest.mark.parametrize("length", [30, 56, 57, 72, 76])
async def test_the_path_is_in_one_piece_where_a_line_is_long_enough(length: int) -> None:
    """Beside its label or on a line of its own: a double click takes it whole."""
    name = "20260914-ZAP900001-112803Z.txt"
    path = Path("/" + "s" * (length - len(name) - 2) + "/" + name) if length > len(name) + 2 else Path("/r/" + name[5:])

    class Somewhere(FakeReceipts):
        def save(self, text: str, stem: str) -> Path:
            return path

    app = hosted(finished(), Somewhere())
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: str(path) in shown(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Finished))
        assert app.heard(Finished)[0].receipt == str(path)


async def test_a_path_that_no_line_can_hold_breaks_between_folder_and_file() -> None:
    path = Path("/" + "s" * 80 + "/20260914-ZAP900001-112803Z.txt")

    class Deep(FakeReceipts):
        def save(self, text: str, stem: str) -> Path:
            return path

    app = hosted(finished(), Deep())
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: any(line.strip() == path.name for line in shown(app).splitlines()))


async def test_everything_can_be_reached_in_the_smallest_window() -> None:
    app = hosted(finished(waiting=True, bank=False))
    async with app.run_test(size=(60, 20)) as pilot:
        await wait_until(pilot, lambda: "At the box" in shown(app))
        assert "Receipt" not in shown(app)
        await pilot.press("pagedown", "pagedown")
        await wait_until(pilot, lambda: "receipts/" in shown(app))
        await pilot.press("pageup", "pageup")
        await wait_until(pilot, lambda: "At the box" in shown(app))


async def test_longer_languages_lose_nothing() -> None:
    services = fake_services()
    app = OneScreen(lambda: DoneScreen(look(language="qps"), services), finished(waiting=True, bank=False))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "receipts/" in shown(app))
        assert "FÏNÏSH SÉTÜP" in shown(app)
