"""The one ordered list of steps. A new step is a line here and files of its own, each named after it.

Light on purpose: Start names the steps, too, and pydantic would be slow to import before the first paint.
"""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """The numbered steps, in their order. The value is the stem that all of a step's files share."""

    BOX_TYPE = "box_type"
    CHARGE_SITE = "charge_site"
    BANK_ACCOUNT = "bank_account"
    CONNECT = "connect"


STEPS: tuple[Step, ...] = tuple(Step)


def step_after(step: Step) -> Step | None:
    """What comes next; None after the last."""
    return next(iter(STEPS[STEPS.index(step) + 1 :]), None)


def step_before(step: Step) -> Step | None:
    """What came before; None before the first."""
    return next(iter(STEPS[: STEPS.index(step)][-1:]), None)
