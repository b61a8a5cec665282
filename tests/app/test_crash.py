"""A fault of the program's own: the customer is signed out, the terminal is back, and nothing is given away."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import stat
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.worker import WorkerFailed

from app import crash
from app.exit_codes import Exit
from services.text.words import Words
from tests.support.program.crashing_wizard import SECRET_IN_ERROR, SECRET_IN_VARIABLE, UnforeseenError
from tests.support.program.terminal import Terminal
from tests.support.screens.one_screen import wait_until
from tests.support.screens.plain_wizard import SIZE, PlainWizard

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen

WHEN = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
TYPED = ("kim@example.com", "KIM-MEMBER-4711", "PARTNER-0815")
NEVER_SHOWN = (SECRET_IN_ERROR, SECRET_IN_VARIABLE, *TYPED[1:])


def inner() -> None:
    token = SECRET_IN_VARIABLE
    raise UnforeseenError(SECRET_IN_ERROR, token)


def outer() -> None:
    try:
        inner()
    except UnforeseenError as error:
        raise ValueError(SECRET_IN_ERROR) from error


def fault() -> BaseException:
    with pytest.raises(ValueError) as caught:
        outer()
    return caught.value


# ---------------------------------------------------------------------------------------------- the report


def test_the_report_says_where_and_never_what() -> None:
    text = crash.report(fault(), WHEN)
    assert re.search(r"ValueError\n(  .+\n)+because of\n.*UnforeseenError\n", text), "what it comes from, too"
    assert re.search(r"tests/app/test_crash\.py:\d+ in inner", text)
    assert "2026-09-14 09:30:00 UTC" in text
    for secret in NEVER_SHOWN:
        assert secret not in text


def test_what_an_error_hides_on_purpose_stays_hidden() -> None:
    error = ValueError()
    error.__context__ = UnforeseenError()
    assert "UnforeseenError" in crash.report(error, WHEN)
    error.__suppress_context__ = True  # raise ... from None
    assert "UnforeseenError" not in crash.report(error, WHEN)


def test_errors_that_cause_each_other_in_a_circle_end() -> None:
    one, two = ValueError(), KeyError()
    one.__cause__, two.__cause__ = two, one
    assert crash.report(one, WHEN).count("because of") == 1


def test_the_code_is_the_same_for_the_same_fault_only() -> None:
    assert crash.code(fault()) == crash.code(fault())
    assert re.fullmatch(r"[0-9A-F]{8}", crash.code(fault()))
    assert crash.code(fault()) != crash.code(KeyError())


def test_the_page_says_what_happened_what_is_saved_and_how_to_go_on(tmp_path: Path) -> None:
    state = tmp_path / "state"
    text = crash.page(fault(), Words(), state, signed_out=True, kept=True)
    (path,) = (state / "crashes").iterdir()
    assert str(path) in text
    assert crash.code(fault()) in text
    assert "Nobody is signed in any more." in text
    assert "What was typed is kept: start northe-activate again" in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for secret in NEVER_SHOWN:
        assert secret not in text + path.read_text()
    crash.page(KeyError(), Words(), state, signed_out=True, kept=True)
    assert len(list(path.parent.iterdir())) == 2, "another one, beside the first"


def test_the_page_bears_a_folder_that_cant_be_written(tmp_path: Path) -> None:
    (tmp_path / "crashes").write_text("in the way")
    text = crash.page(fault(), Words(), tmp_path, signed_out=False, kept=False)
    assert "could not be written" in text
    assert "could not be signed out" in text
    assert "Start northe-activate again." in text
    assert "is kept" not in text


# ---------------------------------------------------------------------------------------------- Textual's side


def test_the_private_parts_of_textual_are_what_they_were() -> None:
    """Notices an upgrade: a crash must go through what's replaced here, and leave its error where it's looked for."""
    handle = inspect.getsource(App._handle_exception)
    assert "self._fatal_error()" in handle
    assert "self._exception = error" in handle
    assert list(inspect.signature(App._fatal_error).parameters) == ["self"]
    assert list(inspect.signature(App._handle_exception).parameters) == ["self", "error"]
    assert "self._exit = True" in inspect.getsource(App.exit)
    assert "self._close_messages_no_wait()" in inspect.getsource(App._fatal_error)
    assert WorkerFailed(KeyError()).error.__class__ is KeyError


@pytest.mark.anyio
async def test_textual_prints_nothing_by_itself() -> None:
    app = PlainWizard()
    with pytest.raises(UnforeseenError):
        async with app.run_test(size=SIZE) as pilot:
            await wait_until(pilot, lambda: app.services is not None)
            app.call_later(_fail)
            await wait_until(pilot, lambda: app.crashed_by is not None)
    assert isinstance(app.crashed_by, UnforeseenError)
    assert app._exit_renderables == []


class EndedEarly(PlainWizard):
    """Somebody ends it before there's anything on the screen: nothing is composed any more, and Start finds nothing."""

    def get_default_screen(self) -> Screen[None]:
        """Start."""
        self.exit(return_code=129)
        return super().get_default_screen()


