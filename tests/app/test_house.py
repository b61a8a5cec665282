"""The counts of `docs/house.py` that may not rise again: parts and not halves, one word for one thing, one place a brand."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "docs" / "house.py"
DEEPEST = 3


@pytest.fixture(scope="module")
def house() -> Any:
    spec = importlib.util.spec_from_file_location("house", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["house"] = module  # where its dataclasses look for themselves
    spec.loader.exec_module(module)
    return module.House(module.sources_here())


def test_no_more_than_three_classes_stand_on_each_other(house: Any) -> None:
    chains = [[one.name for one in house.chain(key)] for key in house.classes]
    assert [chain for chain in chains if len(chain) > DEEPEST] == []


@pytest.mark.parametrize("count", ["homonyms", "unfinished_bases", "handlers_twice", "brand_comparisons"])
def test_there_are_none_of_these(house: Any, count: str) -> None:
    """As `docs/house.md` says what each of them is."""
    assert getattr(house, count) == "0"
