"""The page on which two versions of a story are held against each other."""

import re

import pytest

from articles import workflow
from articles.models import Revision
from sections.tree import current_tree

pytestmark = pytest.mark.django_db


def page(browser, story, query=""):
    return browser.get(f"/admin/articles/article/{story.pk}/compare/{query}")


def text_of(response):
    """As a screen reader reads it, in one line."""
    main = response.content.decode().partition('id="content-main"')[2]
    return " ".join(re.sub(r"<[^>]*>", "", main).split())


def change(story, by, **fields):
    for name, value in fields.items():
        setattr(story, name, value)
    return workflow.save(story, by=by)


def test_the_working_copy_is_held_against_what_is_live(desk, as_):
    editor = desk.people["editor"]
    live = desk.live.revisions.first()
    change(desk.live, editor, headline="Seen by nobody")
    change(desk.live, editor, headline="Seen by some")
    response = page(as_("editor"), desk.live)
    assert response.context["old"]["revision"] == live
    assert response.context["new"]["revision"] == desk.live.revisions.first()
    text = text_of(response)
    assert "Seen by removed: all end added: some end" in text
    assert "nobody" not in text.partition("What changed")[2]


def test_a_story_that_is_not_published_is_held_against_what_somebody_else_wrote(desk, as_):
    reporter, editor = desk.people["reporter"], desk.people["editor"]
    change(desk.draft, reporter, headline="By the reporter")
    change(desk.draft, editor, headline="By the editor")
    newest = change(desk.draft, editor, headline="By the editor again")
    context = page(as_("editor"), desk.draft).context
    assert context["old"]["revision"].data["headline"] == "By the reporter"
    assert context["new"]["revision"] == newest


def test_a_story_of_one_person_is_held_against_its_first_version(desk, as_):
    first = desk.draft.revisions.first()
    desk.draft.revisions.update(by=desk.people["reporter"])
    change(desk.draft, desk.people["reporter"], headline="Second")
    change(desk.draft, desk.people["reporter"], headline="Third")
    assert page(as_("reporter"), desk.draft).context["old"]["revision"] == first


def test_any_two_versions_can_be_chosen_and_swapped(desk, as_):
    first = desk.draft.revisions.first()
    second = change(desk.draft, desk.people["reporter"], headline="Second thoughts")
    change(desk.draft, desk.people["reporter"], headline="Third")
    response = page(as_("editor"), desk.draft, f"?from={first.pk}&to={second.pk}")
    html = response.content.decode()
    assert f'<option value="{first.pk}" selected>' in html
    assert f'<option value="{second.pk}" selected>' in html
    assert f'href="?from={second.pk}&amp;to={first.pk}"' in html
    assert len(response.context["choices"]) == 3
    swapped = page(as_("editor"), desk.draft, f"?from={second.pk}&to={first.pk}")
    assert "removed: Second thoughts end" in text_of(swapped)


def test_a_version_alone_is_held_against_the_one_it_grew_from(desk, as_):
    first = desk.draft.revisions.first()
    second = change(desk.draft, desk.people["reporter"], headline="Second")
    change(desk.draft, desk.people["reporter"], headline="Third")
    assert page(as_("editor"), desk.draft, f"?to={second.pk}").context["old"]["revision"] == first


@pytest.mark.parametrize("query", ["?from=nonsense", "?from=999999", "?to=-1", "?from={other}", "?from=live"])
def test_a_version_that_the_story_does_not_have_is_not_there(desk, as_, query):
    query = query.format(other=desk.live.head_revision_id)
    assert page(as_("admin"), desk.draft, query).status_code == 404


@pytest.mark.parametrize("name", ["outsider", "without role"])
def test_who_has_no_role_there_learns_nothing(desk, as_, name):
    assert page(as_(name), desk.draft).status_code == 404
    assert page(as_(name), desk.live).status_code == 404


