from __future__ import annotations

from pathlib import Path

import pytest

from app.arguments import Arguments, ArgumentsWrong
from app.setting_places import SettingWrong, config_file, read, spoken
from app.settings import Settings
from services.text.words import Words, languages

HOME = {"NORTHE_ACTIVATE_STATE_DIR": "/state"}


LANGUAGES = languages()[0] if len(languages()) == 1 else f"one of {', '.join(languages())}"


def reading(environ: dict[str, str] | None = None, config: Path | None = None, **typed: object) -> Settings:
    given = Arguments(settings=typed, config=str(config) if config else None)
    return read(given, {**HOME, **(environ or {})})


def refusal(environ: dict[str, str] | None = None, config: Path | None = None, **typed: object) -> str:
    with pytest.raises(SettingWrong) as caught:
        reading(environ, config, **typed)
    return Words().say(caught.value.message)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "config.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_defaults_are_the_real_zaptec_and_no_northe() -> None:
    settings = reading()
    assert settings == Settings(state_dir=Path("/state"))
    assert settings.northe_url is None
    assert settings.zaptec_token_url == "https://api.zaptec.com/oauth/token"
    assert f"{settings.portal_url}/{settings.lookup_key}" == "https://portal.zaptec.com/access/request/Y8TU"
    assert (settings.idle_minutes, settings.connect_timeout_minutes) == (10, 5)


def test_state_goes_to_the_persons_own_folder(tmp_path: Path) -> None:
    settings = read(Arguments(), {})
    assert settings.state_dir == tmp_path / "xdg-state" / "northe-activate"


def test_the_nearest_place_wins(tmp_path: Path) -> None:
    config = written(tmp_path, 'theme = "light"\nlookup_key = "FILE"\nidle_minutes = 7\n')
    environ = {"NORTHE_ACTIVATE_THEME": "dark", "NORTHE_ACTIVATE_LOOKUP_KEY": "ENVI"}
    assert reading(environ, config, theme="light").theme == "light"
    settings = reading(environ, config)
    assert (settings.theme, settings.lookup_key, settings.idle_minutes) == ("dark", "ENVI", 7)


def test_the_config_file_is_the_persons_own_unless_named(tmp_path: Path) -> None:
    assert config_file(Arguments(), {}) == tmp_path / "config" / "northe-activate" / "config.toml"
    assert config_file(Arguments(), {"NORTHE_ACTIVATE_CONFIG": "/etc/na.toml"}) == Path("/etc/na.toml")
    assert config_file(Arguments(config="/a.toml"), {"NORTHE_ACTIVATE_CONFIG": "/b.toml"}) == Path("/a.toml")
    own = tmp_path / "config" / "northe-activate" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('northe_url = "https://northe.example/api/"')
    assert reading().northe_url == "https://northe.example/api"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert reading({"NORTHE_ACTIVATE_THEME": "", "NORTHE_ACTIVATE_CONFIG": ""}).theme == "dark"


def test_the_token_url_follows_another_zaptec_unless_given() -> None:
    elsewhere = {"NORTHE_ACTIVATE_ZAPTEC_URL": "http://127.0.0.1:8700/zaptec"}
    assert reading(elsewhere).zaptec_token_url == "http://127.0.0.1:8700/zaptec/oauth/token"
    given = {**elsewhere, "NORTHE_ACTIVATE_ZAPTEC_TOKEN_URL": "https://auth.example/token"}
    assert reading(given).zaptec_token_url == "https://auth.example/token"


def test_the_sandbox_keeps_its_state_apart() -> None:
    assert reading(sandbox=True).state_dir == Path("/state/sandbox")
    assert reading({"NORTHE_ACTIVATE_SANDBOX": "yes"}).sandbox is True
    assert reading({"NORTHE_ACTIVATE_SANDBOX": "0"}).state_dir == Path("/state")


def test_paths_in_the_file_start_at_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "mine.toml").touch()
    config = written(tmp_path, 'world = "mine.toml"\n')
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert reading(config=config).world == tmp_path / "mine.toml"
    assert "elsewhere/mine.toml isn't one" in refusal({"NORTHE_ACTIVATE_WORLD": "mine.toml"})


