"""manage.py load_sample: something to look at and to work with."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from articles.body import clean, photo_ids
from articles.models import Article, Author, Edition, Event, Priority, Publication, Topic
from articles.stages import Kind, Stage
from photos.models import Photo
from sections.models import Imprint, Membership, Role, Section
from sections.roles import roles_of
from sections.tree import read_tree
from tests.website.markup import read_page
from website.models import FlashBar, Page
from wire.models import Item
from wire.sample_changes import MISTAKES, TRANSLATIONS, UPDATES
from wire.sample_finding import AUTHORS, NAMED, TOPICS
from wire.sample_pictures import PICTURED, SCENES
from wire.sample_stories import FOLDER, later_today, moments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]

TOP = [
    *("Cronaca", "Politica", "Economia", "Mondo", "Nuova Europa", "Cultura", "Scienza e tecnica", "Sport"),
    "English",
]


@pytest.fixture(scope="module")
def told(for_the_module):
    """Loaded once for all tests here; what the command said."""
    return for_the_module(load)


def load() -> str:
    out = StringIO()
    call_command("load_sample", stdout=out)
    return out.getvalue()


def counts() -> dict:
    return {
        model.__name__: model.objects.count()
        for model in (Article, Edition, Event, Section, User, Membership)
    }


def test_it_makes_the_agency_with_its_sections_in_order():
    root = read_tree().root
    assert (root.name, root.language, root.source.code) == ("ANSA", "it", "ANSA")
    assert root.copyright.notice_for(2026) == "© Copyright ANSA - All rights reserved"
    assert [child.name for child in root.children] == TOP
    assert {"nuova-europa/serbia", "nuova-europa/bosnia-erzegovina", "sport/ciclismo"} <= set(
        read_tree().by_path
    )
    assert all(node.description for node in root.branch() if node is not root)
    assert "esempio" in Imprint.objects.get().note


def test_it_publishes_its_stories_over_the_last_months_and_leaves_work_on_the_desk():
    now = timezone.now()
    live = Edition.objects.live(now)
    assert live.count() == len(list(FOLDER.glob("*.txt"))) >= 24
    assert set(live.values_list("language", flat=True)) == {"en", "it"}
    assert not live.filter(dateline="").exists()
    assert not live.filter(body__contains="(ANSA").exists()
    oldest = live.order_by("publication__first_published_at").first().publication.first_published_at
    assert now - oldest > timedelta(days=365)
    assert not live.filter(publication__first_published_at__gt=now).exists()
    desk = Article.objects.filter(publication=None)
    assert sorted(desk.values_list("stage", flat=True)) == [Stage.DRAFT, Stage.DRAFT, Stage.SUBMITTED]
    assert {article.created_by.username for article in desk} == {"reporter"}
    scheduled = Publication.objects.get(visible_from__gt=now)
    assert scheduled.article.modified_by.username == "editor"
    assert Article.objects.filter(place_text="").count() == Article.objects.count()


def test_the_accounts_have_the_roles_that_the_table_names(told):
    people = {user.username: user for user in User.objects.all()}
    assert set(people) == {"reporter", "editor", "head", "admin"}
    for user in people.values():
        assert user.check_password("newsroom")
        assert user.is_staff
        assert user.initials
        assert f"{user.username:10}newsroom  {user}" in told
    serbia = Section.objects.get(path="nuova-europa/serbia").pk
    cronaca = Section.objects.get(path="cronaca").pk
    roles = {name: (roles_of(user).on(serbia), roles_of(user).on(cronaca)) for name, user in people.items()}
    assert roles == {
        "reporter": (Role.REPORTER, None),
        "editor": (Role.EDITOR, None),
        "head": (Role.DESK_HEAD, Role.DESK_HEAD),
        "admin": (Role.DESK_HEAD, Role.DESK_HEAD),
    }
    assert people["admin"].is_superuser
    assert set(Author.objects.exclude(user=None).values_list("user__username", flat=True)) == {
        "reporter",
        "editor",
    }


def test_the_second_time_it_only_tells_the_accounts(told):
    before = counts()
    second = load()
    assert counts() == before
    assert second.splitlines()[1:] == told.splitlines()[1:]


def test_a_changed_password_is_not_told():
    head = User.objects.get(username="head")
    head.set_password("something else")
    head.save()
    assert "head      (its own)" in load()


def test_at_any_hour_stories_of_today_lie_before_now_and_keep_their_order():
    names = [f"00{days}-{time}-it-x.txt" for days in (0, 1) for time in ("0612", "0900", "1124", "2359")]
    planned = ["001-0612", "001-0900", "001-1124", "001-2359", "000-0612", "000-0900", "000-1124", "000-2359"]
    for hour in range(25):
        now = datetime(2026, 10, 25, tzinfo=UTC) + timedelta(hours=hour)  # clocks go back on this day
        found = moments(names, now)
        assert [name[:8] for name in sorted(names, key=lambda name: found[name])] == planned
        assert len(set(found.values())) == len(names)
        assert max(found.values()) <= now


@pytest.mark.parametrize(
    ("now", "expected"),
    [((10, 0), (22, 13, 0)), ((22, 30), (22, 23, 55)), ((23, 57), (23, 2, 57))],
)
def test_later_today_is_before_midnight_where_that_can_be(now, expected):
    moment = datetime(2026, 11, 22, *now, tzinfo=timezone.get_default_timezone())
    later = timezone.localtime(later_today(moment), timezone.get_default_timezone())
    assert (later.day, later.hour, later.minute) == expected


def test_its_stories_are_items_of_a_feed_of_their_own():
    assert set(Item.objects.values_list("feed", flat=True)) == {"sample"}


def test_its_stories_are_found_by_topics_and_authors_and_its_pages_are_there():
    now = timezone.now()
    for name in NAMED:
        assert list(FOLDER.glob(f"*-{name}.txt")), name
    for model, of, rows in ((Topic, "topic", TOPICS), (Author, "author", AUTHORS)):
        for name in rows:
            row = model.objects.get(name=name)
            assert Edition.objects.live(now).on_list(of, row.pk).exists(), name
    assert Author.objects.get(user__username="reporter").biography
    assert set(Page.objects.values_list("about", flat=True)) == set(Page.About.values) - {"other"}
    for page in Page.objects.all():
        assert page.body == clean(page.body) != ""


def test_it_shows_a_correction_with_its_note_an_update_a_translation_and_a_flash(client):
    live = Edition.objects.live(timezone.now())
    corrected = live.filter(kind=Kind.CORRECTION)
    assert set(corrected.values_list("public_note", flat=True)) == {each.note for each in MISTAKES.values()}
    assert not any(each.wrong in edition.body for each in MISTAKES.values() for edition in corrected)
    assert live.filter(kind=Kind.UPDATE).count() == len(UPDATES)
    groups = list(live.values_list("publication__article__translation_group", "language"))
    pairs = [{code for group, code in groups if group == each} for each in {group for group, _code in groups}]
    assert sum(codes == {"it", "en"} for codes in pairs) == len(TRANSLATIONS)
    flash = live.get(publication__article__priority=Priority.FLASH)
    assert FlashBar.objects.get().publication_id == flash.publication_id
    assert read_page(client.get("/")).one("aside", "flash-bar").one("a").text == flash.headline
    assert "minut" not in flash.body  # by tomorrow it would not be true


def test_readers_of_english_have_a_front_of_their_own():
    english = read_tree().by_path["english"]
    assert english.language == "en"
    shown = Edition.objects.live(timezone.now()).on_list("section", english.id)
    assert shown.count() > 5
    assert set(shown.values_list("language", flat=True)) == {"en"}


def test_the_first_stories_have_pictures_that_were_drawn_for_them():
    load()
    now = timezone.now()
    pictured = Edition.objects.live(now).exclude(lead_photo=None)
    newest = Edition.objects.live(now).order_by("-publication__first_published_at")[:3]
    assert pictured.count() == len(PICTURED) == 5
    assert all(edition.lead_photo for edition in newest)
    assert Photo.objects.count() == Photo.objects.for_website(now).count() == len(SCENES)
    assert not Photo.objects.filter(alt_text="").exists()
    assert not Photo.objects.filter(caption="").exists()
    assert set(Photo.objects.values_list("credit_line", "digital_source_type")) == {
        ("Newsroom/disegno", "algorithmicMedia")
    }
    (placed,) = [edition for edition in pictured if photo_ids(edition.body)]
    assert placed.photo_rows.count() == 3
    assert placed.photo_rows.get(photo=photo_ids(placed.body)[0]).caption
