"""The page of a story."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Author, Publication
from articles.published_time import month_name
from sections.tree import forget_tree
from tests.articles.correcting import correct, minor_fix
from tests.factories import make_copyright, make_place, make_section, make_source, publish_article
from tests.website.markup import read_page
from website.views.articles import is_over_a_year_old

pytestmark = pytest.mark.django_db

MOMENT = datetime(2022, 11, 21, 16, 7, tzinfo=UTC)  # 17:07 in Rome


def publish_bridge(**fields):
    return publish_article(
        **{
            "section": make_section("nuova-europa/serbia"),
            "headline": "Ferries & bridges > boats: a river's <story>",
            "subheadline": "Two towns share one bridge",
            "body": "<p>The bridge was opened.</p><p>It has two lanes.</p>",
            "first_published_at": MOMENT,
        }
        | fields
    )


def address_of(article):
    publication = Publication.objects.select_related("head_edition__address", "section").get(article=article)
    return f"{publication.section.get_absolute_url()}{publication.address}/"


def page_of(client, article):
    response = client.get(address_of(article))
    assert response.status_code == 200
    return read_page(response)


def test_breadcrumb_and_article_read_in_order_are_the_page_of_the_agency(client):
    main = page_of(client, publish_bridge()).one("main")
    assert [child.tag for child in main.elements if child.tag in {"nav", "article"}] == ["nav", "article"]
    assert main.one("nav", "breadcrumb").text.partition(":")[2] == (
        "ANSA > Nuova Europa > Serbia > Ferries & bridges > boats: a river's <story>"
    )
    assert main.one("article").text == (
        "Ferries & bridges > boats: a river's <story> "
        "Two towns share one bridge "
        "21 November, 17:07 "
        "(ANSA) - ROME, NOV 21 - The bridge was opened.It has two lanes. (ANSA). "
        "© Copyright ANSA - All rights reserved"
    )


def test_the_article_holds_its_parts_in_the_fixed_order_and_nothing_else(client):
    article = page_of(client, publish_bridge()).one("article")
    assert [(child.tag, child.classes) for child in article.elements] == [
        ("h1", []),
        ("p", ["subheadline"]),
        ("time", ["published"]),
        ("div", ["body"]),
        ("p", ["copyright"]),
    ]
    assert "".join(child for child in article.children if isinstance(child, str)).strip() == ""


def test_label_comes_before_the_headline_and_byline_after_the_time(client):
    author = Author.objects.create(name="Maria Bianchi")
    story = publish_bridge(story_type="analysis", authors=[author], subheadline="")
    article = page_of(client, story).one("article")
    assert [" ".join([child.tag, *child.classes]) for child in article.elements] == [
        "p label",
        "h1",
        "time published",
        "p byline",
        "div body",
        "p copyright",
    ]
    assert article.one("p", "byline").text == "By Maria Bianchi"


def test_a_very_long_headline_is_the_same_element_with_the_same_text(client):
    headline = " ".join(["Ministers"] * 30)
    assert page_of(client, publish_bridge(headline=headline)).one("article").one("h1").text == headline


def test_the_breadcrumbs_sections_are_links_and_the_headline_is_where_one_is(client):
    breadcrumb = page_of(client, publish_bridge()).one("nav", "breadcrumb")
    assert [link["href"] for link in breadcrumb.all("a")] == ["/", "/nuova-europa/", "/nuova-europa/serbia/"]
    assert breadcrumb.elements[-1].get("aria-current") == "page"
    separators = [child for child in breadcrumb.elements if child.get("aria-hidden") == "true"]
    assert [child.raw_text for child in separators] == [" > "] * 3


@pytest.mark.parametrize(("language", "label"), [("it", "Percorso:"), ("en", "Path:")])
def test_the_breadcrumbs_label_is_in_the_language_of_the_site(client, language, label):
    section = make_section("desk", language=language)
    nav = page_of(client, publish_bridge(section=section, language="en")).one("nav", "breadcrumb")
    assert nav.text.startswith(f"{label}ANSA > ")
    assert nav.language == language


def test_an_english_story_in_the_italian_site_says_its_language_on_every_part(client):
    page = page_of(client, publish_bridge(language="en", story_type="analysis"))
    assert page.one("html")["lang"] == "it"
    article = page.one("article")
    assert article["lang"] == "en"
    assert article.one("p", "copyright")["lang"] == "it"
    assert article.one("p", "label")["lang"] == "it"
    assert page.one("nav", "breadcrumb").elements[-1]["lang"] == "en"
    assert page.one("footer").language == "it"


def test_an_italian_story_is_dated_in_italian(client):
    article = page_of(client, publish_bridge(language="it")).one("article")
    assert article.one("time").text == "21 novembre, 17:07"
    assert "21 NOV" in article.one("div", "body").text


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("en", "ltr")])
def test_a_story_is_written_the_way_its_language_is(client, language, direction):
    page = page_of(client, publish_bridge(language=language))
    assert page.one("article")["dir"] == direction
    assert page.one("nav", "breadcrumb").elements[-1]["dir"] == direction
    assert page.one("article").one("p", "copyright")["dir"] == "ltr"


def test_the_times_attribute_has_the_offset_of_the_sites_zone(client):
    moment = MOMENT.replace(microsecond=123456)  # of which HTML would not know
    published = page_of(client, publish_bridge(first_published_at=moment)).one("time", "published")
    assert published["datetime"] == "2022-11-21T17:07:00+01:00"


def test_the_notice_is_the_storys_own_or_its_sections_with_the_year_of_first_publication(client):
    own = make_copyright("Region", "(c) {holder} {year}")
    article = page_of(client, publish_bridge(copyright=own)).one("article")
    assert article.one("p", "copyright").text == "(c) Region 2022"


def test_a_reworded_notice_shows_when_the_second_is_over(client, monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 0.05)
    story = publish_bridge()
    assert "All rights reserved" in page_of(client, story).one("p", "copyright").text
    terms = make_copyright()
    terms.notice = "{holder}, all rights kept"
    terms.save()
    time.sleep(0.06)
    assert page_of(client, story).one("p", "copyright").text == "ANSA, all rights kept"


def test_a_story_of_a_section_that_is_younger_than_the_map_in_memory_is_shown(client):
    client.get("/")
    story = publish_bridge(section=make_section("new"), copyright=make_copyright("New", "new {holder}"))
    assert page_of(client, story).one("p", "copyright").text == "new New"


def test_a_story_of_the_root_stands_right_below_it(client):
    story = publish_bridge(section=make_section(""), slug="a-bridge")
    assert address_of(story) == "/2022/11/21/a-bridge/"
    assert page_of(client, story).one("nav", "breadcrumb").text.partition(":")[2].startswith("ANSA > Ferries")


def test_an_old_story_says_so_with_its_year_above_the_article(client):
    main = page_of(client, publish_bridge()).one("main")
    notice = main.one("p", "age-notice")
    assert "2022" in notice.text
    assert main.elements.index(notice) < main.elements.index(main.one("article"))


def test_a_story_of_this_year_says_nothing_of_its_age(client):
    story = publish_bridge(first_published_at=timezone.now() - timedelta(days=300))
    assert page_of(client, story).all("p", "age-notice") == []


def test_the_year_is_told_where_it_is_not_this_one_and_on_paper_always(client, monkeypatch):
    story = publish_bridge(first_published_at=None)
    address, day = address_of(story), timezone.localtime()
    midnight = datetime(day.year + 1, 1, 1, tzinfo=timezone.get_default_timezone())

    def read_at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)
        forget_tree()
        page = read_page(client.get(address))
        assert page.one("time", "published").text == f"{day.day} {day:%B, %H:%M}"
        return page

    of_this_year = read_at(midnight - timedelta(seconds=1))
    assert not of_this_year.all("p", "of-day")
    assert of_this_year.one("p", "on-paper").text.endswith(
        f"{day.day} {month_name(day.month, 'it')} {day.year}"
    )
    in_january = read_at(midnight)
    assert not in_january.all("p", "on-paper")
    assert not in_january.all("p", "age-notice")
    line = in_january.one("p", "of-day")
    assert line.text.endswith(f"{day.day} {month_name(day.month, 'it')} {day.year}")
    assert not in_january.one("article").all("p", "of-day")


def test_the_day_of_a_story_leads_to_its_archive(client):
    page = page_of(client, publish_bridge())
    for line in (page.one("p", "of-day"), page.one("p", "same-day")):
        assert line.one("a")["href"] == "/nuova-europa/serbia/2022/11/21/"
    assert client.get("/nuova-europa/serbia/2022/11/21/").status_code == 200


def test_corrections_and_updates_of_another_year_than_this_one_say_it(client, monkeypatch):
    now = timezone.now()
    story = publish_bridge(first_published_at=now - timedelta(minutes=5))
    correct(story, headline="A bridge of two lanes")
    address = address_of(story)

    def times(page):
        shown = [page.one("aside", "correction").one("time"), page.one("p", "updated").one("time")]
        return [time.text for time in [*shown, *page.one("details", "history").all("time")]]

    year = f"{timezone.localtime(now):%Y}"
    assert not any(year in text for text in times(page_of(client, story)))
    monkeypatch.setattr(timezone, "now", lambda: now.replace(year=now.year + 1, month=2, day=1))
    forget_tree()
    assert all(year in text for text in times(read_page(client.get(address))))


@pytest.mark.parametrize(
    ("published", "now", "old"),
    [
        ((2024, 2, 29, 10, 0), (2025, 2, 28, 23, 0), False),
        ((2024, 2, 29, 10, 0), (2025, 3, 1, 9, 0), True),
        ((2022, 11, 21, 17, 7), (2023, 11, 21, 23, 59), False),
        ((2022, 11, 21, 17, 7), (2023, 11, 22, 0, 0), True),
    ],
)
def test_a_year_is_a_year_of_the_calendar(published, now, old):
    assert is_over_a_year_old(datetime(*published, tzinfo=UTC), datetime(*now, tzinfo=UTC)) is old


def test_beside_the_story_stand_the_latest_of_its_section_without_itself(client):
    story = publish_bridge()
    other = publish_article(headline="Another from Serbia")
    publish_article(headline="From elsewhere", section=make_section("sport"))
    aside = page_of(client, story).one("aside")
    links = [link.text for link in aside.one("ol").all("a")]
    assert links == ["Another from Serbia"]
    assert aside.one("ol").all("a")[0]["href"] == address_of(other)


def test_the_head_names_title_description_and_an_address_that_is_not_the_hosts(client, settings):
    settings.NEWSROOM_BASE_URL = "https://news.example"
    settings.ALLOWED_HOSTS = ["other.example"]
    story = publish_bridge()
    head = read_page(client.get(address_of(story), headers={"host": "other.example"})).one("head")
    assert head.one("title").text == "Ferries & bridges > boats: a river's <story> | ANSA"
    assert head.one("meta", name="description")["content"] == "Two towns share one bridge"
    assert head.one("link", rel="canonical")["href"] == f"https://news.example{address_of(story)}"


def test_without_a_subheadline_the_first_words_describe_the_page(client):
    page = page_of(client, publish_bridge(subheadline=""))
    assert page.one("meta", name="description")["content"] == "The bridge was opened."
    assert page.all("p", "subheadline") == []


def test_markup_in_a_headline_is_text(client):
    page = page_of(client, publish_bridge(headline="<script>alert(1)</script> & co"))
    assert [script.get("type") for script in page.all("script")] == ["application/ld+json"]
    assert page.one("article").one("h1").text == "<script>alert(1)</script> & co"


def test_joint_sources_and_several_places_open_and_close_the_body(client):
    story = publish_bridge(
        sources=[make_source("ANSA"), make_source("AFP")], places=[make_place("Rome"), make_place("Paris")]
    )
    body = page_of(client, story).one("div", "body").text
    assert body.startswith("(ANSA-AFP) - ROME/PARIS, NOV 21 - The bridge")
    assert body.endswith("(ANSA-AFP).")


def test_a_story_of_nothing_but_a_headline_is_a_page_and_can_lead(client):
    story = publish_bridge(subheadline="", body="", sources=[], places=[], first_published_at=None)
    article = page_of(client, story).one("article")
    assert [child.tag for child in article.elements] == ["h1", "time", "div", "p"]
    assert page_of(client, story).all("meta", name="description") == []
    assert read_page(client.get("/")).one("section", "lead").all("p", "opening") == []


def test_a_flash_on_top_of_a_front_opens_with_no_naked_dateline(client):
    story = publish_bridge(body="", first_published_at=None)
    lead = read_page(client.get("/")).one("section", "lead")
    assert lead.one("h2").text == story.headline
    assert lead.all("p", "opening") == []
    assert "(ANSA)" not in lead.text


def test_an_update_that_waits_is_not_seen(client):
    story = publish_bridge()
    story.headline = "Not yet"
    story.not_before = timezone.now() + timedelta(hours=1)
    workflow.save(story, by=None)
    workflow.publish(story, by=None)
    assert "Not yet" not in page_of(client, story).text


def test_the_copyright_line_says_the_language_that_its_notice_is_in(client):
    section = make_section("desk")
    terms = section.parent.copyright
    page = page_of(client, publish_bridge(section=section, language="en"))
    assert page.one("p", "copyright")["lang"] == "it"
    terms.language = "en"
    terms.save()
    forget_tree()
    page = page_of(client, publish_bridge(section=section, language="it"))
    assert page.one("p", "copyright")["lang"] == "en"


def test_corrections_stand_before_the_text_newest_first_and_stay(client):
    article = publish_bridge()
    correct(article, note="The bridge has <two> lanes, not three.", headline="A bridge of two lanes")
    correct(article, note="It was opened on Monday.", headline="A bridge of two lanes, since Monday")
    minor_fix(article, headline="A bridge of two lanes since Monday")
    article.body += "<p>Thousands came.</p>"
    workflow.save(article, by=None)
    workflow.publish(article, by=None)
    page = page_of(client, article).one("article")
    tags = [child.tag for child in page.elements]
    assert tags == ["h1", "p", "time", "aside", "aside", "div", "p"]
    notes = [aside.elements[-1].text for aside in page.all("aside", "correction")]
    assert notes == ["It was opened on Monday.", "The bridge has <two> lanes, not three."]


def test_a_story_that_was_never_corrected_tells_of_no_correction(client):
    article = publish_bridge()
    minor_fix(article, headline="A slip mended")
    assert not page_of(client, article).all("aside", "correction")
