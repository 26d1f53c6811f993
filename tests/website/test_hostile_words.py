"""Words that could break a format, in every field that holds words, at every public address at once.

The rooms' own tests say how such words are shown; this one, that no address was forgotten.
"""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import pytest
from django.utils import timezone
from lxml import etree

from articles import workflow
from articles.models import Author
from sections.models import Imprint, Section
from sections.tree import forget_tree
from tests.articles.correcting import correct
from tests.factories import make_copyright, make_place, make_root, make_section, make_topic, publish_article
from tests.website.shop_window import flash, pin
from tests.website.test_article import address_of
from website.models import Page
from website.searching import LONGEST_NAME

pytestmark = pytest.mark.django_db

FEEDS = ("rss.xml", "atom.xml", "feed.json")
SUBSCRIBED = tuple(f"/search/{form}?" for form in FEEDS)
BREAKING = {
    "tags": "</script></title><script>alert(1)</script><img src=x onerror=alert(2)> <!-- {{ x }} {% x %}",
    "quotes": "\" onmouseover=alert(3) x=\" ' onclick='alert(4)' & &amp; &#60;b&#62; \\u003cscript\\u003e",
    "sections": "]]> <![CDATA[ <?xml?> <!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]> &y;",
    "control": "Bell \x07 tab \x0b escape \x1b[31m delete \x7f next \x85 none \ufffe\uffff \u2028\u2029 end",
    "emoji": "👩‍👩‍👧‍👦 🇮🇹 👍🏽 𝔘𝔫𝔦 Z̸̢̛a̷l̴g̵o̶ \u202e backwards \u202c \u200b\ufeff",
    "long": "Ministers " * 50,
    "word": "W" * 500,
    "formula": '=HYPERLINK("javascript:alert(5)") javascript:alert(6) //evil.example/ %0d%0aSet-Cookie: a=b',
}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class Scripts(HTMLParser):
    """What of a page would run, and what it tells machines: as browsers read tags, not as we hope."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[str] = []
        self.data: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.runs += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.runs += [f"{tag} {name}" for name, value in attrs if (value or "").startswith("javascript:")]
        self.inside = tag
        if tag == "script" and given.get("type") != "application/ld+json":
            self.runs.append("script")
        if tag in ("img", "iframe", "object", "embed", "base", "style"):
            self.runs.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.data.append(data)


def fill(words: str) -> list[str]:
    """A site that says these words wherever it can; the addresses of its pages."""
    short = words[:100]
    root = make_root()
    root.name, root.description = short, words
    root.copyright = make_copyright(holder=short, notice=words[:200])
    root.save()
    Imprint.objects.create(pk=1, owner=short, responsible_editor=short, place=short, note=short)
    section = make_section("nuova-europa", description=words)
    Section.objects.filter(pk=section.pk).update(name=short)  # which the form refuses in part
    topic, place = make_topic(short), make_place(short)
    topic.description = words
    topic.save()
    author = Author.objects.create(name=short, biography=words, languages=short)
    Page.objects.create(title=short, slug="about", about="agency", body=f"<p>{words}</p>")
    fields = {"headline": words, "subheadline": words, "body": f"<p>{words}</p>"}
    fields |= {"topics": [topic], "authors": [author], "places": [place], "section": section}
    story = publish_article(**fields)
    correct(story, note=words, slugline="x")
    version = workflow.translate(story, by=None, language="ar")
    version.headline, version.slug = words, "in-arabic"
    workflow.save(version, by=None)
    workflow.publish(version, by=None)
    pin(make_root(), version, position=0)
    flash(story)
    forget_tree()
    lists = [f"/{of}s/{row.pk}-x/" for of, row in (("topic", topic), ("author", author), ("place", place))]
    return ["/", "/nuova-europa/", *lists, address_of(story), address_of(version)]


def every_address(client, pages: list[str], words: str) -> list[str]:
    pages = [client.get(page).headers.get("Location", page) for page in pages]
    lists = [page for page in pages if not re.search("/20[0-9]{2}/", page)]
    today = f"{timezone.localtime():%Y/%m/%d}"
    subscribed = urlencode({"q": words, "author": words})  # of a section that is none there is no feed
    search = f"{subscribed}&{urlencode({'section': words})}"
    sitemaps = [each.removeprefix("http://127.0.0.1:8000") for each in locations(client, "/sitemap.xml")]
    return [
        *pages,
        *(f"{page}{form}" for page in lists for form in FEEDS),
        f"/search/?{search}",
        *(f"/search/{form}?{subscribed}" for form in FEEDS),
        *("/topics/", "/authors/", "/places/", "/corrections/", "/pages/about/"),
        *(f"/{today}/", f"/nuova-europa/{today}/", f"/{today[:7]}/", f"/{today[:4]}/"),
        *("/nuova-europa/nothing/", f"/?{search}", f"/topics/?{urlencode({'from': words[:90]})}"),
        *("/sitemap.xml", "/news-sitemap.xml", "/robots.txt", *sitemaps),
    ]


def locations(client, address: str) -> list[str]:
    return [each.text for each in etree.fromstring(client.get(address).content).iter("{*}loc")]


def is_plain(document: str) -> bool:
    return not any(CONTROL.search(each) for each in strings(json.loads(document)))


def look_at(text: str, content_type: str) -> None:
    """That whoever reads this format gets it whole and nothing in it runs."""
    if "xml" in content_type:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        assert etree.fromstring(text.encode(), parser).getroottree().docinfo.doctype == ""
    elif "json" in content_type:
        assert is_plain(text)
    elif "html" in content_type:
        found = Scripts()
        found.feed(text)
        found.close()
        assert found.runs == []
        assert all(is_plain(data) for data in found.data)


def strings(value) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("kind", BREAKING)
def test_no_words_break_any_address(client, kind):
    words = BREAKING[kind]
    addresses = every_address(client, fill(words), words)
    for address in addresses:
        response = client.get(address)
        is_nothing = "nothing" in address or (len(words) > LONGEST_NAME and address.startswith(SUBSCRIBED))
        assert response.status_code == (404 if is_nothing else 200), address
        text = response.content.decode()
        assert not CONTROL.search(text), address
        look_at(text, response["Content-Type"])
        assert "\n" not in str(response.headers.get("Link", ""))
        assert not urlsplit(response.headers.get("Location", "")).netloc
    assert len({urlsplit(address).path for address in addresses}) > 30
