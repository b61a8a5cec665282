"""What goes to the clipboard, and how: plain, through tmux, through GNU screen, and from the running program."""

from __future__ import annotations

import re
import sys
from base64 import b64decode
from typing import TYPE_CHECKING

import pytest

from app.terminal.clipboard import PIECE, Clipboard, Multiplexer, clipboard_of
from tests.support.program.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

LINK = "https://northe.app/link/K7Q2M9XW4T6R8P3VJ5NHB1"
PLAIN = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


def copied(write: str) -> str:
    """What a terminal makes of it."""
    found = PLAIN.fullmatch(write)
    assert found is not None, repr(write)
    return b64decode(found.group(1), validate=True).decode()


def through_tmux(write: str) -> str:
    """What tmux hands on, where it's allowed to."""
    assert write.startswith("\x1bPtmux;")
    assert write.endswith("\x1b\\")
    return write.removeprefix("\x1bPtmux;").removesuffix("\x1b\\").replace("\x1b\x1b", "\x1b")


def through_screen(write: str) -> str:
    """What GNU screen hands on: the inside of each string, one after the other."""
    pieces = write.removeprefix("\x1bP").removesuffix("\x1b\\").split("\x1b\\\x1bP")
    assert all(len(piece) <= PIECE for piece in pieces)
    return "".join(pieces)


@pytest.mark.parametrize("text", [LINK, "Kvitto\nÅkerö – 1,50 kr\n" * 80], ids=["link", "receipt"])
def test_all_of_it_arrives_by_each_way(text: str) -> None:
    assert [copied(one) for one in Clipboard().writes(text)] == [text]
    plain, tmux = Clipboard(behind=Multiplexer.TMUX).writes(text)
    assert copied(plain) == copied(through_tmux(tmux)) == text
    plain, screen = Clipboard(behind=Multiplexer.SCREEN).writes(text)
    assert copied(plain) == copied(through_screen(screen)) == text


def test_what_would_be_a_command_where_it_is_pasted_is_left_out() -> None:
    (write,) = Clipboard().writes("a\x1b[201~\rb\x03\n")
    assert copied(write) == "a[201~b\n"


@pytest.mark.parametrize(
    ("environ", "behind"),
    [
        ({"TERM": "xterm-256color"}, Multiplexer.NONE),
        ({"TERM": "tmux-256color"}, Multiplexer.TMUX),
        ({"TERM": "screen-256color", "TMUX": "/run/tmux/default,1,0"}, Multiplexer.TMUX),
        ({"TERM": "screen.xterm-256color"}, Multiplexer.SCREEN),
        ({"TERM": "xterm", "STY": "1.pts-0.host"}, Multiplexer.SCREEN),
        ({}, Multiplexer.NONE),
    ],
)
def test_what_stands_between(environ: dict[str, str], behind: Multiplexer) -> None:
    assert clipboard_of(environ) == Clipboard(takes=True, behind=behind)


@pytest.mark.parametrize(
    "environ", [{"TERM": "linux"}, {"TERM": "vt100"}, {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}]
)
def test_where_there_is_no_clipboard_nothing_is_sent(environ: dict[str, str]) -> None:
    assert not clipboard_of(environ).takes
    assert clipboard_of(environ).writes(LINK) == []


@pytest.mark.wire
@pytest.mark.parametrize("term", ["xterm-256color", "tmux-256color", "screen-256color", "vt100"])
def test_the_running_program_sends_the_link_that_it_shows(tmp_path: Path, term: str) -> None:
    with Terminal([sys.executable, "-m", "app", "--sandbox"], folder=tmp_path, environ={"TERM": term}) as terminal:
        terminal.wait("Begin")
        terminal.keys("{f10}")
        terminal.wait("Waiting for the customer")
        before = len(terminal.raw)
        terminal.keys("{f8}")
        terminal.wait("takes no copies")
        terminal.settle()
        sent = terminal.raw[before:].decode()
        (link,) = (line.strip() for line in terminal.text.splitlines() if "/link/" in line)
    writes = clipboard_of({"TERM": term}).writes(link)
    assert bool(writes) is (term != "vt100")
    assert "".join(writes) in sent
    assert sent.count("]52;") == len(writes), "and nothing else"
    assert "]52;c;?" not in terminal.raw.decode(), "nothing is read back"
