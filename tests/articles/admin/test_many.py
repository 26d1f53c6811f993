"""Steps for many stories at once: each decided on its own, with a report of what was done and what not."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from articles import locks, workflow
from articles.models import Article, Event, Notice, Publication
from articles.stages import LiveState, Stage
from sections.tree import forget_tree
from tests.factories import make_article, make_section, publish_article

LIST = "/admin/articles/article/"


def sent(action, *stories, query="", **fields):
    """What the list posts: the stories that are ticked, and what it showed of them."""
    seen = []
    for story in stories:
        story.refresh_from_db()
        edition = getattr(Publication.objects.filter(article=story).first(), "head_edition_id", None)
        seen.append(f"{story.pk}-{story.head_revision_id}-{edition or 0}")
    return {
        "action": action,
        "_selected_action": [str(story.pk) for story in stories],
        "seen": seen,
        **fields,
    }


def confirmed(data, **fields):
    return data | {"confirmed": "1"} | fields


def report_of(response):
    report = response.context["report"]
    return (
        [one.story.headline for one in report.done],
        {one.story.headline: one.words for one in report.refused},
    )


def stage_of(story):
    return Article.objects.get(pk=story.pk).stage


@pytest.fixture
def drafts(desk):
    return [make_article(section=desk.serbia, headline=headline) for headline in ("One", "Two", "Three")]


def test_everybody_is_offered_the_steps_of_their_role(desk, as_):
    def offered(role):
        form = as_(role).get(LIST).context["action_form"]
        return [name for name, _label in form.fields["action"].choices if name]

    assert offered("reporter") == ["submit", "hand_over"]
    everything = [
        *("submit", "publish", "return", "unschedule", "hand_over"),
        *("hold", "release", "spike", "unspike"),
    ]
    for role in ("editor", "head", "admin"):
        assert offered(role) == everything
    assert "kill" not in everything


def test_a_step_that_is_not_offered_is_not_taken(desk, as_, drafts):
    for role, step in (("reporter", "publish"), ("admin", "kill"), ("admin", "delete_selected")):
        as_(role).post(LIST, confirmed(sent(step, *drafts), reason="No"))
    assert {stage_of(story) for story in drafts} == {Stage.DRAFT}
    assert not Publication.objects.filter(article__in=drafts).exists()


def test_first_a_page_says_what_will_happen(desk, as_, drafts):
    workflow.submit(drafts[1], by=None)
    client = as_("reporter")
    page = client.post(LIST, sent("submit", *drafts) | {"index": "0"})
    done, refused = report_of(page)
    assert done == ["One", "Three"]
    assert "not possible: this story is submitted" in refused["Two"]
    assert stage_of(drafts[0]) == Stage.DRAFT
    html = page.content.decode()
    assert "Its editors find it in their list." in html
    for story in drafts:
        assert f'href="{LIST}{story.pk}/change/"' in html


def test_what_the_pages_send_along_takes_the_step(desk, as_, drafts):
    """The list's own ticks, then the page's own form: nothing is made up here."""
    client = as_("editor")
    listed = client.get(LIST).content.decode()
    ticked = {"action": "submit", "index": "0", "_selected_action": [str(one.pk) for one in drafts]}
    shown = [words.split('"')[0] for words in listed.split('name="seen" value="')[1:]]
    assert len(shown) == 5
    page = client.post(LIST, ticked | {"seen": shown}).content.decode()
    hidden = [words.split('"')[0] for words in page.split('name="seen" value="')[1:]]
    assert len(hidden) == 3
    data = confirmed(ticked | {"seen": hidden})
    del data["index"]
    done, refused = report_of(client.post(LIST, data))
    assert (done, refused) == (["One", "Two", "Three"], {})


def test_each_is_decided_on_its_own_and_told_of(desk, as_, drafts):
    workflow.submit(drafts[1], by=None)
    client = as_("reporter")
    page = client.post(LIST, confirmed(sent("submit", *drafts)))
    done, refused = report_of(page)
    assert done == ["One", "Three"]
    assert list(refused) == ["Two"]
    assert {stage_of(story) for story in drafts} == {Stage.SUBMITTED}
    html = page.content.decode()
    assert html.index("Done: 2") < html.index("Not done: 1")
    assert f'href="{LIST}{drafts[1].pk}/change/"' in html


def test_what_changed_meanwhile_is_left_alone(desk, as_, drafts):
    data = sent("submit", *drafts)
    drafts[1].headline = "Two, changed"
    workflow.save(drafts[1], by=desk.people["editor"])
    done, refused = report_of(as_("reporter").post(LIST, confirmed(data)))
    assert done == ["One", "Three"]
    assert "saved this story" in refused["Two, changed"]
    assert stage_of(drafts[1]) == Stage.DRAFT


def test_what_was_published_meanwhile_is_not_held_unseen(desk, as_, drafts):
    data = sent("hold", drafts[0])
    workflow.publish(drafts[0], by=desk.people["head"])
    page = as_("editor").post(LIST, confirmed(data, reason="Legal"))
    done, refused = report_of(page)
    assert done == []
    assert "published this story" in refused["One"]
    assert Publication.objects.get(article=drafts[0]).held_at is None


def test_a_story_that_left_the_list_is_told_of(desk, as_, drafts):
    data = sent("submit", *drafts)
    workflow.submit(drafts[0], by=None)
    page = as_("reporter").post(f"{LIST}?stage__exact=draft", confirmed(data))
    done, refused = report_of(page)
    assert done == ["Two", "Three"]
    assert list(refused) == ["One"]


def test_without_what_was_seen_nothing_is_done(desk, as_, drafts):
    for seen in ([], ["x"], ["1-2-3"], [f"{drafts[0].pk}--", f"{drafts[0].pk}-{'9' * 50}-0"]):
        data = confirmed(sent("submit", drafts[0])) | {"seen": seen}
        done, refused = report_of(as_("reporter").post(LIST, data))
        assert (done, list(refused)) == ([], ["One"])


def test_a_locked_story_is_left_to_whoever_is_editing_it(desk, as_, drafts):
    locks.claim(drafts[0], desk.people["editor"], timezone.now())
    done, refused = report_of(as_("reporter").post(LIST, confirmed(sent("submit", *drafts))))
    assert done == ["Two", "Three"]
    assert "is editing this story" in refused["One"]


def test_a_return_needs_its_note_and_tells_it(desk, as_, drafts):
    for story in drafts:
        workflow.submit(story, by=desk.people["reporter"])
    client, data = as_("editor"), confirmed(sent("return", *drafts))
    assert client.post(LIST, data | {"note": " "}).context["form"].errors == {
        "note": ["This field is required."]
    }
    assert {stage_of(story) for story in drafts} == {Stage.SUBMITTED}
    done, _refused = report_of(client.post(LIST, data | {"note": "Who says so?"}))
    assert done == ["One", "Two", "Three"]
    assert set(Notice.objects.values_list("person", "text")) == {(desk.people["reporter"].pk, "Who says so?")}


def test_handing_over_asks_to_whom_and_knows_who_may(desk, as_, drafts):
    client, data = as_("reporter"), confirmed(sent("hand_over", *drafts))
    form = client.post(LIST, data).context["form"]
    offered = set(form.fields["to"].queryset)
    assert offered == {desk.people[role] for role in ("reporter", "editor", "head")}
    outsider = desk.people["outsider"]
    assert "to" in client.post(LIST, data | {"to": outsider.pk}).context["form"].errors
    for nonsense in ("x", "\0", "9" * 40):
        assert "to" in client.post(LIST, data | {"to": nonsense}).context["form"].errors
    answers = {"to": desk.people["editor"].pk, "due_at": "2099-01-01T12:00", "note": "Please"}
    done, refused = report_of(client.post(LIST, data | answers))
    assert (done, refused) == (["One", "Two", "Three"], {})
    assert set(
        Article.objects.filter(pk__in=[one.pk for one in drafts]).values_list("assigned_to", flat=True)
    ) == {desk.people["editor"].pk}


def test_publishing_many_says_when_readers_see_each(desk, as_, drafts):
    drafts[1].not_before = timezone.now() + timedelta(days=1)
    workflow.save(drafts[1], by=None)
    desk.live.headline = "An update"
    workflow.save(desk.live, by=None)
    data = sent("publish", *drafts, desk.live)
    preview = as_("editor").post(LIST, data).context["report"]
    words = {one.story.headline: one.words for one in preview.done}
    assert words["One"] == words["An update"] == "Readers see it at once."
    assert "tomorrow" in words["Two"]
    done, refused = report_of(as_("editor").post(LIST, confirmed(data)))
    assert (len(done), refused) == (4, {})
    states = [row.live_state(timezone.now()) for row in Publication.objects.order_by("article")]
    assert states.count(LiveState.LIVE) == 3
    assert states.count(LiveState.SCHEDULED) == 1


def test_hold_release_unschedule_spike_and_unspike(desk, as_, drafts):
    client = as_("editor")
    one, two, three = drafts
    three.not_before = timezone.now() + timedelta(days=1)
    workflow.save(three, by=None)
    workflow.publish(three, by=None)

    def take(step, *stories, **answers):
        done, refused = report_of(client.post(LIST, confirmed(sent(step, *stories), **answers)))
        assert refused == {}
        assert len(done) == len(stories)

    take("hold", one, desk.live, reason="Is it true?")
    take("release", one, desk.live)
    take("unschedule", three)
    take("spike", one, two)
    take("unspike", one, two)
    assert [stage_of(story) for story in drafts] == [Stage.DRAFT] * 3
    assert Publication.objects.get(article=desk.live).live_state(timezone.now()) == LiveState.LIVE
    assert Publication.objects.get(article=three).live_state(timezone.now()) == LiveState.NONE


def test_other_desks_stories_are_neither_touched_nor_named(desk, as_, drafts):
    secret = make_article(section=desk.sport, headline="A secret transfer")
    events = Event.objects.filter(article_id=secret.pk).count()
    for data in (sent("submit", drafts[0], secret), confirmed(sent("submit", drafts[0], secret))):
        page = as_("reporter").post(LIST, data)
        assert "secret" not in page.content.decode()
    assert stage_of(secret) == Stage.DRAFT
    assert Event.objects.filter(article_id=secret.pk).count() == events


def test_where_the_role_does_not_suffice_that_one_is_refused(desk, as_, drafts):
    culture = make_section("cultura")
    desk.people["editor"].memberships.create(section=culture, role="reporter")
    other = make_article(section=culture, headline="Opera")
    done, refused = report_of(as_("editor").post(LIST, confirmed(sent("publish", drafts[0], other))))
    assert done == ["One"]
    assert "needs the role of editor" in refused["Opera"]


def test_four_eyes_are_told_of_before(desk, as_):
    desk.serbia.four_eyes = True
    desk.serbia.save()
    forget_tree()
    alone = make_article(section=desk.serbia, headline="Alone", by=desk.people["editor"])
    _done, refused = report_of(as_("editor").post(LIST, sent("publish", alone)))
    assert "Four eyes" in refused["Alone"]


@pytest.mark.parametrize("chosen", [["x"], ["\0"], ["-1"], ["9" * 40], ["1"] * 51])
def test_nonsense_is_refused(desk, as_, chosen):
    for button in ({"index": "0"}, {}):
        data = {"action": "submit", "_selected_action": chosen, **button}
        assert as_("editor").post(LIST, data).status_code == 400


def test_nothing_chosen_does_nothing(desk, as_):
    everything = {"action": "submit", "index": "0", "select_across": "1"}
    assert as_("editor").post(LIST, everything).status_code == 302
    assert as_("editor").post(LIST, everything | {"select_across": "0"}).status_code == 302
    assert stage_of(desk.draft) == Stage.DRAFT


def test_one_that_fails_does_not_stop_the_others(desk, as_, drafts, monkeypatch):
    submit = workflow.submit

    def busy(story, **told):
        if story.pk == drafts[1].pk:
            raise OperationalError
        return submit(story, **told)

    monkeypatch.setattr(workflow, "submit", busy)
    done, refused = report_of(as_("reporter").post(LIST, confirmed(sent("submit", *drafts))))
    assert done == ["One", "Three"]
    assert "try again" in refused["Two"]


def test_a_list_of_stories_that_readers_see_offers_the_same(desk, as_):
    live = [publish_article(section=desk.serbia) for _number in range(2)]
    done, refused = report_of(as_("editor").post(LIST, confirmed(sent("spike", *live))))
    assert done == []
    assert len(refused) == 2
