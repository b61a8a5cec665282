"""An amount is written the same everywhere, and reads back as what it was."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.money import money


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("2.5", "2.50"),
        ("2", "2.00"),
        ("2.500", "2.50"),
        ("2.505", "2.505"),
        ("1E+3", "1000.00"),
        ("0", "0.00"),
        ("0.0001", "0.0001"),
    ],
)
def test_two_decimals_or_as_many_as_it_has(amount: str, text: str) -> None:
    assert money(Decimal(amount)) == text


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_nothing_is_rounded(amount: Decimal) -> None:
    assert Decimal(money(amount)) == amount
