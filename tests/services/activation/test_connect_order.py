"""What's ordered of Northe, from the answers of all steps, and that its keys keep secrets."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from pydantic import SecretStr

from services.activation.connect_order import IdempotencyKeys, order_of
from services.activation.session import ConnectAnswer
from services.contracts import BoxRequest
from services.fake import ACCOUNT
from tests.support.sessions.before_connect import ADDRESS, SITE, ready_to_connect

ANSWER = ConnectAnswer(serial_number="ZAP900001", fields={"serial_number": SecretStr("ZAP900001")})


@pytest.mark.parametrize(
    ("site_id", "price", "ordered"),
    [
        (None, "2.50", None),
        ("site-1", "2.50", "site-1"),
        ("site-1", "2.51", None),
        ("site-2", "2.50", None),
    ],
    ids=["a new site", "as it is", "another price", "one that isn't in the account"],
)
def test_a_site_is_saved_unless_it_stays_as_it_is(site_id: str | None, price: str, ordered: str | None) -> None:
    account = replace(ACCOUNT, sites=(replace(SITE, price_per_kwh=Decimal(price)),))
    order = order_of(ready_to_connect(account=account, site_id=site_id), ANSWER)
    assert order.site_id == ordered
    assert (order.customer, order.name, order.price_per_kwh) == (account.email, "Garage", Decimal("2.50"))
    assert order.request == BoxRequest("zaptec", "go", ANSWER.fields)
    assert order.address == ADDRESS


def test_nothing_is_ordered_before_the_steps_before_are_answered() -> None:
    with pytest.raises(LookupError):
        order_of(ready_to_connect().model_copy(update={"charge_site": None}), ANSWER)


def test_secrets_do_not_show_in_keys() -> None:
    keys = IdempotencyKeys()
    order = order_of(ready_to_connect(), ANSWER.model_copy(update={"fields": {"pin": SecretStr("839201")}}))
    keys.box(order, "site-1")
    assert "839201" not in repr(keys.__dict__)
    assert "839201" not in repr(order)
