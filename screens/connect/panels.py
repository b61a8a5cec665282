"""What Connect opens over itself: the permission panel, the sign-in at Zaptec, and the list to pick the box from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from screens.connect.checking import CheckingScreen
from screens.widgets.notice import Tone
from services.activation.brands import brand_record
from services.activation.diagnosis import SIGNED_OUT
from services.contracts import ServiceError
from services.rules import catalogue

if TYPE_CHECKING:
    from services.contracts import MakerCloud


class OpeningScreen(CheckingScreen):
    """All three are about Zaptec, so that with another brand their keys do nothing."""

    def action_permission(self) -> None:
        """F6: how to give Northe the permission at Zaptec."""
        if brand_record(self.brand.id).consent_link is None or self.connecting is not None or self.waiting:
            return
        from screens.permission import PermissionScreen

        answer = None if self.form.field(catalogue.SERIAL_NUMBER).empty else self.read()
        check = None if answer is None else partial(self.gather, answer)
        panel = PermissionScreen(
            self.look, self.services, self.session,
            facts=self.facts, check=check, found=self.take,
        )  # fmt: skip
        self.app.push_screen(panel)

    def action_zaptec(self) -> None:
        """F7: the installer's own sign-in at Zaptec, or out of it again."""
        maker = self.services.maker(self.brand.id)
        if maker is not None and self.connecting is None and not self.waiting:
            self.run_worker(self._zaptec(maker), group="zaptec", exclusive=True)

    async def _zaptec(self, maker: MakerCloud) -> None:
        from screens.dialogs.confirm import ConfirmDialog
        from screens.panels.zaptec_sign_in import ZaptecSignInPanel

        t = self.t
        said = self.facts.maker if self.facts is not None else None
        if isinstance(said, ServiceError) and said.cause in SIGNED_OUT:
            maker.forget()  # it isn't taken any more, so it's asked for anew
        if maker.signed_in_as is None:
            await self.app.push_screen_wait(ZaptecSignInPanel(self.look, self.services, self.session))
            if name := self.services.makers[self.brand.id].signed_in_as:
                self.notice.say(Tone.OK, t("zaptec.done", name=name))
                if not self.form.field(catalogue.SERIAL_NUMBER).empty:
                    self.action_check()
            return
        dialog = ConfirmDialog(
            self.look, t("zaptec.signed_in.title"), t("zaptec.signed_in.text", name=maker.signed_in_as),
            yes=t("zaptec.signed_in.sign_out"), no=t("zaptec.signed_in.stay"),
        )  # fmt: skip
        if await self.app.push_screen_wait(dialog):
            maker.forget()
            self.notice.say(Tone.INFO, t("zaptec.signed_in.done"))
            self.set_out()

    def action_pick(self) -> None:
        """F4: from the installer's own list, where there's one."""
        maker = self.services.maker(self.brand.id)
        if maker is None or self.connecting is not None or self.waiting:
            return
        if maker.signed_in_as is None:
            self.notice.say(Tone.INFO, self.t("connect.pick_needs_sign_in"))
            return
        from screens.panels.pick_charger import PickChargerPanel

        self.app.push_screen(PickChargerPanel(self.look, self.services, self.session, self._picked))

    def _picked(self, serial_number: str) -> None:
        self.form.field(catalogue.SERIAL_NUMBER).put(serial_number)
