"""Sharing what style sheets say between apps changes nothing for any of them."""

from __future__ import annotations

import inspect

from textual.css.stylesheet import Stylesheet

from tests.support import style_sheets_once

CSS = "Label { color: $text; &:focus { width: 3; } }"


def rules(sheet: Stylesheet) -> list[tuple[str, str]]:
    return [(rule.selectors, rule.styles.css) for rule in sheet._parse_rules(CSS, ("here", ""), True, 2, "Screen")]


def test_textual_still_reads_its_styles_that_way() -> None:
    assert Stylesheet._parse_rules is style_sheets_once._read_once
    assert str(inspect.signature(style_sheets_once._read)) == (
        "(self, css: 'str', read_from: 'CSSLocation', is_default_rules: 'bool' = False, "
        "tie_breaker: 'int' = 0, scope: 'str' = '') -> 'list[RuleSet]'"
    )


def test_what_is_known_already_is_the_same_as_what_is_read_anew() -> None:
    first, second = Stylesheet(variables={"text": "red"}), Stylesheet(variables={"text": "red"})
    assert rules(first) == rules(second)
    anew = style_sheets_once._read(second, CSS, ("here", ""), True, 2, "Screen")
    assert rules(first) == [(rule.selectors, rule.styles.css) for rule in anew]


def test_other_colours_are_other_rules() -> None:
    red, blue = Stylesheet(variables={"text": "red"}), Stylesheet(variables={"text": "blue"})
    assert rules(red) != rules(blue)
