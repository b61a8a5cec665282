"""The question when signing a customer out has failed: try again, or leave the session to run out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.dialogs.confirm import ConfirmDialog
from services.activation.explanations import describe

if TYPE_CHECKING:
    from screens.look import Look
    from services.contracts import ServiceError


def still_signed_in(look: Look, name: str, error: ServiceError) -> ConfirmDialog:
    """`name`: whose account it is. True: it's left open, and Northe ends the session by itself."""
    t = look.words.t
    what = describe(error).what
    return ConfirmDialog(
        look, t("shell.signing_out.failed_title"),
        t("shell.signing_out.failed", name=name, why=look.words.say(what)),
        yes=t("shell.signing_out.leave"), no=t("shell.signing_out.again"),
    )  # fmt: skip
