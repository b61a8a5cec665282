from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from app.__main__ import WITHOUT_SCREEN
from app.arguments import COMMANDS, HELP_FLAGS, OPTIONS, VERSION_FLAG, WIZARD, Arguments, Option
from app.settings import SETTINGS, Settings
from services.text.words import Words

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("option", OPTIONS, ids=str)
def test_an_option_sets_a_setting_or_is_an_argument_of_its_own(option: Option) -> None:
    assert (option.name in SETTINGS) is not (option.name in {field.name for field in fields(Arguments)})


@pytest.mark.parametrize("option", [option for option in OPTIONS if option.name in SETTINGS], ids=str)
def test_a_setting_that_is_typed_without_a_value_is_a_switch(option: Option) -> None:
    default = next(field.default for field in fields(Settings) if field.name == option.name)
    assert (option.metavar is None) is isinstance(default, bool)


@pytest.mark.parametrize("option", OPTIONS, ids=str)
def test_an_option_says_what_it_is_for(option: Option) -> None:
    """In `cli.toml`; a command line can't be read without it."""
    assert Words().has(f"cli.help.{option.name}")


def test_no_option_stands_twice() -> None:
    assert len({option.name for option in OPTIONS}) == len(OPTIONS)
    groups = [option.group for option in OPTIONS]
    assert groups == sorted(groups, key=groups.index), "a group's options stand together"


def test_the_readme_shows_every_option() -> None:
    commands = README.read_text("utf-8").partition("\n## Three commands\n")[2].partition("\n## ")[0]
    flags = (*(option.flag for option in OPTIONS), VERSION_FLAG, HELP_FLAGS[-1])
    assert [flag for flag in flags if not re.search(rf"[` ]{flag}[` ]", commands)] == []


def test_every_command_but_the_wizard_leaves_the_screen_alone() -> None:
    """The terminal is taken for the wizard before there's time to take the command line apart."""
    assert {*COMMANDS, VERSION_FLAG, *HELP_FLAGS} - WITHOUT_SCREEN == {WIZARD}
