"""What's typed into a secret field is in no picture: what a person may not read over a shoulder, nobody reads here."""

from __future__ import annotations

import html
import re
from pathlib import Path

from tests.pictures.test_sign_in import RIGHT
from tests.support.sessions.after_connect import SECRETS
from tests.support.sessions.before_each_step import DANISH, NORWEGIAN_ACCOUNT, SWEDISH_ACCOUNT, SWEDISH_IBAN

ROOT = Path(__file__).parents[2]
PICTURES = [*(ROOT / "tests/pictures/__snapshots__").rglob("*.svg"), *(ROOT / "docs/pictures").glob("*.svg")]
TYPED = (*RIGHT[1:], *SECRETS.values(), SWEDISH_IBAN, SWEDISH_ACCOUNT, NORWEGIAN_ACCOUNT, DANISH[1])


def words(picture: str) -> str:
    """All that can be read in an SVG, without spaces: a number may be shown in groups."""
    return re.sub(r"\s", "", html.unescape(re.sub(r"<style.*?</style>|<[^>]+>", "", picture, flags=re.DOTALL)))


def test_no_picture_shows_a_secret() -> None:
    assert PICTURES
    for path in PICTURES:
        shown = words(path.read_text("utf-8"))
        assert [secret for secret in TYPED if secret in shown] == [], path.name


def test_what_is_shown_would_be_found() -> None:
    done = ROOT / "docs" / "pictures" / "done.svg"
    assert "Testgatan10,11122Stockholm,Sweden" in words(done.read_text("utf-8"))
