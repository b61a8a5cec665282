"""The code on the Sign in screen with all that's about it: its link on a row, its other forms, and the copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from screens.copying import CopyOut
from screens.look.states import Tone
from screens.sign_in.code_box import CodeBox
from screens.sign_in.code_room import CodeForm
from screens.widgets.code_place import CodePlace

if TYPE_CHECKING:
    from screens.code_screen import CodeScreen
    from screens.sign_in.link_panel import LinkPanel
    from screens.wizard_screen import WizardScreen


class CodeView:
    """`box` and `row` are for the screen to put up; `panel` stands beside the code and says what to do with it."""

    def __init__(self, screen: WizardScreen, panel: LinkPanel) -> None:
        self._screen, self._panel = screen, panel
        self.box = CodeBox(screen.look)
        self.row = Static("", id="link", markup=False)
        self.row.display = False
        self._wanted = True
        self._alone: CodeScreen | None = None
        self._copies = CopyOut(screen, screen.look, screen.notice.say)

    def place(self, payload: str | None, *, wanted: bool) -> None:
        """Puts the code where it's whole. Empty: it's about to come, so its place is kept; None: there's none."""
        box, screen = self.box, self._screen
        self._wanted = wanted
        box.show(payload, screen.size, wanted=wanted)
        for one in CodePlace:
            screen.set_class(box.place is one, f"code-{one}")
        self._panel.about_link(box.why_a_link, instead=box.place is CodePlace.AS_LINK and bool(payload))
        if box.link != self.row.content:
            self.row.update(box.link)
        self.row.display = bool(box.link)
        if self._alone is not None:
            self._alone.show(payload or "")
        screen.tell_keys()

    def allowed(self, action: str) -> bool | None:
        """Whether a key for the code does anything now; None where `action` isn't about the code."""
        return {
            "other_code": self.box.may_change,
            "in_words": self.box.may_turn,
            "copy": bool(self.box.payload) and self._wanted,
        }.get(action)

    def key_words(self, action: str) -> str | None:
        """F6 and F2 lead back to the code where the link has its place."""
        back = {"other_code": self.box.place is CodePlace.AS_LINK, "in_words": self.box.in_words}
        return "shell.keys.code" if back.get(action) else None

    def change_form(self) -> None:
        """F6: the code can't be scanned, so it's shown in another form; or why it can't be."""
        if self.box.next_form is CodeForm.ALONE:
            self._show_alone(self.box.payload or "")
        elif lacking := self.box.change_form():
            self._screen.notice.say(Tone.INFO, lacking)
        else:
            self._place_anew()

    def _show_alone(self, payload: str) -> None:
        from screens.code_screen import CodeScreen

        def gone(_: None) -> None:
            self._alone = None

        self._alone = CodeScreen(self._screen.look, payload)
        self._screen.app.push_screen(self._alone, gone)

    def turn_to_words(self) -> None:
        """F2: the link and what to do with it, in place of the code; and back."""
        self.box.turn_to_words()
        self._place_anew()

    def _place_anew(self) -> None:
        if self._screen.notice.tone is Tone.INFO:  # it spoke of the form before
            self._screen.notice.clear()
        self.place(self.box.payload, wanted=self._wanted)

    def copy(self) -> None:
        """F8: the link."""
        self._copies.link(self.box.payload or "")
