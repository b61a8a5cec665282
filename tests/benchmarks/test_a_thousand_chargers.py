"""An installer who sees a thousand chargers: listed, narrowed while typing, checked; beside one who sees ten.

Times are ratios of one run, the calls are counted. Run with `make bench`, which shows what's printed.
"""

from __future__ import annotations

import statistics
import sys
import time
import tomllib
from typing import TYPE_CHECKING

import httpx
import pytest
from pydantic import SecretStr

from screens.panels.pick_charger import PickChargerPanel
from services.clouds.zaptec.client import ZaptecClient
from services.clouds.zaptec.limits import Limits
from services.fake import CONSENT, FakeClock, FakeZaptec, fake_services
from services.sandbox.world_tables import World
from tests.support.clouds.recorded_answers import RecordedAnswers
from tests.support.clouds.sandbox_requests import sandbox_requests
from tests.support.clouds.world_of_many import ALL, serial_of, world_of_many
from tests.support.screens.one_screen import OneScreen, look, shown, wait_until
from tests.support.sessions.before_connect import ready_to_connect

if TYPE_CHECKING:
    from services.contracts import MakerCharger

pytestmark = pytest.mark.anyio

FEW, MANY = 10, 1000
TYPED = "plats 0"
ROUNDS = 5


class Counting(httpx.AsyncBaseTransport):
    """The sandbox, and how often it was asked."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.calls = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.calls += 1
        return await self._inner.handle_async_request(request)


async def asked(count: int) -> tuple[tuple[MakerCharger, ...], dict[str, tuple[float, int]]]:
    """The list, and of listing and checking: seconds and calls. Each once, as it happens: so no limit is met."""
    world = sandbox_requests(World.model_validate(tomllib.loads(world_of_many(count))))
    line = Counting(world.http._transport)
    base = "http://sandbox/zaptec"
    zaptec = ZaptecClient(
        httpx.AsyncClient(transport=line), base, FakeClock(),
        token_url=f"{base}/oauth/token", consent=CONSENT, policy=RecordedAnswers().policy(), limits=Limits(),
    )  # fmt: skip
    await zaptec.sign_in(ALL, SecretStr("zap"))
    line.calls, began = 0, time.perf_counter()
    chargers = await zaptec.chargers()
    listed = time.perf_counter() - began, line.calls
    assert len(chargers) == count
    line.calls, began = 0, time.perf_counter()
    assert (await zaptec.look(serial_of(count - 1))).found
    return chargers, {"listed": listed, "checked": (time.perf_counter() - began, line.calls)}


async def narrowed(chargers: tuple[MakerCharger, ...]) -> float:
    """Median of seconds from a key to the list that it leaves."""
    zaptec = FakeZaptec(signed_in_as=ALL)
    zaptec.chargers_now = chargers
    app = OneScreen(
        lambda: PickChargerPanel(look(), fake_services(zaptec=zaptec), ready_to_connect(), lambda _: None),
        ready_to_connect(),
    )
    seconds = []
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: f"{len(chargers)} of" in shown(app))
        for _ in range(ROUNDS):
            for char in TYPED:
                began = time.perf_counter()
                await pilot.press("space" if char == " " else char)
                seconds.append(time.perf_counter() - began)
            await pilot.press(*["backspace"] * len(TYPED))
    return statistics.median(seconds)


async def test_a_thousand_are_as_quick_as_ten(capsys: pytest.CaptureFixture[str]) -> None:
    (few, of_few), (many_, of_many) = await asked(FEW), await asked(MANY)
    key_few, key_many = await narrowed(few), await narrowed(many_)
    lines = [f"{'':10}{FEW:>14}{MANY:>14}{'ratio':>8}"]
    for what in ("listed", "checked"):
        (one, calls), (other, more) = of_few[what], of_many[what]
        lines.append(f"{what:10}{one * 1e3:7.0f} ms {calls:>2}x {other * 1e3:7.0f} ms {more:>2}x {other / one:7.1f}")
    lines.append(f"{'a key':10}{key_few * 1e3:7.1f} ms    {key_many * 1e3:7.1f} ms    {key_many / key_few:7.1f}")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert of_few["listed"][1] == 1
    assert of_many["listed"][1] == MANY // 100
    assert of_few["checked"][1] == of_many["checked"][1]
    assert key_many < 2 * key_few
