from __future__ import annotations

from dataclasses import MISSING, fields, replace
from pathlib import Path

import pytest

from app.settings import SETTINGS, Settings
from services.build import CloudUrls, SandboxInside
from services.contracts import ConsentPlace

README = Path(__file__).parents[2] / "README.md"
STATE = Path("/state")


def row_of(name: str) -> str:
    """The row that README has to have for a setting."""
    declared = SETTINGS[name]
    default = declared.otherwise
    if default is None:
        value = next(field.default for field in fields(Settings) if field.name == name)
        default = f"`{str(value).lower() if isinstance(value, bool) else value}`"
    return f"| `{name}` | {default} | {declared.about} |"


def readme_rows() -> list[str]:
    table = README.read_text("utf-8").partition("| setting | default | what it's for |\n|---|---|---|\n")[2]
    return table.partition("\n\n")[0].splitlines()


@pytest.mark.parametrize("name", SETTINGS)
def test_the_readme_shows_a_setting_as_it_is_declared(name: str) -> None:
    assert row_of(name) in readme_rows()


def test_the_readme_shows_no_other_settings_and_in_this_order() -> None:
    assert [row.split("`")[1] for row in readme_rows()] == list(SETTINGS)


def test_a_default_that_is_no_plain_value_is_said_in_words() -> None:
    """`None` would be nothing to anybody, and a required one has nothing to show."""
    silent = [field.name for field in fields(Settings) if field.default is None or field.default is MISSING]
    assert [name for name in silent if not SETTINGS[name].otherwise] == []


@pytest.mark.parametrize("name", SETTINGS)
def test_a_default_is_allowed_too(name: str, tmp_path: Path) -> None:
    default = next(field.default for field in fields(Settings) if field.name == name)
    if default is not None and default is not MISSING:
        assert SETTINGS[name].reader(default, tmp_path) == default


def test_the_services_get_the_clouds_that_are_set() -> None:
    settings = Settings(
        state_dir=STATE,
        northe_url="https://northe.test",
        zaptec_url="https://zaptec.test",
        zaptec_token_url="https://login.test",
        zaptec_scope="openid",
        portal_url="https://portal.test",
        lookup_key="ABCD",
        connect_timeout_minutes=7,
        keep_sign_ins=False,
    )
    wanted = settings.for_services()
    assert wanted.clouds == CloudUrls(
        northe="https://northe.test", zaptec="https://zaptec.test", zaptec_token="https://login.test"
    )
    assert (wanted.zaptec_scope, wanted.receipt_folder, wanted.connect_patience) == (
        "openid",
        STATE / "receipts",
        420.0,
    )
    assert not wanted.keep_sign_ins
    assert wanted.consent == ConsentPlace("https://portal.test", "ABCD")


def test_the_services_get_the_sandbox_whatever_clouds_are_set() -> None:
    world = Path("world.toml")
    settings = Settings(state_dir=STATE, sandbox=True, northe_url="https://northe.test", world=world)
    assert settings.for_services().clouds == SandboxInside(world)
    assert replace(settings, world=None).for_services().clouds == SandboxInside()


def test_without_northe_and_sandbox_there_are_no_services() -> None:
    with pytest.raises(ValueError, match="northe_url"):
        Settings(state_dir=STATE).for_services()
