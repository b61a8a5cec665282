"""Sign in by itself, with a Northe that answers at once and a pace that a test can wait for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from screens.sign_in import SignInScreen
from screens.sign_in.link import Pace
from screens.widgets.qr import Qr
from services.contracts import LinkOffer, LinkStatus
from services.fake import PAYLOAD, FakeClock, FakeNorthe, fake_services
from tests.screens.harness import OneScreen, look, shown

if TYPE_CHECKING:
    from screens.look import Look
    from services.contracts import Services

SIZE = (80, 24)
EVERY = 0.03
FAST = Pace(show_after=0.01, least=0.001, first_wait=0.01, longest_wait=0.04)


class QuickNorthe(FakeNorthe):
    """Offers codes that are asked about every few milliseconds; writes down when, and how many at a time."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.polled_at: list[float] = []
        self.polling = 0
        self.most_at_once = 0

    async def start_link(self) -> LinkOffer:
        number = self.called("start_link") + 1
        offer = LinkOffer(f"link-{number}", f"{PAYLOAD[:-1]}{number}", expires_in=120.0, poll_every=EVERY)
        answer: LinkOffer = await self._play("start_link", offer)
        return answer

    async def poll_link(self, link_id: str) -> LinkStatus:
        self.polled_at.append(asyncio.get_running_loop().time())
        self.polling += 1
        self.most_at_once = max(self.most_at_once, self.polling)
        try:
            return await super().poll_link(link_id)
        finally:
            self.polling -= 1

    @property
    def polls(self) -> int:
        return self.called("poll_link")

    @property
    def codes(self) -> int:
        return self.called("start_link")


class SignInHost(OneScreen):
    """The screen with its fakes in reach."""

    def __init__(
        self,
        northe: QuickNorthe | None = None,
        *,
        phone: bool = False,
        reason: str = "",
        with_look: Look | None = None,
        light: bool = False,
    ) -> None:
        self.northe = northe or QuickNorthe()
        self.clock = FakeClock()
        self.services: Services = fake_services(northe=self.northe, clock=self.clock, phone=phone)
        self._look = with_look or look(demo=phone)
        super().__init__(lambda: SignInScreen(self._look, self.services, reason=reason), light=light)

    @property
    def sign_in(self) -> SignInScreen:
        screen = self.step
        assert isinstance(screen, SignInScreen)
        return screen

    @property
    def code(self) -> str:
        """What the code on the screen says; nothing, if there's none to see."""
        code = self.sign_in.query_one(Qr)
        return code.payload if code.region.area and self.sign_in.query_one("#code").display else ""

    @property
    def text(self) -> str:
        return shown(self)

    def says(self, words: str) -> bool:
        """Whether the screen says so, wherever its lines break."""
        columns = 38 if self.code else 0
        seen = " ".join(line[columns:].strip() for line in self.text.splitlines())
        return words in " ".join(seen.split())
