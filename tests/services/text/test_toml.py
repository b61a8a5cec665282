"""Whatever is wrong with a TOML text, it's said in one way."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from services.text.toml import read_toml

TOO_MUCH = {
    "brackets": "x = " + "[" * 20_000,
    "tables": "x = " + "{a = " * 20_000,
    "digits": "x = " + "9" * 6_000,
    "exponent": "x = 1e99999999999999999999",
}
"""What tomllib by itself answers with an error of Python's."""


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_of_anything_is_broken_toml(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError, match=r"Too many brackets|too many digits"):
        read_toml(text, parse_float=Decimal)


def test_anything_else_is_tomllibs_own_answer() -> None:
    assert read_toml("x = 2.35", parse_float=Decimal) == {"x": Decimal("2.35")}
    assert read_toml("x = 2.5") == {"x": 2.5}
    with pytest.raises(tomllib.TOMLDecodeError, match="line 2"):
        read_toml("x = 1\ny = \n")
