"""What the doctor finds on this host itself: configuration, state folder, terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from app.doctor_report import speaks_unicode
from app.state_folder import StateFolderUnusable, prepare_state_folder
from app.terminal.capabilities import CANNOT_PAINT, missing_streams
from screens.look.sizes import LEAST, MADE_FOR
from services.doctor import Finding, State
from services.words import Message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.settings import Settings


def host_findings(settings: Settings, environ: Mapping[str, str], config: Path) -> list[Finding]:
    """All three. `config` is the config file that counts; what's wrong in it has been refused before."""
    return [_config(settings, config), _state_folder(settings), terminal_finding(environ)]


def _config(settings: Settings, file: Path) -> Finding:
    about = {"file": file}
    if settings.sandbox:
        return Finding("config", State.OK, Message("doctor.config.sandbox"))
    if settings.northe_url is None:
        remedy = Message("doctor.config.not_set_remedy", about)
        return Finding("config", State.WRONG, Message("doctor.config.not_set"), remedy=remedy)
    return Finding("config", State.OK, Message(f"doctor.config.{'file' if file.exists() else 'no_file'}", about))


def _state_folder(settings: Settings) -> Finding:
    try:
        prepare_state_folder(settings.state_dir)
    except StateFolderUnusable as unusable:
        return Finding("state_folder", State.WRONG, unusable.message)
    return Finding("state_folder", State.OK, Message("doctor.state_folder.ok", {"folder": settings.state_dir}))


def terminal_finding(environ: Mapping[str, str]) -> Finding:
    """Can the wizard be shown here?"""
    check, term = "terminal", environ.get("TERM", "")
    if term in CANNOT_PAINT:
        remedy = Message("doctor.terminal.dumb_remedy")
        return Finding(check, State.WRONG, Message("doctor.terminal.dumb", {"term": term}), remedy=remedy)
    if missing_streams():
        return Finding(check, State.UNKNOWN, Message("doctor.terminal.none"))
    size = os.get_terminal_size()
    about = {"term": term, "columns": size.columns, "rows": size.lines}
    if size.columns < LEAST[0] or size.lines < LEAST[1]:
        least = {"least_columns": LEAST[0], "least_rows": LEAST[1]}
        remedy = Message("doctor.terminal.small_remedy", least)
        return Finding(check, State.WRONG, Message("doctor.terminal.small", about), remedy=remedy)
    evidence = () if speaks_unicode() else (Message("doctor.terminal.ascii"),)
    tight = size.columns < MADE_FOR[0] or size.lines < MADE_FOR[1]
    state = State.WARNING if tight or evidence else State.OK
    return Finding(check, state, Message(f"doctor.terminal.{'tight' if tight else 'ok'}", about), evidence)
