"""Tomorrow's front, prepared tonight: a scheduled story is pinned already, and readers are told nothing."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from articles import workflow
from articles.models import Article, Publication
from sections.tree import current_tree
from tests.factories import make_article, publish_article
from tests.website.admin.test_fronts import form_of, front, press
from tests.website.markup import read_page
from tests.website.shop_window import flash, pin, publication
from website.fronts import chosen_for, front_of
from website.furniture import forget_furniture
from website.kept import key_of
from website.models import Pin

SECRET = "Treaty of tomorrow"


@pytest.fixture
def begins():
    return timezone.now() + timedelta(hours=9)


@pytest.fixture
def tomorrow(desk, begins):
    return publish_article(section=desk.serbia, headline=SECRET, slug="treaty", not_before=begins)


def sent(*stories, lead=None, **fields):
    keys = [publication(story).pk for story in stories]
    return {"seen": "", "story": keys, **({"lead": publication(lead).pk} if lead else {}), **fields}


def rows(response):
    return {row.headline: row for row in [response.context["lead"], *response.context["pins"]] if row}


def shown(desk, at):
    section = current_tree().by_id[desk.serbia.pk]
    found = front_of(section, at, chosen_for(section.id, at))
    return [edition.headline for edition in (found.lead, *found.pinned) if edition]


@pytest.mark.parametrize("words", ["treaty TOMORROW", "", "https://news.example/x/{address}/"])
def test_it_is_found_by_its_own_desk_with_its_moment(desk, as_, tomorrow, words):
    asked = {"q": words.format(address=publication(tomorrow).address)}
    for role in ("editor", "head", "admin"):
        page = as_(role).get(f"{front(desk.serbia)}found/", asked)
        found = page.context["found"]
        assert found[0].headline == SECRET
        assert "from" in read_page(page).one("span", "chip-scheduled").text


def test_what_is_scheduled_is_found_soonest_first_and_does_not_hide_the_rest(desk, as_, begins):
    for hours in (3, 1, 2, 6, 5, 4):
        publish_article(
            section=desk.serbia, headline=f"In {hours}", not_before=begins + timedelta(hours=hours)
        )
    found = as_("editor").get(f"{front(desk.serbia)}found/").context["found"]
    assert [story.headline for story in found] == ["In 1", "In 2", "In 3", "In 4", "In 5", "Seen by all"]


def test_it_is_pinned_beforehand_and_appears_by_itself(desk, as_, tomorrow, begins):
    response = as_("editor").post(front(desk.serbia), sent(tomorrow, desk.live, _save="1"))
    assert response.status_code == 302
    assert shown(desk, timezone.now()) == ["Seen by all"]
    assert shown(desk, begins - timedelta(microseconds=1)) == ["Seen by all"]
    assert shown(desk, begins) == [SECRET, "Seen by all"]
    row = rows(as_("editor").get(front(desk.serbia)))[SECRET]
    assert "from" in row.begins
    assert not row.state


def test_until_tomorrows_lead_appears_the_one_of_tonight_leads(desk, as_, tomorrow, begins):
    others = [publish_article(section=desk.serbia, headline=f"Newer {number}") for number in range(2)]
    response = as_("editor").post(
        front(desk.serbia), sent(tomorrow, desk.live, others[0], lead=tomorrow, _save="1")
    )
    assert response.status_code == 302
    assert shown(desk, timezone.now()) == ["Seen by all", "Newer 0"]
    assert shown(desk, begins) == [SECRET, "Seen by all", "Newer 0"]
    page = as_("editor").get(front(desk.serbia)).content.decode()
    assert "Meanwhile the first pinned story leads: “Seen by all”." in page


def test_without_a_pin_the_newest_leads_meanwhile(desk, as_, tomorrow):
    as_("editor").post(front(desk.serbia), sent(tomorrow, lead=tomorrow, _save="1"))
    assert "Meanwhile the newest story leads." in as_("editor").get(front(desk.serbia)).content.decode()
    assert shown(desk, timezone.now()) == ["Seen by all"]


def test_an_end_before_its_beginning_is_refused_where_it_is_typed(desk, as_, tomorrow, begins):
    name = f"until-{publication(tomorrow).pk}"
    early = f"{timezone.localtime(begins) - timedelta(hours=2):%Y-%m-%dT%H:%M}"
    response = as_("editor").post(front(desk.serbia), sent(tomorrow, _save="1", **{name: early}))
    assert "It appears only later" in rows(response)[SECRET].error
    assert not Pin.objects.exists()
    late = f"{timezone.localtime(begins) + timedelta(hours=2):%Y-%m-%dT%H:%M}"
    assert (
        as_("editor").post(front(desk.serbia), sent(tomorrow, _save="1", **{name: late})).status_code == 302
    )
    workflow.save(rescheduled(tomorrow, begins + timedelta(hours=5)), by=None)
    workflow.publish(Article.objects.get(pk=tomorrow.pk), by=None)
    response = as_("editor").get(front(desk.serbia))
    assert rows(response)[SECRET].state == "its end comes before its beginning"
    assert press(as_("editor"), response, desk.serbia, _save="1").status_code == 302


def rescheduled(story, not_before):
    story = Article.objects.get(pk=story.pk)
    story.not_before = not_before
    return story


def hold(story):
    workflow.hold(story, by=None, reason="to be checked")


def kill(story):
    workflow.kill(story, by=None, reason="untrue")


def unschedule(story):
    workflow.unschedule(story, by=None)


def move(story):
    story = Article.objects.get(pk=story.pk)
    story.section = story.section.parent
    workflow.save(story, by=None)
    workflow.publish(story, by=None)


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        (hold, "held"),
        (kill, "killed"),
        (unschedule, "it was taken off the schedule"),
        (move, "not in this section any more"),
    ],
)
def test_what_will_not_appear_after_all_says_why_and_hinders_nobody(desk, as_, tomorrow, begins, deed, why):
    as_("editor").post(front(desk.serbia), sent(tomorrow, lead=tomorrow, _save="1"))
    deed(tomorrow)
    response = as_("editor").get(front(desk.serbia))
    row = read_page(response).one("li", "front-row")
    assert row.one("strong", "state").text == f"Not shown: {why}"
    assert SECRET in row.text
    assert SECRET not in shown(desk, begins)
    key = publication(desk.live).pk
    response = press(as_("editor"), response, desk.serbia, put=key)
    assert press(as_("editor"), response, desk.serbia, _save="1").status_code == 302
    assert Pin.objects.count() == 2


def test_another_desks_secret_is_neither_found_nor_named_nor_taken(desk, as_, begins):
    story = publish_article(
        section=desk.sport, headline=SECRET, further_sections=[desk.serbia], not_before=begins
    )
    key = publication(story).pk
    for role in ("editor", "head"):  # of Serbia, where it will stand, too
        client = as_(role)
        for words in ("", "treaty", str(publication(story).address)):
            assert SECRET not in client.get(f"{front(desk.serbia)}found/", {"q": words}).content.decode()
        for address in (f"{front(desk.serbia)}?story={key}", f"/admin/fronts/?story={key}"):
            assert SECRET not in client.get(address).content.decode()
        response = client.post(front(desk.serbia), sent(story, _save="1"))
        assert response.context["wrong"]
        assert SECRET not in response.content.decode()
    assert as_("admin").post(front(desk.serbia), sent(story, _save="1")).status_code == 302
    assert SECRET not in as_("editor").get(front(desk.serbia)).content.decode()
    assert SECRET in as_("admin").get(front(desk.serbia)).content.decode()


def test_readers_are_told_of_it_nowhere(desk, as_, tomorrow, client):
    as_("editor").post(front(desk.serbia), sent(tomorrow, lead=tomorrow, _save="1"))
    for address in ("/", "/nuova-europa/serbia/", "/nuova-europa/serbia/rss.xml", "/search/?q=treaty"):
        assert SECRET not in client.get(address).content.decode()


def test_the_flash_bar_takes_only_what_readers_see(desk, as_, tomorrow):
    assert SECRET not in as_("editor").get("/admin/bar/found/", {"q": "treaty"}).content.decode()
    page = as_("editor").post(f"/admin/bar/{publication(tomorrow).pk}/put/", {"minutes": "30"})
    assert "Readers do not see this story" in page.content.decode()


def test_a_way_leads_there_from_the_storys_form(desk, as_, tomorrow):
    key = publication(tomorrow).pk
    form = as_("editor").get(f"/admin/articles/article/{tomorrow.pk}/change/").content.decode()
    assert f"/admin/fronts/?story={key}" in form
    assert f"/admin/bar/{key}/put/" not in form
    assert "/admin/fronts/?story=" not in (
        as_("reporter").get(f"/admin/articles/article/{tomorrow.pk}/change/").content.decode()
    )
    page = as_("editor").get(f"/admin/fronts/?story={key}")
    assert [node.path for node, _indent in page.context["sections"]] == [
        "nuova-europa",
        "nuova-europa/serbia",
    ]
    response = as_("editor").get(f"{front(desk.serbia)}?story={key}")
    assert response.context["asked"].headline == SECRET
    assert [story.headline for story in response.context["found"]] == ["Seen by all"]  # each once
    response = press(as_("editor"), response, desk.serbia, put=key)
    assert response.context["asked"].headline == SECRET  # it is there still, and says that it is pinned
    assert SECRET in rows(response)


def test_the_traces_name_it_to_its_desk_alone(desk, as_, tomorrow, begins):
    as_("admin").post(front(desk.serbia), sent(tomorrow, _save="1"))
    assert f"pinned “{SECRET}”" in as_("editor").get(front(desk.serbia)).content.decode()
    other = publish_article(
        section=desk.sport, headline="Of sport", further_sections=[desk.serbia], not_before=begins
    )
    Pin.objects.all().delete()
    as_("admin").post(front(desk.serbia), sent(other, _save="1"))
    page = as_("editor").get(front(desk.serbia)).content.decode()
    assert "Of sport" not in page
    assert "pinned “a story that readers do not see”" in page


@pytest.mark.parametrize("count", [1, 3, 9])
def test_the_page_asks_as_often_for_nine_that_wait_as_for_one(
    desk, as_, begins, django_assert_num_queries, count
):
    for position in range(count):
        pin(desk.serbia, publish_article(section=desk.serbia, not_before=begins), position)
    client = as_("editor")
    client.get(front(desk.serbia))
    current_tree()
    with django_assert_num_queries(11):
        client.get(front(desk.serbia))


# At its moment


def test_a_kept_front_turns_over_at_that_moment(desk, as_, client, settings, rf):
    settings.NEWSROOM_KEEP_PAGES = True
    caches["pages"].clear()
    begins = timezone.now() + timedelta(seconds=0.7)
    story = publish_article(section=desk.serbia, headline=SECRET, not_before=begins)
    pin(desk.serbia, story, 0)
    forget_furniture()
    response = client.get("/nuova-europa/serbia/")
    assert SECRET not in response.content.decode()
    assert response["Cache-Control"] == "public, max-age=0"  # nobody keeps it past that
    page = caches["pages"].get(key_of(rf.get("/nuova-europa/serbia/")))
    assert page.changes == pytest.approx(begins.timestamp(), abs=0.001)
    while timezone.now() < begins:
        response = client.get("/nuova-europa/serbia/")
        assert SECRET not in response.content.decode() or timezone.now() >= begins
    lead = read_page(client.get("/nuova-europa/serbia/")).one("section", "lead")
    assert lead.one("h2").text == SECRET
    caches["pages"].clear()


# Preview


def preview(client, desk, at, *stories, **fields):
    moment = f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"
    return client.post(f"{front(desk.serbia)}preview/", sent(*stories, moment=moment, **fields))


def test_the_preview_shows_the_front_at_that_moment(desk, as_, tomorrow, begins):
    page = preview(as_("editor"), desk, begins + timedelta(hours=1), tomorrow, lead=tomorrow)
    assert page.context["moment"] in page.content.decode()
    page = read_page(page)
    assert page.one("section", "lead").one("h2").text == SECRET
    page = preview(as_("editor"), desk, begins - timedelta(hours=1), tomorrow, lead=tomorrow)
    assert SECRET not in page.content.decode()
    assert read_page(page).one("section", "lead").one("h2").text == "Seen by all"


@pytest.mark.parametrize(
    "typed", ["", "yesterday", "2020-01-01T10:00", "\0", "x" * 10_000, "9999-99-99T99:99"]
)
def test_a_moment_that_is_none_is_now(desk, as_, tomorrow, typed):
    page = as_("editor").post(f"{front(desk.serbia)}preview/", sent(tomorrow, moment=typed))
    assert page.context["moment"] == ""
    assert SECRET not in page.content.decode()


def test_the_preview_of_a_moment_tells_nothing_of_other_desks(desk, as_, begins):
    later = begins + timedelta(hours=1)
    scheduled = publish_article(
        section=desk.sport, headline="Secret of sport", further_sections=[desk.serbia], not_before=begins
    )
    updated = publish_article(section=desk.sport, headline="Known", further_sections=[desk.serbia])
    update = Article.objects.get(pk=updated.pk)
    update.headline, update.not_before = "Secret update", begins
    workflow.save(update, by=None)
    workflow.publish(Article.objects.get(pk=updated.pk), by=None)
    own = publish_article(section=desk.serbia, headline="Our own of tomorrow", not_before=begins)
    page = preview(as_("editor"), desk, later, scheduled, updated, own).content.decode()
    assert "Secret" not in page
    assert "Our own of tomorrow" in page
    assert "Secret of sport" in preview(as_("admin"), desk, later, scheduled).content.decode()


def bar_of(page):
    return [bar.one("a").text for bar in read_page(page).all("aside", "flash-bar")]


def test_the_preview_of_a_moment_has_the_bar_of_that_moment(desk, as_, begins):
    later = begins + timedelta(hours=1)
    outlasting = publish_article(section=desk.serbia, headline="Lasts")
    flash(outlasting, until=later + timedelta(hours=1))
    flash(publish_article(section=desk.serbia, headline="Over by then"), until=later - timedelta(minutes=1))
    now = timezone.now() - timedelta(hours=1)
    assert bar_of(preview(as_("editor"), desk, now)) == ["Over by then"]
    assert bar_of(preview(as_("editor"), desk, later)) == ["Lasts"]
    update = Article.objects.get(pk=outlasting.pk)
    update.headline, update.not_before = "Lasts as it will read", begins
    workflow.save(update, by=None)
    workflow.publish(Article.objects.get(pk=outlasting.pk), by=None)
    assert bar_of(preview(as_("editor"), desk, later)) == ["Lasts as it will read"]
    assert bar_of(preview(as_("editor"), desk, later + timedelta(hours=2))) == []


def test_the_bar_of_a_moment_tells_nothing_of_other_desks(desk, as_, begins):
    later = begins + timedelta(hours=1)
    flash(publish_article(section=desk.serbia, headline="Known"), minutes=24 * 60)
    waiting = publish_article(section=desk.sport, headline="Secret of sport", not_before=begins)
    flash(waiting, minutes=24 * 60)
    assert bar_of(preview(as_("editor"), desk, later)) == ["Known"]
    assert bar_of(preview(as_("admin"), desk, later)) == ["Secret of sport"]


def test_a_draft_is_in_no_preview(desk, as_, begins):
    draft = make_article(section=desk.serbia, headline="Draft for tomorrow", not_before=begins)
    assert not Publication.objects.filter(article=draft).exists()
    page = preview(as_("admin"), desk, begins + timedelta(days=1))
    assert "Draft for tomorrow" not in page.content.decode()


def test_what_is_typed_comes_back(desk, as_, tomorrow):
    response = as_("editor").post(front(desk.serbia), sent(tomorrow, moment="2190-01-01T10:00"))
    assert form_of(response)["moment"] == ["2190-01-01T10:00"]


@pytest.mark.parametrize("deed", [hold, kill])
def test_for_a_lead_that_is_taken_from_readers_the_first_pin_stands_in_at_once(desk, as_, deed):
    lead, first = (publish_article(section=desk.serbia, headline=name) for name in ("Lead", "First"))
    publish_article(section=desk.serbia, headline="Newest")
    as_("editor").post(front(desk.serbia), sent(lead, first, desk.live, lead=lead, _save="1"))
    assert shown(desk, timezone.now()) == ["Lead", "First", "Seen by all"]
    deed(lead)
    assert shown(desk, timezone.now()) == ["First", "Seen by all"]
    assert "leads: “First”" in as_("editor").get(front(desk.serbia)).content.decode()
