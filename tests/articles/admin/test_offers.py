"""What was kept is offered back to whoever typed it, with how it stands to the last save."""

import uuid
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import UnsavedText
from tests.articles.admin.form import ADD, change, filled, send
from tests.articles.admin.keeping import ADMIN, ONE, OTHER, keep, offers, row
from tests.factories import make_place


def test_the_next_opening_offers_it_back_with_how_it_stands_to_the_last_save(desk, as_):
    keep(as_("reporter"), desk.draft)
    UnsavedText.objects.update(kept_at=desk.draft.head_revision.created_at + timedelta(minutes=3, seconds=5))
    assert offers(as_("reporter").get(change(desk.draft)))[0].endswith(
        "3\xa0minutes after the last save by the system."
    )
    UnsavedText.objects.update(kept_at=desk.draft.head_revision.created_at - timedelta(hours=2))
    assert offers(as_("reporter").get(change(desk.draft)))[0].endswith(
        "2\xa0hours before the last save by the system."
    )


def test_taken_back_it_stands_in_the_form_and_is_saved_with_one_press(desk, as_):
    belgrade = make_place("Belgrade")
    client = as_("reporter")
    keep(
        client,
        desk.draft,
        "As it was",
        body="<p>Typed</p><script>x</script>",
        dateline_places=[belgrade.pk],
        not_before="2027-02-28T09:30",
        embargo="on",
        empty=["story_sources"],
    )
    address = f"{change(desk.draft)}?unsaved=1"
    page = client.get(address)
    assert offers(page) == []
    form = page.context["adminform"].form
    assert form["body"].value() == "<p>Typed</p>"
    assert form["embargo"].value() is True
    assert f'data-took-back="{ONE}"' in page.content.decode()
    sent = filled(client, address, form_key=OTHER, took_back=ONE)
    assert client.post(address, sent | {"_save": "1"}).status_code == 302
    desk.draft.refresh_from_db()
    assert (desk.draft.headline, desk.draft.body) == ("As it was", "<p>Typed</p>")
    assert [row.place for row in desk.draft.place_rows.all()] == [belgrade]
    assert list(desk.draft.source_rows.all()) == []
    assert timezone.localtime(desk.draft.not_before).strftime("%Y-%m-%dT%H:%M") == "2027-02-28T09:30"
    assert row(desk, "reporter", desk.draft) is None


def test_taken_back_over_a_newer_version_it_overwrites_nothing(desk, as_):
    client = as_("reporter")
    keep(client, desk.draft, "Mine")
    keep(client, desk.draft, address="leave/")
    desk.draft.headline = "By the editor"
    workflow.save(desk.draft, by=desk.people["editor"])
    (says,) = offers(client.get(change(desk.draft)))
    assert "before the last save" not in says or "It began from an earlier version." in says
    assert "It began from an earlier version." in says
    address = f"{change(desk.draft)}?unsaved=1"
    answer = client.post(address, filled(client, address) | {"_save": "1"})
    assert answer.status_code == 200
    desk.draft.refresh_from_db()
    assert desk.draft.headline == "By the editor"
    assert b"Mine" in answer.content


def test_what_the_saved_version_says_anyway_is_not_offered(desk, as_):
    keep(as_("reporter"), desk.draft, desk.draft.headline)
    assert offers(as_("reporter").get(change(desk.draft))) == []


def test_new_stories_are_offered_with_their_first_words(desk, as_):
    keep(as_("reporter"), None, "Bridge opens <b>")
    keep(as_("reporter"), None, "", key=OTHER, body="<p>Without a headline</p>")
    second, first = offers(as_("reporter").get(ADD))
    assert second.endswith("“Without a headline”")
    assert first.endswith("“Bridge opens &lt;b&gt;”")
    page = as_("reporter").get(f"{ADD}?unsaved={ONE}")
    assert page.context["adminform"].form["headline"].value() == "Bridge opens <b>"
    assert as_("reporter").get(f"{ADD}?unsaved=x").status_code == 200


def test_a_new_story_that_was_taken_back_and_saved_is_offered_no_more(desk, as_):
    client = as_("reporter")
    keep(client, None, "Bridge opens", section=desk.serbia.pk)
    address = f"{ADD}?unsaved={ONE}"
    sent = filled(client, address, form_key=OTHER, took_back=ONE)
    assert client.post(address, sent | {"_save": "1"}).status_code == 302
    page = client.get(ADD)
    assert offers(page) == []
    assert OTHER in page.content.decode(), "so that the browser forgets its copy, too"


def test_it_is_compared_with_the_saved_version_and_thrown_away(desk, as_):
    client = as_("reporter")
    keep(client, desk.draft, "Draft of tomorrow")
    page = client.get(f"{ADMIN}/{desk.draft.pk}/unsaved/").content.decode()
    assert "Your unsaved text of" in page
    assert "tomorrow" in page
    assert client.post(f"{ADMIN}/{desk.draft.pk}/unsaved/throw-away/").url == change(desk.draft)
    assert offers(client.get(change(desk.draft))) == []
    assert client.get(f"{ADMIN}/{desk.draft.pk}/unsaved/").url == change(desk.draft)


def test_what_lay_in_the_browser_comes_as_an_offer(desk, as_):
    answer = keep(as_("reporter"), desk.draft, "From the browser", park="1").json()
    assert "unsaved-offer" in answer["offer"]
    assert row(desk, "reporter", desk.draft).values["headline"] == ["From the browser"]


def test_a_refused_form_is_a_page_that_has_its_text(desk, as_):
    client = as_("reporter")
    keep(client, desk.draft)
    page = client.post(change(desk.draft), {"headline": "", "form_key": ONE, "took_back": OTHER})
    assert f'data-took-back="{ONE} {OTHER}"' in page.content.decode()
    assert offers(page) == []
    more = {"form_key": str(uuid.uuid4()), "took_back": f"{ONE} {OTHER}"}
    assert send(client, change(desk.draft), **more).status_code == 302
    assert row(desk, "reporter", desk.draft) is None


def test_the_offers_cost_the_same_for_one_and_for_five(desk, as_, monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    counts = []
    for number in (1, 4):
        for _text in range(number):
            keep(as_("reporter"), None, key=str(uuid.uuid4()))
        with CaptureQueriesContext(connection) as queries:
            assert len(offers(as_("reporter").get(ADD))) == len(counts) * 4 + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]