def test_a_home_folder_may_be_written_as_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/kim")
    assert reading({"NORTHE_ACTIVATE_STATE_DIR": "~/state"}).state_dir == Path("/home/kim/state")


@pytest.mark.parametrize(
    "address",
    [
        "https://northe.example",
        "https://northe.example:8443/api",
        "http://localhost:8700/northe",
        "http://127.0.0.1",
        "http://127.9.9.9:1/x",
        "http://[::1]:8700",
    ],
)
def test_an_address_is_https_or_stays_here(address: str) -> None:
    assert reading({"NORTHE_ACTIVATE_NORTHE_URL": address}).northe_url == address


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("http://northe.example", "starts with https://"),
        ("http://10.0.0.1", "starts with https://"),
        ("http://localhost.example", "starts with https://"),
        ("ftp://northe.example", "like https://"),
        ("northe.example", "like https://"),
        ("https://", "like https://"),
        ("https://northe.example?key=1", "like https://"),
        ("https://northe.example#a", "like https://"),
        ("https://northe.example:99999", "like https://"),
        ("https://northe .example", "like https://"),
        ("https://northe.example/\x1b[31m", "like https://"),
        ("https://[::1", "like https://"),
        ("https://" + "a" * 600, "like https://"),
        ("https://kim@northe.example", "without a user name or password"),
        ("https://kim:hush@northe.example", "without a user name or password"),
    ],
)
def test_other_addresses_are_refused_without_repeating_them(address: str, allowed: str) -> None:
    said = refusal({"NORTHE_ACTIVATE_NORTHE_URL": address})
    assert said.startswith("The environment variable NORTHE_ACTIVATE_NORTHE_URL must be ")
    assert allowed in said
    assert "hush" not in said


@pytest.mark.parametrize("minutes", ["0", "121", "-5", "ten", "1.5", "٣", " 5", "1" * 400])
def test_a_number_stays_in_its_range(minutes: str) -> None:
    assert "a whole number from 1 to 120" in refusal({"NORTHE_ACTIVATE_IDLE_MINUTES": minutes})


def test_a_short_idle_limit_shortens_the_warning_by_itself() -> None:
    assert reading({"NORTHE_ACTIVATE_IDLE_MINUTES": "1"}).idle_warning_seconds == 30
    assert reading().idle_warning_seconds == 60


def test_a_warning_can_not_be_longer_than_the_limit() -> None:
    environ = {"NORTHE_ACTIVATE_IDLE_MINUTES": "1", "NORTHE_ACTIVATE_IDLE_WARNING_SECONDS": "60"}
    said = refusal(environ)
    assert "NORTHE_ACTIVATE_IDLE_WARNING_SECONDS" in said
    assert "less than the 60 seconds" in said


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ("sandbox = 1", "true or false"),
        ('idle_minutes = "many"', "a whole number"),
        ("idle_minutes = true", "a whole number"),
        ("idle_minutes = 2.5", "a whole number"),
        ("theme = 3", "one of dark, light"),
        ('theme = ["dark"]', "one of dark, light"),
        ('lang = "tlh"', f"must be {LANGUAGES}."),
        ('lookup_key = "Y8 TU"', "letters and digits"),
        ("northe_url = 5", "a web address"),
        ('zaptec_scope = "a  b"', "single spaces"),
        ('state_dir = ""', "the path of a folder"),
        ('state_dir = "a\\u0000b"', "the path of a folder"),
        ('state_dir = "~nobody-at-all/x"', "the path of a folder"),
        ('world = "gone.toml"', "gone.toml isn't one"),
    ],
)
def test_a_wrong_value_names_key_and_file_and_what_is_allowed(tmp_path: Path, line: str, allowed: str) -> None:
    config = written(tmp_path, line + "\n")
    environ = {} if not line.startswith("state_dir") else {"NORTHE_ACTIVATE_STATE_DIR": ""}
    said = refusal(environ, config)
    assert said.startswith(f"The key {line.split(maxsplit=1)[0]} of {config} must be ")
    assert allowed in said


