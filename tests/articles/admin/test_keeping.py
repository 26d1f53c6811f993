"""What is typed is kept and offered back to whoever typed it, and to nobody else; who else is editing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import body, locks, unsaved, workflow
from articles.admin import keeping
from articles.models import EditLock, Place, Revision, UnsavedText
from sections.models import Role
from tests.articles.admin.form import ADD, change, send
from tests.articles.admin.keeping import ADMIN, ONE, OTHER, OWN, keep, offers, row
from tests.factories import make_place, make_user

# Who may


@pytest.mark.parametrize(
    "name,status",
    [
        ("anonymous", 302),
        ("without role", 404),
        ("outsider", 404),
        *((name, 200) for name in ("reporter", "editor", "head", "admin")),
    ],
)
def test_who_may_keep_text_of_a_story_and_see_who_is_editing(desk, as_, name, status):
    client, story = as_(name), desk.draft
    person = "1" if name == "anonymous" else None
    answers = {
        "keep/": keep(client, story, person=person).status_code,
        "lock/": client.get(f"{ADMIN}/{story.pk}/lock/").status_code,
        "unsaved/": client.get(f"{ADMIN}/{story.pk}/unsaved/").status_code,
        "leave/": keep(client, story, address="leave/", person=person).status_code,
        "unsaved/throw-away/": client.post(f"{ADMIN}/{story.pk}/unsaved/throw-away/").status_code,
    }
    ok = {"leave/": 204, "unsaved/throw-away/": 302}
    assert answers == {view: status if status != 200 else ok.get(view, 200) for view in answers}
    if status != 200:
        assert not UnsavedText.objects.exists()
        assert not EditLock.objects.exists()


@pytest.mark.parametrize(
    "name,status",
    [("anonymous", 302), ("without role", 403), *((name, 200) for name in ("outsider", "reporter", "admin"))],
)
def test_who_may_keep_a_new_story(desk, as_, name, status):
    client = as_(name)
    person = "1" if name == "anonymous" else None
    assert keep(client, None, person=person).status_code == status
    thrown = client.post(f"{ADMIN}/add/unsaved/throw-away/", {"_thrown": ONE}).status_code
    assert thrown == (status if status != 200 else 302)


@pytest.mark.parametrize("view", ["keep/", "leave/", "unsaved/throw-away/"])
def test_what_changes_something_is_posted_with_a_token(desk, as_, view):
    assert as_("reporter").get(f"{ADMIN}/{desk.draft.pk}/{view}").status_code == 405
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.people["reporter"])
    assert keep(client, desk.draft, address=view).status_code == 403


def test_nobody_sees_what_another_person_typed(desk, as_):
    keep(as_("reporter"), desk.draft, "A secret of the reporter")
    keep(as_("reporter"), None, "A new secret", key=OTHER)
    for name in ("editor", "head", "admin"):
        for address in (
            change(desk.draft),
            f"{change(desk.draft)}?unsaved=1",
            f"{ADMIN}/{desk.draft.pk}/unsaved/",
            f"{ADMIN}/{desk.draft.pk}/lock/",
            ADD,
            f"{ADD}?unsaved={OTHER}",
        ):
            page = as_(name).get(address, follow=True).content.decode()
            assert "secret" not in page, (name, address)
        as_(name).post(f"{ADMIN}/{desk.draft.pk}/unsaved/throw-away/")
        as_(name).post(f"{ADMIN}/add/unsaved/throw-away/", {"_thrown": OTHER})
    assert row(desk, "reporter", desk.draft)
    assert unsaved.of_new_forms(desk.people["reporter"])


def test_who_lost_the_role_learns_nothing_more(desk, as_):
    keep(as_("reporter"), desk.draft)
    desk.people["reporter"].memberships.all().delete()
    assert as_("reporter").get(f"{ADMIN}/{desk.draft.pk}/unsaved/").status_code == 404
    assert keep(as_("reporter"), desk.draft, "More").status_code == 404
    assert row(desk, "reporter", desk.draft).values["headline"] == ["Typed"]


def test_text_of_one_person_is_not_kept_for_another_who_logged_in_in_that_browser(desk, as_):
    client = as_("editor")
    for address in ("keep/", "leave/"):
        answer = keep(client, desk.draft, address=address, person=str(desk.people["reporter"].pk), typed="1")
        assert answer.status_code == {"keep/": 409, "leave/": 204}[address]
    assert not UnsavedText.objects.exists()
    assert not EditLock.objects.exists()


# Keeping


def test_what_is_typed_is_kept_as_it_is_and_the_story_stays_as_it_was(desk, as_):
    answer = keep(as_("reporter"), desk.draft, byline_authors=["3", "1"], empty=["embargo"]).json()
    assert re.fullmatch(r"\d\d:\d\d:\d\d", answer["kept_at"])
    text = row(desk, "reporter", desk.draft)
    assert text.values == {"headline": ["Typed"], "byline_authors": ["3", "1"], "embargo": []}
    assert text.grew_from_id == desk.draft.head_revision_id
    desk.draft.refresh_from_db()
    assert desk.draft.headline == "Draft of the day"
    assert Revision.objects.filter(article=desk.draft).count() == 1


def test_the_answer_tells_what_readers_would_see_before_the_text(desk, as_):
    belgrade = Place.objects.get_or_create(
        name="Belgrade", country="RS", defaults={"time_zone": "Europe/Belgrade"}
    )[0]
    sent = {"dateline_places": [belgrade.pk], "dateline_date": "2026-11-21"}
    answer = keep(as_("reporter"), desk.draft, **sent).json()
    assert answer["dateline"] == "(ANSA) - BELGRADE, NOV 21 -"
    new = keep(as_("reporter"), None, section=desk.serbia.pk, **sent).json()
    assert new["dateline"] == "(ANSA) - BELGRADO, 21 NOV -"
    assert keep(as_("reporter"), None, key=OTHER).json()["dateline"] == ""


def test_a_place_that_is_gone_does_not_hinder_keeping(desk, as_):
    place = make_place("Atlantis")
    answer = keep(as_("reporter"), desk.draft, dateline_places=[place.pk])
    place.delete()
    assert answer.status_code == 200
    assert keep(as_("reporter"), desk.draft, dateline_places=[place.pk]).status_code == 200


def test_too_much_is_refused_and_a_little_too_much_is_kept(desk, as_):
    client = as_("reporter")
    assert keep(client, desk.draft, body="x" * (body.MAX_LENGTH + 1000)).status_code == 200
    assert keep(client, desk.draft, body="x" * (keeping.LONGEST_BODY + 1)).status_code == 413
    assert keep(client, desk.draft, slugline="x" * keeping.LARGEST).status_code == 413
    assert len(row(desk, "reporter", desk.draft).values["body"][0]) == body.MAX_LENGTH + 1000


@pytest.mark.parametrize("key", ["", "x", "1"])
def test_a_page_without_a_key_is_refused(desk, as_, key):
    assert keep(as_("reporter"), desk.draft, key=key).status_code == 400


@pytest.mark.parametrize("seen", ["", "x", "0", "9" * 30])
def test_a_version_that_is_none_of_this_story_is_none(desk, as_, seen):
    keep(as_("reporter"), desk.draft, seen=seen)
    assert row(desk, "reporter", desk.draft).grew_from is None
    keep(as_("reporter"), desk.draft, seen=desk.live.head_revision_id)
    assert row(desk, "reporter", desk.draft).grew_from is None
    page = as_("reporter").get(f"{change(desk.draft)}?unsaved=1")
    assert page.status_code == 200
    assert as_("reporter").get(f"{ADMIN}/{desk.draft.pk}/unsaved/").status_code == 200


def test_signs_that_no_database_keeps_are_left_out(desk, as_):
    assert keep(as_("reporter"), desk.draft, "Ty\0ped").status_code == 200
    assert row(desk, "reporter", desk.draft).values["headline"] == ["Typed"]


def test_it_tells_who_has_saved_meanwhile(desk, as_):
    seen = desk.draft.head_revision_id
    assert keep(as_("reporter"), desk.draft).json()["changed_by"] is None
    desk.draft.headline = "By the editor"
    locks.release(desk.draft, desk.people["reporter"])
    workflow.save(desk.draft, by=desk.people["editor"])
    answer = keep(as_("reporter"), desk.draft, seen=seen).json()
    assert answer["changed_by"]["who"] == str(desk.people["editor"])
    assert answer["head"] == desk.draft.head_revision_id
    assert keep(as_("reporter"), desk.draft).json()["changed_by"] is None


def test_a_form_that_was_saved_is_kept_no_more(desk, as_):
    client = as_("reporter")
    keep(client, desk.draft)
    send(client, change(desk.draft), headline="Typed", form_key=ONE)
    assert keep(client, desk.draft).json() == {"closed": True}
    assert row(desk, "reporter", desk.draft) is None
    assert offers(client.get(change(desk.draft))) == []


# Who is editing


def test_the_first_change_locks_and_the_others_see_who(desk, as_):
    assert as_("editor").get(f"{ADMIN}/{desk.draft.pk}/lock/").json()["lock"]["who"] == ""
    mine = keep(as_("reporter"), desk.draft).json()["lock"]
    assert mine["mine"]
    assert mine["says"] == ""
    theirs = as_("editor").get(f"{ADMIN}/{desk.draft.pk}/lock/").json()["lock"]
    assert not theirs["mine"]
    assert theirs["says"] == f"{desk.people['reporter']} is editing this story since {theirs['since']}."
    assert keep(as_("editor"), desk.draft).json()["lock"]["who"] == str(desk.people["reporter"])
    assert row(desk, "editor", desk.draft), "the text is kept all the same"


def test_looking_locks_nothing(desk, as_):
    for address in (
        change(desk.draft),
        f"{ADMIN}/{desk.draft.pk}/lock/",
        f"{ADMIN}/{desk.draft.pk}/unsaved/",
    ):
        as_("reporter").get(address)
    keep(as_("reporter"), desk.draft, park="1")
    assert not EditLock.objects.exists()


def test_a_sign_of_life_holds_the_lock_and_keeps_no_text(desk, as_):
    keep(as_("reporter"), desk.draft)
    EditLock.objects.update(last_sign=timezone.now() - timedelta(minutes=2))
    answer = keep(as_("reporter"), desk.draft, "Nothing new", only_lock="1").json()
    assert answer["lock"]["mine"]
    assert EditLock.objects.get().last_sign > timezone.now() - timedelta(minutes=1)
    assert row(desk, "reporter", desk.draft).values["headline"] == ["Typed"]


def test_leaving_keeps_the_last_words_and_lets_others_in(desk, as_):
    keep(as_("reporter"), desk.draft)
    keep(as_("reporter"), desk.draft, "The last words", address="leave/", typed="1")
    assert not EditLock.objects.exists()
    assert row(desk, "reporter", desk.draft).values["headline"] == ["The last words"]
    keep(as_("editor"), desk.draft)
    keep(as_("reporter"), desk.draft, address="leave/")
    assert EditLock.objects.get().person == desk.people["editor"]
    assert row(desk, "reporter", desk.draft).values["headline"] == ["The last words"]


@pytest.mark.parametrize("more", [{}, {"only_lock": "1"}])
def test_what_was_on_its_way_when_the_page_was_left_locks_nothing(desk, as_, more):
    client = as_("reporter")
    keep(client, desk.draft, number=1)
    keep(client, desk.draft, address="leave/", number=3)
    keep(client, desk.draft, "On its way", number=2, **more)
    assert not EditLock.objects.exists()
    assert row(desk, "reporter", desk.draft).values["headline"] == ["Typed"]


def test_a_save_lets_others_in(desk, as_):
    keep(as_("reporter"), desk.draft)
    send(as_("reporter"), change(desk.draft), headline="Typed", form_key=ONE)
    assert not EditLock.objects.exists()


def test_the_form_says_who_is_editing_and_whoever_may_takes_over(desk, as_):
    keep(as_("reporter"), desk.draft, "Of the reporter")
    pages = {name: as_(name).get(change(desk.draft)).content.decode() for name in OWN}
    says = f"{desk.people['reporter']} is editing this story since"
    assert {name for name, page in pages.items() if says in page} == OWN - {"reporter"}
    assert {name for name, page in pages.items() if ">Take over<" in page} == {"head", "admin"}


def test_who_was_taken_over_goes_on_and_finds_both_texts(desk, as_):
    keep(as_("reporter"), desk.draft, "Of the reporter")
    workflow.take_over(desk.draft, by=desk.people["head"])
    lock = keep(as_("reporter"), desk.draft, "And on").json()["lock"]
    assert not lock["mine"]
    aside = Revision.objects.get(step="keep")
    assert lock["aside"].endswith(f"/revisions/{aside.pk}/")
    assert aside.data["headline"] == "Of the reporter"
    assert row(desk, "reporter", desk.draft).values["headline"] == ["And on"]
    assert Revision.objects.filter(step="keep").count() == 1


def test_looking_who_is_editing_costs_little(desk, as_, django_assert_num_queries):
    client = as_("editor")
    keep(as_("reporter"), desk.draft)
    with django_assert_num_queries(5):  # log-in and person, roles, story, lock
        client.get(f"{ADMIN}/{desk.draft.pk}/lock/?seen={desk.draft.head_revision_id}")


def test_a_colleague_of_another_section_is_told_nothing_by_the_lock(desk, as_):
    outsider = make_user(Role.DESK_HEAD, desk.sport)
    client = Client()
    client.force_login(outsider)
    keep(as_("reporter"), desk.draft)
    answer = client.get(f"{ADMIN}/{desk.draft.pk}/lock/")
    assert answer.status_code == 404
    assert str(desk.people["reporter"]) not in answer.content.decode()
