"""Every text that the code asks for is there, with the gaps that the code fills; and what's there is asked for."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from services.text import words as words_module
from services.text.words import ENGLISH, LOCALES, ONE, PSEUDO, Message, NoSuchText, Words, languages

ROOT = Path(__file__).parents[3]
ASKING = {"t", "has", "Message"}
KEY = re.compile(r"[a-z_0-9]+(\.[a-z_0-9]+)+")


def flat(table: dict[str, Any], before: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= flat(value, f"{before}.{name}")
        else:
            assert isinstance(value, str), f"{before}.{name} is no text"
            found[f"{before}.{name}"] = value
    return found


@cache
def texts(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((LOCALES / language).glob("*.toml")):
        found |= flat(tomllib.loads(path.read_text("utf-8")), path.stem)
    return found


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@cache
def sources() -> list[tuple[str, ast.Module]]:
    paths = [path for floor in ("app", "screens", "services") for path in sorted((ROOT / floor).rglob("*.py"))]
    return [(str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))) for path in paths]


def asked() -> list[tuple[str, ast.expr, ast.Call]]:
    """Every call that takes a key: where, the key's expression, the call."""
    found = []
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ASKING:
                    found.append((f"{path}:{node.lineno}", node.args[0], node))
    return found


def literal_keys(expression: ast.expr) -> list[str]:
    """The keys an expression can be, where that can be seen: a text, or one text or the other."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return [expression.value]
    if isinstance(expression, ast.IfExp):
        return literal_keys(expression.body) + literal_keys(expression.orelse)
    return []


def pattern_of(expression: ast.JoinedStr) -> str:
    parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in expression.values]
    return "".join(parts)


def filled(call: ast.Call) -> set[str] | None:
    """The gaps that a call fills, None where that can't be seen."""
    if getattr(call.func, "id", "") != "Message":
        names = {keyword.arg for keyword in call.keywords}
        return None if None in names else {name for name in names if name}
    if len(call.args) < 2:
        return set() if not call.keywords else None
    if isinstance(call.args[1], ast.Dict) and all(isinstance(key, ast.Constant) for key in call.args[1].keys):
        return {str(key.value) for key in call.args[1].keys if isinstance(key, ast.Constant)}
    return None


def test_every_key_that_the_code_names_has_a_text() -> None:
    places = [(where, key) for where, expression, _ in asked() for key in literal_keys(expression)]
    assert len(places) > 20, "the calls were not found"
    assert [(where, key) for where, key in places if key not in texts(ENGLISH)] == []


def test_every_key_that_the_code_puts_together_can_be_one() -> None:
    patterns = [(where, pattern_of(key)) for where, key, _ in asked() if isinstance(key, ast.JoinedStr)]
    wrong = [
        (where, pattern) for where, pattern in patterns if not any(re.fullmatch(pattern, key) for key in texts(ENGLISH))
    ]
    assert wrong == []


def test_the_code_fills_every_gap() -> None:
    wrong = []
    for where, expression, call in asked():
        for key in literal_keys(expression):
            given = filled(call)
            needed = gaps(texts(ENGLISH).get(key, ""))
            if given is not None and not needed <= given and getattr(call.func, "attr", "") != "has":
                wrong.append((where, key, needed - given))
    assert wrong == []


def test_every_text_is_asked_for() -> None:
    """By name, by a pattern, or by a name that stands somewhere else in the code."""
    strings, patterns = set(), set()
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                strings.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                pattern = pattern_of(node)
                if re.match(r"([a-z_]+\\\.|\.\+\\\.[a-z_])", pattern):
                    patterns.add(pattern)
    unused = [
        key
        for key in (text.removesuffix(ONE) for text in texts(ENGLISH))
        if key not in strings and not any(re.fullmatch(pattern, key) for pattern in patterns)
    ]
    assert unused == []


