"""A form that was overtaken: both people's changes side by side, and nothing of either lost."""

import random

import pytest
from django.utils import timezone

from articles import body, locks, workflow
from articles.models import Article, Publication
from sections.models import Copyright
from tests.articles.admin.form import change, filled
from tests.factories import make_place, make_source
from tests.website.markup import read_page

BASE = "<p>One two three.</p><p>Four five six.</p><p>Seven eight nine.</p>"


@pytest.fixture
def story(desk):
    desk.draft.body = BASE
    workflow.save(desk.draft, by=None)
    return desk.draft


def opened(as_, story, role="reporter", **changes):
    return filled(as_(role), change(story), **changes)


def theirs(desk, story, **fields):
    """A colleague's save meanwhile."""
    stored = Article.objects.get(pk=story.pk)
    for name, value in fields.items():
        setattr(stored, name, value)
    workflow.save(stored, by=desk.people["head"])


def press(as_, story, values, button="save", role="reporter"):
    return as_(role).post(change(story), values | {f"_{button}": "1"})


def form_of(response):
    return response.context["adminform"].form


def sent_again(response):
    """What the form that came back would send."""
    values = {}
    for field in form_of(response):
        value = field.value()
        if isinstance(value, list):
            values[field.html_name] = [str(getattr(row, "pk", row)) for row in value]
        elif value not in (None, False, ""):
            values[field.html_name] = field.field.widget.format_value(value)
    return values


@pytest.mark.parametrize("button", ["save", "submit", "publish"])
def test_both_are_in_the_form_and_go_through_when_sent_again(desk, as_, story, button):
    values = opened(as_, story, "editor", body=BASE.replace("One", "Eins"))
    theirs(desk, story, body=BASE.replace("nine", "neun"), headline="Their headline")
    response = press(as_, story, values, button, "editor")
    assert response.status_code == 200
    html = response.content.decode()
    assert "saved this story" in html
    assert "Both changed it" in html
    assert "Saved." not in html
    assert not list(response.context["messages"])
    both = BASE.replace("One", "Eins").replace("nine", "neun")
    assert form_of(response)["body"].value() == both
    assert form_of(response)["headline"].value() == "Their headline"
    story.refresh_from_db()
    assert story.body == BASE.replace("nine", "neun")
    assert not Publication.objects.filter(article=story).exists()

    assert press(as_, story, sent_again(response), button, "editor").status_code == 302
    story.refresh_from_db()
    assert (story.body, story.headline) == (both, "Their headline")
    assert story.stage == {"save": "draft", "submit": "submitted", "publish": "published"}[button]


def test_each_side_is_marked_word_by_word(desk, as_, story):
    values = opened(as_, story, body=BASE.replace("One", "Eins"))
    theirs(desk, story, body=BASE.replace("nine", "neun"))
    page = read_page(press(as_, story, values))
    section = next(each for each in page.all("section") if "stale" in each.attributes.get("class", ""))
    added = [each.text for each in section.all("ins")]
    assert any("neun" in text for text in added)
    assert any("Eins" in text for text in added)


def test_a_conflict_is_marked_and_theirs_can_be_put_into_the_form(desk, as_, story):
    values = opened(as_, story, headline="My headline", body=BASE.replace("five", "fünf"))
    theirs(desk, story, headline="Their headline", body=BASE.replace("five", "cinque"))
    response = press(as_, story, values)
    stale = response.context["stale"]
    assert {side.name for side in stale.conflicts} == {"headline", "body"}
    assert form_of(response)["headline"].value() == "My headline"
    html = response.content.decode()
    assert 'data-field="id_headline" data-value="Their headline"' in html
    assert "cinque" in html
    assert "fünf" in form_of(response)["body"].value()


def test_what_was_taken_out_is_taken_out(desk, as_, story):
    """A box that was emptied says nothing when it is sent."""
    notice = Copyright.objects.first()
    story.copyright, story.embargo = notice, True
    workflow.save(story, by=None, places=[make_place("Rome")], sources=[make_source("Tanjug")])
    values = opened(as_, story, copyright="", embargo=None, dateline_places=None, story_sources=None)
    theirs(desk, story, headline="Their headline")
    response = press(as_, story, values)
    names = {side.name for side in response.context["stale"].sides if side.mine}
    assert {"copyright", "embargo", "places", "sources"} <= names
    assert press(as_, story, sent_again(response)).status_code == 302
    story.refresh_from_db()
    assert (story.copyright, story.embargo) == (None, False)
    assert not story.place_rows.exists()
    assert not story.source_rows.exists()
    assert story.headline == "Their headline"


