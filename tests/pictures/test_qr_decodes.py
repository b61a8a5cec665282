"""Every QR code that the program shows is read by a real decoder, from a picture of the screen that it's on.

The decoder is strict: dark on light only, as some phones' cameras demand. The camera's picture is turned by a few
degrees, halved, blurred and pale.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import zxingcpp
from PIL import Image, ImageEnhance, ImageFilter

from screens.code_screen import CodeScreen
from screens.look.glyphs import ASCII, UNICODE
from screens.permission import PermissionScreen
from screens.widgets.qr import Qr, matrix
from services.activation.diagnosis import BoxFacts
from services.contracts import Grant, LinkOffer, MakerLook
from services.fake import INSTALLATION_ID, PAYLOAD, fake_services
from services.fake.data import EVIDENCE, NOW
from services.rules.serials import read_serial
from tests.support.program.terminal import Terminal
from tests.support.screens.cell_images import Cell, Gaps, cells_of_app, cells_of_terminal, picture
from tests.support.screens.one_screen import OneScreen, look, wait_until
from tests.support.screens.sign_in_screen import OneSignInScreen
from tests.support.sessions.before_connect import box_check, ready_to_connect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import App

    from screens.look.glyphs import Glyphs

QR_CODES = zxingcpp.barcode_formats_from_str("QRCode")
LONGEST = "https://northe.app/link/" + "K7Q2M9XW4T6R8P3VJ5NHBDLC23Y4Z"


def read(image: Image.Image) -> list[str]:
    """All codes on the picture. No inverted ones."""
    found = zxingcpp.read_barcodes(image, formats=QR_CODES, try_invert=False)
    return [one.bytes.decode() for one in found]


def camera(image: Image.Image) -> Image.Image:
    """As a phone sees it: held askew, out of focus, in the sun."""
    turned = image.rotate(5, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=(90, 90, 90))
    small = turned.resize((turned.width // 2, turned.height // 2), Image.Resampling.BILINEAR)
    return ImageEnhance.Contrast(small.filter(ImageFilter.GaussianBlur(0.6))).enhance(0.5)


# ---------------------------------------------------------------------------------------------- each screen with a code


def sign_in(payload: str, *, light: bool, glyphs: Glyphs = UNICODE) -> OneScreen:
    app = OneSignInScreen(light=light, with_look=look(glyphs=glyphs))
    app.northe.answer("start_link", LinkOffer("link-1", payload, expires_in=120.0, poll_every=60.0))
    return app


def permission(payload: str, *, light: bool, glyphs: Glyphs = UNICODE) -> OneScreen:
    pro = payload != CONSENT_LINK
    services = fake_services()
    seen = MakerLook(found=True, grant=Grant.NOT_GRANTED, evidence=replace(EVIDENCE, installation_is_pro=pro))
    facts = BoxFacts("zaptec", "Zaptec Go", read_serial("zaptec", "go", "ZAP900001"), NOW, None, seen)

    def make() -> PermissionScreen:
        check = box_check(services, facts, model="pro" if pro else "go", number=None)
        return PermissionScreen(look(glyphs=glyphs), services, ready_to_connect(), check)

    return OneScreen(make, ready_to_connect(), light=light)


def code_alone(payload: str, *, light: bool, glyphs: Glyphs = UNICODE) -> OneScreen:
    return OneScreen(lambda: CodeScreen(look(glyphs=glyphs), payload), light=light)


CONSENT_LINK = "https://portal.zaptec.com/access/request/Y8TU"
CONSENT_OF_PRO = f"{CONSENT_LINK}?installationId={INSTALLATION_ID}&installationtype=0"
SCREENS: dict[str, tuple[Callable[..., App[Any]], str, tuple[int, int]]] = {
    "sign in": (sign_in, PAYLOAD, (80, 24)),
    "sign in, longest": (sign_in, LONGEST, (69, 23)),
    "sign in, large": (sign_in, PAYLOAD, (120, 40)),
    "sign in, narrow": (sign_in, PAYLOAD, (62, 44)),
    "consent": (permission, CONSENT_LINK, (80, 24)),
    "consent, large": (permission, CONSENT_LINK, (120, 40)),
    "consent of a Pro": (permission, CONSENT_OF_PRO, (120, 40)),
    "consent alone": (code_alone, CONSENT_LINK, (60, 20)),
    "consent of a Pro alone": (code_alone, CONSENT_OF_PRO, (80, 24)),
    "sign in, whole cells": (partial(sign_in, glyphs=ASCII), PAYLOAD, (102, 39)),
    "consent, whole cells": (partial(permission, glyphs=ASCII), CONSENT_LINK, (120, 40)),
    "consent alone, whole cells": (partial(code_alone, glyphs=ASCII), CONSENT_LINK, (66, 34)),
}


@pytest.mark.anyio
@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
@pytest.mark.parametrize("shown", SCREENS.values(), ids=SCREENS.keys())
async def test_a_decoder_reads_exactly_the_payload(
    shown: tuple[Callable[..., App[Any]], str, tuple[int, int]], light: bool
) -> None:
    """From the screen as it is, and from a poor photo of it."""
    make, payload, size = shown
    app = make(payload, light=light)
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: any(code.payload and code.region for code in app.screen.query(Qr)))
        image = picture(cells_of_app(app))
    assert read(image) == [payload]
    assert read(camera(image)) == [payload]


def test_the_decoder_is_strict_and_the_picture_matters() -> None:
    """What's asked above isn't answered yes by anything."""
    rows = black_blocks(PAYLOAD)
    assert read(picture(rows)) == [PAYLOAD]
    assert read(picture([[Cell(char, white, black) for char, black, white in row] for row in rows])) == []
    assert read(picture(rows[:-4])) == []


# ---------------------------------------------------------------------------------------------- fonts with seams


SEAMS = [Gaps(1, 0), Gaps(0, 1), Gaps(2, 0), Gaps(0, 2), Gaps(1, 1), Gaps(2, 1), Gaps(2, 2)]
"""Pixels of 16: a taller line, as some terminals have it, or a font whose blocks are as high as its letters."""


def black_blocks(payload: str) -> list[list[Cell]]:
    """The simplest drawing: each dark half is a block, black on white."""
    halves = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
    rows = matrix(payload)
    rows.append([0] * len(rows[0]))
    black, white = (0, 0, 0), (255, 255, 255)
    return [
        [Cell(halves[upper, lower], black, white) for upper, lower in zip(rows[at], rows[at + 1], strict=True)]
        for at in range(0, len(rows) - 1, 2)
    ]


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["sign in", "consent", "consent alone", "consent of a Pro alone"])
async def test_a_font_whose_blocks_do_not_fill_the_cell_leaves_the_code_readable(name: str) -> None:
    """Light lines run through the dark squares, as many pixels thick as fonts leave free: still it's read."""
    make, payload, size = SCREENS[name]
    app = make(payload, light=False)
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: any(code.payload and code.region for code in app.screen.query(Qr)))
        cells = cells_of_app(app)
    for seam in SEAMS:
        assert read(camera(picture(cells, seam))) == [payload], seam


