"""Who gets in where: every address of the desk, for everybody. 302 sends the anonymous to the log-in."""

from collections import defaultdict

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import get_resolver, resolve
from django.utils import timezone

from articles.admin import urls as desk_urls
from articles.admin.step_pages import BY_PAGE
from articles.models import Article, Author, Event, Notice, Place, Publication, Topic
from photos.models import Photo, SourceTerms
from sections.models import Copyright, Source
from tests.articles.admin.doors import GET, POST, ROLES
from tests.factories import make_article, make_photo
from website.models import FormerAddress, Page


def statuses(method, address, desk, as_):
    address = address.format(
        draft=desk.draft.pk,
        live=desk.live.pk,
        hidden=make_article(section=desk.sport).pk,
        revision=desk.draft.head_revision_id,
        live_revision=desk.live.head_revision_id,
        notice=Notice.objects.create(
            person=desk.people["reporter"], article=desk.draft, why="returned", at=timezone.now()
        ).pk,
        section=desk.serbia.pk,
        author=desk.author.pk,
        colleague=Author.objects.get_or_create(name="A colleague")[0].pk,
        place=Place.objects.first().pk,
        topic=Topic.objects.get_or_create(name="Ferries")[0].pk,
        other_topic=Topic.objects.get_or_create(name="Boats")[0].pk,
        page=Page.objects.get_or_create(slug="about", defaults={"title": "About us"})[0].pk,
        former=FormerAddress.objects.get_or_create(path="/x", defaults={"target": "/topics/"})[0].pk,
        publication=Publication.objects.get(article=desk.live).pk,
        event=Event.objects.first().pk,
        source=Source.objects.first().pk,
        photo=(Photo.objects.first() or make_photo()).pk,
        terms=SourceTerms.objects.get_or_create(source=Source.objects.first())[0].pk,
        copyright=Copyright.objects.first().pk,
        person=desk.people["reporter"].pk,
        group=Group.objects.get_or_create(name="A team")[0].pk,
    )
    # Every screen's queries are PostgreSQL's, too, for who sees a part and for who sees all; the rest is not.
    roles = ROLES if connection.vendor == "sqlite" else ("reporter", "admin")
    found = {role: getattr(as_(role), method)(f"/admin/{address}") for role in roles}
    for response in found.values():
        b"".join(response) if response.streaming else response.content  # read to the end, which closes files
    return {role: response.status_code for role, response in found.items()}


@pytest.mark.parametrize("address", GET)
def test_looking(desk, as_, address):
    found, wanted = statuses("get", address, desk, as_), dict(zip(ROLES, GET[address], strict=True))
    assert found == {role: wanted[role] for role in found}


@pytest.mark.parametrize("address", POST)
def test_sending(desk, as_, address):
    found, wanted = statuses("post", address, desk, as_), dict(zip(ROLES, POST[address], strict=True))
    assert found == {role: wanted[role] for role in found}


def names_in(table):
    """The names of the views to which these addresses lead."""
    paths = (address.partition("?")[0].format_map(defaultdict(lambda: 1)) for address in table)
    return {resolve(f"/admin/{path}").url_name for path in paths}


DJANGOS = {"index", "login", "logout", "password_change_done", "view_on_site", "app_list"}


def test_no_screen_is_missing_from_the_table():
    """Every view of the admin, and every step with a page, stands above."""
    views = {name for name in get_resolver().namespace_dict["admin"][1].reverse_dict if isinstance(name, str)}
    ours = {pattern.name for pattern in desk_urls.urlpatterns if pattern.name}
    of_models = {name for model in admin.site._registry for name in names_of(model)}
    assert (views | ours) - DJANGOS - names_in(GET) == set()
    assert of_models <= names_in(GET)
    of_stories = {name for name in views | ours if name.startswith("articles_article_")}
    looked_at_only = {"articles_article_preview", "articles_article_revision", "articles_article_changelist"}
    assert of_stories - looked_at_only - names_in(POST) == set()
    for step in BY_PAGE:
        for table in (GET, POST):
            assert any(f"/steps/{step}/" in address for address in table), step


