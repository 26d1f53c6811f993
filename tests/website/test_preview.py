"""A preview: the page as readers will see it, for whoever has the signed address, and for a while."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import previewing, workflow
from articles.models import Edition, Preview, Publication
from articles.publishing import url_date
from sections.models import Role, Section
from sections.tree import current_tree, forget_tree
from tests.factories import make_article, make_place, make_section, make_user, publish_article
from tests.website.markup import read_page
from website.furniture import current_furniture

pytestmark = pytest.mark.django_db


@pytest.fixture
def serbia():
    return make_section("nuova-europa/serbia")


@pytest.fixture
def reporter(serbia):
    return make_user(Role.REPORTER, serbia)


@pytest.fixture
def look(reporter):
    """Previews the story's newest revision and returns its address."""

    def look(article, **more):
        preview = previewing.make(article, article.head_revision.data, by=reporter, **more)
        return address_of(preview)

    return look


def address_of(preview):
    return reverse("preview", kwargs={"token": previewing.token_of(preview)})


def page_address(article):
    publication = Publication.objects.get(article=article)
    return f"{publication.section.get_absolute_url()}{publication.address}/"


def seen_at(moment, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment)
    forget_tree()


# What it shows


def test_whoever_has_the_address_reads_the_draft_and_leaves_nothing_behind(client, look):
    article = make_article(headline="A bridge opens", subheadline="After two years")
    response = client.get(look(article))
    assert response.status_code == 200
    page = read_page(response).one("article")
    assert page.one("h1").text == "A bridge opens"
    assert page.one("p", "subheadline").text == "After two years"
    assert "(ANSA) - ROME, " in page.one("div", "body").text
    assert not Publication.objects.exists()
    assert not Edition.objects.exists()


def test_it_is_the_page_that_readers_get_afterwards(client, look, monkeypatch):
    """The whole <main>, and what stands beside it, at the moment of its publication."""
    publish_article(headline="Another one of the section")
    article = make_article(
        headline="A <bridge> & more > less", story_type="analysis", places=[make_place()], by=None
    )
    at = timezone.now()
    preview = read_page(client.get(look(article, moment=at)))
    seen_at(at, monkeypatch)
    workflow.publish(article, by=None)
    page = read_page(client.get(page_address(article)))
    for tag in ("main", "aside"):
        ours = [each for each in preview.all(tag) if "preview-bar" not in each.classes]
        assert [each.text for each in ours] == [each.text for each in page.all(tag)]
    assert ours
    for tag, attributes in (("article", ("lang", "dir")), ("time", ("datetime",))):
        for name in attributes:
            ours, theirs = (each.one("main").all(tag) for each in (preview, page))
            assert [each[name] for each in ours] == [each[name] for each in theirs]


def test_at_its_scheduled_time_it_has_the_date_of_that_time(client, look, monkeypatch):
    moment = datetime(2031, 3, 4, 5, 30, tzinfo=UTC)  # 06:30 in Rome
    publish_article(headline="Another one of the section")
    article = make_article(not_before=moment)
    preview = read_page(client.get(look(article, moment=moment)))
    assert preview.one("main").one("time", "published").text == "4 March, 06:30"
    assert "ROME, MAR 4 -" in preview.one("div", "body").text
    assert "4 marzo, 06:30" in preview.one("aside", "preview-bar").text
    assert preview.one("p", "today").text.endswith("4 marzo 2031")
    beside = preview.one("aside", "beside").one("time").text
    workflow.publish(article, by=None)
    seen_at(moment, monkeypatch)
    page = read_page(client.get(page_address(article)))
    assert preview.one("article").text == page.one("article").text
    assert beside == page.one("aside", "beside").one("time").text


def test_without_a_moment_it_is_that_of_the_schedule_or_now(client, look):
    soon = timezone.now() + timedelta(days=30)
    for not_before, day in ((soon, soon), (timezone.now() - timedelta(days=30), timezone.now())):
        page = read_page(client.get(look(make_article(not_before=not_before))))
        assert page.one("main").one("time", "published")["datetime"].startswith(f"{url_date(day)}")


def test_a_story_that_readers_saw_keeps_its_date(client, look):
    first = datetime(2022, 11, 21, 16, 7, tzinfo=UTC)
    article = publish_article(first_published_at=first, not_before=None)
    article.headline = "With an update"
    workflow.save(article, by=None)
    page = read_page(client.get(look(article, moment=timezone.now())))
    assert page.one("h1").text == "With an update"
    assert page.one("main").one("time", "published").text == "21 November, 17:07"
    assert "2022" in page.one("p", "age-notice").text


