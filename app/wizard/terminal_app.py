"""What the terminal's window gives and takes: what paints, keys in their order, sizes, light and dark."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary, WeakSet

from textual import constants
from textual.binding import Binding, BindingType
from textual.geometry import Size

from app.terminal import type_ahead
from app.terminal.bursts import HOLD, LEAST, BurstGuard, KeyVerdict, Kind, kind_of
from app.terminal.extent import within_reason
from app.terminal.type_ahead import TypeAhead
from app.wizard.gc_pause import GcPause
from app.wizard.leaving import LeavingApp
from screens.look.depth import Depth
from screens.look.palette import DARK, LIGHT, palette, theme
from screens.too_small import TooSmallScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.driver import Driver
    from textual.filter import LineFilter

    from app.wizard.idle_limit import IdleWatch
    from screens.look import Look
    from services.stores.drafts import DraftFolder


class WindowApp(LeavingApp):
    """Everything between the terminal and the screens that isn't about an activation."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = [Path(__file__).parents[2] / "screens" / "look" / "wizard.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "other_theme", show=False, priority=True),  # in dialogs too
        Binding("ctrl+l", "redraw", show=False, priority=True),
        # Nothing else wants them: at once, instead of up from the field through all that it stands in.
        Binding("tab", "focus_next", show=False, priority=True),
        Binding("shift+tab", "focus_previous", show=False, priority=True),
    ]

    def __init__(
        self,
        look: Look,
        idle: IdleWatch,
        drafts: DraftFolder | None = None,
        *,
        light: bool = False,
        depth: Depth = Depth.MANY,
        litter: GcPause | None = None,
    ) -> None:
        super().__init__(look, idle, drafts)
        self._litter = litter or GcPause()
        self._depth = depth
        self._own_filters: dict[str, LineFilter] = {}
        self.animation_level = "none"
        for name in (DARK, LIGHT):
            self.register_theme(theme(name, depth))
        self.theme = LIGHT if light else DARK
        self._bursts: BurstGuard[events.Key] = BurstGuard()
        self._verdicts: WeakKeyDictionary[events.Key, KeyVerdict] = WeakKeyDictionary()
        self._scans: WeakSet[events.Key] = WeakSet()
        """Keys that made what came before them a scan, until they're handed on."""
        self._ahead = TypeAhead(self)

    def get_driver_class(self) -> type[Driver]:
        """What paints: the frugal driver, unless TEXTUAL_DRIVER names another to compare it with."""
        from app.terminal.driver.frugal import FrugalDriver

        if constants.DRIVER:
            with suppress(Exception):  # there's no such thing, in as many ways as a name can be wrong
                return super().get_driver_class()
        return FrugalDriver

    @property
    def size(self) -> Size:
        """Of what's painted, in cells."""
        return Size(*within_reason(*super().size))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What fewer colours than 256 need."""
        filters = super().get_line_filters()
        if self._depth is Depth.MANY:
            return filters
        if self.theme not in self._own_filters:
            self._own_filters[self.theme] = self._filter()
        return [*filters, self._own_filters[self.theme]]

    def _filter(self) -> LineFilter:
        """Attributes in place of colours, where there are none or nobody wants them; with sixteen, no dark bold."""
        if self._depth.plain:
            from app.terminal.no_colours import NoColours

            return NoColours(palette(self.theme, self._depth), codes=self._depth is Depth.UNWANTED)
        from app.terminal.sixteen import NoBoldDark

        return NoBoldDark()

    def action_redraw(self) -> None:
        """Ctrl+L: paints everything anew, after noise on the line."""
        from app.terminal.driver.frugal import redraw

        redraw(self)

    async def on_event(self, event: events.Event) -> None:
        """Keys keep their order, and what a scanner sends beside its text never presses a button or gives a command."""
        from textual.events import Key, Paste

        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._services is not None:
            self._idle.touch(self._services.clock.monotonic())
        self.keep_soon()
        self._litter.touched()
        if self._ahead.brings_back(event):
            await self._take(event)
        elif isinstance(event, Paste):
            await self._release()
            await self._take(event)
        else:
            kind = kind_of(event.key, event.character)
            keys = self._bursts.take(event, kind, event.time)
            if kind is Kind.TEXT and self._bursts.scan_begins:
                self._scans.add(event)
            await self._take_all(keys)
            if self._bursts.holds:
                last = event.time
                self.set_timer(HOLD, lambda: self._release(last))

    async def _release(self, since: float | None = None) -> None:
        """What the guard holds, unless another key has come since."""
        if since is None or self._bursts.silent_since(since):
            await self._take_all(self._bursts.release())

    async def _take_all(self, keys: Sequence[tuple[events.Key, KeyVerdict]]) -> None:
        for key, verdict in keys:
            self._verdicts[key] = verdict
            await self._take(key)

    async def _take(self, event: events.Key | events.Paste) -> None:
        from textual.events import Paste

        if not self._ahead.holds(event):
            if isinstance(event, Paste) or self._wanted(event):
                self._aim(event)
                await super().on_event(event)
            self._ahead.passed(event)

    def _aim(self, event: events.Key | events.Paste) -> None:
        from textual import events

        from screens.base import WizardScreen

        text = event.text if isinstance(event, events.Paste) else event.character if event.is_printable else ""
        if text and text.strip() and isinstance(self.screen, WizardScreen):
            self.screen.expect_text()

    def _wanted(self, key: events.Key) -> bool:
        """Whether it may act on what has the focus now. In a field every line end is Enter."""
        from textual.widgets import Button, Input

        from screens.widgets.typed_line import TypedLine

        verdict = self._verdicts.pop(key, KeyVerdict.PASS)
        if key in self._scans and isinstance(self.focused, TypedLine):
            self.focused.call_later(self.focused.scan_begins, LEAST - 1)  # behind the keys that are on their way to it
        if isinstance(self.focused, Input):
            if kind_of(key.key, key.character) in {Kind.LINE_END, Kind.LINE_FEED}:
                key.key = "enter"
            return True
        return verdict is KeyVerdict.PASS or (verdict is KeyVerdict.SHORT_END and not isinstance(self.focused, Button))

    def on_ready(self) -> None:
        """Keys that were typed before have a place to go to, once the first screen has been painted."""
        self.call_after_refresh(self._ahead.is_up)
        self.set_timer(type_ahead.LONGEST, self._ahead.is_up)  # that screen may have been covered before its paint

    def on_resize(self, event: events.Resize) -> None:
        """Too small says so, and recovers."""
        self._mind(event.size)

    def _mind(self, size: Size) -> None:
        small = not TooSmallScreen.fits(size)
        if small and not any(isinstance(screen, TooSmallScreen) for screen in self.screen_stack):
            self.push_screen(TooSmallScreen(self.look))
        elif not small and isinstance(self.screen, TooSmallScreen):
            self.pop_screen()

    def action_other_theme(self) -> None:
        """F3: dark or light."""
        self.theme = LIGHT if self.theme == DARK else DARK
