"""Writes an amount of money, the same on every screen, in every message and on the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


def money(amount: Decimal) -> str:
    """With two decimals, or as many more as it has: 2.5 is "2.50", 2.505 stays. Without the currency."""
    whole, _, part = f"{amount:f}".partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')}"
