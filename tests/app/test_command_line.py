from __future__ import annotations

import pytest

from app.arguments import OPTIONS, Arguments, ArgumentsWrong
from app.command_line import parse
from services.text.words import Words


def refusal(*argv: str) -> str:
    with pytest.raises(ArgumentsWrong) as caught:
        parse(argv, Words())
    return Words().say(caught.value.message)


def test_nothing_typed_is_nothing_given() -> None:
    assert parse([], Words()) == Arguments()


def test_options_may_stand_on_either_side_of_the_command() -> None:
    before = parse(["--world", "w.toml", "--port", "0", "sandbox"], Words())
    after = parse(["sandbox", "--port=0", "--world=w.toml"], Words())
    assert before == after == Arguments(command="sandbox", port="0", settings={"world": "w.toml"})


def test_the_doctor_takes_a_serial_number() -> None:
    assert parse(["doctor"], Words()) == Arguments(command="doctor")
    given = parse(["--sandbox", "doctor", "ZAP900001", "--zaptec-user", "a@example.com", "--json"], Words())
    wanted = Arguments(
        command="doctor", serial="ZAP900001", json=True, zaptec_user="a@example.com", settings={"sandbox": True}
    )
    assert given == wanted


def test_settings_are_handed_on_as_typed() -> None:
    given = parse(["--sandbox", "--lang", "en", "--theme", "no such", "--config", "c.toml"], Words())
    assert given.config == "c.toml"
    assert given.settings == {"sandbox": True, "lang": "en", "theme": "no such"}


def test_of_two_mistakes_the_first_typed_is_told() -> None:
    assert "--theme" in refusal("doctor", "--theme", "x", "--port", "0")
    assert "--port" in refusal("doctor", "--port", "0", "--theme", "x")
    assert list(parse(["--theme", "x", "--lang", "y"], Words()).settings) == ["theme", "lang"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--them", "dark"], "There is no option --them: did you mean --theme?"),
        (["--xyzzy=1"], "There is no option --xyzzy: --help lists what there is."),
        (["-q"], "There is no option -q: --help lists what there is."),
        (["--theme"], "The option --theme needs a value after it: --help shows which."),
        (["--theme", "--sandbox"], "The option --theme needs a value after it: --help shows which."),
        (["--sandbox=yes"], "The option --sandbox takes no value: leave away the = and what follows it."),
        (["sandbox", "twice"], 'Nothing may follow the command but options: take "twice" away.'),
        (["--port", "8700"], "The option --port goes with a command, not with the wizard: --help shows which."),
        (["--json"], "The option --json goes with a command, not with the wizard: --help shows which."),
        (
            ["sandbox", "--theme", "dark"],
            "The option --theme does not go with the command sandbox: --help shows where it goes.",
        ),
        (
            ["doctor", "--port", "0"],
            "The option --port does not go with the command doctor: --help shows where it goes.",
        ),
        (["doctor", "A", "B"], 'Nothing may follow doctor but one serial number and options: take "B" away.'),
    ],
)
def test_a_wrong_line_gets_one_sentence(argv: list[str], said: str) -> None:
    assert refusal(*argv) == said


def test_an_unknown_command_names_the_known_one() -> None:
    assert 'There is no command "sandbx": there are doctor and sandbox' in refusal("sandbx")


def test_options_are_never_guessed_from_their_beginning() -> None:
    assert "did you mean --config?" in refusal("--conf", "c.toml")


def test_help_shows_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(["--help"], Words())
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert all(f" {flag}" in shown for flag in [*(option.flag for option in OPTIONS), "--version", "--help"])
    assert max(map(len, shown.splitlines())) <= 80
