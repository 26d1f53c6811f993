"""The desk of a site that has nothing yet."""

import pytest

from sections.models import Section
from tests.articles.admin.test_section import LIST, NO_ROLES
from tests.factories import make_admin


@pytest.mark.django_db
def test_an_empty_site_begins_with_its_root(client):
    client.force_login(make_admin())
    assert 'href="None"' not in client.get("/admin/").content.decode()
    assert client.get("/admin/articles/article/").status_code == 200
    assert client.get("/admin/articles/article/add/").status_code == 403
    assert client.get(LIST).status_code == 200
    values = {"name": "ANSA", "language": "it", "position": 0, "visible": "on"} | NO_ROLES
    assert client.post(f"{LIST}add/", values).status_code == 302
    assert Section.objects.get().path == ""
