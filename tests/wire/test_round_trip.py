"""What goes out and comes in again is the same story: ingest(export(x)) = x."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles import gazetteer, workflow
from articles.body import from_paragraphs
from articles.dateline import Dateline, split
from articles.folding import fold
from articles.models import Article, Edition, Place
from sections.models import Source
from sections.tree import forget_tree
from tests.factories import make_copyright, make_root, make_section
from tests.wire.test_page_text import lines
from wire.export import page
from wire.ingest import Result, ingest
from wire.models import Item
from wire.page_text import looks_like_notice
from wire.story import Choices

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")

DAY = dt.date(2022, 11, 21)
LOOKED_UP = 9  # every ninth of the places that ship

NAMES = [  # some are hard to read
    "Rome", "Paris", "L'Aquila", "Reggio Emilia", "Port-au-Prince", "New York", "Vatican City", "N'Djamena",
    "Washington", "Rio de Janeiro", "Sao Paulo", "Tel Aviv", "Cairo",
]  # fmt: skip
SOURCES = [("ANSA",), ("AFP",), ("dpa",), ("ANSA", "AFP"), ("AFP", "ANSA", "XINHUA"), ("ANSAmed", "MTI")]
ENDINGS = ["", '"', "”.", '".', " (see below).", " (Applause)", " (mia).", "…", " (AFP)!"]

headlines = lines.map(lambda line: line[:480].strip())
texts = st.builds(lambda start, ending: f"Il ponte {start}{ending}", lines, st.sampled_from(ENDINGS))


def moment(*numbers: int) -> dt.datetime:
    """On the site's clocks."""
    return dt.datetime(*numbers)  # noqa: DTZ001 - publish() adds the zone


moments = st.one_of(
    st.datetimes(moment(2012, 1, 1), moment(2025, 12, 31)),
    st.sampled_from([moment(2024, 2, 29, 0, 0), moment(2020, 2, 29, 23, 59)]),
)


@st.composite
def stories(draw) -> dict:
    """The fields of a story as the desk could have them, and when it was first published."""
    when = draw(moments).replace(second=0, microsecond=0)
    has_place = draw(st.booleans())
    as_text = has_place and draw(st.booleans())
    return {
        "moment": when,
        # the form of the dateline tells languages apart that share their months
        "language": draw(
            st.sampled_from(["en", "it", "ar", "de", "es", "pt"] if has_place else ["en", "it", "ar"])
        ),
        "section": draw(st.sampled_from(["", "politica", "nuova-europa/serbia"])),
        "headline": draw(headlines),
        "subheadline": draw(st.one_of(st.just(""), headlines)),
        "texts": draw(st.lists(texts, min_size=1, max_size=5)),
        "sources": draw(st.sampled_from(SOURCES)),
        "places": draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
        if has_place and not as_text
        else [],
        "place_text": draw(st.sampled_from(["ZZYZX", "CASTEL D'AIANO; ROMA"])) if as_text else "",
        "region": draw(st.sampled_from(["", "", "California", "Bosnia and Herzegovina"]))
        if has_place
        else "",
        "day": when.date() - dt.timedelta(days=draw(st.integers(0, 20))) if has_place else None,
        "copyright": draw(st.sampled_from([None, "© {year} {holder}", "(c) {holder} - <All> rights & more"])),
    }


def publish(fields: dict) -> Edition:
    """As the desk writes and publishes it."""
    article = Article(
        section=make_section(fields["section"]),
        language=fields["language"],
        headline=fields["headline"],
        subheadline=fields["subheadline"],
        body=from_paragraphs(fields["texts"]),
        place_text=fields["place_text"],
        dateline_region=fields["region"],
        dateline_date=fields["day"],
        copyright=make_copyright("Foo", fields["copyright"]) if fields["copyright"] else None,
    )
    sources = {source.code: source for source in Source.objects.all()}
    workflow.save(
        article,
        by=None,
        sources=[sources[code] for code in fields["sources"]],
        places=[Place.objects.filter(name=name).order_by("pk")[0] for name in fields["places"]],
    )
    when = fields["moment"].replace(tzinfo=ROME)
    return workflow.publish(article, by=None, first_published_at=when)


