"""What the installer needn't type again, and when it's gone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr

from services.activation.activation import Activation
from services.activation.customer_sign_in import CustomerSignIn
from services.activation.kept_sign_ins import KeptSignIns
from services.activation.sign_in import SignIn
from services.contracts import Cause, ServiceError
from services.fake import FakeNorthe, FakeZaptec, fake_services

pytestmark = pytest.mark.anyio

KEY = SecretStr("PK-55-ZEBRA")
ANSWER = SignIn("kim@example.com", SecretStr("1001"), KEY)


def kept_of(*, keep: bool = True) -> tuple[KeptSignIns, FakeNorthe, FakeZaptec, CustomerSignIn, Activation]:
    northe, zaptec = FakeNorthe(), FakeZaptec(signed_in_as="zap@example.com")
    services = replace(fake_services(northe=northe, zaptec=zaptec), keep_sign_ins=keep)
    kept = KeptSignIns(services)
    activation = Activation(services, kept=kept)
    return kept, northe, zaptec, activation.customer_sign_in(), activation


async def test_a_partner_key_is_kept_once_northe_has_taken_it_and_not_before() -> None:
    kept, northe, _, customer, _ = kept_of()
    northe.refuse("sign_in", Cause.NETWORK_DOWN)
    with pytest.raises(ServiceError):
        await customer.sign_in(ANSWER)
    assert kept.partner_key is None
    await customer.sign_in(ANSWER)
    assert kept.partner_key == KEY


async def test_a_refused_one_is_forgotten_and_a_line_that_is_down_refuses_none() -> None:
    kept, northe, _, customer, _ = kept_of()
    kept.taken(KEY)
    northe.refuse("sign_in", Cause.NETWORK_DOWN)
    with pytest.raises(ServiceError):
        await customer.sign_in(ANSWER)
    assert kept.partner_key == KEY
    northe.refuse("sign_in", Cause.SIGN_IN_REJECTED)
    with pytest.raises(ServiceError):
        await customer.sign_in(replace(ANSWER, partner_key=SecretStr("another")))
    assert kept.partner_key == KEY, "that one wasn't asked about"
    northe.refuse("sign_in", Cause.SIGN_IN_REJECTED)
    with pytest.raises(ServiceError):
        await customer.sign_in(ANSWER)
    assert kept.partner_key is None


async def test_a_customer_who_is_done_takes_nothing_of_the_installers_along() -> None:
    kept, _, zaptec, customer, activation = kept_of()
    await customer.sign_in(ANSWER)
    await activation.sign_out()
    await activation.finish()
    assert kept.partner_key == KEY
    assert zaptec.signed_in_as == "zap@example.com"


async def test_every_way_out_of_the_program_forgets_all_of_it() -> None:
    kept, _, zaptec, customer, activation = kept_of()
    told: list[None] = []
    kept.listen(lambda: told.append(None))
    await customer.sign_in(ANSWER)
    assert kept.any
    await activation.leave()
    assert kept.partner_key is None
    assert zaptec.signed_in_as is None
    assert told == [None]


async def test_whoever_wants_nothing_kept_has_nothing_kept() -> None:
    kept, _, zaptec, customer, activation = kept_of(keep=False)
    await customer.sign_in(ANSWER)
    assert kept.partner_key is None
    assert zaptec.signed_in_as, "while this customer is there"
    await activation.finish()
    assert zaptec.signed_in_as is None


def test_it_can_be_forgotten_by_itself() -> None:
    kept, _, zaptec, _, _ = kept_of()
    kept.taken(KEY)
    kept.forget_partner_key()
    assert kept.partner_key is None
    assert zaptec.signed_in_as


def test_nothing_of_it_shows_when_it_is_printed() -> None:
    kept = kept_of()[0]
    kept.taken(KEY)
    assert KEY.get_secret_value() not in f"{kept!r} {vars(kept)}"