def test_a_story_that_waits_is_shown_as_if_it_went_out_when_one_asks(client, look):
    article = make_article(not_before=timezone.now() + timedelta(days=30))
    workflow.publish(article, by=None)
    now = timezone.now()
    page = read_page(client.get(look(article, moment=now)))
    assert page.one("main").one("time", "published")["datetime"].startswith(f"{url_date(now)}")


def test_it_shows_nothing_that_others_have_scheduled(client, look, serbia):
    """A preview of next week is no window on what else next week brings."""
    soon = timezone.now() + timedelta(days=7)
    secret = make_article(section=serbia, headline="Under embargo", not_before=soon - timedelta(days=1))
    workflow.publish(secret, by=None)
    publish_article(section=serbia, headline="Seen by all")
    response = client.get(look(make_article(section=serbia, not_before=soon), moment=soon))
    assert "Seen by all" in response.content.decode()
    assert "Under embargo" not in response.content.decode()


def test_the_live_version_is_not_offered_beside_its_own_update(client, look):
    article = publish_article(headline="What readers see now")
    article.headline = "What they will see"
    workflow.save(article, by=None)
    assert "What readers see now" not in client.get(look(article)).content.decode()


def test_hostile_text_is_text(client, reporter):
    article = make_article()
    data = article.head_revision.data | {
        "headline": "<script>alert(1)</script>",
        "subheadline": '"><img src=x onerror=alert(1)>',
        "body": "<p onclick=alert(1)>Text</p><script>alert(1)</script><iframe src=//evil></iframe>",
    }
    page = read_page(client.get(address_of(previewing.make(article, data, by=reporter))))
    assert page.one("h1").text == "<script>alert(1)</script>"
    assert not page.all("script")
    assert not page.all("iframe")
    assert not page.all("img")
    assert not [each for each in page.walk() if "onclick" in each.attributes]


def test_the_bar_speaks_the_language_of_the_site(client, look):
    article = make_article(section=make_section("english", language="en"), language="it")
    bar = read_page(client.get(look(article, lasts=previewing.HANDED_ON))).one("aside", "preview-bar")
    assert bar.language == "en"
    assert "Preview, not published" in bar.text
    assert "This link works until" in bar.text
    assert "until" not in read_page(client.get(look(article))).one("aside", "preview-bar").text


# Who reads it, and until when


def test_nobody_keeps_it_finds_it_or_is_told_of_it(client, look):
    response = client.get(look(make_article()))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    page = read_page(response)
    assert page.one("meta", name="robots")["content"] == "noindex, nofollow"
    assert not page.all("link", rel="canonical")


def test_it_is_framed_by_our_own_desk_and_no_other_page_is(client, look):
    def framing(response):
        (ancestors,) = (
            part for part in response["Content-Security-Policy"].split("; ") if "frame-ancestors" in part
        )
        return ancestors, response["X-Frame-Options"]

    address = look(make_article())
    assert framing(client.get(address)) == ("frame-ancestors 'self'", "SAMEORIGIN")
    story = page_address(publish_article())
    for other in ("/", story, "/nothing/", "/preview/", "/preview/x/", "/admin/login/", "/healthz"):
        assert framing(client.get(other)) == ("frame-ancestors 'none'", "DENY"), other


def test_its_policy_is_that_of_a_story_but_for_the_frame(client, look):
    preview = client.get(look(make_article()))["Content-Security-Policy"]
    story = client.get(page_address(publish_article()))["Content-Security-Policy"]
    assert preview == story.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


def tampered(token):
    value, when, signature = token.split(":")
    return [
        f"{int(value) + 1}:{when}:{signature}",
        f"{value}:zzzzzz:{signature}",
        f"{value}:{when}:{signature[:-1]}",
        f"{value}:{when}",
        value,
        f"{value}::",
        "x",
        "a" * 5000,
        "%00",
        signing.TimestampSigner().sign(value),
        signing.TimestampSigner(salt="password reset").sign(value),
        signing.Signer(salt="articles.previewing").sign(value),
    ]


