"""Of ordinary sentences and whole stories only what is a dateline is taken for one."""

import datetime as dt
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from articles.dateline import split
from tests.articles.standards import STANDARDS, needs_standards

DAY = dt.date(2022, 11, 21)
LANGUAGES = ["it", "en-GB", "de", "es", "pt-BR", "ar", "fr"]


# Ordinary sentences


def ordinary_sentences() -> list[str]:
    lines = Path(__file__).with_name("ordinary_sentences.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("# ")]


def test_there_are_ordinary_sentences_enough() -> None:
    assert len(set(ordinary_sentences())) >= 100


@pytest.mark.parametrize("sentence", ordinary_sentences())
def test_an_ordinary_sentence_is_no_dateline(sentence: str) -> None:
    for language in (None, *LANGUAGES):
        assert split(sentence, language, DAY) == (None, sentence)


class ParagraphReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.paragraphs = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "h1", "h2", "h3", "li", "br"):
            self.paragraphs.append("")

    def handle_data(self, data: str) -> None:
        self.paragraphs[-1] += data


def html_paragraphs(html: str) -> list[str]:
    reader = ParagraphReader()
    reader.feed(html)
    reader.close()
    return reader.paragraphs


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def sample_paragraphs(sample: Path) -> list[str]:
    """All paragraphs of a sample; of the plain texts, every line, which asks for more."""
    if sample.suffix == ".xml":
        paragraphs = []
        for element in ElementTree.parse(sample).iter():
            if str(element.tag).rpartition("}")[2] == "p":
                paragraphs.append("".join(element.itertext()))
            elif "<p" in (element.text or ""):
                paragraphs += html_paragraphs(element.text or "")
    elif sample.suffix == ".json":
        texts = [text for text in strings(json.loads(sample.read_bytes())) if "<p" in text]
        paragraphs = [paragraph for text in texts for paragraph in html_paragraphs(text)]
    else:
        paragraphs = sample.read_text(encoding="latin-1").splitlines()
    return [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]


# Paragraphs that do begin with a dateline; where it is not the first, a headline or byline stands before it,
# or the sample holds the text twice or several stories.
OPENINGS = {
    "aap-finance.xml": [0],
    "anp_belga.xml": [1],
    "ansa-newsmlg2-text.xml": [0],
    "item.xml": [0],
    "anpa-1.tst": [8],
    "ap-nitf.xml": [0],
    "ap.xml": [0, 10, 21],
    "ap_anpa-3.tst": [5],
    "ats.txt": [6],
    "IPTC7901.txt": [3],
    "digitalwires_with_dateline.json": [0],
    "dpa.xml": [3],
    "dpa_four_line.txt": [6],
    "efe_belga.xml": [0, 1],
    "kyodo.txt": [4],
    "asianet_1.tst": [4],
    "globenewswire_07ac.xml": [0],
    "KBN0FL0NN_version_5.xml": [1],
    "reuters_newsml.xml": [0],
}


@needs_standards
def test_of_all_paragraphs_of_the_samples_only_the_opening_ones_are_datelines() -> None:
    samples = [path for path in (STANDARDS / "wire").rglob("*.*") if path.name != "manifest.json"]
    found: dict[str, list[int]] = {}
    seen = 0
    for sample in samples:
        for index, paragraph in enumerate(sample_paragraphs(sample)):
            seen += 1
            if split(paragraph, None, DAY)[0]:
                found.setdefault(sample.name, []).append(index)
    assert seen > 400
    assert found == OPENINGS
