"""What Connect opens over itself: the permission at the maker, the sign-in there, and the list to pick a box from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.look.states import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from screens.step import StepScreen
    from services.activation.box_check import BoxCheck
    from services.contracts import MakerCloud


class MakerPanels:
    """`screen` is the step that they belong to; `check` is what's known of the box, which the panels may learn more of.

    `set_out` is called when something else may be done.
    """

    def __init__(self, screen: StepScreen, check: BoxCheck, *, set_out: Callable[[], None]) -> None:
        self._screen, self._check, self._set_out = screen, check, set_out

    def open_permission(self) -> None:
        """How to give Northe the permission at the maker."""
        from screens.permission import PermissionScreen

        screen = self._screen
        screen.app.push_screen(PermissionScreen(screen.look, screen.services, screen.session, self._check))

    async def sign_in_or_out(self, maker: MakerCloud) -> bool:
        """The installer's own sign-in at the maker, or out of it again. True: somebody has just signed in."""
        from screens.dialogs.confirm import ConfirmDialog
        from screens.panels.maker_sign_in import MakerSignInPanel

        screen, t, name = self._screen, self._screen.t, self._check.brand.name
        if self._check.maker_session_over:
            maker.forget()  # it's asked for anew
        if maker.signed_in_as is None:
            await screen.app.push_screen_wait(MakerSignInPanel(screen.look, screen.services, screen.session))
            return self._say_signed_in(maker)
        dialog = ConfirmDialog(
            screen.look,
            t("maker.signed_in.title", maker=name), self._signed_in_text(maker),
            yes=t("maker.signed_in.sign_out", maker=name), no=t("maker.signed_in.stay"),
        )  # fmt: skip
        if await screen.app.push_screen_wait(dialog):
            maker.forget()
            screen.notice.say(Tone.INFO, t("maker.signed_in.done", maker=name))
            self._set_out()
        return False

    def _signed_in_text(self, maker: MakerCloud) -> str:
        screen = self._screen
        kept = f"maker.kept_for_{'run' if screen.services.keep_sign_ins else 'customer'}"
        said = screen.t("maker.signed_in.text", maker=self._check.brand.name, name=maker.signed_in_as)
        return f"{said}\n\n{screen.t(kept)}"

    def _say_signed_in(self, maker: MakerCloud) -> bool:
        name = maker.signed_in_as
        if name is not None:
            said = self._screen.t("maker.done", maker=self._check.brand.name, name=name)
            self._screen.notice.say(Tone.OK, said)
        return name is not None

    def open_list(self, maker: MakerCloud, picked: Callable[[str], None]) -> None:
        """The installer's own chargers, to pick one from; `picked` gets its serial number. It needs the sign-in."""
        screen = self._screen
        if maker.signed_in_as is None:
            screen.notice.say(Tone.INFO, screen.t("maker.pick.needs_sign_in", maker=self._check.brand.name))
            return
        from screens.panels.pick_charger import PickChargerPanel

        screen.app.push_screen(PickChargerPanel(screen.look, screen.services, screen.session, picked))
