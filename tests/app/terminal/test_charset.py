"""Which letters the terminal knows is found out by the locale's name, and the wizard makes do with ASCII."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.terminal.charset import charset_of
from tests.support.program.journey_keys import opened

if TYPE_CHECKING:
    from pathlib import Path

TABLE = [
    ({}, None),
    ({"LANG": "C"}, "ascii"),
    ({"LANG": "sv_SE.UTF-8"}, "UTF-8"),
    ({"LANG": "de_DE.ISO-8859-15@euro"}, "ISO-8859-15"),
    ({"LANG": "C.UTF-8", "LC_CTYPE": "POSIX"}, "ascii"),
    ({"LANG": "C", "LC_ALL": "nb_NO.utf8"}, "utf8"),
    ({"LANG": "C.UTF-8", "LC_ALL": "C"}, "ascii"),
    ({"LC_CTYPE": "UTF-8"}, "UTF-8"),  # as macOS sends it
    ({"LANG": "sv_SE"}, None),
    ({"LANG": "sv_SE.no-such-thing"}, None),
    ({"LANG": "sv_SE.rot13"}, None),
    ({"LANG": "sv_SE.UTF-16"}, None),
]


@pytest.mark.parametrize(("environ", "charset"), TABLE)
def test_the_locale_says_it(environ: dict[str, str], charset: str | None) -> None:
    assert charset_of(environ, coerced=False) == charset


def test_what_python_sets_by_itself_says_nothing() -> None:
    assert charset_of({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, coerced=True) == "ascii"
    assert charset_of({"LC_CTYPE": "C.UTF-8"}, coerced=True) is None
    assert charset_of({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, coerced=False) == "C.UTF-8".partition(".")[2]


@pytest.mark.wire
@pytest.mark.parametrize("environ", [{"LANG": "C"}, {"LANG": "C.UTF-8", "LC_ALL": "POSIX"}], ids=["LANG", "LC_ALL"])
def test_without_letters_of_its_own_the_wizard_is_plain_ascii(tmp_path: Path, environ: dict[str, str]) -> None:
    with opened(tmp_path, "--sandbox", environ=environ) as terminal:
        assert "o Type -- o Charge site" in terminal.text
        terminal.keys("{ctrl+q}")
        terminal.wait(r"Quit\?")
        terminal.settle()
        assert re.search(r"(?m)^ +\+-", terminal.text), "the dialog's frame"
        assert "?--" not in terminal.text
        assert "[0m" not in terminal.text
        assert terminal.raw.isascii()


@pytest.mark.wire
def test_a_locale_that_says_nothing_is_taken_for_unicode(tmp_path: Path) -> None:
    with opened(tmp_path, "--sandbox", environ={"LANG": ""}) as terminal:
        assert "○ Type ── ○ Charge site" in terminal.text
