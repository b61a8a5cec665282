from __future__ import annotations

import pytest

from app.arguments import OPTIONS, Arguments, ArgumentsWrong, parse
from services.words import Words


def refusal(*argv: str) -> str:
    with pytest.raises(ArgumentsWrong) as caught:
        parse(argv, Words())
    return Words().say(caught.value.message)


def test_nothing_typed_is_nothing_given() -> None:
    assert parse([], Words()) == Arguments()


def test_options_may_stand_on_either_side_of_the_command() -> None:
    before = parse(["--world", "w.toml", "--port", "0", "sandbox"], Words())
    after = parse(["sandbox", "--port=0", "--world=w.toml"], Words())
    assert before == after == Arguments(serve_sandbox=True, port="0", settings={"world": "w.toml"})


def test_settings_are_handed_on_as_typed() -> None:
    given = parse(["--sandbox", "--lang", "en", "--theme", "no such", "--config", "c.toml"], Words())
    assert given.config == "c.toml"
    assert given.settings == {"sandbox": True, "lang": "en", "theme": "no such"}


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
        (["--port", "8700"], "The option --port goes with the command sandbox only."),
        (["--allow-remote"], "The option --allow-remote goes with the command sandbox only."),
        (["sandbox", "--theme", "dark"], "The option --theme goes with the wizard, not with the command sandbox."),
    ],
)
def test_a_wrong_line_gets_one_sentence(argv: list[str], said: str) -> None:
    assert refusal(*argv) == said


def test_an_unknown_command_names_the_known_one() -> None:
    assert 'There is no command "sandbx": the only one is sandbox' in refusal("sandbx")


def test_options_are_never_guessed_from_their_beginning() -> None:
    assert "did you mean --config?" in refusal("--conf", "c.toml")


def test_help_shows_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(["--help"], Words())
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert all(f" {option}" in shown for option in OPTIONS)
    assert max(map(len, shown.splitlines())) <= 80