def test_a_wrong_option_is_named_as_it_is_typed() -> None:
    assert refusal(idle_minutes="0") == "The option --idle-minutes must be a whole number from 1 to 120."


def test_a_scope_may_be_set_and_unset(tmp_path: Path) -> None:
    assert reading({"NORTHE_ACTIVATE_ZAPTEC_SCOPE": "openid offline_access"}).zaptec_scope == "openid offline_access"
    assert reading(config=written(tmp_path, 'zaptec_scope = ""')).zaptec_scope is None


def test_an_unknown_key_is_refused_with_the_nearest(tmp_path: Path) -> None:
    config = written(tmp_path, 'nothe_url = "https://northe.example"\n')
    said = refusal(config=config)
    assert "nothe_url" in said
    assert str(config) in said
    assert "did you mean northe_url?" in said


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    said = refusal(config=written(tmp_path, '[zaptec]\npassword = "hush-hush"\n'))
    assert "There is no setting zaptec" in said
    assert "hush" not in said


def test_an_unknown_variable_is_refused_with_the_nearest() -> None:
    said = refusal({"NORTHE_ACTIVATE_NORTH_URL": "https://northe.example"})
    assert "NORTHE_ACTIVATE_NORTH_URL" in said
    assert "did you mean NORTHE_ACTIVATE_NORTHE_URL?" in said
    assert "NORTHE_ACTIVATE_theme" in refusal({"NORTHE_ACTIVATE_theme": "dark"})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('theme = "dark"\nlang en\n', 2),
        ('theme = "dark"\n\n\nidle_minutes = \n', 4),
        ('theme = """dark\n\n', 3),
        ('theme = "dark"\ntheme = "light"\n', 2),
    ],
)
def test_broken_toml_names_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    config = written(tmp_path, text)
    said = refusal(config=config)
    assert f"{config} isn't proper TOML in line {line}: " in said
    assert "(at" not in said


def test_toml_that_asks_too_much_is_refused_too(tmp_path: Path) -> None:
    config = written(tmp_path, "idle_minutes = " + "9" * 6000)
    assert refusal(config=config) == f"The config file {config} isn't proper TOML: A number has too many digits."


def test_a_config_that_is_no_text_names_the_line(tmp_path: Path) -> None:
    assert "isn't UTF-8 text in line 2" in refusal(config=written(tmp_path, b'theme = "dark"\nlang = "\xe5"\n'))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert reading(config=written(tmp_path, b'\xef\xbb\xbftheme = "light"\n')).theme == "light"


def test_a_named_config_must_be_there(tmp_path: Path) -> None:
    assert "isn't there" in refusal(config=tmp_path / "gone.toml")
    assert "isn't there" in refusal({"NORTHE_ACTIVATE_CONFIG": "~nobody-at-all/c.toml"})
    assert "can't be read" in refusal(config=tmp_path)


def test_an_unreadable_name_is_a_sentence_too() -> None:
    assert "can't be read" in refusal({"NORTHE_ACTIVATE_CONFIG": "a\0b"})


def test_a_typed_world_needs_the_sandbox(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    world.touch()
    with pytest.raises(ArgumentsWrong, match="world_alone"):
        reading(world=str(world))
    assert reading(world=str(world), sandbox=True).world == world
    assert reading({"NORTHE_ACTIVATE_WORLD": str(world)}).world == world
    assert read(Arguments(command="sandbox", settings={"world": str(world)}), HOME).world == world


def test_what_goes_wrong_early_is_said_in_the_language_asked_for() -> None:
    assert spoken(Arguments(settings={"lang": "qps"}), {"NORTHE_ACTIVATE_LANG": "en"}).language == "qps"
    assert spoken(None, {"NORTHE_ACTIVATE_LANG": "qps"}).language == "qps"
    assert spoken(None, {"NORTHE_ACTIVATE_LANG": "tlh"}).language == "en"


def test_the_made_up_language_is_allowed_but_not_offered() -> None:
    assert reading(lang="qps").lang == "qps"
    assert "qps" not in refusal(lang="xx")
