"""Stories with other versions of themselves, and what stands around them on their pages."""

from django.utils import timezone

from articles import workflow
from articles.models import Publication
from sections.one_line import unturned
from tests.website.markup import read_page
from website.furniture import forget_furniture

HOSTILE = "</script>\"'><b>&amp; \u202eevil\u200f 🚢"
SHOWN = unturned(HOSTILE)


def address_of(article):
    publication = Publication.objects.select_related("head_edition__address", "section").get(article=article)
    return f"{publication.section.get_absolute_url()}{publication.address}/"


def address_of_live(article):
    edition = article.publication.editions.live(timezone.now()).get()
    return f"{edition.section.get_absolute_url()}{edition.address}/"


def page_of(client, article):
    """As it is once what is kept for a moment has gone."""
    forget_furniture()
    response = client.get(address_of(article))
    assert response.status_code == 200
    return read_page(response)


def update(article, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    workflow.save(article, by=None)
    workflow.publish(article, by=None)


def translated(article, language, **fields):
    """Another version of the story that readers see."""
    version = workflow.translate(article, by=None, language=language)
    update(version, **({"headline": f"In {language}"} | fields))
    return version


def hreflangs(page):
    return {
        link["hreflang"]: link["href"] for link in page.all("link", rel="alternate") if link.get("hreflang")
    }


def lists_of(page):
    return [[link.text for link in each.all("a")] for each in page.one("aside", "beside").all("ol")]
