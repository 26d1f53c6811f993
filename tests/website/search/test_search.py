"""The search's page: what is typed survives, each filter has its address, and there is always a way on."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search, workflow
from sections.tree import current_tree
from tests.factories import make_article, make_topic, publish_article
from tests.website.search.conftest import headlines, links
from website.furniture import current_furniture

pytestmark = pytest.mark.django_db


def test_an_empty_search_says_how_to_search(page):
    html = page()
    assert "Which words should a story hold?" in html
    assert "<mark>" not in html
    assert headlines(html) == []


@pytest.mark.parametrize("name", ["/", "/search/"])
def test_every_page_has_one_box(client, english, two, name):
    html = client.get(name).content.decode()
    assert html.count('type="search"') == html.count('role="search"') == 1
    assert 'action="/search/"' in html


def test_matched_words_are_marked_and_everything_else_is_escaped(page):
    publish_article(
        headline="Ferries & <b>boats</b>",
        body="<p>Before it.</p><p>A &lt;script&gt;ferry&lt;/script&gt; <strong>sails</strong>.</p>",
    )
    html = page(q="ferry <script>alert(1)</script> boat".replace("alert(1)", ""))
    assert "<mark>Ferries</mark> &amp; &lt;b&gt;<mark>boats</mark>&lt;/b&gt;" in html
    assert "&lt;<mark>script</mark>&gt;<mark>ferry</mark>&lt;/<mark>script</mark>&gt; sails" in html
    assert "<script" not in html


def test_the_page_is_for_people_and_kept_for_a_second(client, english, two):
    response = client.get("/search/?q=ferry")
    assert response["Cache-Control"] == "public, max-age=1"
    assert not response.cookies
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
    assert client.post("/search/").status_code == 405


def test_the_page_speaks_the_language_of_the_site(client, two):
    assert '<html lang="it">' in client.get("/search/?q=ferry").content.decode()


def test_nothing_found_shows_a_way_on(page, two):
    html = page(q="zeppelin")
    assert "Nothing was found." in html
    assert "Other ferry" in html  # the latest


@pytest.mark.parametrize("text", ["-ferry", "😀", "…", "\0", "---", '""'])
def test_what_has_no_word_in_it_says_so(page, two, text):
    assert "There is no word in this that could be looked for." in page(q=text) or text == "\0"


@pytest.mark.parametrize("order", ["best", "newest"])
def test_pages_follow_each_other_without_gap_or_repetition(page, client, order):
    for number in range(45):
        publish_article(
            headline=f"Ferry {number}", first_published_at=timezone.now() - timedelta(hours=number)
        )
    html, seen, pages = page(q="ferry", order=order), [], 1
    while True:
        seen += headlines(html)
        further = re.findall(r'<a rel="next" href="([^"]+)"', html)
        if not further:
            break
        html, pages = client.get(unescape(further[0])).content.decode(), pages + 1
    assert sorted(seen) == sorted(f"Ferry {number}" for number in range(45))
    assert pages == 3
    assert order == "best" or seen[:3] == ["Ferry 0", "Ferry 1", "Ferry 2"]


def test_a_remembered_headline_comes_first_and_newest_first_is_a_link_away(page):
    publish_article(
        headline="The old ferry of the island", first_published_at=timezone.now() - timedelta(days=900)
    )
    publish_article(headline="Elsewhere", body="<p>The old ferry of the island.</p>")
    html = page(q="the old ferry of the island")
    assert headlines(html) == ["The old ferry of the island", "Elsewhere"]
    newest = next(link for link in links(html) if "order=newest" in link)
    assert headlines(page(q="the old ferry of the island", order="newest"))[0] == "Elsewhere"
    assert newest == "/search/?q=the+old+ferry+of+the+island&order=newest"


def test_what_is_killed_is_gone(page, two):
    story = publish_article(headline="Secret ferry")
    assert "Secret" in page(q="ferry")
    workflow.kill(story, by=None, reason="Wrong")
    assert "Secret" not in page(q="ferry") + page(q="ferry", order="newest") + page(q="secret")


def test_text_from_the_right_and_long_headlines(page):
    publish_article(headline="الرئيس يصل", language="ar")
    publish_article(headline="Ferry " + "w" * 490)
    assert '<h2 lang="ar" dir="rtl">' in page(q="الرئيس")
    assert len(headlines(page(q="ferry"))[0]) == 496


def test_a_search_that_takes_too_long_gets_a_page(page, two, monkeypatch):
    def slow(*_args, **_named):
        raise search.TooSlow

    monkeypatch.setattr("articles.search.search_best", slow)
    html = page(q="ferry")
    assert "This search took too long." in html
    assert "Other ferry" in html


def test_a_long_text_is_cut_and_the_page_says_so(page, two):
    html = page(q="ferry " * 2000)
    assert "That was long" in html
    assert sorted(headlines(html)) == ["One ferry", "Other ferry"]
    assert len(html) < 60_000


@pytest.mark.parametrize(
    ("stories", "says"),
    [(1, "1 story"), (12, "12 stories"), (100, "100 stories"), (101, "more than 100 stories")],
)
def test_it_says_how_many_stories_were_found(page, stories, says):
    publish_many(stories)
    for order in ("best", "newest"):
        assert f'<p class="total">{says}</p>' in page(q="ferry", order=order)
    assert 'class="total"' not in page(q="zeppelin")


def publish_many(count):
    for number in range(count):
        publish_article(headline=f"Ferry {number}", body="<p>Short.</p>")


def test_the_second_page_of_the_newest_counts_nothing(page, client):
    publish_many(25)
    html = page(q="ferry", order="newest")
    assert ">25 stories<" in html
    further = unescape(re.search(r'<a rel="next" href="([^"]+)"', html)[1])
    html = client.get(further).content.decode()
    assert len(headlines(html)) == 5
    assert 'class="total"' not in html
    assert ">25 stories<" in page(q="ferry", page="2")


def why(html):
    return [
        re.sub(r"</?(span|bdi)>", "", each).strip() for each in re.findall(r'<p class="why">(.*?)</p>', html)
    ]


def test_it_says_by_which_name_a_story_was_found(page, two):
    assert why(page(q="boats")) == ["Topic: Old <mark>boats</mark>"]
    assert why(page(q="markovic ferry")) == ["Author: Lena <mark>Marković</mark>"]
    assert why(page(q="ferry")) == []
    assert why(page(q="tokyo old lena")) == [
        "Topic: <mark>Old</mark> boats Author: <mark>Lena</mark> Marković Place: <mark>Tokyo</mark>"
    ]


def test_it_says_so_where_the_subheadline_matches(page):
    publish_article(headline="One", subheadline="A <b>ferry</b> sails", body="<p>Nothing else.</p>")
    assert why(page(q="ferry")) == ["A &lt;b&gt;<mark>ferry</mark>&lt;/b&gt; sails"]


def test_common_words_are_not_marked_and_no_excerpt_begins_with_them(page):
    publish_article(headline="The end", body=f"<p>{'The other words. ' * 60}</p><p>The ferry sails.</p>")
    html = page(q="the ferry")
    assert "<mark>The</mark>" not in html
    assert "<mark>ferry</mark> sails" in html
    assert "<mark>The</mark> end" in page(q="the") or connection.vendor == "postgresql"


def suggested(html, of):
    found = re.search(rf'<datalist id="names-{of}">(.*?)</datalist>', html)
    return [unescape(name) for name in re.findall(r'<option value="([^"]*)">', found[1])]


def test_names_are_suggested_from_the_results_or_else_from_the_newest(page, two):
    publish_article(headline="Elsewhere", topics=[make_topic('Quotes " & <signs>')])
    assert suggested(page(q="ferry"), "topic") == ["Old boats"]
    assert suggested(page(q="ferry"), "author") == ["Lena Marković"]
    assert suggested(page(q="ferry"), "place") == ["Rome", "Tokyo"]
    for html in (page(), page(q="zeppelin"), page(topic="Nobody knows")):
        assert set(suggested(html, "topic")) == {"Old boats", 'Quotes " & <signs>'}


def test_nothing_suggests_what_readers_may_not_see(page, two):
    story = publish_article(headline="Other", topics=[make_topic("Secret")])
    waits = make_article(
        headline="Ferry", topics=[make_topic("Hidden")], not_before=timezone.now() + timedelta(hours=1)
    )
    workflow.publish(waits, by=None)
    workflow.kill(story, by=None, reason="Wrong")
    for html in (page(), page(q="ferry")):
        assert "Secret" not in html
        assert "Hidden" not in html


def test_results_are_narrowed_down_by_a_link(page, client, two):
    publish_article(headline="Third ferry", topics=[make_topic("Old boats"), make_topic("Rivers")])
    html = page(q="ferry")
    assert "/search/?q=ferry&topic=Old+boats" in links(html)
    assert headlines(client.get("/search/?q=ferry&topic=Rivers").content.decode()) == ["Third ferry"]
    narrower = page(q="ferry", topic="Rivers")
    assert "In these results" not in narrower  # one story, nothing to choose from


def options(html, name):
    found = re.search(rf'<select name="{name}".*?</select>', html, re.DOTALL)
    return re.findall(r'<option value="([^"]+)"', found[0])


def test_only_languages_and_types_that_there_are_can_be_chosen(page, two):
    cache.clear()
    publish_article(headline="Параход", language="sr-Latn")
    waits = make_article(
        headline="السفينة",
        language="ar",
        story_type="feature",
        not_before=timezone.now() + timedelta(hours=1),
    )
    workflow.publish(waits, by=None)
    html = page()
    assert options(html, "language") == ["en", "it", "sr"]
    assert options(html, "type") == ["news", "opinion"]
    assert options(page(language="fr"), "language") == ["en", "fr", "it", "sr"]  # nobody's filter is dropped
    assert headlines(page(q="ferry", language="fr")) == []
    assert headlines(page(q="ferry", type="analysis")) == []
    cache.clear()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.dictionaries(
        st.sampled_from("q section since until language type place author topic order page before".split()),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    )
)
def test_no_question_is_an_error(page, two, asked):
    page(**asked)


def count(page, django_assert_num_queries, number, **asked):
    page(**asked)
    current_tree()
    current_furniture(timezone.now())
    with django_assert_num_queries(number):
        page(**asked)


@pytest.mark.parametrize("stories", [1, 3, 30])
def test_how_often_it_asks(page, django_assert_num_queries, monkeypatch, stories):
    """On PostgreSQL a savepoint and its end, the stems, and the index, a look for each of its windows; then,
    on both, which of them readers see, the stories that are shown, and all their names.
    """
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    for number in range(stories):
        publish_article(headline=f"Ferry {number}", topics=[make_topic("Boats")])
    on_postgres = connection.vendor == "postgresql"
    windows = 3 if on_postgres else 1
    for order, best in (("best", 1), ("newest", 0)):
        index = windows + (4 + best if on_postgres else best)  # the ranks; on SQLite the headlines apart
        count(page, django_assert_num_queries, index + 3, q="ferry", order=order)
        count(page, django_assert_num_queries, index + 5, q="ferry", order=order, topic="boats")
    count(page, django_assert_num_queries, 2)  # the newest, and their names
