"""The desk's preview: two frames, the moment, a link to hand on, and text that nobody has saved."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from articles import previewing, workflow
from articles.models import Article, Event, Preview, Publication, Revision
from tests.articles.admin.form import ADD, change, filled
from tests.factories import make_article
from tests.website.markup import read_page

LATER = timedelta(days=30)


def preview(article):
    return f"/admin/articles/article/{article.pk}/preview/"


def frames(response):
    """Both show the same address; what a reader's browser gets there."""
    addresses = [frame["src"] for frame in read_page(response).all("iframe")]
    assert len(addresses) == 2
    assert len(set(addresses)) == 1
    return read_page(Client().get(addresses[0]))


def link_in(response):
    return read_page(response).one("input", id="preview-link")


def typed(client, article, **changes):
    """What the form of the story sends with the button for a preview."""
    return client.post(preview(article), filled(client, change(article), **changes) | {"_preview": "1"})


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("anonymous", 302),
        ("without role", 404),
        ("outsider", 404),
        ("reporter", 200),
        ("editor", 200),
        ("head", 200),
        ("admin", 200),
    ],
)
def test_whoever_has_a_role_on_the_section_may_look(desk, as_, name, status):
    for sent in ({}, {"_link": "1"}, {"_preview": "1", "headline": "x"}, {"typed": "x"}):
        response = as_(name).post(preview(desk.draft), sent) if sent else as_(name).get(preview(desk.draft))
        assert response.status_code == status, sent
        if status != 200:
            assert b"Draft of the day" not in response.content
    if status != 200:
        assert not Preview.objects.exists()


def test_both_frames_show_the_saved_text(desk, as_):
    response = as_("reporter").get(preview(desk.draft))
    assert frames(response).one("h1").text == "Draft of the day"
    assert not read_page(response).all("input", id="preview-link")
    assert Preview.objects.get().expires_at <= timezone.now() + previewing.AT_THE_DESK


def test_looking_changes_nothing_of_the_story(desk, as_):
    before = list(Article.objects.values()), Revision.objects.count(), Event.objects.count()
    as_("reporter").get(preview(desk.draft))
    as_("reporter").post(preview(desk.draft), {"_link": "1"})
    typed(as_("reporter"), desk.draft, headline="Typed")
    assert before == (list(Article.objects.values()), Revision.objects.count(), Event.objects.count())


def test_an_earlier_version_can_be_looked_at_and_none_of_another_story(desk, as_):
    first = desk.draft.head_revision_id
    desk.draft.headline = "Draft of the evening"
    workflow.save(desk.draft, by=None)
    response = as_("reporter").get(f"{preview(desk.draft)}?revision={first}")
    assert frames(response).one("h1").text == "Draft of the day"
    assert "An earlier version" in read_page(response).one("div", "preview-head").text
    for wrong in (desk.live.head_revision_id, 999999, 2**63 - 1, "x", "9" * 40, "%00", "-1"):
        assert as_("reporter").get(f"{preview(desk.draft)}?revision={wrong}").status_code == 404, wrong


def test_of_an_update_the_frames_show_what_is_to_come(desk, as_):
    desk.live.headline = "Seen by nobody yet"
    workflow.save(desk.live, by=None)
    assert frames(as_("editor").get(preview(desk.live))).one("h1").text == "Seen by nobody yet"


# The moment


def test_a_story_with_a_time_is_shown_as_at_that_time_unless_one_asks_for_now(desk, as_):
    story = make_article(section=desk.serbia, not_before=timezone.now() + LATER)
    day = timezone.localtime(story.not_before).date()
    page = as_("reporter").get(preview(story))
    pressed = {
        button["value"]: button["aria-pressed"] for button in read_page(page).all("button", name="moment")
    }
    assert pressed == {"now": "false", "scheduled": "true"}
    assert frames(page).one("main").one("time", "published")["datetime"].startswith(str(day))
    now = as_("reporter").get(f"{preview(story)}?revision={story.head_revision_id}&moment=now")
    today = timezone.localdate()
    assert frames(now).one("main").one("time", "published")["datetime"].startswith(str(today))


def test_a_story_without_a_time_to_come_offers_no_choice(desk, as_):
    past = make_article(section=desk.serbia, not_before=timezone.now() - LATER)
    for story in (desk.draft, past):
        response = as_("reporter").get(f"{preview(story)}?moment=scheduled")
        assert not read_page(response).all("button", name="moment")
        date = frames(response).one("main").one("time", "published")["datetime"]
        assert date.startswith(str(timezone.localdate()))


