"""The doctor on the command line: asks for what it needs, and prints its findings for people or for programs."""

from __future__ import annotations

import asyncio
import getpass
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from app.arguments import PROGRAM, ArgumentsWrong
from app.doctor_host import host_findings, terminal_finding
from app.doctor_report import Report
from app.exit_codes import SIGNALLED, Exit
from app.loop_threads import leave_behind, loop_threads
from app.version import VERSION
from services.build import build_services, close_services
from services.doctor import (
    CloudAddress,
    Finding,
    ItemState,
    box_findings,
    clock_finding,
    cloud_findings,
    read_any_serial,
    sign_in_finding,
)
from services.rules.serials import SerialWrong
from services.text.words import Message, Words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from pydantic import SecretStr

    from app.arguments import Arguments
    from app.settings import Settings
    from services.contracts import Services
    from services.rules.serials import SerialReading

NEVER_ASKED = "https://northe.invalid"
"""Stands where no Northe is set."""

ZAPTEC = "zaptec"
"""The brand whose boxes it examines: its cloud has settings, and its sign-in an option of the command line."""


def examine(given: Arguments, settings: Settings, environ: Mapping[str, str], *, config: Path) -> int:
    """Examines the host and both clouds, or one box; prints what it finds and hands out the exit code.

    `config` is the config file that counts. Raises `ArgumentsWrong`, before anything is printed
    `services.clouds.line_check.LineUnusable`, and in the sandbox `services.sandbox.world.WorldWrong`.
    """
    words = Words(settings.lang)
    reading = _read(given.serial)
    user, password = _who(given, words)
    report = Report(words, environ, as_json=given.json)

    async def look() -> bool:
        reachable = settings if settings.northe_url else replace(settings, northe_url=NEVER_ASKED)
        services = build_services(reachable.for_services(), version=VERSION)
        try:
            title = f"doctor.title{'_sandbox' if settings.sandbox else ''}"
            report.begin(words.t(title, program=PROGRAM, version=VERSION))
            for finding in [] if reading is not None else host_findings(settings, environ, config):
                report.add(finding)
            async for finding in _findings(services, settings, reading, user, password):
                report.add(finding)
        finally:
            await close_services(services)
        return report.end()

    with asyncio.Runner() as runner:
        threads = loop_threads()
        runner.get_loop().set_default_executor(threads)
        try:
            code = Exit.DONE if runner.run(look()) else Exit.UNWELL
        except KeyboardInterrupt:
            leave_behind(threads, SIGNALLED + signal.SIGINT)
            raise
        leave_behind(threads, code)
    return code


def misconfigured(wrong: Message, words: Words, environ: Mapping[str, str], *, as_json: bool) -> int:
    """What can be examined while the settings can't be read, `wrong` saying why; hands out the exit code."""
    report = Report(words, environ, as_json=as_json)
    report.begin(words.t("doctor.title", program=PROGRAM, version=VERSION))
    report.add(Finding("config", ItemState.WRONG, wrong, remedy=Message("doctor.config.broken_remedy")))
    report.add(terminal_finding(environ))
    return Exit.DONE if report.end() else Exit.UNWELL


async def _findings(
    services: Services, settings: Settings, reading: SerialReading | None, user: str, password: SecretStr | None
) -> AsyncIterator[Finding]:
    """As they come, in their order. All clouds are asked at once."""
    now = services.clock.now()
    northe = CloudAddress("northe", _addresses(settings, settings.northe_url), services.northe.start_link)
    zaptec = CloudAddress(
        ZAPTEC, _addresses(settings, settings.zaptec_url, settings.zaptec_token_url), services.makers[ZAPTEC].ping
    )
    with_northe = reading is None and (settings.sandbox or settings.northe_url is not None)
    places = [northe, zaptec] if with_northe else [zaptec]
    cut_off = False
    for asked in [asyncio.ensure_future(cloud_findings(place, now)) for place in places]:
        for finding in await asked:
            yield finding
            cut_off = finding.check == f"{ZAPTEC}_answers" and finding.state is ItemState.WAITING
    yield clock_finding((services.northe.clock_skew, services.makers[ZAPTEC].clock_skew))
    if password is None:
        yield Finding(f"{ZAPTEC}_sign_in", ItemState.UNKNOWN, Message("doctor.sign_in.untried"))
        return
    if cut_off:
        yield Finding(f"{ZAPTEC}_sign_in", ItemState.WAITING, Message("doctor.answers.waits"))
        return
    signed_in = await sign_in_finding(services, ZAPTEC, user, password)
    yield signed_in
    if reading is not None and signed_in.state is ItemState.OK:
        for finding in await box_findings(services, ZAPTEC, reading):
            yield finding


def _addresses(settings: Settings, *addresses: str | None) -> tuple[str, ...]:
    return () if settings.sandbox else tuple(address for address in addresses if address)


def _read(serial: str | None) -> SerialReading | None:
    if serial is None:
        return None
    try:
        return read_any_serial(ZAPTEC, serial)
    except SerialWrong as wrong:
        raise ArgumentsWrong.saying(wrong.message) from None


def _who(given: Arguments, words: Words) -> tuple[str, SecretStr | None]:
    """Who signs in to Zaptec, which a box needs. The password is never an option, where others would see it."""
    from pydantic import SecretStr

    asks = sys.stdin is not None and sys.stdin.isatty()
    user = given.zaptec_user
    if user is None and given.serial is not None:
        if not asks:
            raise ArgumentsWrong("doctor_needs_user")
        sys.stderr.write(words.t("doctor.e_mail"))
        sys.stderr.flush()
        user = _typed()
    if user is None:
        return "", None
    password = _typed(words.t("doctor.password") if asks else None)
    if not password or not user.strip():
        raise ArgumentsWrong("doctor_no_password")
    return user.strip(), SecretStr(password)


def _typed(hidden: str | None = None) -> str:
    """A line from standard input, empty where there's none. With `hidden` it's asked for and not shown."""
    if sys.stdin is None:  # closed by whoever started us
        return ""
    line: str | None
    try:
        line = getpass.getpass(hidden) if hidden is not None else sys.stdin.readline()
        line.encode()
    except EOFError:
        return ""
    except UnicodeError:
        line = None
    if line is None:  # outside of the except block: the error holds the line
        raise ArgumentsWrong("doctor_not_text")
    return line.rstrip("\r\n")
