"""Pictures: milliseconds of each kind of rendition of 24 megapixels, the memory that an upload takes, and
what a page with one weighs.

The photograph is made up: clouds of every coarseness, as busy as a crowd and so dearer than most. Times are
medians of three; memory is the peak of a process that examines one file, less what it had before. Only the
page needs a database, which is made for it, and Chromium.
"""

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from PIL import Image, ImageChops, features

from benchmarks import browser, picture_pages, server
from photos.pixels.card import Card, draw
from photos.pixels.decoding import Limits, examine, opened
from photos.pixels.encoding import Rights
from photos.pixels.renditions import FORMATS, WHOLE, WIDTHS, Recipe, recipes_for, render, render_all

ROUNDS = 3
SIZE = (6000, 4000)
FOCAL = (0.4, 0.3)
RIGHTS = Rights("Ada Rossi", "ANSA/Ada Rossi", "© ANSA")
SHOWN = (640, 2048)
CROPS = (WHOLE, "16x9", "1x1")
LARGEST = (  # of each format, with what makes it costly
    ("JPEG, 24 megapixels", "JPEG", {"quality": 92}, SIZE),
    ("JPEG, the largest", "JPEG", {"quality": 92}, 1.0),
    ("JPEG, the largest, progressive, 4:4:4", "JPEG", {"progressive": True, "subsampling": 0}, 1.0),
    ("PNG, the largest", "PNG", {"compress_level": 1}, 1.0),
    ("WebP, the largest", "WEBP", {"method": 0}, 0.5),
    ("AVIF, the largest", "AVIF", {"speed": 10}, 0.5),
)


def run(address: str) -> int:
    """Returns the exit status."""
    versions = f"Pillow {Image.__version__}, libjpeg-turbo {features.version('libjpeg_turbo')}"
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {versions}")
    with tempfile.TemporaryDirectory(prefix="newsroom-photos-") as name:
        path = Path(name) / "photo.jpg"
        clouds(SIZE).save(path, "JPEG", quality=92, subsampling=0)
        print(f"A JPEG of {SIZE[0]} × {SIZE[1]} pixels, {path.stat().st_size / 1e6:.1f} MB\n")
        show_steps(path)
        show_renditions(path)
        show_memory(Path(name))
        show_pages(address, path)
    return 0


def show_pages(address: str, path: Path) -> None:
    if browser.program() is None:
        print("\nWhat a page weighs needs Chromium, which is missing.")
        return
    server.prepare()
    with server.running(address, path.with_suffix(".log")):
        picture_pages.show(address, path)


def clouds(size: tuple[int, int]) -> Image.Image:
    """Noise of every coarseness, the finer the fainter, as in what lenses see."""
    bands = [Image.new("L", size, 128) for _band in range(3)]
    for number, faint in enumerate((1.0, 0.35, 0.35)):
        for power in range(1, 10):
            small = max(2, size[0] >> power), max(2, size[1] >> power)
            noise = Image.effect_noise(small, 12 * 1.35 ** (power - 1) * faint)
            noise = noise.resize(size, Image.Resampling.BICUBIC)
            bands[number] = ImageChops.add(bands[number], noise, 1, -128)
    return Image.merge("YCbCr", bands).convert("RGB")


def timed(deed: Callable[[], object]) -> float:
    """Milliseconds."""
    start = perf_counter()
    deed()
    return (perf_counter() - start) * 1000


def middle(deed: Callable[[], object]) -> float:
    return median(timed(deed) for _round in range(ROUNDS))


def show_steps(path: Path) -> None:
    with path.open("rb") as file:
        wanted = recipes_for(SIZE)
        steps = {
            "examine an upload (digest, whole decoding)": lambda: examine(file),
            "open it whole": lambda: opened(file),
            "open it for renditions of 2048 pixels": lambda: opened(file, share=0.45),
            "open it for renditions of 640 pixels": lambda: opened(file, share=0.15),
            "a card without a picture": lambda: draw(Card("Two ministers visit Belgrade", "Serbia", "ANSA")),
        }
        for name, deed in steps.items():
            print(f"{name:48} {middle(deed):8,.0f} ms")
        made: list[bytes] = []
        spent = timed(lambda: made.extend(data for _recipe, data in render_all(file, wanted, FOCAL, RIGHTS)))
        weight = sum(map(len, made)) / 1e6
    name = f"all {len(made)} renditions, {weight:.1f} MB, from one decoding"
    print(f"{name:48} {spent:8,.0f} ms", flush=True)


def show_renditions(path: Path) -> None:
    """Of a rendition made by itself, as on first demand, and of one that finds the picture open."""
    print(f"\n{'':26} {'on demand':>12} {'once open':>12} {'bytes':>10}")
    with path.open("rb") as file:
        picture = opened(file, share=0.45)
        for crop in CROPS:
            for width in sorted(set(SHOWN) & set(WIDTHS[crop])):
                for kind in FORMATS:
                    recipe = Recipe(crop, width, kind)
                    alone = middle(lambda recipe=recipe: render(file, recipe, FOCAL, RIGHTS))
                    warm = middle(lambda recipe=recipe: render(picture, recipe, FOCAL, RIGHTS))
                    size = len(render(picture, recipe, FOCAL, RIGHTS))
                    name = f"{crop} {width} {kind}"
                    print(f"{name:26} {alone:9,.0f} ms {warm:9,.0f} ms {size / 1024:7,.0f} KB")
            sys.stdout.flush()


def show_memory(folder: Path) -> None:
    limits = Limits()
    print(f"\nPeak memory of an upload; the limit is {limits.pixels / 1e6:.0f} megapixels")
    for name, kind, options, share in LARGEST:
        size = share if isinstance(share, tuple) else (8000, int(limits.pixels * share) // 8000)
        path = folder / "largest"
        Image.linear_gradient("L").resize(size).convert("RGB").save(path, kind, **options)
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.upload", path], capture_output=True, text=True, check=True
        ).stdout
        taken, _pixels = map(int, told.split())
        print(f"{name:48} {taken / 1e6:8,.0f} MB", flush=True)
