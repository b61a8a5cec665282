"""Which terminals are known to keep function keys for themselves, and what the footer calls the keys then."""

from __future__ import annotations

import pytest

from app.terminal.function_keys import kept_by_terminal
from screens.look.key_names import KeyNames


@pytest.mark.parametrize(
    ("environ", "kept"),
    [
        ({}, False),
        ({"VTE_VERSION": "7600"}, True),
        ({"VTE_VERSION": ""}, False),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, True),
        ({"TERM_PROGRAM": "tmux"}, False),
        ({"TERM_PROGRAM": "tmux", "VTE_VERSION": "7600"}, True),
    ],
)
def test_the_environment_tells(environ: dict[str, str], kept: bool) -> None:
    assert kept_by_terminal(environ) is kept


def test_keys_have_their_own_names_until_somebody_presses_them_otherwise() -> None:
    names = KeyNames()
    assert [names.name(key) for key in ("f1", "f10", "ctrl+q")] == ["F1", "F10", "^Q"]
    assert names.learn_escape()
    assert not names.learn_escape(), "that's no news"
    assert [names.name(key) for key in ("f1", "f10", "ctrl+q")] == ["?", "Esc 0", "^Q"]
    assert names.name("f1", types_text=True) == "Esc 1", "a question mark is a character in a field"


def test_what_was_set_holds() -> None:
    names = KeyNames(fixed=True)
    assert not names.learn_escape()
    assert names.name("f10") == "F10"
    assert KeyNames(escape=True).name("f10") == "Esc 0"
