"""The watch over a code, without a screen: how often it asks, how long it waits, what it gives up on."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from services.activation.qr_sign_in import MOST, LinkPace, LinkWatch
from services.contracts import Cause, LinkOffer, LinkStatus, Reason, ServiceError
from services.fake import PAYLOAD, FakeClock
from tests.support.screens.sign_in_screen import EVERY, FAST, QuickNorthe

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.anyio

HASTY = LinkPace(least=0.001, first_wait=0.04, longest_wait=0.1)


def watch(northe: QuickNorthe, clock: FakeClock | None = None, pace: LinkPace = FAST) -> LinkWatch:
    return LinkWatch(northe, clock or FakeClock(), lambda: None, pace)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - there's nothing that tells when
            await asyncio.sleep(0.005)


def gaps(northe: QuickNorthe) -> list[float]:
    return [later - earlier for earlier, later in pairwise(northe.polled_at)]


async def test_it_asks_as_often_as_the_cloud_wants() -> None:
    northe = QuickNorthe()
    northe.answer("poll_link", *[LinkStatus.PENDING] * 3, LinkStatus.APPROVED)
    assert await watch(northe).run() is LinkStatus.APPROVED
    assert northe.polls == 4
    assert min(gaps(northe)) >= EVERY


async def test_never_more_often_than_the_least_whatever_the_cloud_says() -> None:
    northe = QuickNorthe()
    northe.answer("start_link", LinkOffer("link-1", PAYLOAD, expires_in=60.0, poll_every=0.0))
    northe.answer("poll_link", *[LinkStatus.PENDING] * 3, LinkStatus.REFUSED)
    assert await watch(northe, pace=LinkPace(least=0.04)).run() is LinkStatus.REFUSED
    assert min(gaps(northe)) >= 0.04


async def test_codes_that_are_over_at_once_do_not_run_hot() -> None:
    northe = QuickNorthe()
    northe.answer("start_link", *[LinkOffer("link-1", PAYLOAD, expires_in=0.0, poll_every=EVERY)] * 3)
    northe.answer("poll_link", LinkStatus.APPROVED)
    asked, told = [], []

    async def start_link() -> LinkOffer:
        asked.append(asyncio.get_running_loop().time())
        return await QuickNorthe.start_link(northe)

    northe.start_link = start_link  # type: ignore[method-assign]  # to write down when
    one = LinkWatch(northe, FakeClock(), lambda: told.append((one.payload, one.trouble)), HASTY)
    assert await one.run() is LinkStatus.APPROVED
    for (earlier, later), least in zip(pairwise(asked), (0.04, 0.08, 0.1), strict=True):
        assert later - earlier >= least, "each a little later"
    assert northe.polls == 1, "what nobody could scan isn't asked about"
    assert (None, Reason.OVER_AT_ONCE) in [(payload, trouble.reason) for payload, trouble in told if trouble]
    assert one.trouble is None


@pytest.mark.parametrize("expires_in", [120.0, 1e12, float("inf")])
async def test_codes_that_the_cloud_takes_back_at_once_do_not_run_hot(expires_in: float) -> None:
    """Expired by its word at the first question, or approved without a token."""
    northe = QuickNorthe()
    northe.answer("start_link", *[LinkOffer("link-1", PAYLOAD, expires_in=expires_in, poll_every=0.001)] * 4)
    northe.answer("poll_link", *[LinkStatus.EXPIRED] * 3, LinkStatus.APPROVED)
    one = watch(northe, pace=HASTY)
    assert await one.run() is LinkStatus.APPROVED
    for wait, least in zip(gaps(northe), (0.04, 0.08, 0.1), strict=True):
        assert wait >= least
    assert one.left <= MOST, "nobody reads a span of years"


async def test_a_code_that_was_good_for_a_while_is_renewed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    northe, clock = QuickNorthe(), FakeClock()
    answers = iter([LinkStatus.EXPIRED, LinkStatus.EXPIRED, LinkStatus.REFUSED])

    async def poll_link(_: str) -> LinkStatus:
        clock.advance(HASTY.shortest_life)
        return next(answers)

    monkeypatch.setattr(northe, "poll_link", poll_link)
    one = watch(northe, clock, HASTY)
    monkeypatch.setattr(one, "_wait_after", None)
    assert await one.run() is LinkStatus.REFUSED
    assert one.renewed


async def test_the_waits_grow_while_the_line_is_down_and_start_over_afterwards() -> None:
    northe = QuickNorthe()
    down = ServiceError(Cause.NETWORK_DOWN)
    northe.answer("poll_link", down, down, down, down, LinkStatus.PENDING, down, LinkStatus.APPROVED)
    one = watch(northe, pace=LinkPace(least=0.001, first_wait=0.04, longest_wait=0.1))
    assert await one.run() is LinkStatus.APPROVED
    waits = gaps(northe)
    for wait, least in zip(waits[:4], (0.04, 0.08, 0.1, 0.1), strict=True):
        assert wait >= least
    assert waits[5] >= 0.04
    assert one.trouble is None


async def test_a_break_that_northe_asks_for_is_kept_even_when_hurried() -> None:
    northe = QuickNorthe()
    northe.refuse("poll_link", Cause.THROTTLED, retry_after=0.15)
    northe.answer("poll_link", LinkStatus.APPROVED)
    one = watch(northe)
    run = asyncio.create_task(one.run())
    await until(lambda: one.trouble)
    one.ask_now()
    one.pause()
    one.go_on()
    assert await run is LinkStatus.APPROVED
    assert gaps(northe)[0] >= 0.15


async def test_hurrying_asks_at_once() -> None:
    northe = QuickNorthe()
    northe.answer("start_link", LinkOffer("link-1", PAYLOAD, expires_in=600.0, poll_every=300.0))
    northe.answer("poll_link", LinkStatus.APPROVED)
    one = watch(northe)
    run = asyncio.create_task(one.run())
    await until(lambda: one.offer)
    one.ask_now()
    async with asyncio.timeout(5):
        assert await run is LinkStatus.APPROVED


async def test_while_it_rests_a_code_that_runs_out_is_not_renewed() -> None:
    northe, clock = QuickNorthe(), FakeClock()
    one = watch(northe, clock)
    run = asyncio.create_task(one.run())
    await until(lambda: northe.polls)
    one.pause()
    await until(lambda: not northe.polling)
    clock.advance(500)
    polls = northe.polls
    await asyncio.sleep(0.1)
    assert (northe.polls, northe.codes) == (polls, 1)
    assert one.left == 0
    one.go_on()
    await until(lambda: northe.codes == 2)
    await until(lambda: one.renewed and one.left == 120.0)
    run.cancel()


@pytest.mark.parametrize("call", ["start_link", "poll_link"])
@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (Cause.SESSION_EXPIRED, None),
        (Cause.LOGIN_CHANGED, None),
        *((Cause.NETWORK_DOWN, reason) for reason in (Reason.TLS, Reason.PROXY_PASSWORD, Reason.PROXY_REFUSES)),
    ],
)
async def test_what_does_not_go_away_by_itself_ends_the_watch(call: str, cause: Cause, reason: Reason | None) -> None:
    northe = QuickNorthe()
    northe.refuse(call, cause, reason)
    with pytest.raises(ServiceError) as caught:
        async with asyncio.timeout(5):
            await watch(northe).run()
    assert caught.value.cause is cause
    assert northe.called(call) == 1


async def test_every_change_is_told() -> None:
    northe = QuickNorthe()
    northe.refuse("start_link", Cause.NORTHE_DOWN)
    northe.refuse("poll_link", Cause.NETWORK_DOWN)
    northe.answer("poll_link", LinkStatus.EXPIRED, LinkStatus.REFUSED)
    told: list[tuple[str, str]] = []

    def tell() -> None:
        told.append((one.offer.link_id if one.offer else "", one.trouble.cause.value if one.trouble else ""))

    one = LinkWatch(northe, FakeClock(), tell, FAST)
    assert await one.run() is LinkStatus.REFUSED
    assert told == [
        ("", "northe_down"),
        ("", ""),
        ("link-2", ""),
        ("link-2", "network_down"),
        ("link-2", ""),
        ("link-3", ""),
    ]
