"""What the head of a page tells machines: feeds, share cards, and JSON-LD in the words of schema.org."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Author, Edition, Place, Topic
from articles.models.article import StoryType
from articles.stages import Kind
from sections.models import Copyright
from sections.tree import Node, SectionTree
from website.addresses import absolute, story_url, subject_url
from website.cards import card, picture_of_story
from website.cuts import File
from website.furniture import current_furniture
from website.languages import interface_language
from website.models import Page
from website.openings import opening
from website.pages import local, notice_of
from website.pictures import Picture, hang
from website.plain import line, plain
from website.stories import Story
from website.subjects import KINDS, name_of

WORDS_OF_DESCRIPTION = 30
CONTEXT = "https://schema.org"
POLICIES = {
    Page.About.AGENCY: ("publishingPrinciples", "masthead"),
    Page.About.CORRECTIONS: ("correctionsPolicy",),
}
TYPES = {StoryType.SPONSORED: "AdvertiserContentArticle"}  # all others are news
FEEDS = {
    "rss.xml": ("application/rss+xml", "RSS"),
    "atom.xml": ("application/atom+xml", "Atom"),
    "feed.json": ("application/feed+json", "JSON Feed"),
}
SHAPES = ("16x9", "4x3", "1x1")
FEWEST_PIXELS = 50_000  # that Google looks at
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
ESCAPED = re.compile("[<>&\u2028\u2029]")  # nothing closes the script
FEED = '<link rel="alternate" type="{}" title="{}" href="{}">\n'
CARD = format_html('<meta name="twitter:card" content="{}">\n', "summary_large_image")
PROPERTY = '<meta property="{}" content="{}">\n'


@dataclass(frozen=True)
class Feed:
    url: str
    type: str
    title: str
    label: str


@dataclass
class Machines:
    """What stands in the head of a page for them."""

    feeds: list[Feed] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)  # of Open Graph
    data: SafeString | str = ""

    @property
    def tags(self) -> SafeString:
        feeds = [(feed.type, feed.title, feed.url) for feed in self.feeds]
        return format_html(
            "{}{}{}{}",
            format_html_join("", FEED, feeds),
            format_html_join("", PROPERTY, self.properties),
            CARD if self.properties else "",
            self.data,
        )


class Json:
    """Data as JSON that may stand in a script of HTML: format_html takes what knows that of itself."""

    def __init__(self, data: Any) -> None:
        self.data = data

    def __html__(self) -> str:
        text = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def script(*things: dict[str, Any]) -> SafeString:
    data = [{"@context": CONTEXT} | thing for thing in things]
    return format_html(
        '<script type="application/ld+json">{}</script>', Json(data if len(data) > 1 else data[0])
    )


def feeds_of(url: str, name: str) -> list[Feed]:
    """Of the page at this address, with its query."""
    path, mark, query = url.partition("?")
    return [
        Feed(f"{path}{form}{mark}{query}", kind, f"{line(name)}: {label}", label)
        for form, (kind, label) in FEEDS.items()
    ]


# Pages


def of_story(story: Story, tree: SectionTree, url: str, at: datetime) -> Machines:
    edition, section = story.edition, tree.by_id[story.edition.section_id]
    description = edition.subheadline or opening("", edition.body, WORDS_OF_DESCRIPTION)
    root = section.line[0]
    agency = current_furniture(at).once(("agency", root), lambda: organization(root, at))
    picture = picture_of_story(story, section)
    properties = [
        ("og:type", "article"),
        *card(edition.headline, description, url, agency["name"], edition.language, picture),
        ("article:published_time", published_of(story)),
        ("article:modified_time", modified_of(story)),
        ("article:section", line(section.name)),
        *(("article:author", absolute(author.url)) for author in story.authors),
        *(("article:tag", line(topic.name)) for topic in story.topics),
    ]
    crumbs = [(node.name, absolute(node.url)) for node in section.line] + [(line(edition.headline), "")]
    data = script(article(story, tree, url, description, agency), breadcrumbs(crumbs))
    return Machines(feeds_of(section.url, section.name), properties, data)


def of_front(section: Node, at: datetime, description: str) -> Machines:
    """The root's front is the agency's own page; others say where they stand."""
    root = section.line[0]
    if section is root:
        site = {
            "@type": "WebSite",
            "name": line(root.name),
            "url": absolute("/"),
            "inLanguage": root.language,
        }
        data = script(organization(root, at), site)
    else:
        data = script(breadcrumbs([(node.name, absolute(node.url)) for node in section.line]))
    told = card(section.name, description, absolute(section.url), root.name, section.language)
    return Machines(feeds_of(section.url, section.name), [("og:type", "website"), *told], data)


def of_subject(of: str, row: Topic | Author | Place, root: Node) -> Machines:
    language = interface_language(root.language)
    name, url = line(name_of(row, language)), subject_url(of, row.pk, row.name)
    with translation.override(language):
        kind = str(KINDS[of])
    crumbs = [(root.name, absolute("/")), (kind, absolute(reverse(f"{of}s"))), (name, absolute(url))]
    things, sort = [breadcrumbs(crumbs)], "website"
    if isinstance(row, Author):
        things.append({"@type": "ProfilePage", "mainEntity": person(row, absolute(url))})
        sort = "profile"
    properties = [("og:type", sort), *card(name, "", absolute(url), root.name, root.language)]
    return Machines(feeds_of(url, name), properties, script(*things))


# Things


def article(
    story: Story, tree: SectionTree, url: str, description: str, agency: dict[str, Any]
) -> dict[str, Any]:
    edition, section = story.edition, tree.by_id[story.edition.section_id]
    authors = [
        {"@type": "Person", "name": line(author.name), "url": absolute(author.url)}
        for author in story.authors
    ]
    told = {
        "@type": TYPES.get(StoryType(edition.story_type), "NewsArticle"),
        "mainEntityOfPage": url,
        "url": url,
        "identifier": edition.publication.guid,
        "headline": line(edition.headline),
        "description": line(description),
        "datePublished": published_of(story),
        "dateModified": modified_of(story),
        "dateline": line(edition.dateline),
        "author": authors or [{"@id": agency["@id"]} | named(agency)],
        "publisher": agency,
        "articleSection": line(section.name),
        "keywords": [line(topic.name) for topic in story.topics],
        "inLanguage": edition.language,
        "isAccessibleForFree": True,
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": plain(told.note),
                "datePublished": local(told.moment).isoformat(),
            }
            for told in story.told
            if told.kind == Kind.CORRECTION
        ],
    }
    terms = tree.copyrights.get(edition.copyright_id or 0) or section.copyright
    told |= rights(terms, story, section) | translations(story, tree) | {"image": images(story)}
    return {name: value for name, value in told.items() if value}


def images(story: Story) -> list[dict[str, Any]]:
    """The lead photo in the shapes that search engines ask for, where it has enough pixels for them."""
    lead = hang(story.edition, story.pictures).lead
    files = [lead.file(crop) for crop in SHAPES] if lead else []
    return [image(lead, file) for file in files if lead and file.width * file.height >= FEWEST_PIXELS]


def image(picture: Picture, file: File) -> dict[str, Any]:
    photo = picture.photo
    terms = photo.usage_terms.strip()
    told = {
        "@type": "ImageObject",
        "url": absolute(file.url),
        "contentUrl": absolute(file.url),
        "width": file.width,
        "height": file.height,
        "caption": plain(picture.caption),
        "creditText": line(picture.credit),
        "creator": {"@type": "Person", "name": line(photo.creator)} if photo.creator else None,
        "copyrightNotice": line(photo.copyright_notice),
        "license": terms if WEB_ADDRESS.fullmatch(terms) else None,
    }
    return {name: value for name, value in told.items() if value}


def translations(story: Story, tree: SectionTree) -> dict[str, Any]:
    """Of a story in several languages the one that was there first is the work, the others translate it.

    One of each language, as for `hreflang`; what is not for indexing is not pointed to.
    """
    own, others = story.edition, dict[str, Edition]()
    for version in sorted(story.versions, key=lambda each: each.publication_id):
        if not version.noindex and version.language.lower() != own.language.lower():
            others.setdefault(version.language.lower(), version)
    told = [
        {
            "@type": "NewsArticle",
            "url": absolute(story_url(version, tree.by_id[version.section_id])),
            "headline": line(version.headline),
            "inLanguage": version.language,
        }
        for version in others.values()
    ]
    if any(version.publication_id < own.publication_id for version in others.values()):
        return {"translationOfWork": told[0]}
    return {"workTranslation": told}


def named(agency: dict[str, Any]) -> dict[str, Any]:
    return {name: agency[name] for name in ("@type", "name", "url")}


def rights(terms: Copyright | None, story: Story, section: Node) -> dict[str, Any]:
    year = local(story.edition.publication.first_published_at).year
    notice = notice_of(terms, year, section)
    if terms is None or notice is None:
        return {}
    return {
        "copyrightHolder": {"@type": "Organization", "name": line(terms.holder)},
        "copyrightNotice": line(notice.text),
        "copyrightYear": year,
    }


def published_of(story: Story) -> str:
    return local(story.edition.publication.first_published_at).isoformat()


def modified_of(story: Story) -> str:
    """By an update or a correction: a minor fix does not count."""
    published = story.edition.publication.first_published_at
    return local(max(published, story.edition.updated_at or published)).isoformat()


def organization(root: Node, at: datetime) -> dict[str, Any]:
    """The agency, with those of its policies that have a page."""
    told: dict[str, Any] = {
        "@type": "NewsMediaOrganization",
        "@id": absolute("/#organization"),
        "name": line(root.name),
        "url": absolute("/"),
        "logo": absolute(static("site/icon.svg")),
    }
    for page in reversed(current_furniture(at).pages):  # the first of a kind counts
        about, url = Page.About(page.about), absolute(page.url)
        told |= dict.fromkeys(POLICIES.get(about, ()), url)
        if about == Page.About.CONTACT:
            told["contactPoint"] = {"@type": "ContactPoint", "contactType": "newsroom", "url": url}
    return told


def person(author: Author, url: str) -> dict[str, Any]:
    told = {
        "@type": "Person",
        "name": line(author.name),
        "url": url,
        "description": plain(author.biography),
        "knowsLanguage": [word.strip() for word in line(author.languages).split(",") if word.strip()],
        "email": author.contact,
    }
    return {name: value for name, value in told.items() if value}


def breadcrumbs(way: list[tuple[str, str]]) -> dict[str, Any]:
    """Each with its address; the page itself may go without."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": line(name)} | ({"item": url} if url else {})
            for position, (name, url) in enumerate(way, start=1)
        ],
    }
