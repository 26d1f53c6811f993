"""What every page for readers sends and does not send, and whom it answers."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import previewing, workflow
from articles.models import Edition, Publication
from tests.factories import make_admin, make_article, make_section, publish_article
from website.lists import Cursor

pytestmark = pytest.mark.django_db

KEPT = ["home", "front", "older", "story", "redirect", "missing", "withdrawn"]
INLINE = (
    r'<script(?! type="application/ld\+json">)|<style|\sstyle=|\son[a-z]+='  # data for machines is no script
)
PAGES = [*KEPT, "preview", "preview that is over"]


@pytest.fixture(scope="module")
def addresses(for_the_module):
    return for_the_module(addresses_of_a_site)


def addresses_of_a_site():
    publish_article(first_published_at=timezone.now() - timedelta(days=1))
    story, killed = publish_article(), publish_article()
    newest = Edition.objects.select_related("publication").get(publication__article=story)
    address, gone = (str(Publication.objects.get(article=each).address) for each in (story, killed))
    workflow.kill(killed, by=None, reason="untrue")
    path = make_section().path
    text, editor = make_article().head_revision.data, make_admin()
    over = previewing.make(None, text, by=editor, lasts=timedelta(0))
    preview = previewing.make(None, text, by=editor, moment=timezone.now() + timedelta(hours=1))
    return {
        "home": "/",
        "front": f"/{path}/",
        "older": f"/{path}/?before={Cursor.after(newest)}",
        "story": f"/{path}/{address}/",
        "redirect": f"/{address}/",
        "missing": "/nothing/",
        "withdrawn": f"/{gone}/",
        "preview": f"/preview/{previewing.token_of(preview)}/",
        "preview that is over": f"/preview/{previewing.token_of(over)}/",
    }


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_the_same_for_everybody(client, addresses, name):
    someone = Client()
    someone.force_login(make_admin())
    for other in (someone, Client(headers={"cookie": "sessionid=x; csrftoken=y", "accept-language": "en"})):
        mine, theirs = client.get(addresses[name]), other.get(addresses[name])
        assert mine.content == theirs.content
        for response in (mine, theirs):
            assert "Cookie" not in response.get("Vary", "")
            assert not response.cookies


@pytest.mark.parametrize("name", KEPT)
def test_a_page_is_kept_for_a_second_and_no_longer(client, addresses, name):
    assert client.get(addresses[name])["Cache-Control"] == "public, max-age=1"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_strict_policy_and_needs_no_exception_from_it(client, addresses, name):
    response = client.get(addresses[name])
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(INLINE, response.content.decode())


@pytest.mark.parametrize("name", PAGES)
def test_head_has_the_headers_of_get_and_no_body(client, addresses, name):
    get, head = client.get(addresses[name]), client.head(addresses[name])
    assert head.status_code == get.status_code
    assert head.headers == get.headers
    assert head.content == b""


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_but_reading_is_allowed(addresses, name, method):
    response = getattr(Client(enforce_csrf_checks=True), method)(addresses[name])
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
