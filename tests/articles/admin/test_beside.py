"""What stands beside the writing: facts of the record, of colleagues and of other versions."""

from articles import workflow
from articles.models import Article
from tests.articles.admin.form import change


def beside(client, story):
    return client.get(change(story)).context


def test_other_languages_are_linked_as_far_as_they_are_at_ones_desk(desk, as_):
    german = workflow.translate(desk.draft, by=None, language="de")
    assert beside(as_("reporter"), desk.draft)["versions"] == [german]
    Article.objects.filter(pk=german.pk).update(section=desk.sport)
    assert beside(as_("reporter"), desk.draft)["versions"] == []
    assert beside(as_("admin"), desk.draft)["versions"] == [german]


def test_the_sign_off_names_those_who_wrote_and_edited(desk, as_):
    reporter, editor = desk.people["reporter"], desk.people["editor"]
    for person, initials in ((reporter, "ARO"), (editor, "MBI")):
        person.initials = initials
        person.save()
        workflow.save(desk.draft, by=person)
    assert beside(as_("editor"), desk.draft)["sign_off"] == "ARO/MBI"
    assert "ARO/MBI" in as_("editor").get(change(desk.draft)).content.decode()


def test_a_copy_that_goes_beyond_the_live_text_shows_how(desk, as_):
    assert beside(as_("editor"), desk.live)["live_changes"] == []
    desk.live.headline = "Seen by all, and more"
    workflow.save(desk.live, by=None)
    assert [change.name for change in beside(as_("editor"), desk.live)["live_changes"]] == ["headline"]


def test_what_was_asked_at_the_last_return_stands_on_top_until_it_is_published(desk, as_):
    workflow.submit(desk.draft, by=desk.people["reporter"])
    workflow.return_(desk.draft, by=desk.people["editor"], note="Who says so?")
    assert "Who says so?" in as_("reporter").get(change(desk.draft)).content.decode()
    workflow.submit(desk.draft, by=desk.people["reporter"])
    assert "Who says so?" in as_("editor").get(change(desk.draft)).content.decode()
    workflow.publish(desk.draft, by=desk.people["editor"])
    assert "Who says so?" not in as_("reporter").get(change(desk.draft)).content.decode()
