"""Head, notice, keys and buttons: what doesn't fit is left out or shortened, never cut through."""

from __future__ import annotations

import pytest

from screens.look.glyphs import ASCII
from screens.look.states import Tone
from screens.widgets.action_button import ActionButton
from screens.widgets.head import Head, OpenAccount
from screens.widgets.keys_line import FooterKey, KeysLine
from screens.widgets.notice import Notice
from screens.widgets.shortened import shortened
from tests.support.screens.bare_widgets import BareWidgets
from tests.support.screens.one_screen import look, wait_until

pytestmark = pytest.mark.anyio

STEPS = ["Type", "Charge site", "Bank account", "Connect"]


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        ("Kim", 3, "Kim"),
        ("Kim Larsson", 8, "Kim La.."),
        ("Kim Larsson", 6, "Kim.."),
        ("Kim", 2, ""),
        ("東京都", 5, "東.."),
    ],
)
def test_shortened_never_needs_more_than_its_width(text: str, width: int, short: str) -> None:
    assert shortened(text, width) == short


async def test_the_head_says_whose_account_it_is_and_where_one_is() -> None:
    head = Head(look(demo=True), account="Kim Larsson · Acme Fleet AB", steps=STEPS, here=1)
    app = BareWidgets(head)
    async with app.run_test(size=(80, 24)) as pilot:
        top, bar, rule = app.lines[:3]
        assert "northe-activate   Kim Larsson · Acme Fleet AB" in top
        assert top.endswith("DEMO   2 of 4")
        assert bar.strip() == "✓ Type ── ● Charge site ── ○ Bank account ── ○ Connect"
        assert rule == "─" * 80
        head.show("Robin")
        await wait_until(pilot, lambda: "Robin" in app.lines[0])
        head.show("")
        await wait_until(pilot, lambda: "nobody signed in" in app.lines[0])
        head.tell_line(down=True)
        await wait_until(pilot, lambda: app.lines[0].endswith("! No connection   DEMO   2 of 4"))
        head.tell_line(down=False)
        await wait_until(pilot, lambda: "No connection" not in app.lines[0])
        head.tell_open(OpenAccount.YES)
        head.tell_kept(kept=False)
        await wait_until(pilot, lambda: app.lines[0].endswith("! Not kept   DEMO   2 of 4"))
        assert "an account is open" in app.lines[0]
        head.tell_kept(kept=True)
        await wait_until(pilot, lambda: "Not kept" not in app.lines[0])


async def test_a_step_that_was_skipped_is_not_ticked() -> None:
    async with (app := BareWidgets(Head(look(), steps=STEPS, here=4, gone_past=[2]))).run_test(size=(80, 24)):
        assert app.lines[1].strip() == "✓ Type ── ✓ Charge site ── ! Bank account ── ✓ Connect"


IN_FULL = ["Type", "Charge Site and Reimbursement", "Connect bank account", "Connect Charge Box"]
ENDS = ("Sign in", "Done")


@pytest.mark.parametrize(
    ("width", "here", "bar"),
    [
        (60, 1, "✓ Type ── ● Charge site ── ○ Bank account ── ○ Connect"),
        (30, -1, "● Sign in"),
        (30, 2, "● Bank account"),
        (60, -1, "○ Type ── ○ Charge site ── ○ Bank account ── ○ Connect"),
        (80, None, "○ Sign in ── ○ Type ── ○ Charge site ── ○ Bank account ── ○ Connect ── ○ Done"),
        (80, -1, "● Sign in ── ○ Type ── ○ Charge site ── ○ Bank account ── ○ Connect ── ○ Done"),
        (80, 4, "✓ Sign in ── ✓ Type ── ✓ Charge site ── ✓ Bank account ── ✓ Connect ── ● Done"),
        (
            120, 0,
            "● Type ── ○ Charge Site and Reimbursement ── ○ Connect bank account ── ○ Connect Charge Box",
        ),
    ],
)  # fmt: skip
async def test_the_bar_says_as_much_as_there_is_room_for(width: int, here: int | None, bar: str) -> None:
    head = Head(look(), steps=STEPS, in_full=IN_FULL, ends=ENDS, here=here)
    async with (app := BareWidgets(head)).run_test(size=(width, 8)):
        assert app.lines[1].strip() == bar
        assert ("of 4" in app.lines[0]) is (here is not None and 0 <= here < 4)


@pytest.mark.parametrize("width", [60, 80, 200])
async def test_a_long_account_is_shortened_and_three_lines_stay_three(width: int) -> None:
    account = "[bold]Bartholomäus Ängström-Østergård[/] · " + "Fleet " * 30
    app = BareWidgets(Head(look(demo=True), account=account, steps=STEPS, here=3))
    async with app.run_test(size=(width, 8)):
        assert all(len(line) <= width for line in app.lines)
        assert "4 of 4" in app.lines[0]
        assert "[bold]Barth" in app.lines[0]
        assert app.lines[2] == "─" * width
        assert not "".join(app.lines[3:]).strip()


