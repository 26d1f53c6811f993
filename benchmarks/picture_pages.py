"""What the page of a story with a lead photo weighs, as Chromium loads it, and with the original instead."""

import gzip
import re
from pathlib import Path

from django.core.files.base import File
from playwright.sync_api import Browser, Request, Route, sync_playwright

from articles import workflow
from articles.pictures import Picture
from benchmarks import browser, stories
from photos.intake import take_in

SCREENS = ((1280, 1), (1280, 2), (390, 1), (390, 3))  # pixels of the page, and of the screen for each of them
WORDS = "The mayors of two river towns will open a night ferry tomorrow, number {}, the first in years. "
SENTENCES = 50  # 800 words
ORIGINAL = "/original.jpg"
KINDS = {
    "AVIF": "",
    "WebP": r'<source type="image/avif"[^>]*>',
    "JPEG": r"<source [^>]*>",
    "original": r"<picture>.*?</picture>",
}


def show(address: str, original: Path) -> None:
    path = publish(original)
    print("\nA story of 800 words with a lead photo, its style sheet included, in KB; of it the photo")
    print(f"{'':22}" + "".join(f"{name:>20}" for name in KINDS))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.program(), args=browser.ARGUMENTS)
        for width, scale in SCREENS:
            found = [weigh(chromium, f"{address}{path}", name, original, width, scale) for name in KINDS]
            told = "".join(f"{whole / 1024:10,.0f} {photo / 1024:9,.0f}" for whole, photo in found)
            print(f"{f'{width} pixels, {scale} for one':22}{told}", flush=True)
        chromium.close()


def publish(original: Path) -> str:
    with original.open("rb") as file:
        photo = take_in(File(file, name="photo.jpg"), by=None).photo
    photo.credit_line, photo.alt_text, photo.caption = (
        "ANSA/Rossi",
        "A ferry",
        "The ferry on its first night.",
    )
    photo.save()
    story = stories.written()
    story.body = "".join(f"<p>{WORDS.format(number) * 5}</p>" for number in range(SENTENCES // 5))
    workflow.save(story, by=None, photos=[Picture(photo)])
    workflow.publish(story, by=None)
    return stories.page_of(story)


def weigh(
    chromium: Browser, address: str, kind: str, original: Path, width: int, scale: int
) -> tuple[int, int]:
    """Bytes of all that the page asks for, text as nginx compresses it, and of the photo among them."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, device_scale_factor=scale)
    page, weights = context.new_page(), dict[str, int]()

    def answer(route: Route) -> None:
        response = route.fetch()
        instead = f'<img src="{ORIGINAL}">' if kind == "original" else ""
        text = re.sub(KINDS[kind], instead, response.text(), flags=re.DOTALL) if KINDS[kind] else None
        route.fulfill(response=response, **({"body": text} if text is not None else {}))

    page.route(address, answer)
    page.route(f"**{ORIGINAL}", lambda route: route.fulfill(path=original))
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto(address, wait_until="networkidle")
    for request in asked:
        response = request.response()
        body = (
            original.read_bytes() if request.url.endswith(ORIGINAL) else response.body() if response else b""
        )
        is_text = request.resource_type in ("document", "stylesheet")
        weights[request.url] = len(gzip.compress(body, compresslevel=5) if is_text else body)
    context.close()
    photo = sum(weight for url, weight in weights.items() if "/photos/" in url or url.endswith(ORIGINAL))
    return sum(weights.values()), photo
