"""Characters that can't be seen, and values with some of them in between."""

from __future__ import annotations

from hypothesis import strategies as st

# Listed here by hand, so that no test asks the code what it should find.
INVISIBLE = (
    "\x00\x07\x1b\x7f\xad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2064\u2065\u2066\u2069\u206a\u2800\u3164\ufe00\ufe0e\ufe0f\ufeff"
    "\uffa0\ufff0\ufff9\ufffb\U0001d173\U000e0001\U000e0041\U000e0100"
)


def sprinkled(value: str, among: str = INVISIBLE.replace("\x1b", "")) -> st.SearchStrategy[str]:
    """The value with up to three invisible characters before, behind and between all of its own.

    Escape isn't among them: what follows it belongs to its sequence, and goes with it.
    """
    between = st.text(st.sampled_from(among), max_size=3)
    return st.lists(between, min_size=len(value) + 1, max_size=len(value) + 1).map(
        lambda gaps: gaps[0] + "".join(char + gap for char, gap in zip(value, gaps[1:], strict=True))
    )
