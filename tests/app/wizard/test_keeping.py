"""Keeping and taking up: after each answer, a moment after typing, on every way out, for its own customer only."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from screens.messages import SessionEnded
from services.activation.draft_keeper import AFTER_TYPING
from services.activation.steps import Step
from services.contracts.drafts import Draft, FreeDrafts
from services.fake import ACCOUNT
from services.stores.drafts import NAMED, DraftFolder, OpenDraft
from services.text.words import Message
from tests.support.screens.one_screen import shown, type_in, wait_until
from tests.support.screens.plain_wizard import (
    SIZE,
    PlainWizard,
    at_step,
    complete,
    dialog,
    field,
    oneline,
    sign_in,
    with_plain_steps,
)

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

pytestmark = pytest.mark.anyio

OTHER = replace(ACCOUNT, customer_name="Robin Nilsson", email="robin@example.com")
SECRET = "SECRET-4711"


@pytest.fixture(autouse=True)
def plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    with_plain_steps(monkeypatch)
    monkeypatch.setattr("services.activation.draft_keeper.AFTER_TYPING", 0.01)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


def shell(folder: Path) -> PlainWizard:
    return PlainWizard(drafts=DraftFolder(folder))


def drafts(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(folder.rglob("*.json"))]


def kept(folder: Path, step: str = "box_type") -> str:
    found = drafts(folder)
    return str(found[0]["typed"].get(step, {}).get("answer", "")) if found else ""


def put_something_in_the_way(folder: Path) -> None:
    folder.write_text("in the way")


def clear_the_way(folder: Path) -> None:
    folder.unlink()


def marked(app: PlainWizard) -> bool:
    """Whether the head says that what's typed isn't kept."""
    return "! Not kept" in shown(app).splitlines()[0]


async def typed_in(app: PlainWizard, pilot: Pilot[Any], text: str) -> None:
    await sign_in(app, pilot)
    await at_step(app, pilot, Step.BOX_TYPE)
    await type_in(pilot, text)


async def test_what_is_typed_is_kept_a_moment_later_without_the_secret(folder: Path) -> None:
    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await typed_in(app, pilot, "Garage")
        await pilot.press("tab")
        await type_in(pilot, SECRET)
        await wait_until(pilot, lambda: kept(folder) == "Garage")
        assert SECRET not in json.dumps(drafts(folder))
        await complete(app, pilot, Step.CHARGE_SITE)
        await wait_until(pilot, lambda: drafts(folder)[0]["answered"] == ["box_type"])
        await complete(app, pilot)
        await wait_until(pilot, lambda: not any(folder.rglob("*.json")))


async def test_a_task_that_is_cancelled_while_it_writes_begins_no_second_draft(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a crash a moment after typing: the thread goes on, and the way out writes, too."""
    monkeypatch.setattr("services.activation.draft_keeper.AFTER_TYPING", 60.0)
    began, go_on, begin = threading.Event(), threading.Event(), DraftFolder.begin

    def slow(drafts: DraftFolder, email: str) -> OpenDraft:
        began.set()
        go_on.wait(10.0)
        return begin(drafts, email)

    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await typed_in(app, pilot, "Garage")
        monkeypatch.setattr(DraftFolder, "begin", slow)
        first = asyncio.ensure_future(app.under_way.draft.keep())
        await asyncio.to_thread(began.wait, 10.0)
        first.cancel()
        with suppress(asyncio.CancelledError):
            await first
        second = asyncio.ensure_future(app.under_way.draft.keep())
        go_on.set()
        await second
        assert len(drafts(folder)) == 1


