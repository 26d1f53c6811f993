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
from tests.factories import make_article, make_photo
from website.models import FormerAddress, Page

ROLES = ("anonymous", "without role", "outsider", "reporter", "editor", "head", "admin")

MEMBERS = (302, 403, 200, 200, 200, 200, 200)  # whoever has a role anywhere
EDITORS = (302, 403, 200, 403, 200, 200, 200)  # whoever is an editor anywhere
STORYS = (302, 404, 404, 200, 200, 200, 200)  # whoever has a role on the story's section
HIDDEN = (302, 404, 200, 404, 404, 404, 200)  # another section's: the outsider's own
ADMINS = (302, 403, 403, 403, 403, 403, 200)
NOT_NOW = (302, 404, 404, 302, 302, 302, 302)  # whoever has a role there is led back to the story
DESKS = (302, 404, 404, 403, 200, 200, 200)  # whoever is an editor of the story's section
DESKS_NOT_NOW = (302, 404, 404, 403, 302, 302, 302)
HEADS = (302, 404, 404, 403, 403, 200, 200)
HEADS_NOT_NOW = (302, 404, 404, 403, 403, 302, 302)
NO_SUCH_METHOD = (302, 405, 405, 405, 405, 405, 405)
STAFF = (302, 200, 200, 200, 200, 200, 200)
NOBODY = (302, 403, 403, 403, 403, 403, 403)
NOT_THERE = (302, 404, 404, 404, 404, 404, 404)

