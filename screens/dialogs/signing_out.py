"""Signs a customer out while somebody watches: shown while it lasts, and asked about when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screens.dialogs.confirm import ConfirmDialog
from screens.wizard_screen import WizardScreen
from services.activation.explanations import describe
from services.contracts import ServiceError

if TYPE_CHECKING:
    from textual.app import App

    from screens.look import Look
    from services.contracts import NortheCloud


async def signed_out(app: App[Any], look: Look, northe: NortheCloud, name: str) -> bool:
    """True once nobody is signed in at Northe; after a failure the installer decides whether to try again.

    `name`: whose account it is, as a sentence says it. False: given up, so that the account may still be open.
    """
    t = look.words.t
    while northe.signed_in:
        screen = app.screen
        try:
            if isinstance(screen, WizardScreen):
                async with screen.busy(t("shell.signing_out.doing", name=name)):
                    await northe.sign_out()
            else:
                await northe.sign_out()
        except ServiceError as error:
            why = look.words.say(describe(error).what)
            dialog = ConfirmDialog(
                look, t("shell.signing_out.failed_title"), t("shell.signing_out.failed", name=name, why=why),
                yes=t("shell.signing_out.leave"), no=t("shell.signing_out.again"),
            )  # fmt: skip
            if await app.push_screen_wait(dialog):
                northe.forget()
                return False
    return True
