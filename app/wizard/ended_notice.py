"""What Start says of an activation that has just ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.paths import PADDING, on_lines
from services.activation.explanations import wait

if TYPE_CHECKING:
    from services.text.words import Words


BESIDE_CODE = 44
"""Columns of the words beside the code of the next customer's sign-in, in a window of 80."""


def of_finished(words: Words, name: str, receipt: str, columns: int, *, signed_out: bool) -> str:
    """Who is signed out, if anybody was signed in, and where the receipt lies, if there's one."""
    t = words.t
    told = [t("shell.signing_out.done" if signed_out else "shell.signing_out.open", name=name)] if name else []
    if receipt:
        told.append(t("shell.receipt", path=on_lines(receipt, columns - PADDING)))
    return "\n".join(told)


def of_idle(words: Words, limit: float, *, signed_out: bool, kept: bool, not_kept: bool) -> str:
    """That nobody touched a key for `limit` seconds, and whether what was typed is there still."""
    key = "shell.idle.done" if signed_out else "shell.idle.not_done"
    told = [words.t(key, time=words.say(wait(limit)))]
    if kept or not_kept:
        told.append(words.t("shell.idle.kept" if kept else "shell.idle.not_kept"))
    return " ".join(told)
