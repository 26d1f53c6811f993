"""The bar of steps below a story's form, its own buttons, the notes beside it, and what they cost."""

from django.utils import timezone

from articles import workflow
from articles.models import Note, Notice, Publication
from sections.models import Role
from tests.articles.admin.form import ADD, change, send
from tests.articles.admin.stepping import held, page, touched_alone
from tests.factories import make_user

# The bar


def names(response):
    bar = response.context["bar"]
    return [
        [button.name for button in bar.buttons],
        *([link.name for link in links] for links in (bar.pages, bar.more, bar.grave)),
    ]


def test_the_bar_of_a_draft(desk, as_):
    assert names(as_("reporter").get(change(desk.draft))) == [
        ["save", "submit"], [], ["hand_over", "translate", "duplicate"], []
    ]  # fmt: skip
    assert names(as_("editor").get(change(desk.draft))) == [
        ["save", "submit", "publish"], [], ["hand_over", "translate", "duplicate", "spike"], ["hold"]
    ]  # fmt: skip


def test_the_bar_of_a_live_story(desk, as_):
    assert names(as_("reporter").get(change(desk.live))) == [
        ["save", "submit"], [], ["hand_over", "translate", "duplicate"], []
    ]  # fmt: skip
    assert names(as_("head").get(change(desk.live))) == [
        ["save", "submit", "publish"],
        ["correct"],
        ["hand_over", "translate", "duplicate"],
        ["hold", "kill"],
    ]


def test_the_bar_of_a_held_story(desk, as_):
    assert names(as_("editor").get(change(held(desk)))) == [
        ["save", "submit"], ["correct", "release"], ["hand_over", "translate", "duplicate"], ["kill"]
    ]  # fmt: skip


def test_the_bar_where_four_eyes_are_asked_for(desk, as_):
    story = touched_alone(desk)
    assert names(as_("head").get(change(story)))[:2] == [["save", "submit"], ["publish_alone"]]
    assert names(as_("editor").get(change(story)))[:2] == [["save", "submit", "publish"], []]


# The form's own buttons


def test_no_text_no_publication(desk, as_):
    client = as_("editor")
    response = send(client, change(desk.draft), "publish", body="")
    assert response.context["adminform"].form.errors["body"]
    response = send(client, change(desk.draft), "publish", body="<p> </p><hr>")
    assert response.context["adminform"].form.errors["body"]
    assert Publication.objects.filter(article=desk.draft).count() == 0
    assert send(client, change(desk.draft), "save", body="").status_code == 302
    response = send(client, change(desk.draft), "publish", body="", priority=1)
    assert response.status_code == 302
    assert Publication.objects.filter(article=desk.draft).count() == 1


def test_a_new_story_without_text_is_saved_and_not_published(desk, as_):
    values = {"headline": "A headline", "section": desk.serbia.pk, "priority": 5}
    response = as_("editor").post(ADD, values | {"_publish": "1"})
    assert response.context["adminform"].form.errors["body"]
    assert as_("editor").post(ADD, values | {"_submit": "1"}).status_code == 302


# Notes between colleagues


def test_a_note_is_there_for_colleagues_with_its_exact_time(desk, as_, colleague):
    colleague.username = "elena"
    colleague.save()
    as_("reporter").post(page(desk.draft, "note"), {"note": "@elena is <b>this</b> right?\n@nobody"})
    assert Notice.objects.get().person == colleague
    html = as_("editor").get(change(desk.draft)).content.decode()
    assert "is &lt;b&gt;this&lt;/b&gt; right?<br>" in html
    note = Note.objects.get()
    assert f'datetime="{timezone.localtime(note.at).isoformat()}" title="' in html


def test_only_colleagues_of_the_section_are_offered_to_be_mentioned(desk, as_, colleague):
    offered = as_("reporter").get(change(desk.draft)).context["mentionable"]
    assert set(offered) == {desk.people["editor"], desk.people["head"], colleague}


def test_an_empty_note_is_asked_again(desk, as_):
    response = as_("reporter").post(page(desk.draft, "note"), {"note": "  "})
    assert response.context["form"].errors["note"]
    assert not Note.objects.exists()
    html = as_("reporter").post(page(desk.draft, "note"), {"note": "x" * 2001}).content.decode()
    assert "x" * 2001 in html


# What it costs


def test_the_form_costs_the_same_however_much_there_is_beside_it(desk, as_, django_assert_num_queries):
    client = as_("editor")
    client.get(change(desk.draft))
    with django_assert_num_queries(QUERIES):
        client.get(change(desk.draft))
    for number in range(5):
        workflow.note(desk.draft, by=desk.people["reporter"], text=f"Note {number}")
        make_user(Role.REPORTER, desk.serbia)
    with django_assert_num_queries(QUERIES):
        client.get(change(desk.draft))


QUERIES = 26
