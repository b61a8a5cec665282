"""What a screen tells the wizard: one typed message each. Only the wizard acts on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message as TextualMessage

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.activation.session import StepAnswer
    from services.activation.steps import Step
    from services.contracts import Account
    from services.rules.labels import SerialLabel
    from services.text.words import Message


class ScreenMessage(TextualMessage):
    """All of ours go up to the wizard, whichever widget posts them."""

    bubble = True


class CopyWanted(ScreenMessage):
    """The installer wants `text` in the clipboard of their own computer."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Begun(ScreenMessage):
    """Start: the installer wants to begin."""


class Forgotten(ScreenMessage):
    """Start: what's unfinished isn't wanted any more."""


class SignedIn(ScreenMessage):
    """Sign in: the customer's session is open, and this is the account."""

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account


class AccountRead(SignedIn):
    """A step has read the account anew, since something in it changed."""


class StepMessage(ScreenMessage):
    """Anything about a step carries what stands in its fields, so that nothing is lost."""

    def __init__(self, step: Step, typed: Typed) -> None:
        super().__init__()
        self.step = step
        self.typed = typed


class Completed(StepMessage):
    """A step is answered: go on."""

    def __init__(self, step: Step, typed: Typed, answer: StepAnswer) -> None:
        super().__init__(step, typed)
        self.answer = answer


class Answered(StepMessage):
    """A step has an answer worth keeping, but isn't left yet (a box that is being connected)."""

    def __init__(self, step: Step, typed: Typed, answer: StepAnswer) -> None:
        super().__init__(step, typed)
        self.answer = answer


class WentBack(StepMessage):
    """Back was pressed in a step: to the one before it, or from the first to signing out."""


class GoTo(StepMessage):
    """To an earlier step, where the cause of a refusal can be put right."""

    def __init__(self, step: Step, typed: Typed, target: Step) -> None:
        super().__init__(step, typed)
        self.target = target


class LabelTaken(StepMessage):
    """The box is what `label` says, and not what was picked; None: it isn't what the label said that was scanned."""

    def __init__(self, step: Step, typed: Typed, label: SerialLabel | None) -> None:
        super().__init__(step, typed)
        self.label = label


class LeftSignIn(ScreenMessage):
    """From signing in back to Start. `maybe_open`: an account was half open, and signing out was given up."""

    def __init__(self, *, maybe_open: bool = False) -> None:
        super().__init__()
        self.maybe_open = maybe_open


class SessionEnded(ScreenMessage):
    """The cloud says that the customer's session is over; `reason` tells the installer. Answers stay.

    `typed` is None where the screen has no fields.
    """

    def __init__(self, reason: Message, step: Step | None = None, typed: Typed | None = None) -> None:
        super().__init__()
        self.reason = reason
        self.step = step
        self.typed = typed


class BankWanted(ScreenMessage):
    """Done: the bank account that was left out is connected after all."""


class AnotherBoxWanted(ScreenMessage):
    """Done: the same customer has another charge box at this site."""


class Finished(ScreenMessage):
    """Done: FINISH SETUP was pressed, so sign the customer out and start afresh.

    `receipt` is the path where it was saved, empty if it wasn't.
    """

    def __init__(self, receipt: str = "") -> None:
        super().__init__()
        self.receipt = receipt


class FleetRefused(ScreenMessage):
    """The customer's fleet has no home charging, so that the way ends here: sign out, back to Start."""
