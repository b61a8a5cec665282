from __future__ import annotations

import io
import os
import pty
import sys
from typing import TYPE_CHECKING

import pytest

from app.terminal.terminal_check import TerminalWrong, demand_terminal
from services.text.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO


@pytest.fixture
def terminal() -> Iterator[TextIO]:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        yield stream
    os.close(ours)


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(TerminalWrong) as caught:
        demand_terminal(environ)
    return Words().say(caught.value.message)


def stand_in(monkeypatch: pytest.MonkeyPatch, **streams: TextIO | None) -> None:
    for name, stream in streams.items():
        monkeypatch.setattr(sys, f"__{name}__", stream)


def test_a_terminal_on_all_three_is_enough(monkeypatch: pytest.MonkeyPatch, terminal: TextIO) -> None:
    stand_in(monkeypatch, stdin=terminal, stdout=terminal, stderr=terminal)
    demand_terminal({"TERM": "xterm"})
    demand_terminal({})


@pytest.mark.parametrize("missing", ["stdin", "stdout", "stderr"])
def test_each_missing_one_is_named(monkeypatch: pytest.MonkeyPatch, terminal: TextIO, missing: str) -> None:
    stand_in(monkeypatch, **{"stdin": terminal, "stdout": terminal, "stderr": terminal, missing: io.StringIO()})
    said = refusal({"TERM": "xterm"})
    assert f"(missing: {missing})" in said
    assert "ssh -t" in said


def test_a_closed_or_absent_stream_is_no_terminal(monkeypatch: pytest.MonkeyPatch, terminal: TextIO) -> None:
    closed = io.StringIO()
    closed.close()
    stand_in(monkeypatch, stdin=None, stdout=closed, stderr=terminal)
    assert "(missing: stdin, stdout)" in refusal({})


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_without_a_cursor_is_refused(monkeypatch: pytest.MonkeyPatch, terminal: TextIO, term: str) -> None:
    stand_in(monkeypatch, stdin=terminal, stdout=terminal, stderr=terminal)
    assert f"TERM={term}" in refusal({"TERM": term})
