"""Each key that a footer names does something on that screen at that moment, and so do the other ways to press it:
Escape and its digit, Alt and its digit, and Enter on it in the last line."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from screens.done import DoneScreen
from screens.panels.maker_sign_in import MakerSignInPanel
from screens.panels.pick_charger import PickChargerPanel
from screens.sign_in import SignInScreen
from screens.start import StartScreen
from screens.widgets.keys_line import KeysLine
from screens.wizard_screen import WizardScreen
from services.activation.steps import STEPS
from services.contracts import BankSummary, CheckAnswer, LinkStatus
from services.fake import FakeClock, FakeNorthe, FakeReceipts, FakeZaptec, fake_services
from services.fake.data import EVIDENCE
from tests.support.screens.connect_screen import step_of
from tests.support.screens.one_screen import OneScreen, look, shown, type_in, wait_until
from tests.support.screens.permission_screen import facts
from tests.support.screens.permission_screen import permission_screen as permission
from tests.support.sessions.after_connect import finished
from tests.support.sessions.before_connect import connect_screen as connect
from tests.support.sessions.before_connect import ready_to_connect
from tests.support.sessions.before_each_step import CLEARING, account, bank_account, box_type, charge_site, session

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stockholm")]

SIZE = (160, 40)
"""Room for all keys, so that none is left out."""


async def _as_it_comes(pilot: Pilot[Any], app: OneScreen) -> None:
    del app
    await pilot.pause()


# ------------------------------------------------------------------------------------------ screens and moments


def _start(*unfinished: str) -> OneScreen:
    return OneScreen(lambda: StartScreen(look(), unfinished))


def _sign_in(northe: FakeNorthe | None = None) -> OneScreen:
    services = fake_services(northe=northe, phone=True)
    return OneScreen(lambda: SignInScreen(look(demo=True), services))


def _refused() -> OneScreen:
    northe = FakeNorthe()
    northe.answer("poll_link", LinkStatus.REFUSED)
    return _sign_in(northe)


async def _code(pilot: Pilot[Any], app: OneScreen) -> None:
    await wait_until(pilot, lambda: "good for" in shown(app))


async def _no_code(pilot: Pilot[Any], app: OneScreen) -> None:
    await wait_until(pilot, lambda: "F10" in shown(app))


async def _keys_typed(pilot: Pilot[Any], app: OneScreen) -> None:
    await pilot.press("f4")
    await wait_until(pilot, lambda: app.focused is not None and app.focused.id == "input-email")
    await pilot.press("enter")
    await type_in(pilot, "KIM1")


async def _number_typed(pilot: Pilot[Any], app: OneScreen) -> None:
    await type_in(pilot, CLEARING)
    await pilot.press("up")
    await wait_until(pilot, lambda: CLEARING not in shown(app))


async def _pin_typed(pilot: Pilot[Any], app: OneScreen) -> None:
    app.step.form.field("pin").input.focus()
    await type_in(pilot, "4711")
    await wait_until(pilot, lambda: step_of(app).check.items and not step_of(app).waiting)


async def _checked(pilot: Pilot[Any], app: OneScreen) -> None:
    await wait_until(pilot, lambda: step_of(app).check.passed and not step_of(app).waiting)


async def _connecting(pilot: Pilot[Any], app: OneScreen) -> None:
    await _checked(pilot, app)
    await pilot.press("f10")
    await wait_until(pilot, lambda: step_of(app).connecting.may_leave)


def _staying(clock: FakeClock | None = None) -> OneScreen:
    northe = FakeNorthe()
    northe.stages = northe.stages[:-1]
    return connect(fake_services(northe=northe, clock=clock))


async def _too_long(pilot: Pilot[Any], app: OneScreen) -> None:
    await _connecting(pilot, app)
    services = step_of(app).services
    assert isinstance(services.clock, FakeClock)
    services.clock.advance(services.connect_patience + 1)
    await wait_until(pilot, lambda: "F10" in shown(app))


def _done(*, saves: bool = True) -> OneScreen:
    receipts = FakeReceipts()
    if not saves:
        receipts.error = OSError(28, "No space left on device")
    services = fake_services(receipts=receipts)
    return OneScreen(lambda: DoneScreen(look(), services), finished())


async def _not_saved(pilot: Pilot[Any], app: OneScreen) -> None:
    await wait_until(pilot, lambda: "F5" in shown(app))


def _picking() -> OneScreen:
    zaptec = FakeZaptec()
    zaptec.signed_in_as = "installer@example.com"
    services = fake_services(zaptec=zaptec)
    return OneScreen(lambda: PickChargerPanel(look(), services, ready_to_connect(), lambda _: None), ready_to_connect())


async def _listed(pilot: Pilot[Any], app: OneScreen) -> None:
    await wait_until(pilot, lambda: "F10" in shown(app))


def _zaptec() -> OneScreen:
    services = fake_services()
    return OneScreen(lambda: MakerSignInPanel(look(), services, ready_to_connect()), ready_to_connect())


async def _password_typed(pilot: Pilot[Any], app: OneScreen) -> None:
    del app
    await pilot.press("enter")
    await type_in(pilot, "Sommar-2026")


SCREENS: dict[str, tuple[Callable[[], OneScreen], Callable[[Pilot[Any], OneScreen], Awaitable[None]], list[str]]] = {
    "start": (_start, _as_it_comes, ["F10", "F1", "F3", "^Q"]),
    "start, something unfinished": (
        lambda: _start("Kim Larsson"), _as_it_comes, ["F10", "F4", "F1", "F3", "^Q"],
    ),
    "sign in, a code": (_sign_in, _code, ["F4", "^P", "F6", "F9", "F1", "^Q", "F8", "F2", "F3"]),
    "sign in, refused": (_refused, _no_code, ["F10", "F4", "F9", "F1", "^Q", "F3"]),
    "sign in, keys": (_sign_in, _keys_typed, ["F10", "F4", "F2", "F9", "F1", "^Q", "F3"]),
    "box type": (box_type, _as_it_comes, ["F10", "F9", "F1", "F3", "^Q"]),
    "charge site": (charge_site, _as_it_comes, ["F10", "F9", "F1", "F3", "^Q"]),
    "bank account": (bank_account, _number_typed, ["F10", "F9", "F4", "F2", "F1", "^Q"]),
    "bank account, connected": (
        lambda: bank_account(session(account(bank=BankSummary("SE45 •••• 3456")))),
        _as_it_comes, ["F10", "F9", "F4", "F1", "^Q"],
    ),
    "connect": (lambda: connect(session=ready_to_connect(typed={})), _as_it_comes, ["F10", "F6", "F7", "F9", "F1", "^Q"]),
    "connect, checked": (connect, _checked, ["F10", "F5", "F6", "F7", "F9", "F1", "^Q"]),
    "connect, a box with a PIN": (
        lambda: connect(session=ready_to_connect(brand="easee", model="home", typed={"serial_number": "EHVG7Y32"})),
        _pin_typed,
        ["F10", "F5", "F2", "F9", "F1", "^Q"],
    ),
    "connect, the box is awaited": (_staying, _connecting, ["F4", "F9", "F1", "^Q"]),
    "connect, for too long": (
        lambda: _staying(FakeClock()), _too_long, ["F10", "F4", "F9", "F1", "^Q"],
    ),
    "done": (_done, _as_it_comes, ["F10", "F6", "F2", "F8", "F1", "^Q", "F3"]),
    "done, no receipt": (lambda: _done(saves=False), _not_saved, ["F10", "F5", "F6", "F2", "F8", "F1", "^Q", "F3"]),
    "a charger to pick": (_picking, _listed, ["F10", "F9", "F1", "^Q"]),
    "sign in at Zaptec": (_zaptec, _password_typed, ["F10", "F9", "F2", "F1", "^Q"]),
    "permission, missing": (permission, _as_it_comes, ["F5", "F7", "F6", "F9", "F1", "^Q", "F8", "F2"]),
    "permission, given": (
        lambda: permission(facts=facts(CheckAnswer(None, EVIDENCE))), _as_it_comes, ["F10", "F5", "F7", "F9", "F1", "^Q"],
    ),
}  # fmt: skip


def test_every_step_is_among_them() -> None:
    assert [step for step in STEPS if step.value.replace("_", " ") not in SCREENS] == []


def footer(app: OneScreen) -> list[str]:
    """The names of the keys in the last line."""
    return re.findall(r"(?:^| )(F\d+|\^[A-Z]) ", shown(app).splitlines()[-1])


def what_there_is(app: OneScreen, asked: list[str]) -> tuple[object, ...]:
    """All that a key may change: what's said to the wizard and to the installer, what's asked of Northe, what shows."""
    screens: list[Any] = [screen for screen in app.screen_stack if isinstance(screen, WizardScreen)]
    says = [screen.notice.said for screen in screens]
    calls = [len(screen.services.northe.calls) for screen in screens if not isinstance(screen, StartScreen)]
    return len(app.said), says, calls, len(app.screen_stack), app.focused, shown(app), tuple(asked)


@pytest.mark.parametrize("name", SCREENS)
async def test_each_key_that_is_named_does_something(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(OneScreen, "action_none", lambda _: asked.append("quit"), raising=False)
    monkeypatch.setattr(OneScreen, "action_other_theme", lambda _: asked.append("theme"), raising=False)
    make, before, named = SCREENS[name]
    for key in named:
        app = make()
        async with app.run_test(size=SIZE) as pilot:
            await before(pilot, app)
            await wait_until(pilot, lambda app=app: footer(app) == named)  # type: ignore[misc]  # mypy and default arguments
            assert key.replace("^", "ctrl+").lower() in app.screen.active_bindings
            there = what_there_is(app, asked)
            await pilot.press(key.replace("^", "ctrl+").lower())
            await wait_until(pilot, lambda app=app, there=there: what_there_is(app, asked) != there)  # type: ignore[misc]  # the same


# ------------------------------------------------------------------------------------------ all ways to press it

Way = Callable[[Pilot[Any], OneScreen, str], Awaitable[None]]


async def _f_key(pilot: Pilot[Any], app: OneScreen, key: str) -> None:
    del app
    await pilot.press(key)


async def _alt_and_digit(pilot: Pilot[Any], app: OneScreen, key: str) -> None:
    del app
    await pilot.press(f"alt+{int(key[1:]) % 10}")


async def _escape_then_digit(pilot: Pilot[Any], app: OneScreen, key: str) -> None:
    del app
    await pilot.press("escape", str(int(key[1:]) % 10))


async def _last_line(pilot: Pilot[Any], app: OneScreen, key: str) -> None:
    line = app.screen.query_one(KeysLine)
    app.screen.set_focus(line)
    names = [one.key for one in line.in_order]
    await pilot.press("home", *["right"] * names.index(key), "enter")


def ways(app: OneScreen, key: str) -> list[Way]:
    """How the key can be pressed. Where Escape stops something, a digit later is a digit."""
    if not key.startswith("f"):
        return [_f_key, _last_line]
    slowly = [] if "escape" in app.screen.active_bindings else [_escape_then_digit]
    return [_f_key, _alt_and_digit, *slowly, _last_line]


def recorded(app: OneScreen, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, str], list[str]]:
    """What each key is for by now, and what was done: it's only written down, lest another screen comes."""
    bindings = {
        key: active.binding
        for key, active in app.screen.active_bindings.items()
        if active.binding.show and key != "question_mark" and active.node in (app, app.screen)
    }
    done: list[str] = []
    for binding in bindings.values():
        for node in (app, app.screen):
            monkeypatch.setattr(
                node, f"action_{binding.action}", lambda what=binding.action: done.append(what), raising=False
            )
    return {key: binding.action for key, binding in bindings.items()}, done


