"""What feeds must hold, as W3C's validator names it; its own samples show that these checks see it."""

import re
from collections import Counter
from datetime import datetime
from email.utils import parsedate_to_datetime

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
DATE_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
DATE_2822 = re.compile(
    r"((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d(:\d\d)? ([+-]\d{4}|UT|GMT|[ECMP][SD]T)",
    re.ASCII,
)
DATES = {"published": "3339", "updated": "3339", "pubDate": "2822", "lastBuildDate": "2822"}
MUST_HAVE = {
    "feed": {"id", "title", "updated"},
    "entry": {"id", "title", "updated"},
    "rss": {"channel"},
    "channel": {"title", "link", "description"},
}
ONCE = {
    "feed": {"id", "title", "updated", "generator", "subtitle"},
    "entry": {"id", "title", "updated", "published"},
    "channel": {"title", "description", "copyright", "lastBuildDate", "language"},
    "item": {"title", "description", "link", "pubDate", "guid"},
}

Fault = tuple[str, str, str]  # event, parent, element


def faults(xml: bytes) -> set[Fault]:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    found: set[Fault] = set()
    for element in root.iter(etree.Element):
        parent = name_of(element)
        children = Counter(name_of(child) for child in element.iterchildren(etree.Element))
        found |= {("MissingElement", parent, name) for name in MUST_HAVE.get(parent, set()) - set(children)}
        found |= {("DuplicateElement", parent, name) for name in ONCE.get(parent, ()) if children[name] > 1}
        found |= {
            fault for child in element.iterchildren(etree.Element) for fault in wrong_date(parent, child)
        }
        if parent == "entry":
            found |= set(wrong_entry(element, children))
        if parent == "item":
            found |= set(wrong_item(children))
    return found


def name_of(element) -> str:
    """Without Atom's namespace; others' names keep theirs."""
    return element.tag.removeprefix(ATOM)


def wrong_date(parent: str, element):
    kind = DATES.get(name_of(element))
    text = element.text or ""
    if kind == "3339" and not (DATE_3339.fullmatch(text) and is_date(text)):
        yield ("InvalidRFC3339Date", parent, name_of(element))
    if kind == "2822" and not (DATE_2822.fullmatch(text) and is_right_day(text)):
        yield ("InvalidRFC2822Date", parent, name_of(element))


def is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_right_day(text: str) -> bool:
    try:
        return text[:3] == f"{parsedate_to_datetime(text):%a}" or "," not in text
    except ValueError:
        return False


def wrong_entry(entry, children: Counter):
    feed = entry.getparent()
    if not children["author"] and (feed is None or feed.find(f"{ATOM}author") is None):
        source = entry.find(f"{ATOM}source")
        if source is None or source.find(f"{ATOM}author") is None:
            yield ("MissingElement", "entry", "author")
    alternates = [link for link in entry.iter(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
    if not children["content"] and not alternates:
        yield ("MissingContentOrAlternate", "feed", "entry")


def wrong_item(children: Counter):
    if not children["title"] and not children["description"]:
        yield ("MissingElement", "item", "title or description")
    if not children["guid"]:
        yield ("MissingGuid", "", "")
