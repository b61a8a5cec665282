"""Starts the wizard and ends it: the terminal comes back, the customer is signed out, and the exit code tells how."""

from __future__ import annotations

import asyncio
import os
import select
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, cast

from app import crash
from app.exit_codes import Exit
from app.loop_threads import leave_behind, loop_threads
from app.terminal import before_textual
from app.terminal.hangup_watch import HangupWatch, block_signals, unblock_signals
from app.version import VERSION
from app.wizard.gc_pause import GcPause
from screens.look import Look
from screens.look.depth import Depth
from screens.look.glyphs import ASCII, UNICODE
from screens.look.key_names import KeyNames
from services.text.words import Words

if TYPE_CHECKING:
    from app.settings import Settings
    from app.terminal.clipboard import Clipboard
    from app.wizard.wizard_app import WizardApp
    from services.contracts import Services

CLOSE_WITHIN = 5.0
"""Seconds, above Northe's `GIVING_BACK_WITHIN`; with `SIGN_OUT_WITHIN` it stays below the hang-up watch's `GRACE`."""

SPEAK_WITHIN = 1.0
"""Seconds that a terminal has to take the last words."""


def run(settings: Settings, depth: Depth = Depth.MANY, clipboard: Clipboard | None = None) -> int:
    """Runs the wizard until it ends and returns the exit code.

    Raises `services.sandbox.world.WorldWrong` for a world file that can't be used, and
    `services.rules.catalogue.CatalogueWrong` for a brand's file: that's read before anybody can sign in. So is
    `services.clouds.line_check.LineUnusable` raised, where only httpx sees that certificates or a proxy can't be used.
    """
    block_signals()
    words = Words(settings.lang)
    if settings.world is not None:
        _check_world(settings)
    app = _wizard(settings, words, depth, clipboard)
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        threads = loop_threads()
        loop.set_default_executor(threads)
        hangup_watch = HangupWatch(lambda code: loop.call_soon_threadsafe(lambda: app.exit(return_code=code)))
        try:
            signed_out = runner.run(_live(app, hangup_watch))
            last_words = ""
            if app.crashed_by is not None:
                _leave_to_caller(app.crashed_by)
                last_words = crash.page(app.crashed_by, words, settings.state_dir, signed_out=signed_out, kept=app.kept)
                last_words += "\n"
            elif not signed_out:
                last_words = words.t("crash.not_signed_out") + "\n"
            if app.not_kept:
                last_words += words.t("drafts.lost") + "\n"
            _say(last_words)
        finally:
            hangup_watch.cut()  # only now: a terminal that takes nothing would hold up the last words for ever
            unblock_signals()
        code = Exit.CRASHED if app.crashed_by is not None else app.return_code or Exit.DONE
        leave_behind(threads, code)
    return code


def _leave_to_caller(error: BaseException) -> None:
    """What can't be used, a brand's file or the line, is told in one sentence; it isn't a fault of the program."""
    from services.clouds.line_check import LineUnusable
    from services.rules.catalogue import CatalogueWrong

    if isinstance(error, CatalogueWrong | LineUnusable):
        raise error


def _say(last_words: str) -> None:
    """The terminal may be gone or take nothing. Then Python's own last flush must find something else than it."""
    for stream, text in ((sys.stdout, ""), (sys.stderr, last_words)):
        try:
            if text and not _takes_words(stream.fileno()):
                raise BlockingIOError
            stream.write(text)
            stream.flush()
        except OSError:
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, stream.fileno())
            os.close(nothing)


def _takes_words(output: int) -> bool:
    poll = select.poll()
    poll.register(output, select.POLLOUT)
    return bool(poll.poll(SPEAK_WITHIN * 1000))


def _check_world(settings: Settings) -> None:
    """A broken world file is told before the screen is taken, in one sentence."""
    from services.sandbox.world import load_world

    if settings.world is not None:
        load_world(settings.world)


def _wizard(settings: Settings, words: Words, depth: Depth, clipboard: Clipboard | None = None) -> WizardApp:
    from app.wizard.idle_watch import IdleLimit
    from app.wizard.wizard_app import WizardApp
    from services.stores.drafts import DraftFolder

    gc_pause = GcPause()

    async def make() -> Services:
        # httpx, pydantic and the sandbox take half a second to import: beside the event loop, not in it
        build = await asyncio.to_thread(import_module, "services.build")
        wanted = settings.for_services()
        await asyncio.to_thread(build.preload, wanted)
        await asyncio.to_thread(import_module, "screens.sign_in")
        services = build.build_services(wanted, version=VERSION)
        gc_pause.look_again()
        return cast("Services", services)

    encoding = (sys.__stderr__ and sys.__stderr__.encoding) or "ascii"
    glyphs = UNICODE if "utf" in encoding.casefold() else ASCII
    look = Look(
        words=words,
        glyphs=glyphs,
        demo=settings.sandbox,
        version=VERSION,
        guesses_light=depth is Depth.NONE,
        takes_copies=clipboard is None or clipboard.takes,
        key_names=KeyNames(escape=settings.keys == "esc", fixed=settings.keys == "f"),
    )
    idle = IdleLimit(limit=settings.idle_minutes * 60.0, warning=float(settings.idle_warning_seconds))
    drafts = DraftFolder(settings.state_dir / "drafts")
    app = WizardApp(
        look, make, light=settings.theme == "light", idle=idle, drafts=drafts, depth=depth, gc_pause=gc_pause
    )
    if clipboard is not None:
        app.clipboard_beyond = clipboard
    return app


async def _live(app: WizardApp, hangup_watch: HangupWatch) -> bool:
    """The app from its first paint to its end. True if nobody is left signed in."""
    before_textual.relieve()
    hangup_watch.hold()
    try:
        await app.run_async(mouse=False)
    finally:
        hangup_watch.give_back()
        signed_out = await app.leave_account()
        await _close(app.services)
    return signed_out


async def _close(services: Services | None) -> None:
    """Connections, and sessions that came too late to be used. What can't be closed in time ends with the process."""
    if services is None:
        return
    from services.build import close_services

    with suppress(Exception):  # every word about it would come after the last one
        async with asyncio.timeout(CLOSE_WITHIN):
            await close_services(services)
