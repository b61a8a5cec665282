"""F6 on Connect: shows how the owner gives Northe the permission, and verifies it live."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from screens.permission.frame import PermissionFrame
from screens.widgets.action import ActionButton
from screens.widgets.notice import Tone
from services.contracts import Grant, ServiceError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.widgets import Button

    from screens.look import Look
    from services.activation.diagnosis import BoxFacts
    from services.activation.session import Session
    from services.contracts import MakerLook, Services

LOOK_EVERY = 8.0
"""Seconds between two looks at Zaptec while the panel is open: it forbids polling that's much faster."""

SLOW_AFTER, SLOWER = 15, 4
"""After so many looks, two minutes, so many times the pause: whoever still waits waits for somebody elsewhere."""


class PermissionScreen(PermissionFrame):
    """`check` asks both clouds, None as long as there's no serial number to ask about. `found` gets what they say."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "check", show=False),
        Binding("f7", "zaptec", show=False),
        Binding("f8", "approve", show=False),
    ]

    def __init__(
        self,
        look: Look,
        services: Services,
        session: Session | None,
        *,
        facts: BoxFacts | None = None,
        check: Callable[[], Awaitable[BoxFacts]] | None = None,
        found: Callable[[BoxFacts], None] | None = None,
        look_every: float = LOOK_EVERY,
    ) -> None:
        super().__init__(look, services, session, facts=facts)
        self._check, self._found, self._look_every = check, found, look_every
        self._looks = 0

    def on_mount(self) -> None:
        """Shows what's known already, and starts looking."""
        self.set_out()
        if self.granted:
            self.query_one("#back", ActionButton).focus()
        if self.facts is None and self._check is not None:
            self.action_check()
        self.run_worker(self._watch(), group="watch", exclusive=True)

    def hint(self) -> str:
        """By hand, by itself, or not at all."""
        if self._check is None:
            return self.t("permission.no_serial")
        if self.granted:
            return self.t("permission.there")
        if self.maker.signed_in_as is not None:
            return self.t("permission.next_look", count=round(self._pause))
        return self.t("permission.no_look")

    @property
    def _pause(self) -> float:
        """Until the next look."""
        return self._look_every * (1 if self._looks < SLOW_AFTER else SLOWER)

    # ------------------------------------------------------------------------------------------ whether it's there

    def take(self, facts: BoxFacts) -> None:
        """Newer facts; Connect gets them, too."""
        was_granted = self.granted
        self.facts = facts
        if self._found is not None:
            self._found(facts)
        self.set_out()
        if self.granted and not was_granted:
            self.notice.clear()
            self.query_one("#back", ActionButton).focus()

    def action_check(self) -> None:
        """F5: both clouds, now."""
        if self._check is None:
            self.notice.say(Tone.WARNING, self.t("permission.no_serial"))
        elif not self.waiting:
            self.notice.clear()
            self.run_worker(self._ask(self._check), group="checking", exclusive=True)

    async def _ask(self, check: Callable[[], Awaitable[BoxFacts]]) -> None:
        async with self.busy(self.t("permission.doing")):
            facts = await check()
        self.take(facts)

    async def _watch(self) -> None:
        """Looks at Zaptec again and again while somebody is signed in there; asks Northe once Zaptec shows a grant."""
        while not self.granted:
            await asyncio.sleep(self._pause)
            if self.maker.signed_in_as is None or self.facts is None or self._check is None or self.waiting:
                continue
            self._looks += 1
            try:
                seen = await self._look(self.facts)
            except ServiceError as error:
                self.take(replace(self.facts, maker=error))
                await asyncio.sleep(error.retry_after or 0.0)
                continue
            if seen.grant is Grant.GRANTED:
                self.take(await self._check())
            else:
                self.take(replace(self.facts, maker=seen))

    async def _look(self, facts: BoxFacts) -> MakerLook:
        """Of a box that was seen before only the grant is asked."""
        if facts.look is None or facts.look.evidence.installation_id is None:
            return await self.maker.look(facts.reading.value)
        return replace(facts.look, grant=await self.maker.grant(facts.look))

    # ------------------------------------------------------------------------------------------ other keys

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Back, or check again."""
        event.stop()
        if event.button.id == "back":
            self.action_back()
        else:
            self.action_check()

    def action_zaptec(self) -> None:
        """F7: with the installer's own sign-in the permission is verified live."""
        if self.maker.signed_in_as is None and not self.waiting:
            self.run_worker(self._sign_in(), group="zaptec", exclusive=True)

    async def _sign_in(self) -> None:
        from screens.dialogs.zaptec_sign_in import ZaptecSignInPanel

        await self.app.push_screen_wait(ZaptecSignInPanel(self.look, self.services, self.session))
        self.set_out()
        if self.maker.signed_in_as is not None and self._check is not None:
            self.action_check()

    def action_approve(self) -> None:
        """F8, in the sandbox only: the owner says yes."""
        if self.services.phone is not None and self.serial_number is not None and not self.waiting:
            self.run_worker(self._approve(self.serial_number), group="checking", exclusive=True)

    async def _approve(self, serial_number: str) -> None:
        phone = self.services.phone
        if phone is None:
            return
        try:
            async with self.busy(self.t("permission.approving")):
                await phone.consent(serial_number)
        except ServiceError as error:
            self.fail(error)
            return
        if self._check is not None:
            await self._ask(self._check)