def test_where_nothing_differs_a_sentence_says_so(desk, as_):
    first = desk.draft.revisions.first()
    second = change(desk.draft, desk.people["editor"])
    text = text_of(page(as_("editor"), desk.draft, f"?from={first.pk}&to={second.pk}"))
    assert "There is no difference: both versions say the same." in text
    assert "one and the same version" in text_of(page(as_("editor"), desk.live))


def test_fields_that_are_equal_stand_in_one_line(desk, as_):
    change(desk.draft, desk.people["editor"], headline="Another")
    text = text_of(page(as_("editor"), desk.draft))
    line = text.partition("Unchanged: ")[2]
    assert "subheadline, body, pictures, dateline places" in line
    assert "headline, headline" not in line


def test_hostile_text_is_text(desk, as_):
    hostile = "<script>alert(1)</script> <b onclick=x>"
    paragraphs = "".join(f"<p>Paragraph {number} &lt;img src=x&gt;.</p>" for number in range(9))
    change(desk.draft, desk.people["editor"], headline="Before", body=paragraphs)
    change(
        desk.draft,
        desk.people["editor"],
        headline=hostile,
        subheadline=hostile,
        note_to_clients=hostile,
        body=f'{paragraphs}<p>&lt;script&gt;alert(2)&lt;/script&gt; <a href="https://x.example/?&quot;&gt;&lt;u&gt;">x</a></p>',
    )
    first = desk.draft.revisions.order_by("pk")[1]
    html = page(as_("editor"), desk.draft, f"?from={first.pk}").content.decode()
    main = html.partition('id="content-main"')[2]
    assert "<script>alert" not in html
    assert "<b onclick" not in main
    assert "<img" not in main
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in main
    assert "<u>" not in main


def test_unchanged_stretches_are_folded(desk, as_):
    text = "".join(f"<p>Paragraph {number}.</p>" for number in range(9))
    change(desk.draft, desk.people["reporter"], body=text)
    change(desk.draft, desk.people["editor"], body=f"{text}<p>Paragraph of the editor.</p>")
    html = page(as_("editor"), desk.draft).content.decode()
    assert "8 unchanged paragraphs" in html
    assert html.index("Paragraph 0.") > html.index('<details class="unchanged">')


@pytest.mark.parametrize("revisions", [1, 6])
def test_it_asks_the_same_of_the_database_however_long_the_history(
    desk, as_, revisions, django_assert_num_queries
):
    for number in range(revisions):
        change(desk.live, desk.people["editor"], headline=f"Version {number}")
    browser = as_("editor")
    page(browser, desk.live)
    current_tree()
    with django_assert_num_queries(9):
        page(browser, desk.live)


def test_only_the_newest_hundred_can_be_chosen_and_what_is_looked_at(desk, as_):
    old = desk.draft.revisions.first()
    fields = {"article": desk.draft, "created_at": old.created_at, "step": "save", "data": old.data}
    Revision.objects.bulk_create(Revision(**fields) for _number in range(120))
    choices = page(as_("editor"), desk.draft, f"?from={old.pk}").context["choices"]
    assert len(choices) == 101
    assert choices[-1].pk == old.pk


def test_the_history_leads_to_it(desk, as_):
    live = desk.live.revisions.first()
    newest = change(desk.live, desk.people["editor"], headline="Seen by some")
    browser = as_("editor")
    compare = f"/admin/articles/article/{desk.live.pk}/compare/"
    for address in ("history/", f"revisions/{newest.pk}/"):
        html = browser.get(f"/admin/articles/article/{desk.live.pk}/{address}").content.decode()
        assert f'href="{compare}?from={live.pk}&amp;to={newest.pk}"' in html
        assert f'href="{compare}?from=live&amp;to={newest.pk}"' in html
    context = page(browser, desk.live, f"?from=live&to={newest.pk}").context
    assert context["old"]["revision"] == live
    draft = browser.get(f"/admin/articles/article/{desk.draft.pk}/history/").content.decode()
    assert "from=live" not in draft
