"""Every call of Zaptec's client x everything that can go wrong with it: which error, after how many calls, how late,
and what the installer reads. Time is a made-up one that leaps (`leaping`), so that real waits and limits are counted.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.activation.explanations import describe
from services.clouds.http import Policy
from services.clouds.zaptec.client import ZaptecClient
from services.clouds.zaptec.limits import Limits
from services.contracts import Cause, Firmware, Grant, LookPart, MakerLook, ServiceError
from services.fake import CONSENT, FakeClock
from services.text.words import Words
from tests.support.clouds.leaping_loop import leap, now
from tests.support.clouds.recorded_answers import everything_about, html_answer, json_answer
from tests.support.clouds.zaptec_bodies import (
    BASE,
    FIRMWARE,
    HIERARCHY,
    INSTALLATIONS,
    LIST,
    LOGIN,
    PASSWORD,
    SECRETS,
    STATE,
    TOKEN,
    USER,
    recorded,
)

WORDS = Words()

KINDS: dict[str, tuple[Cause, str]] = {
    "slow": (Cause.NETWORK_DOWN, "did not answer in time"),
    "cut": (Cause.NETWORK_DOWN, "broke off"),
    "other": (Cause.NETWORK_DOWN, "answers in its place"),
    "odd": (Cause.VENDOR_DOWN, "makes no sense"),
    "down": (Cause.VENDOR_DOWN, "cloud has trouble"),
    "busy": (Cause.THROTTLED, "asks us to wait"),
    "ended": (Cause.SESSION_EXPIRED, "Sign in again"),
    "wrong": (Cause.SIGN_IN_REJECTED, "Compare each field"),
    "moved": (Cause.LOGIN_CHANGED, "Go on without it"),
    "role": (Cause.ROLE_MISSING, "Your own Zaptec account may not see this"),
    "unseen": (Cause.BOX_NOT_FOUND, "does not know this serial number"),
}
"""The kinds of the table below: the cause, and what the installer reads then."""

# A kind and the number of calls. "gap": no error, but the look says less; "~": and why, by its kind. "fine": none at all.
TABLE = """
                signing in     a list         the state      installations  hierarchy      others         constants      firmware