# The link


def test_a_link_lets_somebody_without_an_account_read_this_text_for_three_days(desk, as_, settings):
    settings.NEWSROOM_BASE_URL = "https://news.example"
    response = as_("reporter").post(preview(desk.draft), {"_link": "1"}, headers={"host": "localhost"})
    field = link_in(response)
    assert "readonly" in field.attributes
    assert field["value"].startswith("https://news.example/preview/")
    reader = Client().get(urlsplit(field["value"]).path)
    assert read_page(reader).one("h1").text == "Draft of the day"
    handed_on = Preview.objects.latest("expires_at")
    assert handed_on.expires_at - handed_on.made_at == timedelta(hours=72)
    assert handed_on.by == desk.people["reporter"]


def test_a_link_is_of_the_version_and_the_moment_that_one_sees(desk, as_):
    story = make_article(section=desk.serbia, headline="As it was", not_before=timezone.now() + LATER)
    seen, moment = story.head_revision_id, story.not_before
    story.headline, story.not_before = "Saved by a colleague meanwhile", None
    workflow.save(story, by=None)
    response = as_("reporter").post(preview(story), {"_link": "1", "revision": seen, "moment": "scheduled"})
    reader = read_page(Client().get(urlsplit(link_in(response)["value"]).path))
    assert reader.one("h1").text == "As it was"
    day = timezone.localtime(moment).date()
    assert reader.one("main").one("time", "published")["datetime"].startswith(str(day))


def test_a_link_is_made_by_pressing_never_by_an_address(desk, as_):
    response = as_("reporter").get(f"{preview(desk.draft)}?_link=1")
    assert not read_page(response).all("input", id="preview-link")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(desk.people["reporter"])
    assert strict.post(preview(desk.draft), {"_link": "1"}).status_code == 403


# Text that is not saved


def test_text_as_it_was_typed_is_shown_and_not_saved(desk, as_):
    response = typed(
        as_("reporter"),
        desk.draft,
        headline="Typed a moment ago",
        body="<p>New words.</p><script>alert(1)</script>",
        byline_authors=[desk.author.pk],
    )
    page = frames(response)
    assert page.one("h1").text == "Typed a moment ago"
    assert "New words." in page.one("div", "body").text
    assert not page.all("script")
    assert page.one("p", "byline").text == "By Lena Marković"
    desk.draft.refresh_from_db()
    assert desk.draft.headline == "Draft of the day"
    assert desk.draft.author_rows.count() == 0


def test_what_saving_would_keep_of_the_text_is_what_is_shown(desk, as_):
    """The same data, to the last field, as the revision that saving the same form writes."""
    client = as_("reporter")
    soon = timezone.localtime(timezone.now() + LATER).strftime("%Y-%m-%dT%H:%M")
    changes = {
        "headline": "Typed  a moment ago",
        "body": "<p>(ANSA) - BELGRADE, NOV 21 - New words.</p>",
        "place_text": "Vršac",
        "slugline": "BRIDGE",
        "not_before": soon,
        "embargo": "on",
        "priority": "2",
        "further_sections": [desk.serbia.parent_id],
        "byline_authors": [desk.author.pk],
    }
    assert typed(client, desk.draft, **changes).status_code == 200
    shown = Preview.objects.get().data
    assert client.post(change(desk.draft), filled(client, change(desk.draft), **changes)).status_code == 302
    desk.draft.refresh_from_db()
    assert shown == desk.draft.head_revision.data


def test_typed_text_goes_on_to_another_moment_and_into_a_link(desk, as_):
    client = as_("reporter")
    soon = timezone.localtime(timezone.now() + LATER)
    response = typed(client, desk.draft, headline="Typed", not_before=soon.strftime("%Y-%m-%dT%H:%M"))
    for form in read_page(response).all("form", "preview-moment"):
        assert form["method"] == "post"
    token = read_page(response).all("input", name="typed")[0]["value"]
    now = client.post(preview(desk.draft), {"typed": token, "moment": "now"})
    assert frames(now).one("h1").text == "Typed"
    assert frames(now).one("main").one("time", "published")["datetime"].startswith(str(timezone.localdate()))
    link = link_in(client.post(preview(desk.draft), {"typed": token, "moment": "scheduled", "_link": "1"}))
    reader = read_page(Client().get(urlsplit(link["value"]).path))
    assert reader.one("h1").text == "Typed"
    assert reader.one("main").one("time", "published")["datetime"].startswith(str(soon.date()))


