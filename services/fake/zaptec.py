"""Zaptec in memory: one look and one list, the same for every serial number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.contracts import Firmware, Grant, MakerCharger, MakerLook
from services.fake.data import CHARGER, CONSENT, EVIDENCE
from services.fake.script import Call, Scripted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from pydantic import SecretStr

    from services.contracts import ConsentPlace


class FakeZaptec(Scripted):
    """`look_now` is what it shows of any serial number: granted, unless a test says otherwise."""

    def __init__(self, *, signed_in_as: str | None = None) -> None:
        super().__init__()
        self.signed_in_as = signed_in_as
        self.clock_skew: timedelta | None = None
        self.consent: ConsentPlace | None = CONSENT
        self.look_now = MakerLook(found=True, grant=Grant.GRANTED, evidence=EVIDENCE)
        self.chargers_now: tuple[MakerCharger, ...] = (CHARGER,)
        self.first_page = 0

    async def ping(self) -> None:
        await self._play("ping")

    async def sign_in(self, user_name: str, password: SecretStr) -> None:
        await self._play("sign_in", user_name=user_name, password=password)
        self.signed_in_as = user_name

    def forget(self) -> None:
        self.calls.append(Call("forget"))
        self.signed_in_as = None

    async def look(self, serial_number: str) -> MakerLook:
        answer: MakerLook = await self._play("look", self.look_now, serial_number=serial_number)
        return answer

    async def grant(self, look: MakerLook) -> Grant:
        answer: Grant = await self._play("grant", self.look_now.grant, look=look)
        return answer

    async def firmware(self, look: MakerLook) -> Firmware | None:
        version = self.look_now.evidence.firmware
        answer: Firmware | None = await self._play("firmware", Firmware(version, version), look=look)
        return answer

    async def chargers(
        self, so_far: Callable[[tuple[MakerCharger, ...]], None] | None = None
    ) -> tuple[MakerCharger, ...]:
        """`chargers_now`, in one page; or the first `first_page` of them, and then what's scripted."""
        if so_far is not None and self.first_page:
            so_far(self.chargers_now[: self.first_page])
        answer: tuple[MakerCharger, ...] = await self._play("chargers", self.chargers_now)
        return answer
