"""The plain pages that a phone opens: big type, big buttons, no script, everything that comes from outside escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse

from services.text.clean_text import clean_text
from services.text.words import ENGLISH, Words, languages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

_STYLE = """
:root { color-scheme: light; }
body { font: 1.125rem/1.5 system-ui, sans-serif; color: #111; background: #fff; margin: 0 auto; max-width: 34rem;
  padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
label, fieldset label { display: block; padding: .6rem 0; }
input[type=text], input[type=email], input[type=password] { font: inherit; width: 100%; box-sizing: border-box;
  padding: .6rem; border: 2px solid #444; border-radius: .4rem; }
input[type=radio] { width: 1.4rem; height: 1.4rem; vertical-align: middle; }
fieldset { border: 2px solid #bbb; border-radius: .4rem; margin: 1rem 0; }
button { font: inherit; font-weight: 600; width: 100%; padding: .9rem; margin: .5rem 0; border-radius: .5rem;
  border: 2px solid #00519e; background: #00519e; color: #fff; }
button.no { background: #fff; color: #00519e; }
:focus-visible { outline: 4px solid #f5a300; outline-offset: 2px; }
.wrong { border-left: .4rem solid #b00020; padding: .3rem .8rem; }
.small { font-size: 1rem; color: #333; }
"""
_LARGEST_FORM = 64 * 1024


class WebPage:
    """A page in the making. All texts go in as text; only this class writes HTML."""

    def __init__(self, words: Words, title: str) -> None:
        self._words = words
        self._title = title
        self._parts = [f"<h1>{_safe(title)}</h1>"]

    def say(self, key: str, /, **args: object) -> WebPage:
        self._parts.append(f"<p>{self._text(key, args)}</p>")
        return self

    def warn(self, key: str, /, **args: object) -> WebPage:
        """A paragraph about something that's wrong; read out by screen readers."""
        self._parts.append(f'<p class="wrong" role="alert">{self._text(key, args)}</p>')
        return self

    def small(self, key: str, /, **args: object) -> WebPage:
        self._parts.append(f'<p class="small">{self._text(key, args)}</p>')
        return self

    def points(self, texts: Iterable[str]) -> WebPage:
        self._parts.append("<ul>" + "".join(f"<li>{_safe(text)}</li>" for text in texts) + "</ul>")
        return self

    def open_form(self, **hidden: str) -> WebPage:
        """Begins a form that's sent to this page's own address."""
        self._parts.append('<form method="post">')
        self._parts += [
            f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items()
        ]
        return self

    def close_form(self) -> WebPage:
        self._parts.append("</form>")
        return self

    def field(self, name: str, key: str, kind: str = "text", autocomplete: str = "off") -> WebPage:
        """A field with its label."""
        self._parts.append(
            f'<label for="{name}">{self._text(key, {})}</label>'
            f'<input id="{name}" name="{name}" type="{kind}" autocomplete="{autocomplete}" required>'
        )
        return self

    def choices(self, name: str, key: str, options: list[tuple[str, str]]) -> WebPage:
        """One of several, each a value and what it's called; the first one is chosen."""
        self._parts.append(f"<fieldset><legend>{self._text(key, {})}</legend>")
        for number, (value, text) in enumerate(options):
            chosen = " checked" if number == 0 else ""
            self._parts.append(
                f'<label><input type="radio" name="{name}" value="{escape(value)}"{chosen}> {_safe(text)}</label>'
            )
        self._parts.append("</fieldset>")
        return self

    def button(self, name: str, value: str, key: str, *, no: bool = False) -> WebPage:
        kind = ' class="no"' if no else ""
        self._parts.append(f'<button{kind} name="{name}" value="{value}">{self._text(key, {})}</button>')
        return self

    def send(self, status: int = 200) -> HTMLResponse:
        foot = f'<p class="small">{self._text("sandbox.page.foot", {})}</p>'
        head = (
            f'<!doctype html>\n<html lang="{self._words.language}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{_safe(self._title)}</title><style>{_STYLE}</style></head><body><main>"
        )
        policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
        # With no-referrer a browser would hide where a form comes from, and the guard would take it for a foreign one.
        headers = {"Content-Security-Policy": policy, "Referrer-Policy": "same-origin", "Cache-Control": "no-store"}
        return HTMLResponse(f"{head}{''.join(self._parts)}{foot}</main></body></html>\n", status, headers)

    def _text(self, key: str, args: dict[str, object]) -> str:
        return _safe(self._words.t(key, **args))


def words_for(language: str | None) -> Words:
    """The texts in this language if there's one, else in English."""
    return Words(language if language in languages() else ENGLISH)


async def form_of(request: Request) -> dict[str, str]:
    """A posted form; the last of each field. What can't be read is empty."""
    raw = await request.body()
    if len(raw) > _LARGEST_FORM:
        return {}
    return {name: values[-1] for name, values in parse_qs(raw.decode("utf-8", "replace")).items()}


def _safe(text: str) -> str:
    return escape(clean_text(text, 2000))