def test_typed_text_of_another_person_or_another_story_or_of_yesterday_is_none(desk, as_):
    response = typed(as_("reporter"), desk.draft, headline="Typed")
    token = read_page(response).all("input", name="typed")[0]["value"]
    other = make_article(section=desk.serbia)
    for client, story in ((as_("editor"), desk.draft), (as_("reporter"), other)):
        refused = client.post(preview(story), {"typed": token, "_link": "1"})
        assert "too old" in read_page(refused).one("div", "errornote").text
        assert not read_page(refused).all("iframe")
    Preview.objects.update(expires_at=timezone.now())
    refused = as_("reporter").post(preview(desk.draft), {"typed": token, "_link": "1"})
    assert "too old" in read_page(refused).one("div", "errornote").text
    assert not Preview.objects.filter(expires_at__gt=timezone.now()).exists()


def test_one_may_look_at_what_one_typed_also_when_a_colleague_was_faster(desk, as_):
    form = filled(as_("reporter"), change(desk.draft), headline="Typed in the meantime")
    workflow.save(desk.draft, by=None)
    for seen in (form["seen"], ""):
        response = as_("reporter").post(preview(desk.draft), form | {"_preview": "1", "seen": seen})
        assert frames(response).one("h1").text == "Typed in the meantime"


def test_what_cannot_be_saved_is_not_shown_and_the_page_says_what_is_wrong(desk, as_):
    response = typed(as_("reporter"), desk.draft, headline="", not_before="nonsense")
    assert response.status_code == 200
    note = read_page(response).one("div", "errornote")
    assert "Headline: This field is required." in note.text
    assert "Not before: Enter a valid date/time." in note.text
    assert not read_page(response).all("iframe")
    assert not Preview.objects.exists()


def test_nobody_looks_into_a_section_that_is_not_theirs(desk, as_):
    """Nor previews with its copyright, its source: the form offers a person's own sections alone."""
    response = typed(as_("reporter"), desk.draft, section=desk.sport.pk)
    assert not read_page(response).all("iframe")


# What is over


def test_a_killed_story_is_not_shown(desk, as_):
    frame = read_page(as_("editor").get(preview(desk.live))).all("iframe")[0]["src"]
    workflow.kill(desk.live, by=None, reason="untrue")
    response = as_("editor").get(preview(desk.live))
    assert response.status_code == 302
    assert response["Location"].endswith(f"/revisions/{desk.live.head_revision_id}/")
    assert Client().get(frame).status_code == 410
    link = as_("editor").post(preview(desk.live), {"_link": "1"})
    assert link.status_code == 302


def test_the_desk_may_frame_itself_and_nothing_may_frame_the_desk(desk, as_):
    response = as_("reporter").get(preview(desk.draft))
    policy = response["Content-Security-Policy"].split("; ")
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"


def test_a_preview_costs_the_same_however_much_has_been_looked_at(
    desk, as_, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    client = as_("reporter")
    for times in (1, 3):
        for _number in range(times):
            client.get(preview(desk.draft))
        with django_assert_num_queries(9):
            client.get(preview(desk.draft))


def test_nothing_of_a_preview_stands_in_the_record(desk, as_):
    before = Publication.objects.count()
    as_("editor").get(preview(desk.draft))
    assert Publication.objects.count() == before


def test_a_new_story_is_looked_at_before_it_is_saved(desk, as_):
    address = f"{ADD}preview/"
    values = filled(as_("reporter"), ADD, headline="Not saved yet", body="<p>Typed.</p>")
    response = as_("reporter").post(address, values | {"_preview": "1"})
    assert "Not saved yet" in frames(response).text
    assert not Article.objects.filter(headline="Not saved yet").exists()
    again = as_("reporter").post(address, {"typed": response.context["typed"], "_link": "1"})
    assert link_in(again)["value"]
    other = as_("editor").post(address, {"typed": response.context["typed"]})
    assert "Not saved yet" not in other.content.decode()
    assert as_("reporter").post(address, {"_preview": "1"}).context["errors"]
