"""One key means one thing on all screens: the table that README tells, held against every binding there is."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

import screens
from app.wizard.wizard_app import WizardApp

if TYPE_CHECKING:
    from collections.abc import Iterator

MEANINGS: dict[str, set[str]] = {
    "f1": {"help", "away"},  # help, and out of it again
    "f2": {"reveal", "in_words", "receipt"},  # shows what's hidden
    "f3": {"other_theme"},
    "f4": {"forget", "other_way", "other", "pick", "leave_waiting", "bank_account", "drop_label"},  # the other way
    "f5": {"check", "save_again", "look_again"},  # once more
    "f6": {"permission", "other_code", "another_box"},
    "f7": {"maker"},
    "f8": {"copy"},
    "f9": {"back", "away"},
    "f10": {"next", "away"},
    "ctrl+p": {"approve"},
    "ctrl+q": {"quit"},
    "ctrl+c": {"quit"},
    "ctrl+l": {"redraw"},
    "question_mark": {"help", "away"},
}
"""What the actions of each key are; nothing else may be on it."""

GOES_AWAY = {"f2"}
"""What may also take away a screen: a code that fills the window, below which the link is."""


def ours(base: type[Any]) -> Iterator[type[Any]]:
    for one in base.__subclasses__():
        if one.__module__.startswith(("screens.", "app.")):
            yield one
        yield from ours(one)


def bound() -> dict[str, set[str]]:
    """All keys of all screens and of the wizard, and what they do."""
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        importlib.import_module(module.name)
    found: dict[str, set[str]] = defaultdict(set)
    for one in {*ours(Screen), *ours(App), WizardApp}:
        for binding in one.__dict__.get("BINDINGS", ()):
            for key in binding.key.split(","):
                found[key.strip()].add(binding.action)
    return found


def test_each_key_has_one_meaning() -> None:
    others = {
        key: actions - MEANINGS.get(key, set()) - ({"away"} if key in GOES_AWAY else set())
        for key, actions in bound().items()
        if key in MEANINGS or key.startswith(("ctrl+", "f1", "f2"))
    }
    assert {key: actions for key, actions in others.items() if actions} == {}


def test_no_action_is_on_two_keys() -> None:
    keys: dict[str, set[str]] = defaultdict(set)
    for key, actions in bound().items():
        for action in actions - {"away", "quit", "help"}:  # the ways out are as many as people try
            if key in MEANINGS:
                keys[action].add(key)
    assert {action: found for action, found in keys.items() if len(found) > 1} == {}