async def test_the_same_customer_goes_on_where_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.activation.draft_keeper.AFTER_TYPING", 60.0)
    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await typed_in(app, pilot, "Garage")
        await pilot.press("tab")
        await type_in(pilot, SECRET)
        assert kept(folder) == ""
        app.exit(143)  # in the middle of it, as after SIGTERM
    await app.leave_account()
    assert kept(folder) == "Garage"

    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "Kim Larsson · begun · " in oneline(app))
        await sign_in(app, pilot, OTHER)
        await at_step(app, pilot, Step.BOX_TYPE)
        assert field(app) == "", "it's another customer's"
        app.northe.signed_in = False
        await app.show_start()
        app._ended()
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        assert field(app) == "Garage"
        assert field(app, "secret") == ""
        await wait_until(pilot, lambda: "Continued" in oneline(app))
    await app.leave_account()
    assert kept(folder) == "Garage"


async def test_a_second_session_begins_anew_and_says_so(folder: Path) -> None:
    first = shell(folder)
    async with first.run_test(size=SIZE) as pilot:
        await typed_in(first, pilot, "Garage")
        await wait_until(pilot, lambda: kept(folder) == "Garage")
        second = shell(folder)
        async with second.run_test(size=SIZE) as other:
            assert "Unfinished" not in oneline(second)
            await sign_in(second, other)
            await at_step(second, other, Step.BOX_TYPE)
            assert field(second) == ""
            await wait_until(other, lambda: "Kim Larsson's activation is open in another window" in oneline(second))
            await type_in(other, "Carport")
            await wait_until(other, lambda: len(drafts(folder)) == 2)
        await second.leave_account()
    await first.leave_account()
    assert sorted(one["typed"]["box_type"]["answer"] for one in drafts(folder)) == ["Carport", "Garage"]


async def test_leaving_the_account_on_purpose_keeps_nothing(folder: Path) -> None:
    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await typed_in(app, pilot, "Garage")
        await wait_until(pilot, lambda: kept(folder) == "Garage")
        await pilot.press("f9")
        await dialog(app, pilot, "Sign the customer out?")
        await pilot.press("tab", "enter")
        await wait_until(pilot, lambda: app.at_start)
        assert drafts(folder) == []
        assert "Unfinished" not in oneline(app)


async def test_signing_in_again_after_the_cloud_ended_it_keeps_the_same_draft(folder: Path) -> None:
    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await typed_in(app, pilot, "Garage")
        await wait_until(pilot, lambda: kept(folder) == "Garage")
        app.screen.post_message(SessionEnded(Message("shell.quit.signed_out"), Step.BOX_TYPE, {"answer": "Garage 2"}))
        await wait_until(pilot, lambda: app.session is not None and app.session.account is None)
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        assert field(app) == "Garage 2"
        await wait_until(pilot, lambda: kept(folder) == "Garage 2")
        assert len(drafts(folder)) == 1


async def test_start_forgets_what_is_unfinished_after_a_clear_yes(folder: Path) -> None:
    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await typed_in(app, pilot, "Garage")
    await app.leave_account()
    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "F4 Forget it" in oneline(app))
        await pilot.press("f4")
        await dialog(app, pilot, "Forget what is unfinished?")
        assert "Kim Larsson" in oneline(app)
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.at_start)
        assert len(drafts(folder)) == 1
        await pilot.press("f4")
        await dialog(app, pilot, "Forget what is unfinished?")
        await pilot.press("tab", "enter")
        await wait_until(pilot, lambda: app.at_start and "Unfinished" not in oneline(app))
        assert drafts(folder) == []


