"""A draft's file: what's written comes back, and whatever else is in a file is refused or cleaned."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.drafts import Draft
from services.stores.drafts.draft import LARGEST, LONGEST_VALUE, DraftBroken, DraftTooNew, is_of, mark_of, read, written

WHEN = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
DRAFT = Draft(
    customer_name="Åsa Öberg",
    mark=mark_of("asa@example.com", "salt"),
    saved_at=WHEN,
    typed={"box_type": {"name": "Garage", "model": "go"}, "charge_site": {"street": "Västra gatan 1"}},
    answered=("box_type", "charge_site", "bank_account"),
    skipped=("bank_account",),
)


def changed(**what: Any) -> bytes:
    return json.dumps(json.loads(written(DRAFT)) | what).encode()


def test_what_is_written_comes_back() -> None:
    assert read(written(DRAFT).encode()) == DRAFT


def test_it_is_known_by_its_customer_whose_address_it_does_not_hold() -> None:
    assert is_of(DRAFT, "Asa@Example.com")
    assert not is_of(DRAFT, "kim@example.com")
    assert "example.com" not in written(DRAFT)
    assert mark_of("asa@example.com", "other salt") != DRAFT.mark


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        written(DRAFT).encode()[:200],
        changed(program="something else"),
        changed(version="1"),
        changed(saved_at="yesterday"),
        changed(saved_at="2026-09-14T09:30:00"),
        changed(saved_at=5),
        changed(saved_at="0001-01-01T00:00:00+14:00"),
        changed(customer="Kim"),
        changed(customer={"name": "Kim"}),
        changed(typed=[]),
        changed(typed={"box_type": "Garage"}),
        changed(typed={"../box_type": {}}),
        changed(typed={"box_type": {"not a name": "x"}}),
        changed(answered=[1]),
        changed(answered=None),
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(DraftBroken):
        read(data)


def test_one_that_is_too_large_is_refused_whatever_it_says() -> None:
    assert read(written(DRAFT).encode().ljust(LARGEST)) == DRAFT
    with pytest.raises(DraftBroken):
        read(written(DRAFT).encode().ljust(LARGEST + 1))


def test_a_later_version_is_told_apart() -> None:
    with pytest.raises(DraftTooNew):
        read(changed(version=2, typed="however it looks then"))


def test_what_a_stranger_wrote_into_it_is_cleaned() -> None:
    draft = read(
        changed(
            customer={"name": "Kim\x1b[2J\nLarsson", "mark": "m"},
            typed={"box_type": {"name": "x" * 10_000, "model": 5, "brand": "\u202ezap\x07tec"}},
        )
    )
    assert draft.customer_name == "Kim Larsson"
    assert len(draft.typed["box_type"]["name"]) == LONGEST_VALUE
    assert draft.typed["box_type"]["model"] == ""
    assert draft.typed["box_type"]["brand"] == "zaptec"


@given(st.binary(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), lambda inner: (
    st.lists(inner) | st.dictionaries(st.sampled_from(["program", "version", "typed", "customer", "x"]), inner)
)).map(lambda found: json.dumps(found).encode()))  # fmt: skip
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    with pytest.raises((DraftBroken, DraftTooNew)):
        read(data)
