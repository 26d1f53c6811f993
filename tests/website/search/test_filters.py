"""What readers narrow a search down with: names of today and of old, days, and what is none of these."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from articles import topics
from articles.models import Author
from articles.search.words import LONGEST_QUERY
from sections.models import Section
from sections.tree import forget_tree
from tests.factories import make_root, make_topic, publish_article
from tests.website.search.conftest import headlines, links
from website.searching import LONGEST_NAME

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(english):
    rows = {"topic": make_topic("Scuola e università"), "author": Author.objects.create(name="Ilse Körber")}
    publish_article(headline="One ferry", topics=[rows["topic"]], authors=[rows["author"]])
    publish_article(headline="Other ferry")
    return rows


def chips(html):
    found = re.findall(r'<a href="([^"]+)">([^<]+: <bdi>[^<]*</bdi>)', html)
    return {unescape(re.sub(r"</?bdi>", "", text)): unescape(address) for address, text in found}


def hints(html):
    return [unescape(" ".join(each.split())) for each in re.findall(r'<p class="hint">(.*?)</p>', html)]


def rename(row, *names):
    for name in names:
        row.name = name
        row.save()


@pytest.mark.parametrize("kind", ["topic", "author"])
def test_the_address_of_a_search_goes_on_under_every_name_of_old(client, page, named, kind):
    was = named[kind].name
    rename(named[kind], "Something", "Something else")
    for name in (was, "something", "Something else"):
        html = page(q="ferry", **{kind: name})
        assert headlines(html) == ["One ferry"]
        assert hints(html) == []
        feed = client.get("/search/feed.json", {"q": "ferry", kind: name}).json()
        assert [item["title"] for item in feed["items"]] == ["One ferry"]


@pytest.mark.parametrize("kind", ["topic", "author"])
def test_a_name_is_first_of_all_of_who_has_it_today(page, named, kind):
    was = named[kind].name
    rename(named[kind], "Something")
    other = type(named[kind]).objects.create(name=was)
    publish_article(headline="Third ferry", **{f"{kind}s": [other]})
    assert headlines(page(q="ferry", **{kind: was})) == ["Third ferry"]
    assert headlines(page(q="ferry", **{kind: "Something"})) == ["One ferry"]


def test_what_was_merged_goes_on_under_all_its_names(page, named):
    rename(named["topic"], "Schools")
    topics.merge(named["topic"], make_topic("Education"))
    for name in ("scuola e universita", "schools", "education"):
        assert headlines(page(topic=name)) == ["One ferry"]


@pytest.mark.parametrize(
    "asked",
    [{"topic": "SCUOLA E UNIVERSITA"}, {"author": "ilse korber"}, {"author": "Ilse  KÖRBER"}],
)
def test_the_filters_forgive_accents_umlauts_and_capital_letters(page, named, asked):
    assert headlines(page(q="ferry", **asked)) == ["One ferry"]


def test_a_name_costs_one_query_however_many_bore_it(client, named):
    for number in range(5):
        row = Author.objects.create(name="Ilse Körber")
        rename(row, f"Ilse {number}")
    address = "/search/?q=ferry&author=ilse+korber&topic=scuola+e+universita"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert headlines(client.get(address).content.decode()) == ["One ferry"]
    assert len([query for query in asked.captured_queries if " LIKE " in query["sql"]]) == 2


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", {"From: 1 December 2026", "To: 2 March 2027"}),
        ("it", {"Da: 1 dicembre 2026", "A: 2 marzo 2027"}),
    ],
)
def test_days_are_told_in_the_words_of_the_page(page, named, language, says):
    Section.objects.filter(pk=make_root().pk).update(language=language)
    forget_tree()
    found = chips(page(q="ferry", since="2026-12-01", until="2027-03-02"))
    assert set(found) == says
    assert set(found.values()) == {
        "/search/?q=ferry&since=2026-12-01",
        "/search/?q=ferry&until=2027-03-02",
    }


def test_an_end_before_the_beginning_is_told_with_a_way_on(page, named):
    today = timezone.localdate().isoformat()
    html = page(q="ferry", since=today, until="2001-02-03")
    assert "The last day is before the first one: no story can be from then." in html
    assert "Nothing was found." not in html
    (other_way,) = re.findall(r'<a href="([^"]+)">Search with the two days the other way round</a>', html)
    assert unescape(other_way) == f"/search/?q=ferry&since=2001-02-03&until={today}"
    asked = dict(part.split("=") for part in unescape(other_way).partition("?")[2].split("&"))
    assert sorted(headlines(page(**asked))) == ["One ferry", "Other ferry"]
    assert set(chips(html).values()) == {
        f"/search/?q=ferry&since={today}",
        "/search/?q=ferry&until=2001-02-03",
    }


def test_one_day_alone_is_no_mistake(page, named):
    today = timezone.localdate().isoformat()
    assert len(headlines(page(q="ferry", since=today, until=today))) == 2
    html = page(q="ferry", until="2001-02-03")
    assert "Nothing was found." in html
    assert "The last day is before" not in html


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"section": "no/such"}, "Nothing here is called “no/such”. This filter was left out."),
        ({"language": "tlh"}, "Nothing here is called “tlh”. This filter was left out."),
        ({"type": "<poem>"}, "Nothing here is called “<poem>”. This filter was left out."),
        ({"since": "yesterday"}, "“yesterday” is no date. This filter was left out."),
        ({"until": "2026-02-31"}, "“2026-02-31” is no date. This filter was left out."),
        ({"topic": "t" * 5000}, f"Nothing here is called “{'t' * 99}…”. This filter was left out."),
        ({"author": "a\0b"}, "Nothing here is called “ab”. This filter was left out."),
    ],
)
def test_what_makes_no_sense_is_told(page, named, asked, says):
    html = page(q="ferry", **asked)
    assert hints(html) == [says]
    assert sorted(headlines(html)) == ["One ferry", "Other ferry"]
    assert hints(page(**asked)) == [says]  # also where nothing else is asked for


def test_what_is_no_date_stands_in_no_field_for_one(page, named):
    html = page(q="ferry", since="yesterday", until="2026-12-01")
    assert re.findall(r'type="date" name="(\w+)" value="([^"]*)"', html) == [
        ("since", ""),
        ("until", "2026-12-01"),
    ]


def test_all_of_it_is_told_in_the_order_of_the_filters(page, named):
    html = page(q="ferry", topic="Nobody knows", language="tlh", section="no/such", since="x")
    assert [re.search("“(.*)”", each)[1] for each in hints(html)] == ["Nobody knows", "no/such", "x", "tlh"]
    assert hints(page(q="ferry", section="", since=" ", language="\0")) == []


def test_it_is_told_in_the_language_of_the_page(client, named):
    Section.objects.filter(pk=make_root().pk).update(language="it")
    forget_tree()
    with translation.override("it"):
        said = translation.gettext("Nothing here is called “%(name)s”.") % {"name": "tlh"}
    assert said in client.get("/search/?q=ferry&language=tlh").content.decode()


def test_nobody_can_type_more_than_is_looked_at(page):
    html = page()
    fields = re.findall(r"<input[^>]*>", html)
    longest = {
        re.search(r'name="(\w+)"', field)[1]: int(re.search(r'maxlength="(\d+)"', field)[1])
        for field in fields
        if 'type="text"' in field or 'type="search"' in field
    }
    names = dict.fromkeys(("place", "author", "topic"), LONGEST_NAME)
    assert longest == {"q": LONGEST_QUERY} | names


# Each by itself, and together


def by_filter():
    today = timezone.localdate()
    return {
        "section": "world",
        "until": (today - timedelta(days=20)).isoformat(),
        "language": "it",
        "type": "opinion",
        "place": "tokyo",
        "author": "lena marković",
        "topic": "OLD boats",
    }


@pytest.mark.parametrize("name", list(by_filter()))
def test_each_filter_has_its_address_and_a_link_that_takes_it_off(page, two, name):
    html = page(q="ferry", **{name: by_filter()[name]})
    assert headlines(html) == ["One ferry"]
    assert "/search/?q=ferry" in links(html)


def test_filters_combine_and_are_taken_off_one_by_one(page, two):
    since = (timezone.localdate() - timedelta(days=50)).isoformat()
    html = page(q="ferry", order="newest", since=since, **by_filter())
    assert headlines(html) == ["One ferry"]
    without = {link for link in links(html) if link.endswith("&order=newest") and link.count("=") == 9}
    assert len(without) == 8
    assert all(link.startswith("/search/?q=ferry&") for link in without)


def test_filters_find_stories_without_a_word(page, two):
    assert headlines(page(type="opinion")) == ["One ferry"]
    assert headlines(page(since=timezone.localdate().isoformat())) == ["Other ferry"]


@pytest.mark.parametrize(
    "asked",
    [
        {"section": "no/such"},
        {"section": ""},
        {"since": "yesterday"},
        {"until": "2026-02-31"},
        {"language": "tlh"},
        {"type": "poem"},
        {"order": "worst"},
        {"page": "-1"},
        {"page": "9" * 400},
        {"page": "²"},
        {"before": "nonsense"},
        {"before": "99999999999999999999.1"},
        {"author": "a\0b"},
        {"topic": "t" * 5000},
        {"utm_source": "x"},
    ],
)
def test_what_makes_no_sense_is_left_out(page, two, asked):
    name, value = next(iter(asked.items()))
    html = page(q="ferry", **asked)
    assert sorted(headlines(html)) == ["One ferry", "Other ferry"]
    (canonical,) = re.findall(r'rel="canonical" href="[^"]*(/search/[^"]*)"', html)
    assert canonical == "/search/?q=ferry"
    assert not any(f"{name}={value}" in link for link in links(html) if value)


def test_the_first_and_the_last_day_of_all_are_days(page, two):
    html = page(q="ferry", since="0001-01-01", until="9999-12-31")
    assert sorted(headlines(html)) == ["One ferry", "Other ferry"]
    assert headlines(page(q="ferry", since="9999-12-31")) == headlines(page(until="0001-01-01")) == []


@pytest.mark.parametrize("name", ["author", "topic", "place"])
def test_a_name_that_nobody_has_finds_nothing_and_says_so(page, two, name):
    html = page(q="ferry", **{name: "N. O. <Body>"})
    assert "Nothing here is called “N. O. &lt;Body&gt;”." in html
    assert headlines(html) == []
    assert "/search/?q=ferry" in links(html)
