"""The record: what did this page say at 14:05 yesterday, and who may know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Edition, Publication
from tests.factories import publish_article

LIST = "/admin/articles/publication/"


@pytest.fixture
def two_versions(desk):
    """The story said “Seen by all” until an hour ago, “Put right” since, and “Tomorrow's” waits."""
    desk.live.headline = "Put right"
    workflow.save(desk.live, by=None)
    workflow.publish(desk.live, by=desk.people["editor"])
    now = timezone.now()
    first, second = Edition.objects.order_by("version")
    Edition.objects.filter(pk=first.pk).update(
        visible_from=now - timedelta(days=2), visible_until=now - timedelta(hours=1)
    )
    Edition.objects.filter(pk=second.pk).update(visible_from=now - timedelta(hours=1))
    Publication.objects.update(visible_from=now - timedelta(days=2))
    desk.live.refresh_from_db()
    desk.live.headline, desk.live.not_before = "Tomorrow's secret", now + timedelta(days=1)
    workflow.save(desk.live, by=None)
    workflow.publish(desk.live, by=None)
    return Publication.objects.get()


def asked(client, publication, moment):
    text = timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M:%S")
    return client.get(f"{LIST}{publication.pk}/change/?at={text}").context["said"]


def test_what_the_page_said_at_a_moment(as_, two_versions):
    client, now = as_("reporter"), timezone.now()
    assert asked(client, two_versions, now - timedelta(days=3)) is None
    assert asked(client, two_versions, now - timedelta(days=1))["edition"].headline == "Seen by all"
    assert asked(client, two_versions, now)["edition"].headline == "Put right"
    assert asked(client, two_versions, now + timedelta(days=2))["edition"].headline == "Tomorrow's secret"
    assert "(ANSA) - ROME" in asked(client, two_versions, now)["text"]
    assert asked(client, two_versions, now)["text"].endswith("(ANSA).</span></p>")


def test_the_moment_is_in_the_persons_zone(desk, as_, two_versions):
    desk.people["reporter"].time_zone = "Pacific/Auckland"
    desk.people["reporter"].save()
    text = timezone.localtime(timezone.now()).strftime("%Y-%m-%dT%H:%M:%S")  # in Rome: long ago there
    page = as_("reporter").get(f"{LIST}{two_versions.pk}/change/?at={text}")
    assert page.context["said"]["edition"].headline == "Seen by all"
    assert "Pacific/Auckland" in page.content.decode()


def test_all_versions_are_listed_with_who_and_how(desk, as_, two_versions):
    html = as_("reporter").get(f"{LIST}{two_versions.pk}/change/").content.decode()
    for words in ("Seen by all", "Put right", "Tomorrow&#x27;s secret", "First publication", "Update"):
        assert words in html
    assert str(desk.people["editor"]) in html


@pytest.mark.parametrize("role", ["without role", "outsider"])
def test_others_see_of_it_what_readers_see(as_, role, two_versions):
    client, now = as_(role), timezone.now()
    for address in (LIST, f"{LIST}{two_versions.pk}/change/", f"{LIST}?q=right"):
        html = client.get(address).content.decode()
        assert "Put right" in html
        assert "secret" not in html
        assert "Seen by all" not in html
    assert asked(client, two_versions, now)["edition"].headline == "Put right"
    assert asked(client, two_versions, now - timedelta(days=1)) is None
    assert asked(client, two_versions, now + timedelta(days=2)) is None
    for hidden in ("secret", "Seen"):
        assert client.get(f"{LIST}?q={hidden}").context["cl"].result_count == 0
    assert as_("reporter").get(f"{LIST}?q=secret").context["cl"].result_count == 1


def test_what_was_killed_or_waits_is_only_for_its_desk(desk, as_):
    workflow.publish(desk.draft, by=None)
    workflow.kill(desk.live, by=None, reason="Wrong")
    killed = Publication.objects.get(article=desk.live)
    assert as_("outsider").get(f"{LIST}{killed.pk}/change/").status_code == 404
    assert "Seen by all" not in as_("outsider").get(LIST).content.decode()
    page = as_("reporter").get(f"{LIST}{killed.pk}/change/").content.decode()
    assert "Wrong" in page


@pytest.mark.parametrize(
    "nonsense", ["", "yesterday", "2026-02-30T00:00", "0001-01-01T00:00", "9999-12-31T23:59:59"]
)
def test_a_moment_that_is_none_is_told(as_, two_versions, nonsense):
    assert as_("reporter").get(f"{LIST}{two_versions.pk}/change/", {"at": nonsense}).status_code == 200


@pytest.mark.parametrize("stories", [1, 30])
def test_the_record_costs_the_same_however_long_it_is(
    desk, as_, stories, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    for _number in range(stories - 1):
        publish_article(section=desk.serbia)
    client = as_("reporter")
    client.get(LIST)
    with django_assert_num_queries(8):  # session, person, roles, permissions (2), count, stories, editions
        assert len(client.get(LIST).context["cl"].result_list) == stories


def test_the_record_is_changed_by_nobody(as_, two_versions):
    before = list(Edition.objects.order_by("pk").values())
    address = f"{LIST}{two_versions.pk}/change/"
    assert (
        as_("admin").post(address, {"guid": "x", "killed_at_0": "2026-01-01", "_save": "1"}).status_code
        == 200
    )
    two_versions.refresh_from_db()
    assert two_versions.guid.startswith("urn:uuid:")
    assert list(Edition.objects.order_by("pk").values()) == before
