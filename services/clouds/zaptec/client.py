"""Zaptec over HTTP, read-only, with the installer's own sign-in. Speaks the public API and nothing else."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from services.clouds.http import Connection
from services.clouds.zaptec import from_wire, wire
from services.clouds.zaptec.limits import ZAPTEC
from services.clouds.zaptec.login import Login
from services.clouds.zaptec.look_builder import LookBuilder
from services.clouds.zaptec.requests import ZaptecRequests
from services.contracts import Cause, ConsentPlace, Grant, LookPart

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    import httpx
    from pydantic import SecretStr

    from services.clouds.http import Policy
    from services.clouds.zaptec.limits import Limits
    from services.contracts import Clock, Firmware, MakerCharger, MakerLook


class ZaptecClient:
    """`services.contracts.MakerCloud`. Raises `ServiceError` only."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        clock: Clock,
        *,
        token_url: str,
        consent: ConsentPlace,
        scope: str | None = None,
        policy: Policy | None = None,
        limits: Limits = ZAPTEC,
    ) -> None:
        self._http = http
        self._consent = consent
        self._line = Connection(http, silent=Cause.VENDOR_DOWN, clock=clock, policy=policy)
        self._login = Login(self._line, token_url, scope, clock, limits)
        self._asking = ZaptecRequests(self._line, base_url, self._login, limits)
        self._look_builder = LookBuilder(self._asking, consent.lookup_key)

    @property
    def signed_in_as(self) -> str | None:
        """The installer's user name."""
        return self._login.user_name

    @property
    def clock_skew(self) -> timedelta | None:
        """By the `Date` of the last answer that had one."""
        return self._line.skew

    @property
    def consent(self) -> ConsentPlace | None:
        """Zaptec's consent page, and Northe's lookup key there."""
        return self._consent

    async def sign_in(self, user_name: str, password: SecretStr) -> None:
        """The password stays in memory as long as the sign-in does, since Zaptec's tokens are renewed with it only."""
        await self._login.sign_in(user_name, password)

    def forget(self) -> None:
        """Drops token and password."""
        self._login.forget()

    async def close(self) -> None:
        """Forgets, and closes the HTTP client that it was given."""
        self.forget()
        await self._http.aclose()

    async def ping(self) -> None:
        """GET /api/constants, which declares no security in Zaptec's specification and answers without a token."""
        if from_wire.read(await self._asking.get_openly("/api/constants"), wire.Wire) is None:
            raise self._asking.unreadable()

    async def chargers(
        self, so_far: Callable[[tuple[MakerCharger, ...]], None] | None = None
    ) -> tuple[MakerCharger, ...]:
        """GET /api/chargers, all pages. Newest first; those without a date last."""
        found: dict[str, MakerCharger] = {}

        def new(chargers: list[wire.Charger]) -> None:
            found.update({one.id: from_wire.listed(one) for one in chargers})
            if so_far is not None:
                so_far(from_wire.newest_first(found.values()))

        await self._asking.pages("/api/chargers", wire.Charger, new=new)
        return from_wire.newest_first(found.values())

    async def look(self, serial_number: str) -> MakerLook:
        """As `LookBuilder.look` says, which makes the calls."""
        return await self._look_builder.look(serial_number)

    async def grant(self, look: MakerLook) -> Grant:
        """One call as long as Northe doesn't have it, and then two. Raises `ServiceError` if none was answered."""
        seen = look.evidence
        if seen.installation_id is None:
            return Grant.UNKNOWN
        place = await self._look_builder.place(seen.installation_id, seen.installation_name)
        if (why := place.unanswered.get(LookPart.GRANT)) is not None:
            raise why
        return place.grant

    async def firmware(self, look: MakerLook) -> Firmware | None:
        """One call, for the doctor: the versions of a whole installation. The box's state has told its own."""
        seen = look.evidence
        listed: from_wire.Entries[wire.ChargerFirmware] | None = from_wire.Entries()
        if seen.installation_id is not None:
            path = f"/api/chargerFirmware/installation/{quote(seen.installation_id, safe='')}"
            answer = await self._asking.detail(path)
            if answer is not None and answer.status != HTTPStatus.NO_CONTENT:
                listed = from_wire.read_list(answer, wire.ChargerFirmware)
        if listed is None:
            raise self._asking.unreadable()
        return from_wire.firmware(listed.items, seen)
