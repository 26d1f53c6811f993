"""The pages about the agency, as an admin writes them."""

import pytest

from tests.factories import make_admin, make_root
from website.models import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_admin_writes_with_the_editor_of_the_stories(log_in):
    make_root()
    row = Page.objects.create(title="About", slug="about", body="<p>We write.</p>")
    page = log_in(make_admin())  # whatever the policy forbids fails the test
    page.goto(f"/admin/website/page/{row.pk}/change/")
    box = page.locator(".tiptap[role=textbox]")
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And correct.")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    row.refresh_from_db()
    assert row.body == "<p>We write. And correct.</p>"
