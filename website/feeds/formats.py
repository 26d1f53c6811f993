"""The three formats. Django's generators, and what they lack: several authors, the whole text, a hub."""

import json
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import IO, Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from photos.pixels.renditions import WHOLE
from website.addresses import absolute
from website.feeds.entries import Entry
from website.pictures import Picture
from website.plain import line

NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True)
class Channel:
    """What a feed says of itself."""

    key: str  # its own for ever, wherever it moves
    title: str
    description: str
    url: str  # of its page
    feed_url: str
    language: str
    agency: str
    home: str
    rights: str
    hub: str
    updated: datetime


class Rss(Rss201rev2Feed):
    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | NAMESPACES

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """An author would be an e-mail address, so names are dc:creator; pubDate stays the first one.

        A description is HTML, wherever it is shown; ours is plain. A title is plain by custom.
        """
        entry: Entry = item["entry"]
        super().add_item_elements(handler, item | {"description": escape(entry.summary, quote=False) or None})
        for author in entry.authors:
            handler.addQuickElement("dc:creator", author.name)
        handler.addQuickElement("dc:language", entry.language)
        if entry.rights:
            handler.addQuickElement("dc:rights", entry.rights)
        if entry.updated > entry.published:
            handler.addQuickElement("dcterms:modified", rfc3339_date(entry.updated))
        if entry.html:
            handler.addQuickElement("content:encoded", entry.html)
        if entry.picture:
            _media(handler, entry.picture)


def _media(handler: SimplerXMLGenerator, picture: Picture) -> None:
    """As Media RSS tells it, with its size, words and credit."""
    file = picture.file(WHOLE)
    told = {"url": absolute(file.url), "type": file.type, "medium": "image"}
    told |= {"width": str(file.width), "height": str(file.height)}
    handler.startElement("media:content", AttributesImpl(told))
    for name, text in (
        ("media:description", line(picture.caption)),
        ("media:text", line(picture.photo.alt_text)),
        ("media:credit", line(picture.credit)),
        ("media:copyright", line(picture.photo.copyright_notice)),
    ):
        if text:
            handler.addQuickElement(name, text)
    handler.endElement("media:content")


class Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["hub"]})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["entry"].language}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Django would call the summary HTML; ours is plain."""
        super().add_item_elements(handler, item | {"description": None, "enclosures": ()})
        entry: Entry = item["entry"]
        for author in entry.authors:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", author.name)
            handler.addQuickElement("uri", author.url)
            handler.endElement("author")
        for each in item["enclosures"]:  # without a length, which Atom does not ask for
            told = {"rel": "enclosure", "type": each.mime_type, "href": each.url}
            handler.addQuickElement("link", "", told)
        if entry.summary:
            handler.addQuickElement("summary", entry.summary)
        if entry.html:
            handler.addQuickElement("content", entry.html, {"type": "html"})


class Json(SyndicationFeed):
    """JSON Feed. What its schema has no word for, such as several authors, stands in `_newsroom`."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[str], encoding: str) -> None:
        feed = self.feed
        document = {
            "version": JSON_FEED,
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "author": {"name": feed["author_name"], "url": feed["author_link"]},
            "_newsroom": {"language": feed["language"], "rights": feed["feed_copyright"]},
            "items": [self.item(item["entry"]) for item in self.items],
        }
        if feed["hub"]:
            document["hubs"] = [{"type": "WebSub", "url": feed["hub"]}]
        json.dump(document, outfile, ensure_ascii=False)

    @staticmethod
    def item(entry: Entry) -> dict[str, Any]:
        authors = [{"name": author.name, "url": author.url} for author in entry.authors]
        known = {
            "id": entry.guid,
            "url": entry.url,
            "title": entry.headline,
            "content_html": entry.html,
            "date_published": rfc3339_date(entry.published),
            "date_modified": rfc3339_date(entry.updated),
            "tags": list(dict.fromkeys([entry.section, *entry.topics])),
            "_newsroom": {
                "language": entry.language,
                "rights": entry.rights,
                "authors": authors,
                "corrections": [
                    {"date": rfc3339_date(note.moment), "note": note.text} for note in entry.corrections
                ],
            },
        }
        if entry.summary:
            known["summary"] = entry.summary
        if entry.picture:
            known["image"] = absolute(entry.picture.file(WHOLE).url)
        if authors:
            names = ", ".join(author.name for author in entry.authors)
            known["author"] = {"name": names} | ({"url": authors[0]["url"]} if len(authors) == 1 else {})
        return known


FORMATS: dict[str, type[Rss | Atom | Json]] = {"rss.xml": Rss, "atom.xml": Atom, "feed.json": Json}


def _enclosures(entry: Entry) -> list[Enclosure]:
    """The lead photo. Its length is not known before somebody asks for it: RSS says 0 then."""
    if not entry.picture:
        return []
    file = entry.picture.file(WHOLE)
    return [Enclosure(absolute(file.url), "0", file.type)]


def write_feed(name: str, channel: Channel, entries: list[Entry]) -> tuple[str, str]:
    """The feed of this file name, and what it is to be served as."""
    feed = FORMATS[name](
        title=channel.title,
        link=channel.url,
        description=channel.description,
        subtitle=channel.description,
        language=channel.language,
        author_name=channel.agency,
        author_link=channel.home,
        feed_url=channel.feed_url,
        feed_guid=channel.key,
        feed_copyright=channel.rights or None,
        hub=channel.hub,
        updated=channel.updated,
    )
    for entry in entries:
        feed.add_item(
            title=entry.headline,
            link=entry.url,
            description=entry.summary,
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.guid,
            unique_id_is_permalink=False,
            categories=list(dict.fromkeys([entry.section, *entry.topics])),
            item_copyright=entry.rights or None,
            entry=entry,
            enclosures=_enclosures(entry),
        )
    return feed.writeString("utf-8"), feed.content_type
