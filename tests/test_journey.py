"""One story's journey: in from the wire, over the desk, before readers, and gone."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles import workflow
from articles.models import Change, Event, Publication
from articles.stages import Stage
from sections.models import Role, Section
from sections.tree import forget_tree
from tests.factories import make_user
from tests.website.markup import read_page
from tests.wire.copy import make_text
from wire.models import Item

pytestmark = pytest.mark.django_db


def ingest(folder, **fields) -> str:
    path = folder / "bridge.txt"
    path.write_text(make_text(**fields), encoding="utf-8")
    out = StringIO()
    call_command("ingest", str(path), "--create-sections", "--year", "2022", stdout=out)
    forget_tree()
    return out.getvalue()


def address() -> str:
    publication = Publication.objects.select_related("head_edition__address", "section").get()
    return f"{publication.section.get_absolute_url()}{publication.address}/"


def shown(client) -> str:
    response = client.get(address())
    assert response.status_code == 200
    return read_page(response).one("article").text


def test_a_story_comes_in_is_edited_published_updated_and_killed(client, tmp_path):
    assert "new draft" in ingest(tmp_path)
    story = Item.objects.get().article
    serbia = Section.objects.get(path="nuova-europa/serbia")
    reporter, editor = make_user(Role.REPORTER, serbia), make_user(Role.EDITOR, serbia)

    story.headline = "Belgrade opens its newest bridge"
    workflow.save(story, by=reporter)
    with pytest.raises(workflow.NotAllowed):
        workflow.publish(story, by=reporter)
    workflow.submit(story, by=reporter)
    workflow.publish(story, by=editor)

    assert story.stage == Stage.PUBLISHED
    assert address().endswith("/belgrade-opens-its-newest-bridge/")
    text = shown(client)
    assert text.startswith("Belgrade opens its newest bridge Two lanes, one for bicycles ")
    assert "(ANSA) - ROME, NOV 21 - The bridge was opened today." in text
    assert text.endswith("It has two lanes. (ANSA). © Copyright ANSA - All rights reserved")
    front = read_page(client.get("/nuova-europa/"))
    assert address() in [link.get("href") for link in front.all("a")]

    story.refresh_from_db()
    story.body += "<p>It is open to bicycles.</p>"
    workflow.save(story, by=reporter)
    assert "bicycles. (ANSA)" not in shown(client)  # an update waits on the desk
    workflow.publish(story, by=editor)
    assert "It is open to bicycles. (ANSA)." in shown(client)

    workflow.kill(story, by=editor, reason="The bridge is a drawing")
    gone = client.get(address())
    assert gone.status_code == 410
    assert "Belgrade opens" not in gone.content.decode()
    assert "bicycles" not in gone.content.decode()
    assert address() not in client.get("/nuova-europa/").content.decode()

    steps = list(Event.objects.order_by("pk").values_list("step", "who"))
    assert steps == [
        ("save", ""), ("save", str(reporter)), ("submit", str(reporter)), ("publish", str(editor)),
        ("save", str(reporter)), ("update", str(editor)), ("kill", str(editor)),
    ]  # fmt: skip
    assert list(Change.objects.values_list("what", flat=True)) == ["edition", "edition", "killed"]