def names_of(model):
    label = f"{model._meta.app_label}_{model._meta.model_name}"
    return [f"{label}_{view}" for view in ("changelist", "add", "change", "history", "delete")]


def test_nobody_without_a_role_reads_of_other_desks(desk, as_):
    for role in ("without role", "outsider"):
        client = as_(role)
        for address in (
            "articles/article/?q=Draft",
            "autocomplete/?app_label=articles&model_name=revision&field_name=article&term=Draft",
            f"articles/article/?in={desk.serbia.pk}",
            "articles/publication/",
        ):
            assert "Draft of the day" not in client.get(f"/admin/{address}").content.decode()


def test_who_only_has_an_account_finds_an_empty_desk_with_the_record(desk, as_):
    apps = as_("without role").get("/admin/").context["app_list"]
    assert [[model["object_name"] for model in app["models"]] for app in apps] == [["Publication"]]


def test_a_person_who_left_gets_in_nowhere(desk, as_):
    client = as_("admin")
    desk.people["admin"].is_active = False
    desk.people["admin"].save()
    assert client.get("/admin/articles/article/").status_code == 302


def test_no_list_but_that_of_stories_offers_actions(desk, as_):
    client = as_("admin")
    for model in admin.site._registry:
        response = client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
        if response.status_code == 200 and model._meta.app_label != "auth" and model is not Article:
            assert not response.context["action_form"], model


@pytest.mark.parametrize(
    "asked",
    [
        "articles/article/?headline__regex=[",
        "articles/article/?headline__contains=%00",
        "articles/article/?guid__exact=%00",
        "articles/article/?created_at__year=99999",
        "articles/article/?stage=draft",
        "articles/publication/?guid__exact=%00",
        "articles/publication/?section=1",
        "articles/place/?name__contains=%00",
        "articles/author/?name__contains=%00",
        "articles/author/?user__username=x",
        "sections/section/?name__regex=[",
        "sections/source/?name__regex=[",
        "articles/event/?user_id=1",
        "articles/event/?note__regex=[",
        "articles/event/export/?user_id=1",
        "accounts/user/?username__regex=[",
        "accounts/user/?password__startswith=p",
        "auth/group/?name__contains=%00",
    ],
)
def test_a_list_is_narrowed_by_its_own_filters_alone(desk, as_, asked):
    assert as_("admin").get(f"/admin/{asked}").status_code == 400


@pytest.mark.parametrize(
    "asked",
    [
        "articles/article/?stage__exact=draft&language=it&mine=begun&in={section}&q=x&o=1&p=1",
        "articles/article/?e=1",
        "articles/publication/?in={section}&q=x&o=1",
        "articles/place/?_popup=1&_to_field=id",
        "articles/author/?_popup=1&_to_field=id&q=Lena",
        "sections/source/?is_agency__exact=1",
        "accounts/user/?is_active__exact=1&groups__id__exact=1",
        "accounts/user/?groups__isnull=True",
    ],
)
def test_filters_searches_and_popups_go_through(desk, as_, asked):
    assert as_("admin").get(f"/admin/{asked.format(section=desk.serbia.pk)}").status_code == 200


def test_no_search_and_no_filter_breaks_a_list(desk, as_):
    client = as_("admin")
    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for sent in ("?q=%00", "?q=a%00b", "?q=%5B", "?p=%00", "?o=%00"):
            assert client.get(f"{address}{sent}").status_code in (200, 302), f"{address}{sent}"
    for sent in ("groups__id__exact=%00", "groups__isnull=%00", "is_active__exact=%00", "groups__exact=x"):
        assert client.get(f"/admin/accounts/user/?{sent}").status_code in (200, 302), sent


def test_lists_cannot_be_asked_for_what_they_do_not_show(desk, as_):
    for lookup in ("modified_by__password__startswith=p", "section__memberships__user__password=p"):
        assert as_("reporter").get(f"/admin/articles/article/?{lookup}").status_code == 400