def test_nobody_reads_1_minutes() -> None:
    """A text that counts has one for a single thing beside it, by the same key or by the name of that unit."""
    counting = {
        key: match[1]
        for key, text in texts(ENGLISH).items()
        if (match := re.search(r"\{(\w+)\} (?:more )?(?:seconds|minutes|hours|days|things)\b", text))
    }
    assert len(counting) > 10
    from_90_on = {"causes.wait.minutes", "causes.wait.hours"}  # there's a smaller unit below
    counting.pop("settings.allowed.less_than_idle")  # a minute at least, in seconds
    for key, gap in counting.items():
        assert gap == "count", key
        assert {f"{key}{ONE}", key.removesuffix("s")} & texts(ENGLISH).keys() or key in from_90_on, key


def test_one_thing_has_a_text_of_its_own(locales: Path) -> None:
    path = locales / "en" / "shop.toml"
    path.write_text('left = "{count} loaves"\nleft_one = "a loaf"\nmost = "at most {count}"\n')
    words = Words()
    assert [words.t("shop.left", count=count) for count in (0, 1, 2)] == ["0 loaves", "a loaf", "2 loaves"]
    assert words.say(Message("shop.left", {"count": 1})) == "a loaf"
    assert words.t("shop.most", count=1) == "at most 1"


def test_every_gap_has_a_plain_name() -> None:
    """No numbers, no attributes: a text from a locale file must not reach into what it's given."""
    for key, text in texts(ENGLISH).items():
        assert all(re.fullmatch(r"[a-z_]+", name) for name in gaps(text)), key


def test_other_languages_have_no_texts_of_their_own_and_the_same_gaps() -> None:
    for language in languages():
        for key, text in texts(language).items():
            assert key in texts(ENGLISH), (language, key)
            assert gaps(text) == gaps(texts(ENGLISH)[key]), (language, key)


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A world of two languages: English, and one that has little."""
    for name, text in {
        "en/shop.toml": 'open = "Open"\nfor = "Open for {hours} h"\n[day]\none = """\nMonday\nto Friday\n"""\n',
        "sv/shop.toml": 'open = "Öppet"\n',
    }.items():
        path = tmp_path / "locales" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.setattr(words_module, "LOCALES", tmp_path / "locales")
    return tmp_path / "locales"


def test_what_a_language_lacks_is_said_in_english(locales: Path) -> None:
    words = Words("sv")
    assert words.t("shop.open") == "Öppet"
    assert words.t("shop.for", hours=8) == "Open for 8 h"
    assert words.t("shop.day.one") == "Monday\nto Friday"
    assert Words("fi").t("shop.open") == "Open"


def test_a_new_language_is_found_by_its_folder(locales: Path) -> None:
    assert languages() == ["en", "sv"]


def test_a_text_that_is_nowhere_is_a_mistake(locales: Path) -> None:
    words = Words("sv")
    for key in ("shop.shut", "shop.day", "shop.open.more", "bakery.open", "shop", "shop."):
        with pytest.raises(NoSuchText):
            words.t(key)
        assert not words.has(key)
    assert words.has("shop.open")


def test_a_gap_that_is_not_filled_is_a_mistake(locales: Path) -> None:
    with pytest.raises(KeyError):
        Words().t("shop.for")


def test_a_message_inside_a_message_is_translated_too(locales: Path) -> None:
    message = Message("shop.for", {"hours": Message("shop.open")})
    assert Words("sv").say(message) == "Open for Öppet h"
    assert hash(message) == hash(Message("shop.for", {"hours": Message("shop.open")}))


def test_what_fills_a_gap_is_only_text(locales: Path) -> None:
    assert Words().t("shop.for", hours="{hours} [b]{0}") == "Open for {hours} [b]{0} h"


def test_the_made_up_language_is_longer_and_keeps_the_gaps() -> None:
    pseudo, english = Words(PSEUDO), Words()
    for key, text in texts(ENGLISH).items():
        values = {name: f"<{name}>" for name in gaps(text)}
        said = pseudo.t(key, **values)
        assert all(value in said for value in values.values()), key
        assert len(said) >= len(english.t(key, **values)) + round(0.4 * len(text.strip("\n"))), key
    assert "e" not in pseudo.t("cli.help.help"), "plain letters show that a text wasn't translated"
