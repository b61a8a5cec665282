"""The receipt: it says what was done and what's left, and gives nothing away."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.activation.receipt import COLUMNS, left_to_do, receipt, receipt_stem, rows
from services.activation.session import BoxTypeAnswer, Session
from services.fake import ACCOUNT, FLEET, NOW, SERIAL_NUMBER
from services.rules.money import money
from services.text.words import PSEUDO, Words
from tests.support.sessions.after_connect import MASKED, SECRETS, finished

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WORDS = Words()


def written(session: Session | None = None, **more: object) -> str:
    options = {"when": NOW, "version": "1.2.3", "zone": STOCKHOLM} | more
    return receipt(WORDS, session or finished(), **options)  # type: ignore[arg-type]  # options vary with the test


def value(text: str, label: str) -> str:
    """What stands beside a label, its lines joined."""
    found = re.search(rf"^{label} {{2,}}(\S.*(?:\n {{10,}}\S.*)*)", text, re.MULTILINE)
    assert found, f"no {label} in:\n{text}"
    return " ".join(found[1].split())


def test_it_says_who_what_where_and_when() -> None:
    text = written()
    assert "The charge box “Garage” is online." in text
    assert value(text, "Date") == "2026-09-14 11:30 CEST"
    assert value(text, "Customer") == "Kim Larsson"
    assert value(text, "Fleet") == "Acme Fleet AB"
    assert value(text, "Charge box") == "Garage, Zaptec Go"
    assert value(text, "Serial number") == "ZAP900001"
    assert value(text, "Charge site") == "Testgatan 10, 111 22 Stockholm, Sweden"
    assert value(text, "Reimbursement") == "2.50 SEK per kWh"
    assert value(text, "Bank account") == "Connected"
    assert value(text, "Online since") == "2026-09-14 11:28 CEST"
    assert "northe-activate 1.2.3" in text
    assert "Nothing. The car can be charged." in text


def test_without_a_bank_account_the_driver_is_told_what_and_where() -> None:
    text = written(finished(bank=False))
    assert value(text, "Bank account") == "Not connected"
    assert "Kim Larsson" in value(text, "In the Northe app")
    assert "User settings" in value(text, "In the Northe app")
    assert "can't be charged" in value(text, "In the Northe app")
    assert "Nothing." not in text


def test_a_bank_account_that_was_there_already_counts_as_connected() -> None:
    account = replace(ACCOUNT, bank=None)
    session = finished().model_copy(update={"account": account})
    assert value(written(session), "Bank account") == "Connected"
    known = finished().model_copy(update={"bank_account": None})
    assert value(written(known), "Bank account") == "Connected"


def test_left_waiting_says_what_happens_next_and_what_to_do_at_the_box() -> None:
    text = written(finished(waiting=True))
    assert "The charge box “Garage” is connected, but not online yet." in text
    assert value(text, "Online").startswith("Not yet")
    assert "power" in value(text, "At the box")
    assert "Online since" not in text


def test_both_are_left_the_box_first() -> None:
    left = left_to_do(WORDS, finished(waiting=True, bank=False))
    assert [where for where, _ in left] == ["At the box", "In the Northe app"]


def test_online_without_a_time_doesnt_make_one_up() -> None:
    text = written(finished(online_since=None))
    assert value(text, "Online") == "Yes"
    assert "Online since" not in text


@pytest.mark.parametrize("bank", [True, False])
@pytest.mark.parametrize("waiting", [True, False])
def test_no_secret_gets_in(bank: bool, waiting: bool) -> None:
    session = finished(bank=bank, waiting=waiting)
    for text in (written(session), written(session, ascii_only=True), written(session, demo=True)):
        for secret in SECRETS.values():
            assert secret not in text
        assert "7466" not in text, "not even the masked digits"
        assert ACCOUNT.email not in text


def test_the_screens_rows_show_the_masked_number_and_the_receipts_dont() -> None:
    assert any(MASKED in shown for _, shown in rows(WORDS, finished(), masked=True))
    assert all("7466" not in shown for _, shown in rows(WORDS, finished()))


def test_the_sandbox_says_so() -> None:
    assert "SANDBOX" in written(demo=True)
    assert "SANDBOX" not in written()


@pytest.mark.parametrize("language", ["en", PSEUDO])
@pytest.mark.parametrize("name", ["Garage", "G" * 40, "Größe Ålö " * 4, "車庫の充電器" * 6, "[bold]x[/]", "{name}"])
def test_it_is_never_wider_than_its_columns(language: str, name: str) -> None:
    account = replace(ACCOUNT, customer_name="Wilhelmina " * 10, fleet=replace(FLEET, name="F" * 120))
    session = finished(name=name, account=account, waiting=True, bank=False, street="Lång gata " * 9)
    text = receipt(Words(language), session, when=NOW, version="1.2.3", zone=STOCKHOLM)
    for line in text.splitlines():
        cells = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
        assert cells <= COLUMNS, line
        assert line == line.rstrip()
    assert "".join(name.split()) in "".join(text.split()), "nothing is cut off"


def test_plain_ascii_keeps_what_can_be_kept() -> None:
    session = finished(name="Garage på Ö", street="Søndre Ærø 1", city="Malmö")
    text = written(session, ascii_only=True)
    assert text.isascii()
    assert value(text, "Charge box") == "Garage pa O, Zaptec Go"
    assert value(text, "Charge site") == "Sondre AEro 1, 111 22 Malmo, Sweden"
    assert written(finished(name="車庫"), ascii_only=True).isascii()


@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
def test_any_name_is_survived(box: str, customer: str) -> None:
    account = replace(ACCOUNT, customer_name=customer)
    text = receipt(
        WORDS, finished(name=box, account=account, bank=False), when=NOW, version="", zone=UTC, ascii_only=True
    )
    assert text.isascii()
    assert all(len(line) <= COLUMNS for line in text.splitlines())


def test_a_model_that_the_catalogue_no_longer_has_is_shown_by_its_ids() -> None:
    session = finished().model_copy(update={"box_type": BoxTypeAnswer(name="Garage", brand="gone", model="one")})
    assert value(written(session), "Charge box") == "Garage, gone one"


def test_a_site_in_a_country_that_isnt_offered_shows_its_code() -> None:
    session = finished()
    assert session.charge_site is not None
    abroad = session.charge_site.model_copy(update={"address": replace(session.charge_site.address, country="XX")})
    session = session.model_copy(update={"charge_site": abroad})
    assert value(written(session), "Charge site").endswith("Stockholm, XX")


@pytest.mark.parametrize(
    ("amount", "shown"), [("2.5", "2.50"), ("2.5000", "2.50"), ("2", "2.00"), ("0.1234", "0.1234"), ("1E+1", "10.00")]
)
def test_money_has_two_decimals_or_as_many_as_it_needs(amount: str, shown: str) -> None:
    assert money(Decimal(amount)) == shown


def test_the_file_is_named_by_day_and_serial_number() -> None:
    assert receipt_stem(finished(), NOW) == f"20260914-{SERIAL_NUMBER}"
    session = finished()
    assert session.connect is not None
    odd = session.connect.model_copy(update={"serial_number": "../../etc/pass wd"})
    stem = receipt_stem(session.model_copy(update={"connect": odd}), datetime(2026, 1, 2, tzinfo=UTC))
    assert re.fullmatch(r"20260102-[A-Za-z0-9-]+", stem)
    assert "Kim" not in receipt_stem(finished(), NOW)


def test_an_empty_session_still_makes_a_receipt() -> None:
    assert "Charge box activation" in written(Session())
