"""What the doctor finds on this host itself: configuration, state folder, terminal, time zone."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import TZPATH

from app.doctor_report import speaks_unicode
from app.state_folder import StateFolderUnusable, prepare_state_folder
from app.terminal.ambiguous_width import cells_of_ambiguous
from app.terminal.terminal_check import CANNOT_PAINT, missing_streams
from screens.look.sizes import LEAST, MADE_FOR
from services.doctor import Finding, ItemState
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.settings import Settings

UTC = frozenset({"", "UTC", "UTC0", "GMT", "GMT0"})
"""What the C library knows without any file."""

RULE = re.compile(r"([A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)[+-]?[0-9]{1,2}(:[0-9]{2}){0,2}.*")
"""A zone's own rule in place of a name, such as CET-1CEST (POSIX, "Other Environment Variables")."""

ZONE_FILE = b"TZif"
"""How a file of the zone database begins (RFC 8536)."""


def host_findings(settings: Settings, environ: Mapping[str, str], config: Path) -> list[Finding]:
    """All of them. `config` is the config file that counts; what's wrong in it has been refused before."""
    return [_config(settings, config), _state_folder(settings), terminal_finding(environ), zone_finding(environ)]


def _config(settings: Settings, file: Path) -> Finding:
    about = {"file": file}
    if settings.sandbox:
        return Finding("config", ItemState.OK, Message("doctor.config.sandbox"))
    if settings.northe_url is None:
        remedy = Message("doctor.config.not_set_remedy", about)
        return Finding("config", ItemState.WRONG, Message("doctor.config.not_set"), remedy=remedy)
    return Finding("config", ItemState.OK, Message(f"doctor.config.{'file' if file.exists() else 'no_file'}", about))


def _state_folder(settings: Settings) -> Finding:
    try:
        prepare_state_folder(settings.state_dir)
    except StateFolderUnusable as unusable:
        return Finding("state_folder", ItemState.WRONG, unusable.message)
    return Finding("state_folder", ItemState.OK, Message("doctor.state_folder.ok", {"folder": settings.state_dir}))


def terminal_finding(environ: Mapping[str, str]) -> Finding:
    check, term = "terminal", environ.get("TERM", "")
    if term in CANNOT_PAINT:
        remedy = Message("doctor.terminal.dumb_remedy")
        return Finding(check, ItemState.WRONG, Message("doctor.terminal.dumb", {"term": term}), remedy=remedy)
    if missing_streams():
        return Finding(check, ItemState.UNKNOWN, Message("doctor.terminal.none"))
    size = os.get_terminal_size()
    about = {"term": term, "columns": size.columns, "rows": size.lines}
    if size.columns < LEAST[0] or size.lines < LEAST[1]:
        least = {"least_columns": LEAST[0], "least_rows": LEAST[1]}
        remedy = Message("doctor.terminal.small_remedy", least)
        return Finding(check, ItemState.WRONG, Message("doctor.terminal.small", about), remedy=remedy)
    about_signs, about_them = _signs()
    tight = size.columns < MADE_FOR[0] or size.lines < MADE_FOR[1]
    state = ItemState.WARNING if tight or about_signs else ItemState.OK
    text = Message(f"doctor.terminal.{'tight' if tight else 'ok'}", about)
    return Finding(check, state, text, about_signs, about_them)


def _signs() -> tuple[tuple[Message, ...], Message | None]:
    """What's to be known about signs beyond ASCII, and what to do."""
    if not speaks_unicode():
        return (Message("doctor.terminal.ascii"),), None
    if (cells_of_ambiguous() or 1) > 1:
        return (Message("doctor.terminal.wide"),), Message("doctor.terminal.wide_remedy")
    return (), None


def zone_finding(environ: Mapping[str, str]) -> Finding:
    """Does this host know the zone that TZ names? Else the C library takes UTC without a word, and calls it by TZ."""
    check, zone = "time_zone", environ.get("TZ")
    if zone is not None and not _is_zone(zone.removeprefix(":"), environ.get("TZDIR")):
        text = Message("doctor.time_zone.unknown", {"zone": zone})
        return Finding(check, ItemState.WARNING, text, remedy=Message("doctor.time_zone.remedy"))
    return Finding(check, ItemState.OK, Message("doctor.time_zone.ok", {"zone": time.strftime("%Z, UTC%z")}))


def _is_zone(zone: str, folder_of_zones: str | None) -> bool:
    if zone in UTC or RULE.fullmatch(zone):
        return True
    for folder in (folder_of_zones or "/usr/share/zoneinfo", *TZPATH):
        try:
            with (Path(folder) / zone).open("rb") as file:
                if file.read(len(ZONE_FILE)) == ZONE_FILE:
                    return True
        except (OSError, ValueError):
            continue
    return False
