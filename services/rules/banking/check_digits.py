"""What can be said about the check digits of a domestic number, when several sources know a rule for it."""

from __future__ import annotations

from enum import Enum


class Judgement(Enum):
    """Right when a source says so and none says otherwise, wrong when none says right. Unsure is between the two."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"
