"""Northe over HTTP: one customer's session at a time, and the only place where its token lives."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote
from uuid import uuid4

from services.clouds.http import Answer, Connection
from services.clouds.northe import from_wire, wire
from services.clouds.northe.requests import NortheRequests, body_of
from services.contracts import (
    Account,
    BankSummary,
    BoxRequest,
    Cause,
    ChargeBox,
    ChargeSite,
    CheckAnswer,
    LinkOffer,
    LinkStatus,
    Reason,
    ServiceError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime, timedelta
    from decimal import Decimal

    import httpx
    from pydantic import SecretStr

    from services.clouds.http import Policy
    from services.contracts import Clock
    from services.rules.addresses import Address

GIVING_BACK_WITHIN = 4.5
"""Seconds that closing waits for sessions that were opened after nobody wanted them any more."""

NOBODY = "nobody is signed in"
REFUSED_SIGN_IN = dict.fromkeys((400, 401, 403, 422), Cause.SIGN_IN_REJECTED)


class _Opening(NamedTuple):
    """What may have opened a session. `ends`: when it's over, as the monotonic clock counts, if Northe has said so."""

    status: LinkStatus
    token: SecretStr | None = None
    ends: float | None = None


class NortheClient:
    """The contract v1 (`wire`) as `services.contracts.NortheCloud`. Raises `ServiceError` only."""

    def __init__(self, http: httpx.AsyncClient, base_url: str, clock: Clock, *, policy: Policy | None = None) -> None:
        self._http = http
        self._line = Connection(http, silent=Cause.NORTHE_DOWN, clock=clock, policy=policy)
        self._asking = NortheRequests(self._line, base_url, self._lost)
        self._clock = clock
        self._token: SecretStr | None = None
        self._ends: float | None = None
        self._link_id: str | None = None
        self._unwanted: set[asyncio.Task[None]] = set()

    @property
    def signed_in(self) -> bool:
        """Whether there's a token that Northe hasn't refused yet."""
        return self._token is not None

    @property
    def session_left(self) -> float | None:
        """By the clock that only counts, so that setting this machine's clock changes nothing."""
        if self._token is None or self._ends is None:
            return None
        return max(0.0, self._ends - self._clock.monotonic())

    @property
    def clock_skew(self) -> timedelta | None:
        """By the `Date` of the last answer that had one."""
        return self._line.skew

    @property
    def reached(self) -> bool | None:
        """Whether the last question got there."""
        return self._line.reached

    def listen(self, listener: Callable[[], object]) -> Callable[[], None]:
        """`listener` is called when `signed_in` or `reached` has changed. Returns what ends that."""
        return self._line.listeners.add(listener)

    def _hold(self, token: SecretStr | None, link_id: str | None = None, ends: float | None = None) -> None:
        self._token, self._link_id, self._ends = token, link_id, ends
        self._line.listeners.tell()

    # ---------------------------------------------------------------------------------- signing in

    async def start_link(self) -> LinkOffer:
        """POST /v1/link-sessions. A payload that no QR code can hold is refused."""
        answer = await self._asking.ask("POST", "/v1/link-sessions", key=str(uuid4()))
        body = self._asking.read(answer, wire.LinkSession)
        if not (body.payload.isascii() and body.payload.isprintable() and body.payload):
            raise self._line.unreadable()
        expires_in = (body.expires_at - self._their_now(answer)).total_seconds()
        return LinkOffer(body.id, body.payload, max(0.0, expires_in), body.poll_after_seconds)

    async def poll_link(self, link_id: str) -> LinkStatus:
        """GET /v1/link-sessions/{id}. A code that was shown before another way in was taken counts as expired.

        So does one whose token was handed out but never arrived: Northe gives it once only.
        """
        if self._token is not None:
            return LinkStatus.APPROVED if link_id == self._link_id else LinkStatus.EXPIRED
        opened = await self._wanted(self._link(link_id))
        if opened.status is not LinkStatus.APPROVED:
            return opened.status
        if opened.token is None:
            return LinkStatus.EXPIRED
        self._hold(opened.token, link_id, opened.ends)
        return opened.status

    async def sign_in(self, email: str, fleet_member_id: SecretStr, partner_key: SecretStr) -> None:
        """POST /v1/sessions. A session that's still open is ended first."""
        await self.sign_out()
        body = body_of(
            Cause.SIGN_IN_REJECTED,
            wire.SignInBody,
            email=email,
            fleet_member_id=fleet_member_id,
            partner_key=partner_key,
        )
        opened = await self._wanted(self._session(body))
        self._hold(opened.token, ends=opened.ends)

    async def _link(self, link_id: str) -> _Opening:
        try:
            answer = await self._asking.ask("GET", f"/v1/link-sessions/{quote(link_id, safe='')}", by_status=_GONE)
        except ServiceError as error:
            if error.cause is Cause.SESSION_EXPIRED:
                return _Opening(LinkStatus.EXPIRED)
            raise
        body = self._asking.read(answer, wire.LinkState)
        return _Opening(LinkStatus(body.status), body.token, self._end_of(body.token_expires_at, answer))

    async def _session(self, body: wire.SignInBody) -> _Opening:
        answer = await self._asking.ask("POST", "/v1/sessions", body=body, key=str(uuid4()), by_status=REFUSED_SIGN_IN)
        opened = self._asking.read(answer, wire.OpenedSession)
        return _Opening(LinkStatus.APPROVED, opened.token, self._end_of(opened.expires_at, answer))

    def _end_of(self, moment: datetime | None, answer: Answer) -> float | None:
        """When a session ends, as the clock counts that nobody sets. One that's over at once isn't believed."""
        left = (moment - self._their_now(answer)).total_seconds() if moment is not None else 0.0
        return self._clock.monotonic() + left if left > 0 else None

    async def _wanted(self, opening: Coroutine[Any, Any, _Opening]) -> _Opening:
        """Waits for what may open a session. If it's cancelled meanwhile, the session is closed once it's open."""
        task = asyncio.ensure_future(opening)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            giving_back = asyncio.ensure_future(self._give_back(task))
            self._unwanted.add(giving_back)
            giving_back.add_done_callback(self._unwanted.discard)
            raise

    async def _give_back(self, opening: asyncio.Future[_Opening]) -> None:
        try:
            token = (await opening).token
            if token is not None:
                await self._end(token)
        except ServiceError:
            return  # it was never opened, or Northe can't be reached: it ends there by itself

    def _their_now(self, answer: Answer) -> datetime:
        """By the answer's date, unless the clock here agrees with it: the date has no fractions."""
        here = self._clock.now()
        return answer.sent_at if answer.sent_at is not None and self._line.skew else here

    # ---------------------------------------------------------------------------------- signing out

    async def sign_out(self) -> None:
        """DELETE /v1/session, then asks with the old token, which must be refused."""
        if (token := self._token) is None:
            return
        await self._end(token)
        self._lost(token)

    async def _end(self, token: SecretStr) -> None:
        answer = await self._asking.send("DELETE", "/v1/session", token=token)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            return
        if answer.status != HTTPStatus.NO_CONTENT:
            raise self._asking.refusal(answer)
        proof = await self._asking.send("GET", "/v1/account", token=token)
        if proof.status == HTTPStatus.UNAUTHORIZED:
            return
        if proof.status == HTTPStatus.OK:
            raise ServiceError(Cause.NORTHE_DOWN, Reason.STILL_OPEN)
        raise self._asking.refusal(proof)

    def forget(self) -> None:
        """Drops the token here."""
        self._hold(None)

    async def close(self) -> None:
        """Waits a little for sessions that are being given back, then closes the HTTP client that it was given."""
        if self._unwanted:
            await asyncio.wait(self._unwanted, timeout=GIVING_BACK_WITHIN)
        for task in self._unwanted:
            task.cancel()
        await self._http.aclose()

    # ---------------------------------------------------------------------------------- the account

    async def account(self) -> Account:
        """GET /v1/account. A charge box in another shape than agreed is left out, but counts."""
        answer = await self._asking.ask("GET", "/v1/account", token=self._open())
        boxes = len(self._asking.read(answer, wire.AccountLists).charge_boxes)
        return from_wire.account(self._asking.read(answer, wire.AccountBody), boxes)

    async def create_site(self, address: Address, price_per_kwh: Decimal, currency: str, key: str) -> ChargeSite:
        """POST /v1/charge-sites. With the same `key` again it's the same site."""
        token = self._open()
        place = body_of(
            Cause.NORTHE_DOWN,
            wire.ChargeSiteRequest,
            address=from_wire.address_body(address),
            price_per_kwh=price_per_kwh,
            currency=currency,
        )
        answer = await self._asking.ask("POST", "/v1/charge-sites", body=place, token=token, key=key)
        return from_wire.site(self._asking.read(answer, wire.ChargeSiteBody))

    async def set_bank_account(self, first_name: str, last_name: str, iban: SecretStr) -> BankSummary:
        """PUT /v1/bank-account. In the answer the number is masked."""
        token = self._open()
        body = body_of(
            Cause.BANK_REJECTED, wire.BankAccountRequest, first_name=first_name, last_name=last_name, iban=iban
        )
        answer = await self._asking.ask("PUT", "/v1/bank-account", body=body, token=token, by_status=_BANK_SAYS_NO)
        return from_wire.bank(self._asking.read(answer, wire.BankAccountBody))

    # ---------------------------------------------------------------------------------- the box

    async def check_box(self, request: BoxRequest) -> CheckAnswer:
        """POST /v1/charge-boxes/check: read-only, so it may be asked again without harm."""
        token = self._open()
        body = body_of(Cause.BOX_NOT_FOUND, wire.BoxQuestion, **_question(request))
        answer = await self._asking.ask("POST", "/v1/charge-boxes/check", body=body, token=token, repeatable=True)
        serial = request.fields.get("serial_number")
        return from_wire.check(self._asking.read(answer, wire.BoxAnswer), serial.get_secret_value() if serial else "")

    async def connect_box(self, request: BoxRequest, name: str, site_id: str, key: str) -> ChargeBox:
        """POST /v1/charge-boxes. With the same `key` again it's the same box."""
        token = self._open()
        body = body_of(
            Cause.NORTHE_DOWN, wire.ChargeBoxRequest, **_question(request), name=name, charge_site_id=site_id
        )
        answer = await self._asking.ask("POST", "/v1/charge-boxes", body=body, token=token, key=key)
        return from_wire.box(self._asking.read(answer, wire.ChargeBoxBody))

    async def box(self, box_id: str) -> ChargeBox:
        """GET /v1/charge-boxes/{id}: how far connecting it has come."""
        path = f"/v1/charge-boxes/{quote(box_id, safe='')}"
        answer = await self._asking.ask("GET", path, token=self._open(), by_status={404: Cause.BOX_NOT_FOUND})
        return from_wire.box(self._asking.read(answer, wire.ChargeBoxBody))

    async def take_back(self, box_id: str) -> bool:
        """DELETE /v1/charge-boxes/{id}. A box that isn't there any more counts as taken back."""
        token = self._open()
        answer = await self._asking.send("DELETE", f"/v1/charge-boxes/{quote(box_id, safe='')}", token=token)
        if answer.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND):
            return True
        if answer.status == HTTPStatus.CONFLICT:
            return False
        raise self._asking.refusal(answer, token)

    def _open(self) -> SecretStr:
        if self._token is None:
            raise ServiceError(Cause.SESSION_EXPIRED, note=NOBODY)
        return self._token

    def _lost(self, token: SecretStr) -> None:
        if self._token is token:
            self.forget()


_GONE = {404: Cause.SESSION_EXPIRED, 410: Cause.SESSION_EXPIRED}
_BANK_SAYS_NO = dict.fromkeys((400, 422), Cause.BANK_REJECTED)


def _question(request: BoxRequest) -> dict[str, Any]:
    return {"brand": request.brand, "model": request.model, "fields": dict(request.fields)}