GET = {
    "": STAFF,
    "jsi18n/": STAFF,
    "password_change/": STAFF,
    "articles/": STAFF,
    "sections/": (302, 404, 404, 404, 404, 404, 200),
    "accounts/": (302, 404, 404, 404, 404, 404, 200),
    "auth/": (302, 404, 404, 404, 404, 404, 200),
    "articles/article/": MEMBERS,
    "articles/article/?q=Draft": MEMBERS,
    "articles/article/?in={section}": MEMBERS,
    "articles/article/add/": MEMBERS,
    "articles/article/{draft}/change/": STORYS,
    "articles/article/{live}/change/": STORYS,
    "articles/article/{draft}/": (302, 302, 302, 302, 302, 302, 302),  # Django's old address: to the above
    "articles/article/{draft}/history/": STORYS,
    "articles/article/{draft}/preview/": STORYS,
    "articles/article/{live}/preview/": STORYS,
    "articles/article/{draft}/revisions/{revision}/": STORYS,
    "articles/article/{live}/revisions/{revision}/": NOT_THERE,  # another story's revision
    "articles/article/{draft}/delete/": (302, 404, 404, 403, 403, 403, 403),
    "articles/article/{hidden}/change/": HIDDEN,
    "articles/article/{hidden}/history/": HIDDEN,
    "articles/article/{hidden}/preview/": HIDDEN,
    "articles/article/{hidden}/compare/": HIDDEN,
    "articles/article/{hidden}/lock/": HIDDEN,
    "articles/article/{hidden}/steps/note/": HIDDEN,
    "articles/article/add/preview/": (302, 403, 302, 302, 302, 302, 302),  # nothing was typed: to the form
    "articles/article/add/keep/": NO_SUCH_METHOD,
    "articles/article/add/unsaved/throw-away/": NO_SUCH_METHOD,
    "articles/article/flash/": MEMBERS,
    "articles/article/pictures/?q=harbour": MEMBERS,
    "articles/article/{draft}/compare/": STORYS,
    "articles/article/{live}/compare/?from=live&to={live_revision}": STORYS,
    "articles/article/{draft}/compare/?from={revision}&to={revision}": STORYS,
    "articles/article/{draft}/compare/?from={live_revision}": NOT_THERE,
    "articles/article/{draft}/compare/?from=live": NOT_THERE,
    "articles/article/{draft}/compare/?from=nonsense": NOT_THERE,
    "articles/article/{draft}/keep/": NO_SUCH_METHOD,
    "articles/article/{draft}/leave/": NO_SUCH_METHOD,
    "articles/article/{draft}/lock/": STORYS,
    "articles/article/{draft}/lock/?seen=nonsense": STORYS,
    "articles/article/{draft}/unsaved/": NOT_NOW,
    "articles/article/{draft}/unsaved/throw-away/": NO_SUCH_METHOD,
    "articles/article/{draft}/revisions/{revision}/restore/": NO_SUCH_METHOD,
    "articles/article/{live}/correct/": DESKS,
    "articles/article/{draft}/correct/": DESKS_NOT_NOW,
    "articles/article/{draft}/steps/return/": DESKS_NOT_NOW,
    "articles/article/{draft}/steps/publish_alone/": HEADS_NOT_NOW,
    "articles/article/{draft}/steps/unschedule/": DESKS_NOT_NOW,
    "articles/article/{draft}/steps/spike/": DESKS,
    "articles/article/{live}/steps/spike/": DESKS_NOT_NOW,
    "articles/article/{draft}/steps/unspike/": DESKS_NOT_NOW,
    "articles/article/{draft}/steps/hold/": DESKS,
    "articles/article/{live}/steps/hold/": DESKS,
    "articles/article/{live}/steps/release/": DESKS_NOT_NOW,
    "articles/article/{live}/steps/kill/": DESKS,
    "articles/article/{draft}/steps/kill/": DESKS_NOT_NOW,
    "articles/article/{draft}/steps/hand_over/": STORYS,
    "articles/article/{draft}/steps/duplicate/": STORYS,
    "articles/article/{draft}/steps/translate/": STORYS,
    "articles/article/{draft}/steps/take_over/": HEADS,
    "articles/article/{live}/steps/take_fix/": NOT_NOW,
    "articles/article/{live}/steps/set_fix_aside/": DESKS_NOT_NOW,
    "articles/article/{draft}/steps/note/": STORYS,
    "articles/article/{draft}/steps/save/": NOT_THERE,
    "articles/article/999999/steps/note/": NOT_THERE,
    "articles/article/99999999999999999999/steps/note/": NOT_THERE,
    "dashboard/": STAFF,
    "dashboard/to-me/": STAFF,
    "dashboard/waiting/": STAFF,
    "dashboard/done/{notice}/": NO_SUCH_METHOD,
    "articles/article/999999/change/": NOT_THERE,
    "articles/article/nonsense/change/": NOT_THERE,
    "articles/author/": MEMBERS,
    "articles/author/add/": MEMBERS,
    "articles/author/{author}/change/": MEMBERS,
    "articles/author/{author}/history/": MEMBERS,
    "articles/author/{author}/delete/": NOBODY,
    "articles/topic/": MEMBERS,
    "articles/topic/add/": MEMBERS,
    "articles/topic/{topic}/change/": MEMBERS,
    "articles/topic/{topic}/history/": MEMBERS,
    "articles/topic/{topic}/delete/": NOBODY,
    "articles/topic/{topic}/merge/": ADMINS,
    "articles/topic/{topic}/merge/?into={other_topic}": ADMINS,
    "articles/topic/{topic}/merge/?into=nonsense": ADMINS,
    "articles/topic/999999/merge/": (302, 403, 403, 403, 403, 403, 404),
    "articles/place/": MEMBERS,
    "articles/place/add/": MEMBERS,
    "articles/place/{place}/change/": MEMBERS,
    "articles/place/{place}/history/": MEMBERS,
    "articles/place/{place}/delete/": NOBODY,
    "articles/publication/": STAFF,
    "articles/publication/?q=Seen": STAFF,
    "articles/publication/add/": NOBODY,
    "articles/publication/{publication}/change/": STAFF,
    "articles/publication/{publication}/change/?at=2026-11-21T14:05": STAFF,
    "articles/publication/{publication}/change/?at=nonsense": STAFF,
    "articles/publication/{publication}/history/": NOT_THERE,
    "articles/publication/{publication}/delete/": NOBODY,
    "articles/event/": ADMINS,
    "articles/event/?q=Draft&step=save&who=Anna&since=2026-01-01&until=2026-12-31&story={draft}": ADMINS,
    "articles/event/export/": ADMINS,
    "articles/event/export/?since=nonsense": (302, 403, 403, 403, 403, 403, 302),  # the list says why
    "articles/event/add/": NOBODY,
    "articles/event/{event}/change/": NOT_THERE,
    "articles/event/{event}/history/": NOT_THERE,
    "articles/event/{event}/delete/": NOBODY,
    "sections/section/": ADMINS,
    "sections/section/add/": ADMINS,
    "sections/section/{section}/change/": ADMINS,
    "sections/section/{section}/history/": ADMINS,
    "sections/section/{section}/delete/": ADMINS,
    "sections/section/{section}/up/": (302, 405, 405, 405, 405, 405, 405),
    "sections/section/{section}/down/": (302, 405, 405, 405, 405, 405, 405),
    "photos/": (302, 404, 200, 200, 200, 200, 200),
    "photos/photo/": MEMBERS,
    "photos/photo/add/": MEMBERS,
    "photos/photo/several/?ids={photo}": MEMBERS,
    "photos/photo/{photo}/change/": MEMBERS,
    "photos/photo/{photo}/history/": MEMBERS,
    "photos/photo/{photo}/delete/": NOBODY,
    "photos/photo/{photo}/kill/": EDITORS,
    "photos/photo/{photo}/original/": MEMBERS,
    "photos/sourceterms/": ADMINS,
    "photos/sourceterms/add/": ADMINS,
    "photos/sourceterms/{terms}/change/": ADMINS,
    "photos/sourceterms/{terms}/history/": ADMINS,
    "photos/sourceterms/{terms}/delete/": ADMINS,
    "sections/source/": ADMINS,
    "sections/source/add/": ADMINS,
    "sections/source/{source}/change/": ADMINS,
    "sections/source/{source}/history/": ADMINS,
    "sections/source/{source}/delete/": NOBODY,
    "sections/copyright/": ADMINS,
    "sections/copyright/add/": ADMINS,
    "sections/copyright/{copyright}/change/": ADMINS,
    "sections/copyright/{copyright}/history/": ADMINS,
    "sections/copyright/{copyright}/delete/": ADMINS,
    "sections/imprint/": (302, 403, 403, 403, 403, 403, 302),  # straight to the one row
    "sections/imprint/add/": NOBODY,
    "sections/imprint/1/change/": ADMINS,
    "sections/imprint/1/history/": ADMINS,
    "sections/imprint/1/delete/": NOBODY,
    "website/page/": ADMINS,
    "website/page/add/": ADMINS,
    "website/page/{page}/change/": ADMINS,
    "website/page/{page}/history/": ADMINS,
    "website/page/{page}/delete/": ADMINS,
    "website/formeraddress/": ADMINS,
    "website/formeraddress/?q=/art": ADMINS,
    "website/formeraddress/add/": ADMINS,
    "website/formeraddress/{former}/change/": ADMINS,
    "website/formeraddress/{former}/history/": ADMINS,
    "website/formeraddress/{former}/delete/": ADMINS,
    "accounts/user/": ADMINS,
    "accounts/user/add/": ADMINS,
    "accounts/user/{person}/change/": ADMINS,
    "accounts/user/{person}/history/": ADMINS,
    "accounts/user/{person}/password/": ADMINS,
    "accounts/user/{person}/delete/": NOBODY,
    "auth/group/": ADMINS,
    "auth/group/add/": ADMINS,
    "auth/group/{group}/change/": ADMINS,
    "auth/group/{group}/history/": ADMINS,
    "auth/group/{group}/delete/": ADMINS,
    "autocomplete/?app_label=articles&model_name=article&field_name=places": MEMBERS,
    "autocomplete/?app_label=articles&model_name=article&field_name=authors": MEMBERS,
    "autocomplete/?app_label=articles&model_name=article&field_name=topics": MEMBERS,
    "autocomplete/?app_label=articles&model_name=article&field_name=sources": MEMBERS,
    "autocomplete/?app_label=articles&model_name=article&field_name=further_sections": MEMBERS,
    "autocomplete/?app_label=articles&model_name=article&field_name=section": MEMBERS,
    "autocomplete/?app_label=articles&model_name=article&field_name=copyright": ADMINS,
    "autocomplete/?app_label=articles&model_name=article&field_name=created_by": ADMINS,
    "autocomplete/?app_label=articles&model_name=author&field_name=user": ADMINS,
    "autocomplete/?app_label=articles&model_name=articleplace&field_name=article": MEMBERS,
    "autocomplete/?app_label=articles&model_name=revision&field_name=article": MEMBERS,
    "autocomplete/?app_label=articles&model_name=edition&field_name=publication": STAFF,
    "autocomplete/?app_label=articles&model_name=edition&field_name=revision": NOBODY,
    "autocomplete/?app_label=articles&model_name=publication&field_name=head_edition": NOBODY,
    "autocomplete/?app_label=sections&model_name=membership&field_name=user": ADMINS,
    "autocomplete/?app_label=sections&model_name=membership&field_name=group": ADMINS,
    "autocomplete/?app_label=sections&model_name=membership&field_name=section": MEMBERS,
    "autocomplete/": NOBODY,
}