class FailingLate(PlainWizard):
    """A handler goes on after the end was asked for."""

    def on_ready(self) -> None:
        """The first paint is done."""
        self.exit(return_code=129)
        raise UnforeseenError(SECRET_IN_ERROR)


@pytest.mark.anyio
@pytest.mark.parametrize("kind", [EndedEarly, FailingLate])
async def test_an_error_after_the_end_was_asked_for_is_no_crash(kind: type[PlainWizard]) -> None:
    app = kind()
    async with asyncio.timeout(10):
        await app.run_async(headless=True, size=SIZE)
    assert app.crashed_by is None
    assert app.return_code == 129


def _fail() -> None:
    raise UnforeseenError(SECRET_IN_ERROR)


# ---------------------------------------------------------------------------------------------- the real thing


def sign_in(terminal: Terminal) -> None:
    terminal.wait("Begin")
    terminal.keys("{f10}")
    terminal.wait("Linked devices")
    terminal.keys("{f4}")
    terminal.wait("Partner key")
    for text in TYPED:
        terminal.keys(text + "{tab}")
    terminal.keys("{f10}")


@pytest.mark.wire
def test_a_crash_keeps_what_was_typed(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with Terminal(
        [sys.executable, "-m", "tests.support.program.crashing_wizard", "key", str(state)], folder=tmp_path
    ) as terminal:
        sign_in(terminal)
        terminal.wait("● Type")
        terminal.keys("Typed just now{tab}SECRET-FIELD{f7}")
        assert terminal.exit_code() == Exit.CRASHED
        assert terminal.restored()
        assert "What was typed is kept: start northe-activate again" in terminal.afterwards
    (draft,) = (state / "drafts").rglob("*.json")
    assert json.loads(draft.read_text())["typed"]["box_type"]["answer"] == "Typed just now"
    for path in state.rglob("*"):
        assert path.is_dir() or "SECRET" not in path.read_text()


@pytest.mark.wire
@pytest.mark.parametrize("place", ["worker", "handler", "compose", "lost"])
def test_a_crash_signs_out_gives_the_terminal_back_and_keeps_secrets(place: str, tmp_path: Path) -> None:
    state = tmp_path / "state"
    with Terminal(
        [sys.executable, "-m", "tests.support.program.crashing_wizard", place, str(state)], folder=tmp_path
    ) as terminal:
        sign_in(terminal)
        assert terminal.exit_code() == Exit.CRASHED
        assert terminal.restored()
        said = terminal.afterwards
        assert said.startswith("Sorry: northe-activate met a fault of its own")
        assert ("could not be signed out" if place == "lost" else "Nobody is signed in any more.") in said
        assert "Traceback" not in said
        (report,) = (state / "crashes").iterdir()
        assert str(report) in said.replace("\n", "")
        where = {"handler": "on_signed_in", "compose": "compose_body"}.get(place, "in account")
        assert where in report.read_text()
        for secret in NEVER_SHOWN:
            assert secret.encode() not in terminal.raw
            assert secret not in report.read_text()


@pytest.mark.wire
def test_a_brands_file_that_cant_be_read_is_told_before_anybody_signs_in(tmp_path: Path) -> None:
    """It's a mistake of whoever wrote that file: which one and what to do is said, not a code for support."""
    (tmp_path / "acme.toml").write_text('id = "acme"\n')
    elsewhere = (
        f"from services.rules import catalogue; catalogue.FOLDER = __import__('pathlib').Path({str(tmp_path)!r})"
    )
    program = f"{elsewhere}; from app.cli import main; raise SystemExit(main(['--sandbox']))"
    environ = {"NORTHE_ACTIVATE_STATE_DIR": str(tmp_path / "state")}
    with Terminal([sys.executable, "-c", program], folder=tmp_path, environ=environ) as terminal:
        assert terminal.exit_code() == Exit.UNUSABLE_FILES
        assert terminal.restored()
        assert terminal.afterwards.strip() == "northe-activate: acme.toml: serial: is missing."
    assert not (tmp_path / "state" / "sandbox" / "crashes").exists()
