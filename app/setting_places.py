"""The only reader of the command line, the environment and the config file, so that nothing is set in secret.

A setting is looked for in four places, the first that has it wins: the command line, the environment
(`NORTHE_ACTIVATE_` and the setting's name in capitals), the config file (TOML), the default.
"""

from __future__ import annotations

import os
import sys
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.arguments import PROGRAM, SANDBOX, Arguments, ArgumentsWrong, flag_of, nearest
from app.setting_values import NotAllowed
from app.settings import SETTINGS, TOKEN_PATH, Settings
from services.text.toml import read_toml
from services.text.words import PSEUDO, Message, Words, languages

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    from app.setting_values import Reader

PREFIX = "NORTHE_ACTIVATE_"
CONFIG = PREFIX + "CONFIG"
"""Names another config file; not a setting, since it can't stand in the file."""


class SettingWrong(Exception):
    """A setting that can't be used; `message` names it, its place and what's allowed."""

    def __init__(self, key: str, /, **args: object) -> None:
        super().__init__(key)
        self.message = Message(f"settings.{key}", args)


@dataclass(frozen=True, slots=True)
class _Found:
    """A value as it was found: where, and which folder a relative path starts from."""

    value: object
    place: Message
    base: Path


def arguments(argv: Sequence[str] | None, words: Words) -> Arguments:
    """The command line: `sys.argv` unless `argv` is given. Raises what `app.command_line.parse` raises."""
    typed = sys.argv[1:] if argv is None else argv
    if not typed:
        return Arguments()
    from app.command_line import parse  # argparse takes 5 ms, which the wizard's usual start spares

    return parse(typed, words)


def environment() -> MutableMapping[str, str]:
    """The process's environment, for those who are handed it instead of reading it."""
    return os.environ


def config_file(given: Arguments, environ: Mapping[str, str]) -> Path:
    """The config file that counts: the named one, or the person's own."""
    named = given.config or environ.get(CONFIG)
    if named:
        try:
            return _here() / Path(named).expanduser()
        except RuntimeError:  # a ~ without a home: refused as a file that isn't there
            return _here() / named
    from platformdirs import user_config_path  # 24 ms, which --help and --version spare

    return user_config_path(PROGRAM) / "config.toml"


def spoken(given: Arguments | None, environ: Mapping[str, str]) -> Words:
    """The language for what goes wrong before the settings are known."""
    lang = (given and given.settings.get("lang")) or environ.get(PREFIX + "LANG")
    return Words(str(lang)) if lang in (*languages(), PSEUDO) else Words()


def read(given: Arguments, environ: Mapping[str, str]) -> Settings:
    """All settings from all places.

    Raises `SettingWrong`, and `ArgumentsWrong` for options that don't go together.
    """
    found = {
        **_from_file(config_file(given, environ), named=bool(given.config or environ.get(CONFIG))),
        **_from_environment(environ),
        **_from_arguments(given),
    }
    values: dict[str, Any] = {name: _checked(SETTINGS[name].reader, found[name]) for name in found}
    if "world" in given.settings and not (given.command == SANDBOX or values.get("sandbox")):
        raise ArgumentsWrong("world_alone")
    return _completed(values, found)


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:  # the folder was removed under the shell; whole paths still work
        return Path("/")


def _from_arguments(given: Arguments) -> dict[str, _Found]:
    here = _here()
    return {
        name: _Found(value, Message("settings.place.argument", {"name": flag_of(name)}), here)
        for name, value in given.settings.items()
    }


def _from_environment(environ: Mapping[str, str]) -> dict[str, _Found]:
    here, found = _here(), {}
    for variable, value in environ.items():
        if not variable.startswith(PREFIX) or variable == CONFIG or not value:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in SETTINGS or variable != PREFIX + name.upper():
            hint = nearest(variable, [CONFIG, *(PREFIX + one.upper() for one in SETTINGS)])
            raise SettingWrong("unknown_variable", variable=variable, hint=hint)
        found[name] = _Found(value, Message("settings.place.environment", {"name": variable}), here)
    return found


def _from_file(path: Path, *, named: bool) -> dict[str, _Found]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if named:
            raise SettingWrong("no_config", file=path) from None
        return {}
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingWrong("config_not_utf8", file=path, line=line) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SettingWrong("config_unreadable", file=path, why=why) from None
    found = {}
    for name, value in _toml(text, path).items():
        if name not in SETTINGS:
            raise SettingWrong("unknown_key", file=path, name=name, hint=nearest(name, list(SETTINGS)))
        place = Message("settings.place.file", {"name": name, "file": path})
        found[name] = _Found(value, place, path.parent)
    return found


def _toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return read_toml(text)
    except tomllib.TOMLDecodeError as error:
        why, _, position = str(error).rpartition(" (at ")  # "(at line 3, column 5)" or "(at end of document)"
        if not why:
            raise SettingWrong("config_too_much", file=path, why=position) from None
        at_line = position.startswith("line ")
        line = position.removeprefix("line ").partition(",")[0] if at_line else text.count("\n") + 1
        raise SettingWrong("config_broken", file=path, line=line, why=why) from None


def _checked(reader: Reader, found: _Found) -> Any:
    try:
        return reader(found.value, found.base)
    except NotAllowed as refusal:
        raise SettingWrong("wrong", place=found.place, allowed=refusal.allowed) from None


def _completed(values: dict[str, Any], found: Mapping[str, _Found]) -> Settings:
    """Fills in the defaults that depend on something else."""
    if "state_dir" not in values:
        from platformdirs import user_state_path  # as in config_file

        values["state_dir"] = user_state_path(PROGRAM)
    if values.get("sandbox"):
        values["state_dir"] /= "sandbox"
    settings = Settings(**values)
    if "zaptec_token_url" not in values:
        settings = replace(settings, zaptec_token_url=settings.zaptec_url + TOKEN_PATH)
    limit = settings.idle_minutes * 60
    if "idle_warning_seconds" not in values:
        settings = replace(settings, idle_warning_seconds=min(settings.idle_warning_seconds, limit // 2))
    if settings.idle_warning_seconds >= limit:
        place = found["idle_warning_seconds"].place
        allowed = Message("settings.allowed.less_than_idle", {"limit": limit})
        raise SettingWrong("wrong", place=place, allowed=allowed)
    return settings