@pytest.mark.parametrize(("here", "bar"), [(1, "* Charge site of this cust.."), (None, ""), (4, "v Connect")])
async def test_a_bar_that_does_not_fit_shows_where_one_is(here: int | None, bar: str) -> None:
    steps = ["Type of the box", "Charge site of this customer, in full", "Bank account", "Connect"]
    app = BareWidgets(Head(look(glyphs=ASCII), steps=steps, here=here))
    async with app.run_test(size=(30, 8)):
        assert app.lines[1].strip() == bar
        assert app.lines[2] == "-" * 30


async def test_a_notice_takes_rows_only_while_it_says_something() -> None:
    notice = Notice(look())
    app = BareWidgets(notice)
    async with app.run_test(size=(80, 8)) as pilot:
        assert not notice.display
        for tone, sign in (
            (Tone.OK, "✓ "),
            (Tone.WARNING, "! "),
            (Tone.ERROR, "✗ "),
            (Tone.BUSY, "◐ "),
            (Tone.INFO, ""),
        ):
            notice.say(tone, "[red]so[/red]")
            await wait_until(pilot, lambda sign=sign: app.lines[0].strip() == f"{sign}[red]so[/red]")  # type: ignore[misc]  # its type is plain
        notice.say(Tone.BUSY, "so")
        notice.say(Tone.BUSY, "so")
        await wait_until(pilot, lambda: app.lines[0].strip() == "◓ so")
        notice.clear()
        await wait_until(pilot, lambda: not notice.display and not app.lines[0])


NEXT, BACK, HELP, QUIT = (
    FooterKey("f10", "F10", "Next"),
    FooterKey("f9", "F9", "Back"),
    FooterKey("f1", "F1", "Help"),
    FooterKey("ctrl+q", "^Q", "Quit"),
)
FORGET, THEME = FooterKey("f4", "F4", "Forget it"), FooterKey("f3", "F3", "Light/dark")


async def test_keys_that_do_not_fit_are_left_out_from_the_end_but_back_help_and_quit_never() -> None:
    keys = [NEXT, FORGET, BACK, THEME, HELP, QUIT]
    line = KeysLine(look())
    app = BareWidgets(line)
    async with app.run_test(size=(80, 8)) as pilot:
        line.show(keys)
        await wait_until(pilot, lambda: app.lines[1])
        assert app.lines[:2] == ["─" * 80, " F10 Next   F4 Forget it   F9 Back   F3 Light/dark   F1 Help   ^Q Quit"]
        line.show(keys[:1])
        await wait_until(pilot, lambda: app.lines[1] == " F10 Next")
        line.show(keys)
        for width, wanted in (
            (60, " F10 Next   F4 Forget it   F9 Back   F1 Help   ^Q Quit"),
            (52, " F10 Next  F4 Forget it  F9 Back  F1 Help  ^Q Quit"),
            (40, " F10 Next   F9 Back   F1 Help   ^Q Quit"),
            (36, " F10 Next  F9 Back  F1 Help  ^Q Quit"),
        ):
            await pilot.resize_terminal(width, 8)
            await wait_until(pilot, lambda wanted=wanted: app.lines[1] == wanted)  # type: ignore[misc]  # its type is plain
        long = NEXT._replace(what="Sign the customer out and finish")
        line.show([long, BACK, HELP, QUIT])
        await pilot.resize_terminal(50, 8)
        await wait_until(pilot, lambda: app.lines[1] == " F10 Sign the custome..  F9 Back  F1 Help  ^Q Quit")


class Pressing(BareWidgets):
    """Writes down which keys were meant."""

    def on_mount(self) -> None:
        self.meant: list[str] = []

    def on_keys_line_pressed(self, event: KeysLine.Pressed) -> None:
        self.meant.append(event.key)


async def test_arrows_go_through_all_keys_and_enter_means_the_marked_one() -> None:
    line = KeysLine(look())
    app = Pressing(line)
    async with app.run_test(size=(40, 8)) as pilot:
        line.show([NEXT, FORGET, BACK, HELP, QUIT], [THEME])
        line.focus()
        for key in ("enter", "right", "enter", "left", "left", "enter", "left", "enter"):
            await pilot.press(key)
        await wait_until(pilot, lambda: len(app.meant) == 4)
        assert app.meant == ["f10", "f9", "f3", "f4"]
        assert app.lines[1] == " F4 Forget it  F3 Light/dark", "what had no room shows while it's marked"
        await pilot.press("home", "enter", "end", "enter", "right", "enter")
        await wait_until(pilot, lambda: app.meant[4:] == ["f10", "f3", "f10"])
        assert app.lines[1] == " F10 Next   F9 Back   F1 Help   ^Q Quit"
        line.show([BACK, HELP, QUIT])
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.meant[7:] == ["f9"])


async def test_a_button_follows_its_label_and_takes_markup_as_text() -> None:
    button = ActionButton("E-mail and partner key", id="one", action="other_way")
    app = BareWidgets(button)
    async with app.run_test(size=(80, 8)) as pilot:
        assert app.lines[0].strip() == "[ E-mail and partner key ]"
        wide = button.size.width
        button.say("[b]Go[/b]")
        await wait_until(pilot, lambda: app.lines[0].strip() == "[ [b]Go[/b] ]" and button.size.width < wide)
