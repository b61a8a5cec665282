"""How many poor photos of the QR code are read, from screenshots of real terminals. By hand: it needs a display.

    Xvfb :77 -screen 0 1400x1000x24 & DISPLAY=:77 python -m tests.benchmarks.codes_in_terminals

Needs xterm, st and mlterm, ImageMagick's `import` and util-linux' `script`; and zxing-cpp, OpenCV and pyzbar. Each column is a way
to draw the same kind of code: `simple` has a block for each dark half, `shown` is the sign-in screen, `whole` the same
after F6. Of each, the numbers are what zbar, zxing and OpenCV read of 23 photos.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import zxingcpp
from pyzbar import pyzbar

from screens.widgets.qr import matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Photo = Any
"""An array of grey values; not every host that checks this has NumPy."""
ROOT = Path(__file__).parents[2]
PAYLOAD = "https://northe.app/link/K7Q2M9XW4T6R8P3VJ5NHB1"
SIZE, LARGE = "80x24", "104x40"

TERMINALS = {
    "xterm, DejaVu Sans Mono": ["xterm", "-fa", "DejaVu Sans Mono", "-fs", "10", "-geometry", "{size}", "-e"],
    "xterm, Liberation Mono": ["xterm", "-fa", "Liberation Mono", "-fs", "10", "-geometry", "{size}", "-e"],
    "st": ["st", "-f", "DejaVu Sans Mono:pixelsize=16", "-g", "{size}", "-e"],
    "mlterm, 3 pixels between lines": ["mlterm", "--lsp=3", "-g", "{size}", "-e"],
    "xterm, a font without blocks": ["xterm", "-fn", "fixed", "-geometry", "{size}", "-e"],
}


# ------------------------------------------------------------------------------------------ what spoils a photo


def blurred(sigma: float) -> Callable[[Photo], Photo]:
    return lambda photo: cv2.GaussianBlur(photo, (0, 0), sigma)


def turned(degrees: float) -> Callable[[Photo], Photo]:
    def turn(photo: Photo) -> Photo:
        height, width = photo.shape
        to = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.85)
        return cv2.warpAffine(photo, to, (width, height), borderValue=90)

    return turn


def tilted(by: float, *, up: bool = False) -> Callable[[Photo], Photo]:
    def tilt(photo: Photo) -> Photo:
        height, width = photo.shape
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        moved = corners.copy()
        if up:
            moved[0][0] += by * width
            moved[1][0] -= by * width
        else:
            moved[1][1] += by * height
            moved[2][1] -= by * height
        to = cv2.getPerspectiveTransform(corners, moved)
        return cv2.warpPerspective(photo, to, (width, height), borderValue=90)

    return tilt


def noisy(sigma: float) -> Callable[[Photo], Photo]:
    random = np.random.default_rng(1)
    return lambda photo: np.clip(photo + random.normal(0, sigma, photo.shape), 0, 255).astype(np.uint8)


def pale(dark: int, light: int) -> Callable[[Photo], Photo]:
    return lambda photo: (dark + photo.astype(np.float32) * (light - dark) / 255).astype(np.uint8)


def scaled(factor: float) -> Callable[[Photo], Photo]:
    return lambda photo: cv2.resize(photo, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


def striped(period: float, strength: float) -> Callable[[Photo], Photo]:
    def stripe(photo: Photo) -> Photo:
        rows, columns = np.indices(photo.shape)
        wave = strength * np.sin(2 * np.pi * (rows + 0.3 * columns) / period)
        return np.clip(photo + wave, 0, 255).astype(np.uint8)

    return stripe


def glaring(photo: Photo) -> Photo:
    rows, columns = np.indices(photo.shape)
    height, width = photo.shape
    light = 150 * np.exp(-(((rows - height / 2) / (height / 6)) ** 2 + ((columns - width / 2) / (width / 6)) ** 2))
    return np.clip(photo + light, 0, 255).astype(np.uint8)


def jpeg(photo: Photo) -> Photo:
    return cv2.imdecode(cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 15])[1], cv2.IMREAD_GRAYSCALE)


PHOTOS: list[Callable[[Photo], Photo]] = [
    lambda photo: photo, *map(blurred, (0.8, 1.5, 2.5)), *map(turned, (3, 10, 45)), tilted(0.06), tilted(0.15),
    tilted(0.06, up=True), *map(noisy, (15, 40)), *starmap(pale, ((60, 200), (120, 190), (150, 190))),
    *map(scaled, (0.6, 0.75, 2.0)), striped(7, 30), striped(3.3, 60), glaring, jpeg,
    lambda photo: noisy(15)(pale(90, 190)(blurred(1.0)(turned(4)(photo)))),
]  # fmt: skip


# ------------------------------------------------------------------------------------------ who reads it


def by_zbar(photo: Photo) -> list[str]:
    return [one.data.decode() for one in pyzbar.decode(photo, symbols=[pyzbar.ZBarSymbol.QRCODE])]


def by_zxing(photo: Photo) -> list[str]:
    formats = zxingcpp.barcode_formats_from_str("QRCode")
    return [one.text for one in zxingcpp.read_barcodes(photo, formats=formats, try_invert=False)]


def by_opencv(photo: Photo) -> list[str]:
    try:
        return [cv2.QRCodeDetector().detectAndDecode(photo)[0]]
    except cv2.error:
        return []


DECODERS = (by_zbar, by_zxing, by_opencv)


def read(photo: Photo) -> list[int]:
    """How many photos each decoder reads; a wrong reading counts for nothing."""
    photos = [spoil(photo) for spoil in PHOTOS]
    return [sum(any("/link/" in text for text in decode(one)) for one in photos) for decode in DECODERS]


# ------------------------------------------------------------------------------------------ the terminals


def simple() -> str:
    """The simplest drawing: each dark half is a block, black on white."""
    rows = matrix(PAYLOAD)
    rows.append([0] * len(rows[0]))
    halves = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
    lines = ("".join(halves[pair] for pair in zip(*rows[at : at + 2], strict=True)) for at in range(0, len(rows), 2))
    return "".join(f"\x1b[38;5;16;48;5;231m{line}\x1b[m\r\n" for line in lines if line)


def screenshot(terminal: list[str], command: str, size: str) -> Photo:
    """What the terminal shows once the command has painted."""
    started = subprocess.Popen([part.format(size=size) for part in terminal] + ["sh", "-c", command])
    try:
        time.sleep(9)
        shot = subprocess.run(["import", "-window", "root", "png:-"], check=True, stdout=subprocess.PIPE).stdout
    finally:
        started.terminate()
        started.wait()
    return cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_GRAYSCALE)[: 700 if size == SIZE else 1000]


def columns(terminal: list[str], folder: Path) -> Iterator[tuple[str, list[int]]]:
    drawn = folder / "simple"
    drawn.write_text(simple(), "utf-8")
    yield "simple", read(screenshot(terminal, f"cat {drawn}; sleep 60", SIZE))
    wizard = f"{shlex.quote(sys.executable)} -m app --sandbox"
    for name, size, keys in (("shown", SIZE, r"\033[21~"), ("whole", LARGE, r"\033[21~ \033[17~")):
        feed = "; ".join(f"sleep 3; printf '{key}'" for key in keys.split())
        across, down = size.split("x")
        inner = f"stty cols {across} rows {down}; cd {ROOT}; LANG=C.UTF-8 NORTHE_ACTIVATE_STATE_DIR={folder} {wizard}"
        typed = f"({feed}; sleep 60) | script -qc {shlex.quote(inner)} /dev/null"
        yield name, read(screenshot(terminal, typed, size))


def main() -> None:
    os.environ["LANG"] = "C.UTF-8"
    sys.stdout.write("| terminal | simple | shown | whole |\n|---|---|---|---|\n")
    for name, terminal in TERMINALS.items():
        with tempfile.TemporaryDirectory() as folder:
            cells = ["/".join(map(str, counts)) for _, counts in columns(terminal, Path(folder))]
        sys.stdout.write(f"| {name} | {' | '.join(cells)} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