def test_who_changed_nothing_is_shown_what_the_other_did(desk, as_, story):
    values = opened(as_, story, "editor")
    theirs(desk, story, headline="Their headline")
    response = press(as_, story, values, "publish", "editor")
    assert "You had changed nothing" in response.content.decode()
    assert not Publication.objects.filter(article=story).exists()
    assert press(as_, story, sent_again(response), "publish", "editor").status_code == 302
    assert Publication.objects.get(article=story).head_edition.headline == "Their headline"


def test_a_step_that_left_the_text_alone_says_so(desk, as_, story):
    values = opened(as_, story, headline="Mine")
    workflow.submit(story, by=desk.people["head"])
    response = press(as_, story, values)
    html = response.content.decode()
    assert "submitted this story" in html
    assert "The text itself was not changed meanwhile" in html
    assert form_of(response)["headline"].value() == "Mine"


def test_everybody_who_changed_it_is_named(desk, as_, story):
    values = opened(as_, story, headline="Mine")
    theirs(desk, story, headline="Theirs")
    story.refresh_from_db()
    workflow.submit(story, by=desk.people["editor"])
    who = press(as_, story, values).context["stale"].who
    assert str(desk.people["head"]) in who
    assert str(desk.people["editor"]) in who


def test_overtaken_twice(desk, as_, story):
    values = opened(as_, story, body=BASE.replace("One", "Eins"))
    theirs(desk, story, body=BASE.replace("five", "fünf"))
    first = press(as_, story, values)
    theirs(desk, story, body=BASE.replace("five", "fünf").replace("nine", "neun"))
    second = press(as_, story, sent_again(first))
    assert second.status_code == 200
    assert form_of(second)["body"].value() == (
        BASE.replace("One", "Eins").replace("five", "fünf").replace("nine", "neun")
    )


def test_who_is_editing_is_no_conflict(desk, as_, story):
    values = opened(as_, story, headline="Mine")
    locks.claim(story, desk.people["head"], timezone.now())
    response = press(as_, story, values)
    html = response.content.decode()
    assert f"{desk.people['head']} is editing this story since" in html
    assert response.context["stale"] is None
    assert form_of(response)["headline"].value() == "Mine"
    assert form_of(response)["seen"].value() == str(values["seen"])


def test_what_was_wrong_in_the_form_is_told_before_all_else(desk, as_, story):
    values = opened(as_, story, headline="")
    theirs(desk, story, headline="Theirs")
    response = press(as_, story, values)
    assert form_of(response).errors["headline"]


@pytest.mark.parametrize("seen", ["0", "-1", "999999", "9" * 40])
def test_a_version_that_never_was_is_a_plain_refusal(desk, as_, story, seen):
    response = press(as_, story, opened(as_, story, headline="Mine") | {"seen": seen})
    assert response.status_code == 200
    assert response.context["stale"] is None
    assert form_of(response)["headline"].value() == "Mine"


def changed(paragraphs, rng, mark):
    """Some words replaced, paragraphs added, taken out or moved. Every new word bears the mark."""
    found = [list(words) for words in paragraphs]
    for number in range(rng.randint(1, 3)):
        deed, at = rng.choice(["word", "word", "add", "drop", "move"]), rng.randrange(len(found))
        if deed == "word":
            found[at][rng.randrange(len(found[at]))] = f"{mark}{number}"
        elif deed == "add":
            found.insert(at, [f"{mark}new{number}", "came"])
        elif deed == "drop" and len(found) > 2:
            found.pop(at)
        else:
            found.insert(rng.randrange(len(found)), found.pop(at))
    return found


def as_html(paragraphs):
    return "".join(f"<p>{' '.join(words)}.</p>" for words in paragraphs)


def marked_words(html, mark):
    return {
        word.strip(".") for text in body.paragraphs(html) for word in text.split() if word.startswith(mark)
    }


@pytest.mark.parametrize("seed", range(12))
def test_no_new_word_of_either_side_is_lost(desk, as_, story, seed):
    """What both wrote is in the form or, where they conflict, mine is, and theirs is shown and offered."""
    rng = random.Random(seed)  # noqa: S311
    paragraphs = [[f"w{row}{word}" for word in range(rng.randint(3, 8))] for row in range(rng.randint(2, 6))]
    theirs(desk, story, body=as_html(paragraphs))
    mine, their = as_html(changed(paragraphs, rng, "m")), as_html(changed(paragraphs, rng, "t"))
    values = opened(as_, story, body=mine)
    theirs(desk, story, body=their)
    response = press(as_, story, values)
    merged = form_of(response)["body"].value()
    assert marked_words(mine, "m") <= marked_words(merged, "m")
    stale = response.context["stale"]
    if stale.conflicts:
        assert [side.their_value for side in stale.conflicts] == [their]
    else:
        assert marked_words(their, "t") <= marked_words(merged, "t")
    assert press(as_, story, sent_again(response)).status_code == 302
    story.refresh_from_db()
    assert story.body == merged
