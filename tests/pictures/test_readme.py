"""The README's pictures show the program as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import SNAPSHOT_PYTHON

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"


def test_every_picture_that_the_readme_shows_is_there() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert len(shown) >= 3
    for path in shown:
        assert (ROOT / path).is_file(), path


def test_they_are_what_the_program_shows_now(tmp_path: Path) -> None:
    """If this fails: make pictures, look at them, commit them. Other Pythons lay text out a little differently."""
    script = ROOT / "docs" / "pictures.py"
    subprocess.run([sys.executable, script, tmp_path], check=True, cwd=tmp_path)
    drawn = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.svg")}
    kept = {path.name: path.read_text("utf-8") for path in PICTURES.iterdir()}
    assert sorted(drawn) == sorted(kept)
    if sys.version_info[:2] == SNAPSHOT_PYTHON:
        assert [name for name in drawn if drawn[name] != kept[name]] == []


def test_they_fetch_nothing() -> None:
    """A web font would be asked for by everybody who reads the README."""
    for path in PICTURES.glob("*.svg"):
        links = set(re.findall(r"https?://[^\s\"')<]+", path.read_text("utf-8")))
        made_up = {link for link in links if link.startswith("https://northe.app/link/")}  # the fake's own code
        assert links - made_up <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}, path.name
