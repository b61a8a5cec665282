"""Into the account by a code or by keys, without a screen: what's left when one of them fails."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from services.activation.customer_sign_in import CustomerSignIn
from services.activation.qr_sign_in import LinkPace
from services.activation.sign_in import SignIn
from services.contracts import Cause, LinkOffer, LinkStatus, ServiceError
from services.fake import ACCOUNT, PAYLOAD, FakeClock, FakeNorthe, fake_services

pytestmark = pytest.mark.anyio

KEYS = SignIn("kim@example.com", SecretStr("KIM-1"), SecretStr("PARTNER-1"))
QUICK = LinkPace(least=0.001)


def sign_in(northe: FakeNorthe, clock: FakeClock | None = None) -> CustomerSignIn:
    services = fake_services(northe=northe, clock=clock or FakeClock())
    return CustomerSignIn(services, lambda: None, QUICK)


async def test_keys_open_the_account_and_it_is_read() -> None:
    northe = FakeNorthe()
    entering = sign_in(northe)
    await entering.sign_in(KEYS)
    assert await entering.read_account() == ACCOUNT
    assert not entering.unread


async def test_a_code_that_the_customer_answers_ends_the_offer_and_another_can_be_asked_for() -> None:
    northe = FakeNorthe()
    northe.answer("start_link", *[LinkOffer("link-1", PAYLOAD, expires_in=60.0, poll_every=0.001)] * 2)
    northe.answer("poll_link", LinkStatus.PENDING, LinkStatus.REFUSED, LinkStatus.APPROVED)
    entering = sign_in(northe)
    await entering.offer()
    assert (entering.ended, entering.approved) == (LinkStatus.REFUSED, False)
    entering.offer_anew()
    assert entering.ended is None
    await entering.offer()
    assert entering.approved


async def test_an_offer_that_cannot_go_on_says_why() -> None:
    northe = FakeNorthe()
    northe.refuse("start_link", Cause.LOGIN_CHANGED)
    entering = sign_in(northe)
    await entering.offer()
    assert isinstance(entering.ended, ServiceError)
    assert entering.ended.cause is Cause.LOGIN_CHANGED


async def test_refusals_in_a_row_cost_more_and_more_patience_and_a_limit_that_northe_names_counts() -> None:
    northe, clock = FakeNorthe(), FakeClock()
    northe.refuse("sign_in", Cause.SIGN_IN_REJECTED, times=4)
    entering, waits = sign_in(northe, clock), []
    for _ in range(4):
        with pytest.raises(ServiceError):
            await entering.sign_in(KEYS)
        waits.append(entering.wait)
        clock.advance(entering.wait)
    assert waits[0] == waits[1] == 0.0
    assert 0.0 < waits[2] < waits[3]
    northe.refuse("sign_in", Cause.THROTTLED, retry_after=90.0)
    with pytest.raises(ServiceError):
        await entering.sign_in(KEYS)
    assert entering.wait == 90.0


async def test_an_account_that_is_open_but_could_not_be_read_is_known_and_read_again() -> None:
    northe = FakeNorthe()
    northe.refuse("account", Cause.NORTHE_DOWN)
    entering = sign_in(northe)
    await entering.sign_in(KEYS)
    with pytest.raises(ServiceError):
        await entering.read_account()
    assert entering.unread
    assert await entering.read_account() == ACCOUNT
    assert not entering.unread


async def test_a_session_that_was_over_at_once_is_forgotten_and_a_code_has_to_come_anew() -> None:
    northe = FakeNorthe()
    northe.answer("start_link", LinkOffer("link-1", PAYLOAD, expires_in=60.0, poll_every=0.001))
    northe.answer("poll_link", LinkStatus.APPROVED)
    northe.refuse("account", Cause.SESSION_EXPIRED)
    entering = sign_in(northe)
    await entering.offer()
    with pytest.raises(ServiceError):
        await entering.read_account()
    assert not northe.signed_in
    assert not entering.unread
    assert isinstance(entering.ended, ServiceError), "its code is used up"


async def test_a_wait_that_was_stopped_may_have_opened_the_account() -> None:
    northe = FakeNorthe()
    entering = sign_in(northe)
    entering.stopped()
    assert not entering.unread
    northe.signed_in = True
    entering.stopped()
    assert entering.unread