no connection   slow 4         slow 4         ~slow 3        ~slow 3        ~slow 1        ~slow 1        slow 4         slow 4
timeout         slow 1         slow 3         ~slow 2        ~slow 2        ~slow 1        ~slow 1        slow 3         slow 3
drip by drip    slow 1         slow 1         ~slow 1        ~slow 1        ~slow 1        ~slow 1        slow 1         slow 1
reset           cut 1          cut 4          ~cut 4         ~cut 4         ~cut 4         ~cut 4         cut 4          cut 4
half body       cut 1          cut 4          ~cut 4         ~cut 4         ~cut 4         ~cut 4         cut 4          cut 4
half JSON       odd 1          odd 1          ~odd 1         ~odd 1         ~odd 1         ~odd 1         odd 1          odd 1
HTML            other 1        other 1        ~other 1       ~other 1       ~other 1       ~other 1       other 1        other 1
garbage         odd 1          odd 1          ~odd 1         ~odd 1         ~odd 1         ~odd 1         odd 1          odd 1
other JSON      moved 1        odd 1          ~odd 1         ~odd 1         ~odd 1         ~odd 1         fine 1         odd 1
a number        odd 1          odd 1          ~odd 1         ~odd 1         ~odd 1         ~odd 1         odd 1          odd 1
204             odd 1          odd 1          ~odd 1         ~odd 1         gap 1          ~odd 1         down 1         fine 1
redirect        other 1        other 1        ~other 1       ~other 1       ~other 1       ~other 1       other 1        other 1
401             wrong 1        ended 2        ended 2        ended 2        ended 2        ended 2        down 1         ended 2
403             odd 1          role 1         gap 1          gap 1          gap 1          ~role 1        down 1         fine 1
404             moved 1        down 1         gap 1          ~down 1        gap 1          ~down 1        down 1         fine 1
400 problem     odd 1          down 1         ~down 1        ~down 1        ~down 1        ~down 1        down 1         down 1
403 page        odd 1          odd 1          ~odd 1         ~odd 1         ~odd 1         ~odd 1         odd 1          odd 1
404 page        moved 1        odd 1          ~odd 1         ~odd 1         ~odd 1         ~odd 1         odd 1          odd 1
429             busy 4         busy 4         ~busy 4        ~busy 4        ~slow 3        ~slow 3        busy 4         busy 4
429 for long    busy 1         busy 1         ~busy 1        ~busy 1        ~busy 1        ~busy 1        busy 1         busy 1
500 business    down 1         down 1         ~down 1        ~down 1        ~down 1        ~down 1        down 1         down 1
500 no role     down 1         role 1         gap 1          gap 1          gap 1          ~role 1        down 1         fine 1
500 no such id  down 1         unseen 1       gap 1          gap 1          gap 1          ~unseen 1      down 1         fine 1
500 empty       down 1         down 4         ~down 4        ~down 4        ~down 4        ~down 4        down 4         down 4
503             down 4         down 4         ~down 4        ~down 4        ~down 4        ~down 4        down 4         down 4
503 for long    down 1         down 1         ~down 1        ~down 1        ~down 1        ~down 1        down 1         down 1
"""


async def _halved() -> AsyncIterator[bytes]:
    yield b'{"Pages": 1, "Data": [{"Id"'
    raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


async def _dripping() -> AsyncIterator[bytes]:
    while True:
        yield b" "
        await asyncio.sleep(9)


async def _timeout(request: httpx.Request) -> httpx.Response:
    await asyncio.sleep(request.extensions["timeout"]["read"])
    raise httpx.ReadTimeout("", request=request)


async def _no_connection(request: httpx.Request) -> httpx.Response:
    await asyncio.sleep(request.extensions["timeout"]["connect"])
    raise httpx.ConnectTimeout("", request=request)


def _json(content: bytes | AsyncIterator[bytes]) -> httpx.Response:
    return httpx.Response(200, headers={"content-type": "application/json"}, content=content)


FAULTS: dict[str, Callable[[], httpx.Response | Exception]] = {
    "drip by drip": lambda: _json(_dripping()),
    "reset": lambda: httpx.ReadError("reset"),
    "half body": lambda: _json(_halved()),
    "half JSON": lambda: _json(b'{"Pages": 1, "Data": [{"Id"'),
    "HTML": lambda: html_answer(200),
    "garbage": lambda: _json(b"\x00\xff\xfe{{{"),
    "other JSON": lambda: json_answer(200, {"Unexpected": [1, 2]}),
    "a number": lambda: json_answer(200, 7),
    "204": lambda: json_answer(204),
    "redirect": lambda: httpx.Response(301, headers={"location": "https://elsewhere.example/"}),
    "401": lambda: json_answer(401),
    "403": lambda: json_answer(403),
    "404": lambda: json_answer(404),
    "400 problem": lambda: json_answer(400, {"type": "x", "title": "Value must be a Guid", "status": 400}),
    "403 page": lambda: html_answer(403),
    "404 page": lambda: html_answer(404),
    "429": lambda: json_answer(429, retry_after="1"),
    "429 for long": lambda: json_answer(429, retry_after="120"),
    "500 business": lambda: json_answer(500, {"Code": 528, "Details": "SECRET-DETAIL", "StackTrace": None}),
    "500 no role": lambda: json_answer(500, {"Code": 533, "Details": None}),
    "500 no such id": lambda: json_answer(500, {"code": 518, "details": "x"}),
    "500 empty": lambda: json_answer(500),
    "503": lambda: html_answer(503),
    "503 for long": lambda: httpx.Response(503, html="<html>", headers={"retry-after": "300"}),
}


@dataclass
class Faulty:
    """A Zaptec where everything works, but for the one call that's broken, which is counted."""

    hit: Callable[[httpx.Request], bool]
    fault: str
    fine: Callable[[httpx.Request], httpx.Response]
    count: int = 0

    async def answer(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        if not self.hit(request):
            return self.fine(request)
        self.count += 1
        if self.fault == "timeout":
            return await _timeout(request)
        if self.fault == "no connection":
            return await _no_connection(request)
        reply = FAULTS[self.fault]()
        if isinstance(reply, Exception):
            raise reply
        return reply


def asks(what: str, param: str = "", *, absent: str = "") -> Callable[[httpx.Request], bool]:
    """Whether a request is this call, with that parameter and without the other."""

    def hit(request: httpx.Request) -> bool:
        params = request.url.params
        named = f"{request.method} {request.url.path}" == what
        return named and (not param or param in params) and (not absent or absent not in params)

    return hit


async def sign_in(zaptec: ZaptecClient, _: FakeClock) -> None:
    await zaptec.sign_in(USER, SecretStr(PASSWORD))


async def renew(zaptec: ZaptecClient, clock: FakeClock) -> None:
    clock.advance(90_000)
    await zaptec.chargers()


async def ping(zaptec: ZaptecClient, _: FakeClock) -> None:
    await zaptec.ping()


async def everything(zaptec: ZaptecClient, _: FakeClock) -> None:
    await zaptec.chargers()


async def look(zaptec: ZaptecClient, _: FakeClock) -> MakerLook:
    return await zaptec.look("ZAP900001")


async def firmware(zaptec: ZaptecClient, clock: FakeClock) -> Firmware | None:
    return await zaptec.firmware(await look(zaptec, clock))


async def look_in_all_pages(zaptec: ZaptecClient, _: FakeClock) -> MakerLook:
    """The name filter doesn't know this one, so the whole list is asked for."""
    return await zaptec.look("ZAP900009")


NORTHES = "ExcludeIfVisibleForUserGroupLookupKey"
Do = Callable[[ZaptecClient, FakeClock], Coroutine[Any, Any, object]]
CALLS: dict[str, list[tuple[Callable[[httpx.Request], bool], Do]]] = {
    "signing in": [(asks(LOGIN), sign_in), (asks(LOGIN), renew)],
    "a list": [
        (asks(LIST), everything),
        (asks(LIST, "NameFilter"), look),
        (asks(LIST, absent="NameFilter"), look_in_all_pages),
    ],
    "the state": [(asks(STATE), look)],
    "installations": [(asks(INSTALLATIONS, absent=NORTHES), look), (asks(INSTALLATIONS, NORTHES), look)],
    "hierarchy": [(asks(HIERARCHY), look)],
    "others": [(asks(LIST, "InstallationId"), look)],  # where there's no hierarchy for this sign-in
    "constants": [(asks("GET /api/constants"), ping)],
    "firmware": [(asks(FIRMWARE), firmware)],
}
GAPS: dict[str, Callable[[MakerLook], bool]] = {
    "the state": lambda seen: seen.evidence.last_heard is None and seen.grant is Grant.GRANTED,
    "installations": lambda seen: seen.grant is Grant.UNKNOWN and seen.evidence.last_heard is not None,
    "hierarchy": lambda seen: seen.evidence.other_chargers == () and seen.grant is Grant.GRANTED,
}
GAPS["others"] = GAPS["hierarchy"]
PARTS = {"the state": LookPart.STATE, "installations": LookPart.GRANT}


def cells() -> Iterator[tuple[str, str, str, int]]:
    """Fault, call, kind, and the number of calls."""
    _, head, *rows = TABLE.splitlines()
    for row in rows:
        fault, *told = re.split(r"\s{2,}", row)
        for call, said in zip(re.split(r"\s{2,}", head.strip()), told, strict=True):
            kind, count = said.split()
            yield fault, call, kind, int(count)


def test_the_table_is_whole() -> None:
    faults = ("no connection", "timeout", *FAULTS)
    assert {(fault, call) for fault, call, _, _ in cells()} == {(fault, call) for fault in faults for call in CALLS}
    assert {kind.lstrip("~") for _, _, kind, _ in cells()} == {"gap", "fine", *KINDS}


@pytest.mark.parametrize(("fault", "call", "kind", "count"), cells())
def test_every_fault_of_every_call(fault: str, call: str, kind: str, count: int) -> None:
    for hit, do in CALLS[call]:
        cloud = recorded().on(HIERARCHY, json_answer(204)) if call == "others" else recorded()
        faulty = Faulty(hit, fault, fine=cloud.answer)
        outcome, took = leap(lambda faulty=faulty, do=do: met(faulty, do))  # type: ignore[misc]  # bound in the loop
        assert faulty.count == count, do.__name__
        assert took <= Policy().deadline + 1, "one more second for the next token"
        assert len(cloud.asked) <= 9
        if kind == "fine":
            assert outcome == (Firmware("2.4.2.4") if call == "firmware" else None), "that the state tells"
            continue
        if kind == "gap" or kind.startswith("~"):
            assert isinstance(outcome, MakerLook)
            assert outcome.found
            assert GAPS[call](outcome)
            assert bool(outcome.unanswered) is (kind != "gap")
            if kind == "gap":
                continue
            outcome = outcome.unanswered[PARTS.get(call, LookPart.OTHERS)]
        assert isinstance(outcome, ServiceError)
        cause, words = KINDS[kind.removeprefix("~")]
        told = " ".join(WORDS.say(message) for message in describe(outcome))
        assert (outcome.cause, words in told) == (cause, True), told
        assert outcome.reason or outcome.note, "for support"
        assert ("2 minutes" in told) is (fault == "429 for long")
        assert ("5 minutes" in told) is (fault == "503 for long")
        known = everything_about(outcome)
        assert not [secret for secret in (PASSWORD, TOKEN, "SECRET-DETAIL", *SECRETS.values()) if secret in known]


async def met(faulty: Faulty, do: Do) -> tuple[object, float]:
    """What came of it, and after how many seconds."""
    clock, armed, faulty.hit = FakeClock(), faulty.hit, lambda _: False
    zaptec = ZaptecClient(
        httpx.AsyncClient(transport=httpx.MockTransport(faulty.answer), timeout=httpx.Timeout(10, connect=5)),
        BASE,
        clock,
        token_url=f"{BASE}/oauth/token",
        consent=CONSENT,
        policy=Policy(chance=lambda: 0.5, monotonic=now),
        limits=Limits(now),
    )
    if do is not sign_in:
        await zaptec.sign_in(USER, SecretStr(PASSWORD))
    faulty.hit = armed
    began = now()
    try:
        return await do(zaptec, clock), now() - began
    except ServiceError as error:
        return error, now() - began
