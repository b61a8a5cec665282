"""Which keys do something on a screen just now, for its last line; and doing it from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screens.widgets.keys_line import FooterKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.binding import Binding
    from textual.dom import DOMNode
    from textual.screen import Screen

    from screens.look.key_names import KeyNames


class Footer:
    """`words` says what a binding is for just now, `has_fields` whether a text can be typed on the screen."""

    def __init__(
        self,
        screen: Screen[Any],
        names: KeyNames,
        *,
        words: Callable[[Binding], str],
        has_fields: Callable[[], bool],
    ) -> None:
        self._screen, self._names, self._words, self._has_fields = screen, names, words, has_fields

    def named(self, keys: Sequence[str]) -> list[FooterKey]:
        """Those of `keys` that do something."""
        found = [(key, self._active(key)) for key in keys]
        return [self._told(key, active[1]) for key, active in found if active is not None]

    def others(self, keys: Sequence[str]) -> list[FooterKey]:
        """All that do something and have words, without `keys`."""
        named = [self._active(key) for key in keys]
        does = {active[1].action for active in named if active is not None}  # two keys may do the same
        found = []
        for key in dict.fromkeys(key for node in self._nodes() for key in node._bindings.key_to_bindings):  # noqa: SLF001 - as in _active
            active = self._active(key)
            if active is not None and active[1].show and active[1].description and active[1].action not in does:
                does.add(active[1].action)
                found.append(self._told(key, active[1]))
        return found

    async def press(self, key: str) -> None:
        """Does what the key does."""
        active = self._active(key)
        if active is not None:
            node, binding = active
            await self._screen.app.run_action(binding.action, node)

    def _told(self, key: str, binding: Binding) -> FooterKey:
        return FooterKey(key, self._names.name(key, types_text=self._has_fields()), self._words(binding))

    def _nodes(self) -> Iterator[DOMNode]:
        yield self._screen
        yield self._screen.app

    def _active(self, key: str) -> tuple[DOMNode, Binding] | None:
        """As `active_bindings` has it, which asks about all keys of a field, too, and takes a millisecond for it."""
        for node in self._nodes():
            for binding in node._bindings.key_to_bindings.get(key, ()):  # noqa: SLF001 - Textual tells only all of them
                if node.check_action(binding.action, ()):
                    return node, binding
        return None