POST = {
    "articles/article/add/": MEMBERS,  # an empty form: shown again
    "articles/article/{draft}/change/": STORYS,
    "articles/article/{hidden}/change/": HIDDEN,
    "articles/article/{hidden}/keep/": (302, 404, 409, 404, 404, 404, 409),
    "articles/article/{hidden}/steps/note/": HIDDEN,
    "articles/article/{hidden}/steps/duplicate/": (302, 404, 302, 404, 404, 404, 302),
    "articles/article/add/preview/": (302, 403, 302, 302, 302, 302, 302),
    "articles/article/add/keep/": (302, 403, 409, 409, 409, 409, 409),  # does not say who types
    "articles/article/add/unsaved/throw-away/": (302, 403, 302, 302, 302, 302, 302),
    "articles/article/flash/": MEMBERS,
    "articles/article/{draft}/compare/": STORYS,
    "articles/article/{draft}/history/": STORYS,
    "articles/article/{draft}/keep/": (302, 404, 404, 409, 409, 409, 409),
    "articles/article/{draft}/leave/": (302, 404, 404, 204, 204, 204, 204),
    "articles/article/{draft}/lock/": NO_SUCH_METHOD,
    "articles/article/{draft}/unsaved/": NO_SUCH_METHOD,
    "articles/article/{draft}/unsaved/throw-away/": NOT_NOW,
    "articles/article/{draft}/revisions/{revision}/restore/": NOT_NOW,  # does not say what was seen
    "articles/article/{live}/correct/": DESKS,  # empty: asked again
    "articles/article/{draft}/correct/": DESKS_NOT_NOW,
    "articles/article/{draft}/steps/return/": DESKS,  # too late; what was typed is shown
    "articles/article/{draft}/steps/publish_alone/": HEADS_NOT_NOW,
    "articles/article/{draft}/steps/unschedule/": DESKS_NOT_NOW,
    "articles/article/{draft}/steps/spike/": DESKS,  # does not say what was seen: asked again
    "articles/article/{draft}/steps/unspike/": DESKS_NOT_NOW,
    "articles/article/{live}/steps/hold/": DESKS,  # no reason: asked again
    "articles/article/{live}/steps/release/": DESKS_NOT_NOW,
    "articles/article/{live}/steps/kill/": DESKS,
    "articles/article/{draft}/steps/hand_over/": STORYS,
    "articles/article/{draft}/steps/duplicate/": NOT_NOW,  # to the duplicate
    "articles/article/{draft}/steps/translate/": STORYS,
    "articles/article/{draft}/steps/take_over/": HEADS_NOT_NOW,  # to the story
    "articles/article/{live}/steps/take_fix/": NOT_NOW,
    "articles/article/{live}/steps/set_fix_aside/": DESKS_NOT_NOW,
    "articles/article/{draft}/steps/note/": STORYS,
    "articles/article/{draft}/steps/save/": NOT_THERE,
    "articles/article/": MEMBERS,  # no action was chosen: the list
    "dashboard/": STAFF,
    "dashboard/to-me/": STAFF,
    "dashboard/done/{notice}/": (302, 404, 404, 302, 404, 404, 404),  # whose notice it is
    "articles/article/{draft}/delete/": (302, 404, 404, 403, 403, 403, 403),
    "articles/article/{draft}/preview/": STORYS,  # an empty form: says so
    "articles/article/{draft}/revisions/{revision}/": STORYS,  # read only, whatever is sent
    "articles/publication/{publication}/change/": STAFF,
    "articles/publication/add/": NOBODY,
    "articles/publication/{publication}/delete/": NOBODY,
    "articles/event/add/": NOBODY,
    "articles/event/{event}/change/": NOT_THERE,
    "articles/event/{event}/delete/": NOBODY,
    "articles/event/export/": (302, 405, 405, 405, 405, 405, 405),
    "articles/author/{author}/change/": (302, 403, 200, 200, 200, 200, 200),  # the reporter's own
    "articles/author/{colleague}/change/": EDITORS,  # an empty form: shown again
    "articles/topic/{topic}/change/": EDITORS,
    "articles/topic/{topic}/delete/": NOBODY,
    "articles/topic/{topic}/merge/": ADMINS,  # nothing was chosen: asked again
    "articles/place/{place}/change/": EDITORS,
    "articles/place/{place}/delete/": NOBODY,
    "photos/photo/add/": MEMBERS,  # nothing was chosen: says so
    "photos/photo/several/": (302, 403, 302, 302, 302, 302, 302),  # nor here: to the list
    "photos/photo/{photo}/change/": EDITORS,  # an empty form: shown again
    "photos/photo/{photo}/delete/": NOBODY,
    "photos/photo/{photo}/kill/": EDITORS,  # no reason: asked again
    "photos/photo/{photo}/original/": NO_SUCH_METHOD,
    "photos/sourceterms/add/": ADMINS,
    "photos/sourceterms/{terms}/change/": ADMINS,
    "photos/sourceterms/{terms}/delete/": ADMINS,
    "sections/section/add/": ADMINS,
    "sections/section/{section}/change/": ADMINS,
    "sections/section/{section}/delete/": ADMINS,  # stories are in the way: asked again
    "sections/section/{section}/up/": (302, 403, 403, 403, 403, 403, 302),
    "sections/section/{section}/down/": (302, 403, 403, 403, 403, 403, 302),
    "sections/imprint/add/": NOBODY,
    "sections/imprint/1/delete/": NOBODY,
    "accounts/user/{person}/delete/": NOBODY,
    "website/page/add/": ADMINS,  # an empty form: shown again
    "website/page/{page}/change/": ADMINS,
    "website/page/{page}/delete/": ADMINS,
    "website/formeraddress/add/": ADMINS,
    "website/formeraddress/{former}/change/": ADMINS,
    "website/formeraddress/{former}/delete/": ADMINS,
}


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
