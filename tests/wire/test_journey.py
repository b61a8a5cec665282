"""The real program in a terminal: the whole way by keys alone, to the end, with nothing left behind."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from tests.support.program.journey_keys import (
    IBAN,
    NEVER_KEPT,
    NEVER_SHOWN,
    SERIAL,
    WORLD,
    answer_bank_account,
    answer_box_type,
    answer_charge_site,
    connect,
    files_below,
    finish,
    opened,
    quit_program,
    sign_in,
    skip_bank_account,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.program.sandbox_server import SandboxServer


def test_the_whole_way_on_the_sandbox(tmp_path: Path) -> None:
    with opened(tmp_path, "--sandbox", "--world", str(WORLD)) as terminal:
        sign_in(terminal)
        answer_box_type(terminal, "Garage")
        answer_charge_site(terminal)
        answer_bank_account(terminal)
        connect(terminal)
        assert "The charge box “Garage” is online" in terminal.text
        assert "2.50 SEK per kWh" in terminal.text
        assert "SE45 •••• 7466" in terminal.text
        finish(terminal)
        assert "nobody signed in" in terminal.text
        assert quit_program(terminal) == 0
        assert terminal.restored()
        assert terminal.afterwards.strip() == ""
        for secret in NEVER_SHOWN:
            assert secret.encode() not in terminal.raw

    (receipt,) = (path for path in files_below(tmp_path) if "receipts" in path.parts)
    assert SERIAL in receipt.name
    assert "The charge box “Garage” is online." in receipt.read_text("utf-8")
    assert stat.S_IMODE(receipt.stat().st_mode) == 0o600
    assert stat.S_IMODE(receipt.parent.stat().st_mode) == 0o700
    for path in files_below(tmp_path):
        content = path.read_bytes()
        for secret in (*NEVER_KEPT, IBAN[-4:]):
            assert secret.encode() not in content, path


def test_the_whole_way_over_a_wire_and_the_customer_is_signed_out_there(tmp_path: Path, cloud: SandboxServer) -> None:
    with opened(tmp_path, environ=cloud.environ) as terminal:
        assert "DEMO" not in terminal.text
        sign_in(terminal)
        assert cloud.signed_in() == ["kim@example.com"]
        answer_box_type(terminal, "Carport")
        answer_charge_site(terminal)
        skip_bank_account(terminal)
        connect(terminal)
        assert "In the Northe app" in terminal.text, "what the driver still has to do"
        finish(terminal)
        assert cloud.signed_in() == []
        assert cloud.boxes() == [SERIAL]
        assert quit_program(terminal) == 0
        assert terminal.restored()
    for path in files_below(tmp_path):
        for secret in NEVER_KEPT:
            assert secret.encode() not in path.read_bytes(), path


def test_the_customers_phone_opens_the_account_in_the_sandbox(tmp_path: Path) -> None:
    with opened(tmp_path, "--sandbox") as terminal:
        terminal.keys("{f10}")
        terminal.wait("Linked devices")
        terminal.keys("{ctrl+p}")
        terminal.wait("● Type")
        assert "Kim Larsson · Acme Fleet AB" in terminal.text
        assert quit_program(terminal) == 0
        assert terminal.restored()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_quitting_from_start_leaves_the_terminal_as_it_was(tmp_path: Path, size: tuple[int, int]) -> None:
    with opened(tmp_path, "--sandbox") as terminal:
        terminal.resize(*size)
        assert quit_program(terminal) == 0
        assert terminal.restored()
        assert terminal.afterwards.strip() == ""
