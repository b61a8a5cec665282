"""What the terminal's window gives and takes: what paints, keys in their order, sizes, light and dark."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import constants, events
from textual.binding import Binding, BindingType
from textual.geometry import Size

from app.terminal import type_ahead
from app.terminal.clipboard import Clipboard
from app.terminal.size_limit import within_reason
from app.wizard.crashing_app import CrashingApp
from app.wizard.gc_pause import GcPause
from app.wizard.keyboard import Keyboard
from screens.look.depth import Depth
from screens.look.palette import DARK, LIGHT, palette, theme
from screens.too_small import TooSmallScreen
from screens.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.driver import Driver
    from textual.filter import LineFilter
    from textual.screen import Screen

    from screens.look import Look
    from screens.messages import CopyWanted


class TerminalApp(CrashingApp[int]):
    """Everything between the terminal and the screens that isn't about an activation.

    `touched` is called at each key and paste.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = [Path(__file__).parents[2] / "screens" / "look" / "wizard.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "other_theme", "shell.keys.theme", priority=True),  # in dialogs too
        Binding("ctrl+l", "redraw", "shell.keys.redraw", priority=True),
        # Nothing else wants them: at once, instead of up from the field through all that it stands in.
        Binding("tab", "focus_next", show=False, priority=True),
        Binding("shift+tab", "focus_previous", show=False, priority=True),
    ]

    def __init__(
        self,
        look: Look,
        touched: Callable[[], object],
        *,
        light: bool = False,
        depth: Depth = Depth.MANY,
        gc_pause: GcPause | None = None,
    ) -> None:
        super().__init__()
        self.look = look
        self.gc_pause = gc_pause or GcPause()
        self._touched = touched
        self._depth = depth
        self.clipboard_beyond = Clipboard()
        """What's copied goes there; whoever starts the app knows the terminal."""
        self._own_filters: dict[str, LineFilter] = {}
        self.animation_level = "none"
        for name in (DARK, LIGHT):
            self.register_theme(theme(name, depth))
        self.theme = LIGHT if light else DARK
        self.keyboard = Keyboard(self, super().on_event, self._touched_by_key, self._digits_used)

    def _touched_by_key(self) -> None:
        self._touched()
        self.gc_pause.touched()

    def _digits_used(self) -> None:
        """From now on footers name the keys as whoever sits there presses them."""
        if self.look.key_names.learn_escape():
            for screen in self.screen_stack:
                if isinstance(screen, WizardScreen):
                    screen.tell_keys()

    # ------------------------------------------------------------------------------------------ what paints

    def get_driver_class(self) -> type[Driver]:
        """What paints: the frugal driver, unless TEXTUAL_DRIVER names another to compare it with."""
        from app.terminal.driver.frugal_driver import FrugalDriver

        if constants.DRIVER:
            with suppress(Exception):  # there's no such thing, in as many ways as a name can be wrong
                return super().get_driver_class()
        return FrugalDriver

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
        from app.terminal.sixteen_colours import NoBoldDark

        return NoBoldDark()

    def action_redraw(self) -> None:
        """Ctrl+L: paints everything anew, after noise on the line."""
        from app.terminal.driver.frugal_driver import redraw

        redraw(self)

    def action_other_theme(self) -> None:
        self.theme = LIGHT if self.theme == DARK else DARK

    def on_copy_wanted(self, message: CopyWanted) -> None:
        """F8: to the clipboard of the computer that the terminal runs on, and to no other: Textual would keep it."""
        message.stop()
        if self._driver is not None:
            for data in self.clipboard_beyond.writes(message.text):
                self._driver.write(data)

    # ------------------------------------------------------------------------------------------ keys

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes go by way of the keyboard, everything else straight on."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.keyboard.take(event)
        else:
            await super().on_event(event)

    def on_ready(self) -> None:
        """Keys that were typed before have a place to go to, once the first screen has been painted."""
        is_up = self.keyboard.type_ahead.is_up
        self.call_after_refresh(is_up)
        self.set_timer(type_ahead.LONGEST, is_up)  # that screen may have been covered before its paint

    # ------------------------------------------------------------------------------------------ screens

    async def put_over_first(self, screen: Screen[Any]) -> None:
        """In place of what lies over the first screen, and of all dialogs."""
        while len(self.screen_stack) > 2:  # noqa: PLR2004 - the first and the one to be replaced
            await self.pop_screen()
        if len(self.screen_stack) > 1:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)
        self.gc_pause.replaced(self)
        self.fit(self.size)

    async def back_to_first(self) -> Screen[Any]:
        """Takes everything off the first screen, and answers with that one."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.gc_pause.replaced(self)
        return self.screen

    # ------------------------------------------------------------------------------------------ sizes

    @property
    def size(self) -> Size:
        """Of what's painted, in cells."""
        return Size(*within_reason(*super().size))

    def on_resize(self, event: events.Resize) -> None:
        """Too small says so, and recovers."""
        self.fit(event.size)

    def fit(self, size: Size) -> None:
        """Covers everything where it's too small for it, and uncovers it again."""
        small = not TooSmallScreen.fits(size)
        if small and not any(isinstance(screen, TooSmallScreen) for screen in self.screen_stack):
            self.push_screen(TooSmallScreen(self.look))
        elif not small and isinstance(self.screen, TooSmallScreen):
            self.pop_screen()
