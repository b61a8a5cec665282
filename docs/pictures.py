"""Draws the README's pictures: goes the way through the wizard on the fakes and keeps what it sees.

    make pictures            into docs/pictures
    python docs/pictures.py FOLDER

The same every time: the fakes' clock stands still, and nothing asks a network.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
os.environ["TEXTUAL_ANIMATIONS"] = "none"  # read while textual is imported

from app.wizard.wizard_app import WizardApp  # noqa: E402 - after the two lines above
from screens.look import Look  # noqa: E402
from screens.wizard_screen import WizardScreen  # noqa: E402
from services.fake import FakeReceipts, fake_services  # noqa: E402
from services.text.words import Words  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from services.contracts import Services

SIZE = (80, 24)
PATIENCE = 20.0
IBAN = "SE45 5000 0000 0583 9825 7466"
"""Sweden's example in the IBAN registry."""

_WEB_FONTS = re.compile(r"@font-face\s*\{[^}]*\}")
_FONT = '"Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace'


class Receipts(FakeReceipts):
    """Where a person's would be."""

    def save(self, text: str, stem: str) -> Path:
        """Nowhere, but it says so with a path as it would be."""
        super().save(text, stem)
        return Path.home() / ".local/state/northe-activate/receipts" / f"{stem}-093000Z.txt"


async def _services() -> Services:
    return fake_services(receipts=Receipts())


async def pictures() -> AsyncIterator[tuple[str, str]]:
    """Names and SVG texts, in the order of the way."""
    app = WizardApp(Look(words=Words()), _services)
    async with app.run_test(size=SIZE) as pilot:

        async def picture(name: str) -> tuple[str, str]:
            await pilot.pause()
            svg = app.export_screenshot(title="northe-activate")
            return name, _WEB_FONTS.sub("", svg).replace("Fira Code, monospace", _FONT.replace('"', "'"))

        await _sees(pilot, lambda text: "[ Begin ]" in text)
        yield await picture("start")
        await pilot.press("f10")
        await _sees(pilot, lambda text: "The code is good" in text)
        yield await picture("sign_in")
        await pilot.press("f4")
        for text in ("kim.larsson@example.com", "1001", "KEY1"):
            await _types(pilot, text)
            await pilot.press("tab")
        await pilot.press("f10")
        await _sees(pilot, lambda text: "● Type" in text)
        await pilot.press("ctrl+u")
        await _types(pilot, "Garage")
        yield await picture("box_type")
        await pilot.press("f10")
        await _sees(pilot, lambda text: "● Charge site" in text)
        for text in ("Testgatan 10", "11122", "Stockholm"):
            await _types(pilot, text)
            await pilot.press("tab")
        yield await picture("charge_site")
        await pilot.press("f10")
        await _sees(pilot, lambda text: "● Bank account" in text)
        await pilot.press("shift+tab", "left", "tab")
        await _types(pilot, IBAN)
        await pilot.press("enter")
        yield await picture("bank_account")
        await pilot.press("f10")
        await _sees(pilot, lambda text: "● Connect" in text)
        await _types(pilot, "ZAP900001")
        await pilot.press("f10")
        await _sees(pilot, lambda text: "Everything is right" in text)
        yield await picture("connect")
        await pilot.press("f3")
        yield await picture("connect_light")
        await pilot.press("f3")
        await pilot.press("f10")
        await _sees(pilot, lambda text: "is online" in text and "receipts/" in text)
        yield await picture("done")


async def _types(pilot: Pilot[Any], text: str) -> None:
    names = {" ": "space", "@": "at", ".": "full_stop", "-": "minus"}
    await pilot.press(*(names.get(char, char) for char in text))


async def _sees(pilot: Pilot[Any], condition: Callable[[str], bool]) -> None:
    """Waits until the screen shows something; at a quiet moment, so that no wait is in the picture."""
    end = time.monotonic() + PATIENCE
    while True:
        await pilot.pause()
        screen = pilot.app.screen
        strips = screen._compositor.render_strips(pilot.app.size)  # noqa: SLF001 - there's no public way to the text
        text = "\n".join("".join(segment.text for segment in strip) for strip in strips)
        if condition(text) and not (isinstance(screen, WizardScreen) and screen.waiting):
            return
        if time.monotonic() > end:
            raise SystemExit(f"this never came as it was expected:\n{text}")
        await asyncio.sleep(0.02)


async def _all() -> dict[str, str]:
    return {name: svg async for name, svg in pictures()}


def main(folder: Path) -> None:
    """Writes them all into a folder."""
    os.environ["TZ"] = "Europe/Stockholm"
    time.tzset()
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in asyncio.run(_all()).items():
        (folder / f"{name}.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else HERE / "pictures")