def content(edition: Edition) -> dict:
    """All that page text can carry, of the copy and of the page."""
    article = edition.publication.article
    return {
        name: getattr(article, name)
        for name in (
            "section_id", "language", "headline", "subheadline", "body", "place_text", "dateline_region",
            "dateline_date", "copyright_id",
        )
    } | {
        "sources": [row.source_id for row in article.source_rows.all()],
        "places": [row.place_id for row in article.place_rows.all()],
        "dateline": edition.dateline,
        "closing source": edition.closing_source,
        "first published": edition.publication.first_published_at,
    }  # fmt: skip


def come_back(edition: Edition) -> Edition:
    year = timezone.localtime(edition.publication.first_published_at, ROME).year
    outcome = ingest(page(edition), item_id="back.txt", choices=Choices(year=year, publish=True))
    assert outcome.result is Result.PUBLISHED, outcome
    return Item.objects.get().article.publication.head_edition


@pytest.fixture
def site(db):
    make_root()
    make_section("politica")
    make_section("nuova-europa/serbia", name="Serbia: oggi & “ieri”")


PLAIN = {
    "moment": moment(2022, 11, 21, 17, 7),
    "language": "en",
    "section": "nuova-europa/serbia",
    "headline": "Bridge opens",
    "subheadline": "",
    "texts": ["Il ponte."],
    "sources": ("ANSA",),
    "places": ["Rome"],
    "place_text": "",
    "region": "",
    "day": dt.date(2022, 11, 21),
    "copyright": None,
}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories())
@example(PLAIN | {"headline": "A > B: <c> & \"d\" > 'e' >", "subheadline": "> : &amp;"})
@example(PLAIN | {"texts": ['He said: "Tomorrow".', 'And "the day after"']})
@example(PLAIN | {"moment": moment(2024, 2, 29, 12, 0), "day": dt.date(2024, 2, 29)})
@example(PLAIN | {"moment": moment(2024, 3, 1, 0, 5), "day": dt.date(2024, 2, 29), "language": "it"})
@example(PLAIN | {"moment": moment(2023, 1, 1, 0, 5), "day": dt.date(2022, 12, 31), "language": "pt"})
@example(PLAIN | {"language": "ar", "headline": "افتتاح الجسر", "texts": ["افتتح الجسر اليوم."]})
@example(PLAIN | {"texts": [f"Il paragrafo {number} & <b>" for number in range(500)]})
@example(PLAIN | {"sources": ("ANSA", "AFP"), "places": ["Rome", "Paris", "New York"]})
def test_a_story_comes_back_as_it_went_out(site, fields):
    if looks_like_notice(fields["texts"][-1]):
        return
    with transaction.atomic():
        before = publish(fields)
        after = come_back(before)
        assert after.pk != before.pk
        assert content(after) == content(before)
        assert page(after) == page(before)
        transaction.set_rollback(True)
    forget_tree()


@pytest.mark.parametrize("language", ["en", "it", "de", "es", "pt", "ar", "fr"])
def test_every_place_that_ships_is_read_back_in_every_language(language):
    """As a place of this name: several may have it."""
    agencies = gazetteer.known_agencies()
    unread = []
    for place in Place.objects.prefetch_related("names").order_by("pk"):
        name = place.name_in(language)
        line = Dateline(("ANSA",), (name,), "", DAY).format(language)
        dateline, _rest = split(f"{line} Text.", language, DAY, agencies)
        if not dateline or dateline.format(language) != line:
            unread.append(name)
        elif place.pk % LOOKED_UP == 0:
            found = gazetteer.find_place(dateline.places[0], language)
            assert found and fold(found.name_in(language)) == fold(name)
    assert unread == []
