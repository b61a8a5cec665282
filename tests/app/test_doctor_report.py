"""How the doctor's findings are printed for people."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.doctor_report import WIDEST, Report
from services.doctor import Finding, ItemState
from services.text.words import Message, Words


@given(
    st.lists(st.text("ab-/.", min_size=1, max_size=110) | st.just("word"), min_size=1, max_size=12),
    st.lists(st.text("ab-/.", min_size=1, max_size=110) | st.just("word"), max_size=12),
    st.integers(60, WIDEST),
)
def test_a_path_is_in_one_piece_where_a_line_is_long_enough(text: list[str], remedy: list[str], columns: int) -> None:
    """In what's found and in what to do; whatever stands before and behind it."""
    out = io.StringIO()
    environ = {"COLUMNS": str(columns), "LINES": "24"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        report = Report(Words("en"), environ, as_json=False)
        told = Message("doctor.state_folder.ok", {"folder": " ".join(text)})
        advice = Message("doctor.state_folder.ok", {"folder": " ".join(remedy)})
        report.add(Finding("state_folder", ItemState.WRONG, told, remedy=advice))
    lines = out.getvalue().splitlines()
    for word in [*text, *remedy]:
        if len(word) <= columns - len("> "):
            assert any(word in line for line in lines), (word, lines)