@pytest.mark.parametrize("seam", SEAMS)
def test_the_simplest_drawing_is_not_readable_there(seam: Gaps) -> None:
    """Else the test above would show nothing."""
    assert read(picture(black_blocks(PAYLOAD), seam)) == []


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["sign in, whole cells", "consent alone, whole cells"])
async def test_whole_cells_need_no_font_at_all(name: str) -> None:
    """Where there are no block signs, every square is made of coloured spaces: no character that a font could spoil."""
    make, payload, size = SCREENS[name]
    app = make(payload, light=False)
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: any(code.payload and code.region for code in app.screen.query(Qr)))
        codes = [
            (one.region.x, one.region.y, one.region.right, one.region.bottom)
            for one in app.screen.query(Qr)
            if one.region.area
        ]
        rows = cells_of_app(app)
    for left, top, right, bottom in codes:
        assert {cell.char for row in rows[top:bottom] for cell in row[left:right]} == {" "}
    assert codes


# ---------------------------------------------------------------------------------------------- the running program


@pytest.mark.wire
@pytest.mark.parametrize(
    "environ",
    [{"TERM": "xterm-256color"}, {"TERM": "xterm"}, {"TERM": "xterm", "NO_COLOR": "1", "LANG": "C"}],
    ids=["256 colours", "16 colours", "no colours and whole cells"],
)
def test_the_running_programs_code_is_the_link_that_it_names(tmp_path: Path, environ: dict[str, str]) -> None:
    """From the bytes that the terminal gets; in both themes, and whatever ground the terminal has by itself."""
    size = (120, 40) if environ.get("LANG") == "C" else (80, 24)
    with Terminal([sys.executable, "-m", "app", "--sandbox"], folder=tmp_path, environ=environ, size=size) as terminal:
        terminal.wait("Begin")
        terminal.keys("{f10}")
        terminal.wait("Waiting for the customer")
        images = []
        for _ in range(2):
            terminal.look(0.3)
            images += [
                picture(cells_of_terminal(terminal._screen, ground=ground)) for ground in ((0, 0, 0), (255, 255, 255))
            ]
            terminal.keys("{f3}")
        terminal.keys("{f1}")
        terminal.wait("No camera")
        named = re.search(r"https?://\S+/link/\S+", terminal.text)
    assert named is not None
    for image in images:
        assert read(image) == [named.group()]
        assert read(camera(image)) == [named.group()]


TURNED = 500
"""Bytes: more than a second of the countdown."""


@pytest.mark.wire
def test_without_colours_one_key_turns_the_code_for_either_ground(tmp_path: Path) -> None:
    """Nobody knows what ground such a terminal has: on each, one of the two themes is right, and the footer says so."""
    with Terminal(
        [sys.executable, "-m", "app", "--sandbox"], folder=tmp_path, environ={"TERM": "vt100"}, size=(80, 24)
    ) as terminal:
        terminal.wait("Begin")
        terminal.keys("{f10}")
        terminal.wait(r"Waiting for the customer[\s\S]*F3 Code inverted\?")
        terminal.settle()
        found = []
        for _ in range(2):
            found.append(
                [
                    read(picture(cells_of_terminal(terminal._screen, ground=ground)))
                    for ground in ((0, 0, 0), (255, 255, 255))
                ]
            )
            sent = len(terminal.raw)
            terminal.keys("{f3}")
            terminal.wait(lambda: len(terminal.raw) > sent + TURNED)  # noqa: B023 - asked before the next round
            terminal.settle()
        terminal.keys("{f1}")
        terminal.wait("No camera")
        named = re.search(r"https?://\S+/link/\S+", terminal.text)
    assert named is not None
    assert found == [[[named.group()], []], [[], [named.group()]]]