def test_an_address_that_we_did_not_sign_leads_nowhere(client, look):
    article = make_article(headline="A secret")
    token = look(article).split("/")[2]
    look(article)  # the next key exists
    for wrong in tampered(token):
        response = client.get(f"/preview/{wrong}/")
        assert response.status_code == 404, wrong
        assert b"A secret" not in response.content


@pytest.mark.parametrize("lasts", [previewing.AT_THE_DESK, previewing.HANDED_ON])
def test_it_is_over_when_its_time_has_come_and_a_sentence_says_so(client, look, lasts):
    article = make_article(headline="A secret")
    address = look(article, lasts=lasts)
    almost = timezone.now() + lasts - timedelta(seconds=30)
    assert previewing.read(address.split("/")[2], almost)
    Preview.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = client.get(address)
    assert response.status_code == 404
    assert response["Cache-Control"] == "private, no-store"
    assert read_page(response).one("body", "error").one("p", "code").text == "404"
    assert len(read_page(response).one("div", "sorry").all("p")) == 3  # with a sentence of its own
    assert b"A secret" not in response.content


def test_the_row_and_the_signature_must_both_be_young_enough(look):
    token = look(make_article()).split("/")[2]
    now = timezone.now()
    assert previewing.read(token, now)
    assert previewing.read(token, now + previewing.AT_THE_DESK + timedelta(seconds=1)) is None
    Preview.objects.update(made_at=now, expires_at=now + timedelta(seconds=-1))
    assert previewing.read(token, now) is None
    # A row that is made to last gives no new life to what was signed for a shorter time.
    Preview.objects.update(made_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=1, seconds=-2))
    assert previewing.read(token, now) is None


def test_each_address_opens_one_preview(client, look):
    one, other = (client.get(look(make_article(headline=name))) for name in ("First", "Second"))
    assert read_page(one).one("h1").text == "First"
    assert read_page(other).one("h1").text == "Second"


def test_a_link_of_a_person_who_left_opens_nothing(client, look, reporter):
    article = make_article(headline="A secret")
    address = look(article, lasts=previewing.HANDED_ON)
    reporter.is_active = False
    reporter.save()
    response = client.get(address)
    assert response.status_code == 404
    assert b"A secret" not in response.content


def test_of_a_killed_story_nothing_is_shown(client, look):
    article = publish_article(headline="A slander")
    address = look(article, lasts=previewing.HANDED_ON)
    assert client.get(address).status_code == 200
    workflow.kill(article, by=None, reason="untrue")
    response = client.get(address)
    assert response.status_code == 410
    assert response["Cache-Control"] == "private, no-store"
    assert b"A slander" not in response.content
    assert b"untrue" not in response.content


def test_a_preview_into_a_section_that_was_deleted_is_over(client, reporter):
    article, gone = make_article(), make_section("gone")
    data = article.head_revision.data | {"section": {"id": gone.pk, "label": "gone"}}
    address = address_of(previewing.make(article, data, by=reporter))
    Section.objects.filter(pk=gone.pk).delete()
    forget_tree()
    assert client.get(address).status_code == 404


def test_a_story_that_is_not_saved_yet_can_be_looked_at(client, reporter):
    data = make_article(headline="Not a story yet").head_revision.data
    response = client.get(address_of(previewing.make(None, data, by=reporter)))
    assert read_page(response).one("h1").text == "Not a story yet"


def test_a_cookie_makes_no_difference(look, client, reporter, monkeypatch):
    address, someone = look(make_article()), Client()
    someone.force_login(reporter)
    seen_at(timezone.now(), monkeypatch)  # the page says the minute
    mine, theirs = client.get(address), someone.get(address)
    assert mine.content == theirs.content
    assert not theirs.cookies


# What it leaves


def test_making_one_forgets_those_that_are_over_but_not_all_at_once(look, monkeypatch):
    monkeypatch.setattr(previewing, "DELETED_AT_ONCE", 2)
    article = make_article()
    for _number in range(3):
        look(article)
    Preview.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    kept = look(article)
    assert Preview.objects.count() == 2
    look(article)
    assert Preview.objects.count() == 2
    assert previewing.read(kept.split("/")[2], timezone.now())


@pytest.mark.parametrize("stories", [1, 3])
def test_a_preview_asks_five_times_however_many_stories_there_are(client, look, monkeypatch, stories):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    for _number in range(stories):
        publish_article()
    address = look(make_article())
    current_tree()
    current_furniture(timezone.now())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) == 5
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