async def test_start_is_there_before_anybody_looks_and_nothing_moves_when_the_list_comes(folder: Path) -> None:
    left = DraftFolder(folder)
    for number in range(NAMED + 2):
        opened = left.begin(f"customer{number}@example.com")
        opened.save(Draft(f"Customer {number}", opened.mark, left.now(), {"box_type": {"name": "Garage"}}))
        opened.release()
    gate = threading.Event()

    class Slow(DraftFolder):
        def look(self) -> FreeDrafts:
            assert threading.current_thread() is not threading.main_thread()
            gate.wait()
            return super().look()

    app = PlainWizard(drafts=Slow(folder))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "Have these at hand" in shown(app))
        before = {widget.id: widget.region for widget in app.screen.query("*") if widget.id and widget.region}
        assert "Unfinished" not in oneline(app)
        gate.set()
        await wait_until(
            pilot, lambda: f"Customer {NAMED + 1} · begun" in oneline(app) and "and 2 more" in oneline(app)
        )
        for name in ("start-title", "start-lead", "start-need", "start-needs", "begin", "actions"):
            assert app.screen.query_one(f"#{name}").region == before[name], name
        await pilot.press("f4")
        await dialog(app, pilot, "Forget what is unfinished?")
        assert "Customer 1," not in oneline(app), "only what was named"
        await pilot.press("tab", "enter")
        await wait_until(pilot, lambda: app.at_start and "Customer 1 · begun" in oneline(app))
        assert len(drafts(folder)) == 2


async def test_a_folder_that_cannot_be_written_is_told_once_marked_on_each_step_and_stops_nobody(folder: Path) -> None:
    put_something_in_the_way(folder)
    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await typed_in(app, pilot, "Garage")
        await wait_until(pilot, lambda: "can't be kept" in oneline(app) and marked(app))
        for step in (Step.CHARGE_SITE, Step.BANK_ACCOUNT):
            await complete(app, pilot, step)
            await at_step(app, pilot, step)
            assert marked(app), "from its first paint on"
        await pilot.press("ctrl+q")
        await dialog(app, pilot, "Quit?")
        assert "What you typed could not be kept, and is lost then." in oneline(app)
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is app.wizard_screen)
        clear_the_way(folder)
        await type_in(pilot, "x")
        await wait_until(pilot, lambda: kept(folder, "bank_account") == "x" and not marked(app))
        assert "can't be kept" not in oneline(app)
        await complete(app, pilot)


@pytest.mark.parametrize("finish", [True, False], ids=["finished", "signed out for idling"])
async def test_once_it_is_over_nothing_is_said_of_what_was_not_kept(folder: Path, finish: bool) -> None:
    put_something_in_the_way(folder)
    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await typed_in(app, pilot, "Garage")
        await wait_until(pilot, lambda: marked(app))
        if finish:
            await complete(app, pilot)
        else:
            app.clock.advance(8 * 3600)
            await wait_until(pilot, lambda: app.at_start)
            assert "no key was pressed for 10 minutes. What you typed could not be kept." in oneline(app)
        await wait_until(pilot, lambda: not marked(app))
    await app.leave_account()
    assert not app.not_kept, "there are no last words"


async def test_whoever_leaves_with_something_that_is_not_kept_gets_a_last_word(folder: Path) -> None:
    put_something_in_the_way(folder)
    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await typed_in(app, pilot, "Garage")
        app.exit(143)  # before anything was tried
    await app.leave_account()
    assert app.not_kept


async def test_typing_without_a_pause_is_kept_meanwhile_and_a_burst_in_one_piece(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.activation.draft_keeper.AFTER_TYPING", AFTER_TYPING)
    assert AFTER_TYPING < 0.2
    saved: list[str] = []
    really = OpenDraft.save

    def save(self: OpenDraft, draft: Draft) -> None:
        assert threading.current_thread() is not threading.main_thread()
        saved.append(draft.typed["box_type"]["answer"])
        really(self, draft)

    monkeypatch.setattr(OpenDraft, "save", save)
    app = shell(folder)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        for _ in range(400):
            await type_in(pilot, "x")
            if saved:
                break
        assert saved, "as long as somebody types, nothing is kept"
        await wait_until(pilot, lambda: saved[-1] == field(app))
        before = len(saved)
        await type_in(pilot, "a scan of forty characters, all at once.")
        await wait_until(pilot, lambda: saved[-1] == field(app))
        assert field(app).endswith("once.")
        assert len(saved) - before <= 10, "not at each key"
