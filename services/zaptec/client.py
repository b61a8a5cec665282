"""Zaptec over HTTP, read-only, with the installer's own sign-in. Speaks the public API and nothing else."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from services.contracts import Cause, Grant, ServiceError, ZaptecCharger, ZaptecLook
from services.http import Line
from services.zaptec import reading, wire
from services.zaptec.asking import Asking
from services.zaptec.limits import ZAPTEC
from services.zaptec.login import Login

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from datetime import timedelta

    import httpx
    from pydantic import SecretStr

    from services.contracts import Clock, Firmware
    from services.http import Answer, Policy
    from services.zaptec.limits import Limits

NOT_FOR_US = (Cause.ROLE_MISSING, Cause.BOX_NOT_FOUND)
"""What a detail answers that this sign-in may not see: no error of the look, but a gap in its evidence."""


class ZaptecClient:
    """`services.contracts.ZaptecCloud`. Raises `ServiceError` only."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        clock: Clock,
        *,
        token_url: str,
        lookup_key: str,
        scope: str | None = None,
        policy: Policy | None = None,
        limits: Limits = ZAPTEC,
    ) -> None:
        self._http = http
        self._line = Line(http, silent=Cause.VENDOR_DOWN, clock=clock, policy=policy)
        self._login = Login(self._line, token_url, scope, clock, limits)
        self._asking = Asking(self._line, base_url, self._login, limits)
        self._lookup_key = lookup_key

    @property
    def signed_in_as(self) -> str | None:
        """The installer's user name."""
        return self._login.user_name

    @property
    def clock_skew(self) -> timedelta | None:
        """By the `Date` of the last answer that had one."""
        return self._line.skew

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
        if reading.read(await self._asking.get_openly("/api/constants"), wire.Wire) is None:
            raise self._asking.unreadable()

    async def chargers(self) -> tuple[ZaptecCharger, ...]:
        """GET /api/chargers, all pages. Newest first; those without a date last."""
        found = [reading.listed(one) for one in await self._asking.pages("/api/chargers", wire.Charger)]
        return tuple(sorted(found, key=lambda one: one.created.timestamp() if one.created else 0.0, reverse=True))

    async def look(self, serial_number: str) -> ZaptecLook:
        """Four calls, or five where Northe has the grant; all but the first side by side: the charger, its state, its
        installation in one or two lists (for the grant), and the installation's hierarchy. More where the name filter
        doesn't find the charger or the installation, and one where the hierarchy isn't for this sign-in.
        """
        charger = await self._find(serial_number)
        if charger is None:
            return ZaptecLook(found=False)
        if charger.installation_id:
            state, (place, grant), others = await _side_by_side(
                self._state(charger),
                self._place(charger.installation_id, charger.installation_name),
                self._others(charger),
            )
        else:
            # An account with few rights sees a charger without some of its keys; its state may say where it is.
            state = await self._state(charger)
            if state is None or state.installation_id is None:
                return ZaptecLook(found=True, evidence=reading.evidence(charger, state, None, ()))
            charger = charger.model_copy(update={"installation_id": state.installation_id})
            (place, grant), others = await _side_by_side(
                self._place(state.installation_id, charger.installation_name), self._others(charger)
            )
        return ZaptecLook(found=True, grant=grant, evidence=reading.evidence(charger, state, place, others))

    async def grant(self, look: ZaptecLook) -> Grant:
        """One call as long as Northe doesn't have it, and then two."""
        seen = look.evidence
        if seen.installation_id is None:
            return Grant.UNKNOWN
        _, grant = await self._place(seen.installation_id, seen.installation_name)
        return grant

    async def firmware(self, look: ZaptecLook) -> Firmware | None:
        """One call, for the doctor: the versions of a whole installation."""
        seen = look.evidence
        if seen.installation_id is None:
            return None
        answer = await self._detail(f"/api/chargerFirmware/installation/{quote(seen.installation_id, safe='')}")
        if answer is None or answer.status == HTTPStatus.NO_CONTENT:
            return None
        listed = reading.read_list(answer, wire.ChargerFirmware)
        if listed is None:
            raise self._asking.unreadable()
        return next((reading.firmware(one) for one in listed if _is_named(one.device_id, seen.serial_number)), None)

    async def _find(self, serial_number: str) -> wire.Charger | None:
        """By the name filter, which seems to look at serial numbers too; if it finds nothing, in the whole list."""
        wanted = serial_number.strip().upper()
        found = await self._chargers(wanted, NameFilter=wanted) or await self._chargers(wanted)
        return max(found, key=lambda one: one.active is not False, default=None)

    async def _chargers(self, serial_number: str, **params: str) -> list[wire.Charger]:
        listed = await self._asking.pages("/api/chargers", wire.Charger, **params)
        return [one for one in listed if _is_named(one.device_id, serial_number)]

    async def _detail(self, path: str) -> Answer | None:
        """None: not for this sign-in."""
        try:
            return await self._asking.get(path, missing=Cause.BOX_NOT_FOUND)
        except ServiceError as error:
            if error.cause in NOT_FOR_US:
                return None
            raise

    async def _state(self, charger: wire.Charger) -> reading.State | None:
        answer = await self._detail(f"/api/chargers/{quote(charger.id, safe='')}/state")
        if answer is None:
            return None
        observations = reading.read_list(answer, wire.Observation)
        if observations is None:
            raise self._asking.unreadable()
        return reading.state(observations)

    async def _place(self, wanted: str, name: str | None) -> tuple[wire.Installation | None, Grant]:
        """An installation, and whether Northe sees it: it's listed, but not if those are left out that Northe's user
        group sees (`ExcludeIfVisibleForUserGroupLookupKey`). That list comes first: what's in it needs no other.
        """
        for narrowed in ({"NameFilter": name}, {}) if name else ({},):
            without_northes = await self._installations(
                **narrowed, ExcludeIfVisibleForUserGroupLookupKey=self._lookup_key
            )
            if without_northes is None:
                break
            if wanted in without_northes:
                return without_northes[wanted], Grant.NOT_GRANTED
            everything = await self._installations(**narrowed)
            if everything is None:
                break
            if wanted in everything:
                return everything[wanted], Grant.GRANTED
        return None, Grant.UNKNOWN

    async def _installations(self, **params: str) -> dict[str | None, wire.Installation] | None:
        """By their ids. None, and not an empty list, where Zaptec doesn't say: it would look like a grant."""
        try:
            found = await self._asking.pages("/api/installation", wire.Installation, **params)
        except ServiceError as error:
            if error.cause in NOT_FOR_US:
                return None
            raise
        return {one.id: one for one in found}

    async def _others(self, charger: wire.Charger) -> tuple[str, ...]:
        """The names of the installation's other chargers. Without the right role Zaptec answers 204 or 403."""
        wanted = charger.installation_id or ""
        answer = await self._detail(f"/api/installation/{quote(wanted, safe='')}/hierarchy")
        if answer is None or answer.status == HTTPStatus.NO_CONTENT:
            listed = await self._asking.pages("/api/chargers", wire.Charger, InstallationId=wanted)
            found = [one for one in listed if one.installation_id == wanted]
        else:
            hierarchy = reading.read(answer, wire.Hierarchy)
            if hierarchy is None:
                raise self._asking.unreadable()
            found = [one for circuit in hierarchy.circuits or () for one in circuit.chargers or ()]
        return tuple(reading.name_of(one) for one in found if one.id != charger.id)


def _is_named(device_id: str | None, serial_number: str) -> bool:
    return (device_id or "").strip().upper() == serial_number.upper()


async def _side_by_side(*questions: Coroutine[Any, Any, Any]) -> Any:
    """The answers to all of them. The first error ends the others, and is raised when they have ended."""
    tasks = [asyncio.ensure_future(question) for question in questions]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
