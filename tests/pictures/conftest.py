"""What holds for all pictures: each says what's to be seen, and shows the steps' names only if it's about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App

from app.arguments import PROGRAM
from screens.widgets.head import Head

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS = ("One", "Two", "Three")


@pytest.fixture(autouse=True)
def three_steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar at the top names One, Two and Three, and every step is the second of them, with nothing left out before.

    So a step that gets another name, or one more step, changes the pictures of the bar alone (those marked `real_bar`,
    and README's) and not each picture there is: twenty can be looked at, two hundred can't.
    """
    if request.node.get_closest_marker("real_bar"):
        return
    make = Head.__init__

    def make_with_three(
        self: Head, *args: Any, steps: Sequence[str] = (), here: int | None = None, gone_past: Any = (), **how: Any
    ) -> None:
        if here is not None:
            here = 1 if 0 <= here < len(steps) else len(STEPS) if here > 0 else None
        how = {**how, "in_full": (), "ends": None}
        make(self, *args, steps=STEPS if steps else (), here=here, **how)

    monkeypatch.setattr(Head, "__init__", make_with_three)


@pytest.fixture(autouse=True)
def one_title(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture's window is named after the program, and not after the app that a test has put the screen into."""
    monkeypatch.setattr(App, "TITLE", PROGRAM)


@pytest.fixture(autouse=True)
def says_what_is_to_be_seen(request: pytest.FixtureRequest) -> None:
    """Whoever looks at a picture that has changed reads the test's docstring beside it, in the report of the snapshots."""
    if "snap_compare" in request.fixturenames:
        assert request.function.__doc__, f"say in {request.node.nodeid} what a reviewer should see"
