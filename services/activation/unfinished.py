"""What was broken off and can be taken up again, as it's told before anybody has signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.text.times import ago
from services.text.words import Message

if TYPE_CHECKING:
    from services.contracts.drafts import Draft, Drafts, FreeDraft, FreeDrafts
    from services.text.words import Words


class UnfinishedActivations:
    """The drafts that nobody works on. A look takes as long as there's much to look at: not for the event loop."""

    def __init__(self, drafts: Drafts | None) -> None:
        self._drafts = drafts
        self._shown: tuple[FreeDraft, ...] = ()

    @property
    def may_be_some(self) -> bool:
        """Whether a look may find something; told at once, however much there is."""
        return self._drafts is not None and self._drafts.may_hold_some()

    def look(self, words: Words) -> tuple[list[str], list[str]]:
        """A line for each activation that was broken off, newest first, and one for each that can't be read."""
        if self._drafts is None:
            return [], []
        found: FreeDrafts = self._drafts.look()
        self._shown = found.newest
        lines = [_line(words, one.draft, self._drafts) for one in found.newest]
        if found.more:
            lines.append(words.t("drafts.more", count=found.more))
        return lines, [words.say(remark) for remark in found.remarks]

    @property
    def names(self) -> str:
        """Of the customers whose drafts the last look has shown."""
        return ", ".join(dict.fromkeys(one.draft.customer_name for one in self._shown))

    def forget(self) -> None:
        """Removes those that the last look has shown, unless somebody works on them meanwhile. Not for the loop."""
        for one in self._shown:
            if self._drafts is not None:
                self._drafts.forget(one)


def _line(words: Words, draft: Draft, drafts: Drafts) -> str:
    stem = draft.answered[-1] if draft.answered else ""
    step = f"shell.steps.{stem}"
    how_far = words.t("drafts.done", step=words.t(step)) if words.has(step) else words.t("drafts.begun")
    saved = words.say(ago(drafts.now() - draft.saved_at))
    return words.say(Message("drafts.line", {"name": draft.customer_name, "how_far": how_far, "ago": saved}))
