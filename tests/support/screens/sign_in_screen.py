"""Sign in by itself, with a Northe that answers at once and a pace that a test can wait for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.events import Paste

from screens.look.states import Tone
from screens.messages import SignedIn
from screens.sign_in import SignInScreen
from screens.widgets.qr import Qr
from services.activation.qr_sign_in import LinkPace
from services.contracts import LinkOffer, LinkStatus
from services.fake import ACCOUNT, PAYLOAD, FakeClock, FakeNorthe, fake_services
from tests.support.screens.one_screen import OneScreen, look, shown, wait_until

if TYPE_CHECKING:
    from pydantic import SecretStr
    from textual.pilot import Pilot

    from screens.look import Look
    from services.contracts import Services

SIZE = (80, 24)
EVERY = 0.03
FIRST, SECOND = f"{PAYLOAD[:-1]}1", f"{PAYLOAD[:-1]}2"
"""What the first two codes say."""

NAMES = ("email", "fleet_member_id", "partner_key")
MEMBER, KEY = "KIM1-7Q2X", "PK-55-ZEBRA"
FAST = LinkPace(show_after=0.01, least=0.001, first_wait=0.01, longest_wait=0.04, shortest_life=0.0)


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


class OneSignInScreen(OneScreen):
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
        super().__init__(lambda: SignInScreen(self._look, self.services, (Tone.WARNING, reason)), light=light)

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


def signed_in(app: OneSignInScreen) -> bool:
    """Whether the screen has answered with the account, and only once."""
    return [one.account for one in app.heard(SignedIn)] == [ACCOUNT]


async def fields(pilot: Pilot[Any]) -> None:
    """Over to the fields."""
    app = pilot.app
    assert isinstance(app, OneSignInScreen)
    await wait_until(pilot, lambda: app.code)
    await pilot.press("f4")
    await wait_until(pilot, lambda: app.focused is app.sign_in.form.field("email").input)


async def paste(pilot: Pilot[Any], *texts: str) -> None:
    """Pastes into the field with the cursor and then into those after it."""
    for number, text in enumerate(texts):
        if number:
            await pilot.press("tab")
        pilot.app.screen.focused.post_message(Paste(text))  # type: ignore[union-attr]  # a field has it
        await pilot.pause()


async def filled(pilot: Pilot[Any]) -> None:
    await fields(pilot)
    await paste(pilot, "kim@example.com", MEMBER, KEY)


def asked(app: OneSignInScreen) -> list[tuple[str, str, str]]:
    """What Northe was asked, in clear."""

    def clear(secret: SecretStr) -> str:
        return secret.get_secret_value()

    calls = [call.args for call in app.northe.calls if call.name == "sign_in"]
    return [(one["email"], clear(one["fleet_member_id"]), clear(one["partner_key"])) for one in calls]


def kept(app: OneSignInScreen) -> list[str]:
    return [app.sign_in.form.field(name).input.value for name in NAMES]


def go(app: OneSignInScreen) -> tuple[str, bool]:
    """The primary button: what it says, and whether it can be pressed."""
    button = app.sign_in.go
    return str(button.label).strip("[] "), not button.disabled
