"""A session's end is waited for and then confirmed; Northe's own word decides."""

from __future__ import annotations

import pytest

from services.activation import session_end
from services.contracts import Cause
from services.fake import FakeNorthe

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_end, "ASKED_AFTER", (0.0, 0.01))


class ShortNorthe(FakeNorthe):
    """A session that has a little less left each time it's looked at."""

    @property
    def session_left(self) -> float | None:
        if self.lasts is not None and self.signed_in:
            self.lasts = max(0.0, self.lasts - 0.01)
        return super().session_left


def northe(lasts: float | None, *, signed_in: bool = True) -> FakeNorthe:
    made = ShortNorthe(signed_in=signed_in)
    made.lasts = lasts
    return made


async def test_at_its_end_northe_is_asked_once_and_says_so() -> None:
    cloud = northe(0.03)
    cloud.refuse("account", Cause.SESSION_EXPIRED)
    assert await session_end.session_ended(cloud)
    assert cloud.called("account") == 1


async def test_a_clock_that_is_a_little_behind_is_asked_again() -> None:
    cloud = northe(0.02)
    cloud.answer("account", cloud.account_now)
    cloud.refuse("account", Cause.SESSION_EXPIRED)
    assert await session_end.session_ended(cloud)


async def test_an_end_that_was_put_off_is_none() -> None:
    cloud = northe(0.02)
    assert not await session_end.session_ended(cloud)
    assert cloud.called("account") == len(session_end.ASKED_AFTER)


@pytest.mark.parametrize("cause", [Cause.NETWORK_DOWN, Cause.NORTHE_DOWN, Cause.THROTTLED])
async def test_a_northe_that_cant_be_asked_ends_nothing(cause: Cause) -> None:
    cloud = northe(0.02)
    cloud.refuse("account", cause)
    assert not await session_end.session_ended(cloud)


async def test_an_end_that_nobody_names_is_left_to_the_next_call() -> None:
    assert not await session_end.session_ended(northe(None))
    assert not await session_end.session_ended(northe(0.0, signed_in=False))