def typed_in(app: OneScreen) -> object:
    """What stands in the fields, where there are any."""
    screen = app.screen_stack[1]
    form = screen.form if isinstance(screen, WizardScreen) else None
    return form.typed() if form is not None else None


@pytest.mark.parametrize("name", SCREENS)
async def test_each_key_has_its_other_ways(name: str, keyboards: None, monkeypatch: pytest.MonkeyPatch) -> None:
    del keyboards
    make, before, named = SCREENS[name]
    app = make()
    async with app.run_test(size=SIZE) as pilot:
        await before(pilot, app)
        await wait_until(pilot, lambda: footer(app) == named)
        meant, done = recorded(app, monkeypatch)
        focused = app.focused
        typed = typed_in(app)
        assert "f1" in meant
        for key, action in meant.items():
            for press in ways(app, key):
                app.screen.set_focus(focused)
                await press(pilot, app, key)
                await wait_until(pilot, lambda: done)
                assert done == [action], f"{key} by {press.__name__}"
                done.clear()
        assert typed_in(app) == typed, "no digit was typed"


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("columns", [60, 80])
async def test_back_help_and_quit_are_never_left_out(name: str, columns: int) -> None:
    make, before, named = SCREENS[name]
    app = make()
    async with app.run_test(size=SIZE) as pilot:
        await before(pilot, app)
        await wait_until(pilot, lambda: footer(app) == named)
        for escape in (False, True):
            if escape:
                app.step.look.key_names.learn_escape()
                app.step.tell_keys()
            await pilot.resize_terminal(columns, 24)
            await wait_until(pilot, lambda: "^Q Quit" in shown(app))
            last = shown(app).splitlines()[-1]
            for key in {"F1", "F9"} & set(named):
                assert re.search(rf"(Esc {key[1:]}|\?) " if escape else f"{key} ", last), last
            assert len(last) <= columns
