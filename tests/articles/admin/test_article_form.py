"""Writing a story at the desk: what is filled in, kept, taken off, refused."""

from datetime import timedelta
from html.parser import HTMLParser

from django.utils import timezone

from articles import workflow
from articles.models import Article, Author, Edition, Event, Place, Publication, Revision
from articles.stages import Stage
from sections.models import Membership, Role
from tests.articles.admin.form import ADD, change, filled, send
from tests.factories import make_article, make_root, make_section, make_source, make_user

VOID = {"input", "br", "img", "link", "meta", "hr"}


class FieldsAtFirst(HTMLParser):
    """The names of the fields that one sees without unfolding anything."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names, self.folded, self.in_form = set(), 0, False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.in_form = attrs.get("id") == "article_form"
        self.folded += tag == "details"
        is_field = tag in {"input", "select", "textarea"} and attrs.get("type") not in {"hidden", "submit"}
        if self.in_form and is_field and not self.folded:
            self.names.add(attrs["name"])

    def handle_endtag(self, tag):
        self.folded -= tag == "details"


def test_at_first_there_are_four_fields_and_of_a_new_story_its_section(desk, as_):
    writing = {"headline", "subheadline", "dateline_places", "body"}
    for address, fields in ((ADD, {"section", *writing}), (change(desk.draft), writing)):
        html = as_("reporter").get(address).content.decode()
        assert FieldsAtFirst(html).names == fields


def test_the_rest_is_filled_in_from_the_person_and_the_section(desk, as_):
    form = as_("reporter").get(ADD).context["adminform"].form
    assert form["section"].value() == desk.serbia.pk
    assert form["language"].value() == "it"
    assert form["story_sources"].value() == [make_source("ANSA").pk]
    assert form["byline_authors"].value() == [desk.author.pk]
    assert (form["story_type"].value(), form["priority"].value()) == ("news", 5)


def test_a_headline_and_a_section_are_enough(desk, as_):
    response = as_("reporter").post(ADD, {"headline": "Enough", "section": desk.serbia.pk, "_save": "1"})
    story = Article.objects.get(headline="Enough")
    assert (response.status_code, response.url) == (302, change(story))
    assert (story.language, story.stage, story.created_by) == ("it", Stage.DRAFT, desk.people["reporter"])
    assert [source.code for source in story.sources.all()] == ["ANSA"]


def test_only_own_sections_are_offered_as_a_tree(desk, as_):
    field = as_("editor").get(ADD).context["adminform"].form.fields["section"]
    assert list(field.choices) == [
        (desk.serbia.parent_id, "\u2003Nuova Europa"),
        (desk.serbia.pk, "\u2003\u2003Serbia"),
    ]


def test_a_story_cannot_be_sent_to_a_section_of_others(desk, as_):
    for address in (ADD, change(desk.draft)):
        response = send(as_("reporter"), address, headline="Elsewhere", section=desk.sport.pk)
        assert response.context["adminform"].form.errors["section"]
    assert not Article.objects.filter(section=desk.sport).exists()
    assert not Article.objects.filter(headline="Elsewhere").exists()


def test_every_save_writes_a_revision_by_the_person(desk, as_):
    send(as_("reporter"), change(desk.draft), headline="Second thoughts", body="<p>New text.</p>")
    newest = Revision.objects.filter(article=desk.draft).first()
    assert (newest.by, newest.step) == (desk.people["reporter"], "save")
    assert (newest.data["headline"], newest.data["body"]) == ("Second thoughts", "<p>New text.</p>")


def test_sending_what_is_there_already_changes_nothing(desk, as_):
    for story in (desk.draft, desk.live):
        response = as_("editor").post(change(story), filled(as_("editor"), change(story)), follow=True)
        assert "Nothing had changed" in response.content.decode()
        story.refresh_from_db()
    assert desk.live.stage == Stage.PUBLISHED
    assert Revision.objects.filter(article=desk.draft).count() == 1


def test_saving_a_live_story_makes_an_update_that_waits(desk, as_):
    send(as_("reporter"), change(desk.live), headline="Update")
    desk.live.refresh_from_db()
    assert desk.live.stage == Stage.DRAFT
    assert Edition.objects.live(timezone.now()).get().headline == "Seen by all"


def test_the_order_of_what_is_chosen_is_kept(desk, as_):
    sources = [make_source("ZZZ"), make_source("AAA"), make_source("ANSA")]
    places = [Place.objects.get(name=name) for name in ("Rome", "Belgrade", "Athens")]
    authors = [Author.objects.create(name=name) for name in ("Zoe", "Adam")]
    chosen = {
        "story_sources": [row.pk for row in sources],
        "dateline_places": [row.pk for row in places],
        "byline_authors": [row.pk for row in authors],
    }
    send(as_("reporter"), change(desk.draft), **chosen)
    assert [row.source for row in desk.draft.source_rows.all()] == sources
    assert [row.place for row in desk.draft.place_rows.all()] == places
    assert [row.author for row in desk.draft.author_rows.all()] == authors

    html = as_("reporter").get(change(desk.draft)).content.decode()
    assert html.index(">ZZZ<") < html.index(">AAA<") < html.index(">ANSA<")
    send(as_("reporter"), change(desk.draft), story_sources=chosen["story_sources"][::-1])
    assert [row.source for row in desk.draft.source_rows.all()] == sources[::-1]


def test_a_stale_form_overwrites_nothing_and_keeps_the_text(desk, as_):
    stale = filled(as_("reporter"), change(desk.draft), headline="Mine", body="<p>All my work.</p>")
    send(as_("editor"), change(desk.draft), headline="Theirs")
    for button in ("save", "submit"):
        response = as_("reporter").post(change(desk.draft), stale | {f"_{button}": "1"})
        assert response.status_code == 200
        html = response.content.decode()
        assert "Anna Rossi" in html
        assert "saved this story" in html
        assert "All my work." in html
        assert 'class="headline"' in html
        assert ">\nMine</textarea>" in html
    desk.draft.refresh_from_db()
    assert (desk.draft.headline, desk.draft.stage) == ("Theirs", Stage.DRAFT)


def test_a_form_that_does_not_say_what_it_saw_is_refused(desk, as_):
    response = send(as_("reporter"), change(desk.draft), headline="Blind", seen=None)
    assert "which version" in str(response.context["adminform"].form.non_field_errors())
    assert not Article.objects.filter(headline="Blind").exists()


def test_a_reporter_submits_and_cannot_publish(desk, as_):
    html = as_("reporter").get(change(desk.draft)).content.decode()
    assert 'name="_submit"' in html
    assert 'name="_publish"' not in html
    assert "/steps/kill/" not in as_("reporter").get(change(desk.live)).content.decode()

    response = send(as_("reporter"), change(desk.draft), "publish", headline="By force")
    assert "needs the role of editor" in str(response.context["adminform"].form.non_field_errors())
    assert not Publication.objects.filter(article=desk.draft).exists()
    assert not Article.objects.filter(headline="By force").exists()  # the save went with it

    response = as_("reporter").post(ADD, {"headline": "New", "section": desk.serbia.pk, "_publish": "1"})
    assert response.status_code == 200
    assert not Article.objects.filter(headline="New").exists()

    send(as_("reporter"), change(desk.draft), "submit", headline="Ready")
    desk.draft.refresh_from_db()
    assert (desk.draft.stage, desk.draft.headline) == (Stage.SUBMITTED, "Ready")


def test_an_editor_publishes_in_one_press_what_the_form_says(desk, as_, client):
    response = send(as_("editor"), change(desk.draft), "publish", headline="As it was typed")
    edition = Edition.objects.get(publication__article=desk.draft)
    assert edition.headline == "As it was typed"
    message = as_("editor").get(response.url)
    address = f"/nuova-europa/serbia/{edition.publication.address}/"
    assert client.get(address).status_code == 200
    assert Event.objects.filter(article_id=desk.draft.pk, step="publish").count() == 1
    assert address in message.content.decode()


def test_a_new_story_is_published_in_one_press(desk, as_):
    client = as_("editor")
    values = {"headline": "Straight out", "section": desk.serbia.pk, "body": "<p>It is so.</p>"}
    client.post(ADD, values | {"_publish": "1"})
    assert Edition.objects.get(headline="Straight out").section == desk.serbia


def test_a_time_to_come_schedules(desk, as_):
    moment = timezone.localtime(timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    response = send(
        as_("editor"), change(desk.draft), "publish", not_before=moment.strftime("%Y-%m-%dT%H:%M")
    )
    assert Edition.objects.get(publication__article=desk.draft).visible_from == moment
    page = as_("editor").get(response.url)
    assert "Scheduled: readers see it" in page.content.decode()
    assert moment.strftime("%H:%M") in page.content.decode()


def test_a_time_that_has_passed_publishes_nothing(desk, as_):
    an_hour_ago = (timezone.localtime() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    response = send(as_("editor"), change(desk.draft), "publish", not_before=an_hour_ago)
    assert list(response.context["adminform"].form.errors) == ["not_before"]
    assert not Edition.objects.filter(publication__article=desk.draft).exists()


def test_a_time_that_has_passed_since_it_was_saved_stays(desk, as_):
    story = make_article(section=desk.serbia, not_before=timezone.now() - timedelta(hours=1))
    send(as_("editor"), change(story), "publish", headline="Its time has come")
    assert Edition.objects.get(publication__article=story).headline == "Its time has come"


def test_times_are_the_persons_own(desk, as_):
    desk.people["editor"].time_zone = "Asia/Tokyo"
    desk.people["editor"].save()
    send(as_("editor"), change(desk.draft), not_before="2030-01-02T06:30")
    desk.draft.refresh_from_db()
    assert desk.draft.not_before.isoformat() == "2030-01-01T21:30:00+00:00"
    assert 'value="2030-01-02T06:30"' in as_("editor").get(change(desk.draft)).content.decode()
    assert 'value="2030-01-01T22:30"' in as_("head").get(change(desk.draft)).content.decode()


def test_two_editors_press_publish_on_the_same_copy(desk, as_):
    first = filled(as_("editor"), change(desk.draft)) | {"_publish": "1"}
    second = filled(as_("head"), change(desk.draft)) | {"_publish": "1"}
    assert as_("editor").post(change(desk.draft), first).status_code == 302
    response = as_("head").post(change(desk.draft), second)
    assert "published this story" in str(response.context["adminform"].form.non_field_errors())
    assert Edition.objects.filter(publication__article=desk.draft).count() == 1


def test_whoever_loses_the_role_while_writing_is_refused(desk, as_):
    client = as_("editor")
    values = filled(client, change(desk.draft), headline="Too late")
    Membership.objects.filter(user=desk.people["editor"]).delete()
    assert client.post(change(desk.draft), values | {"_save": "1"}).status_code == 404
    assert not Article.objects.filter(headline="Too late").exists()


def test_an_editor_of_the_old_section_alone_cannot_publish_what_moves(desk, as_):
    croatia = make_section("nuova-europa/croazia")
    person = make_user(Role.EDITOR, desk.serbia)
    Membership.objects.create(user=person, section=croatia, role=Role.REPORTER)
    desk.people["both"] = person
    response = send(as_("both"), change(desk.draft), "publish", section=croatia.pk)
    assert "needs the role of editor" in str(response.context["adminform"].form.non_field_errors())
    desk.draft.refresh_from_db()
    assert desk.draft.section == desk.serbia


# What can no longer be written


def test_a_killed_story_is_read_and_not_written(desk, as_):
    workflow.kill(desk.live, by=desk.people["head"], reason="Wrong from beginning to end")
    response = as_("editor").get(change(desk.live), follow=True)
    html = response.content.decode()
    assert "Wrong from beginning to end" in html
    assert 'name="_save"' not in html

    values = {"headline": "Back again", "section": desk.serbia.pk, "seen": desk.live.head_revision_id}
    values["body"] = "<p>And again.</p>"
    response = as_("editor").post(change(desk.live), values | {"_publish": "1"})
    assert "not possible" in str(response.context["adminform"].form.non_field_errors())
    assert Edition.objects.live(timezone.now()).count() == 0


def test_killing_asks_for_a_reason_and_says_what_it_does(desk, as_, client):
    page = f"/admin/articles/article/{desk.live.pk}/steps/kill/"
    html = as_("editor").get(page).content.decode()
    assert "410 Gone" in html
    assert "final" in html
    assert as_("editor").post(page, {"reason": "  "}).context["form"].errors["reason"]
    publication = Publication.objects.get(article=desk.live)
    values = {"reason": "Not true", "seen_edition": publication.head_edition_id}
    assert as_("editor").post(page, values).status_code == 302
    publication.refresh_from_db()
    assert publication.kill_reason == "Not true"
    assert client.get(f"/nuova-europa/serbia/{publication.address}/").status_code == 410
    html = as_("head").post(page, values).content.decode()  # nothing left to kill
    assert "killed this story" in html
    assert "Not true" in html
    assert Event.objects.filter(step="kill").count() == 1


def test_a_kill_of_what_has_changed_meanwhile_is_asked_again(desk, as_):
    page = f"/admin/articles/article/{desk.live.pk}/steps/kill/"
    seen = Publication.objects.get(article=desk.live).head_edition_id
    send(as_("head"), change(desk.live), "publish", headline="Put right")
    response = as_("editor").post(page, {"reason": "Not true", "seen_edition": seen})
    assert "published an update of this story" in response.content.decode()
    assert Publication.objects.get(article=desk.live).killed_at is None


# Buttons


def test_buttons_are_what_person_and_story_allow(desk, as_):
    waits = make_article(section=desk.serbia)
    workflow.submit(waits, by=None)

    def names(role, story):
        return [button.name for button in as_(role).get(change(story)).context["bar"].buttons]

    assert names("reporter", desk.draft) == ["save", "submit"]
    assert names("editor", desk.draft) == ["save", "submit", "publish"]
    assert names("reporter", waits) == ["save"]
    assert names("editor", waits) == ["save", "publish"]
    assert names("reporter", desk.live) == ["save", "submit"]
    assert names("editor", desk.live) == ["save", "submit", "publish"]  # a change of it, in one press
    assert [button.name for button in as_("reporter").get(ADD).context["bar"].buttons] == ["save", "submit"]
    main = [button.name for button in as_("editor").get(ADD).context["bar"].buttons if button.is_main]
    assert main == ["publish"]


def test_history_and_revisions_tell_who_did_what(desk, as_):
    send(as_("reporter"), change(desk.draft), "submit", headline="Handed in")
    html = as_("editor").get(f"/admin/articles/article/{desk.draft.pk}/history/").content.decode()
    assert str(desk.people["reporter"]) in html
    assert "Submit" in html
    first = Revision.objects.filter(article=desk.draft).last()
    page = (
        as_("editor").get(f"/admin/articles/article/{desk.draft.pk}/revisions/{first.pk}/").content.decode()
    )
    assert "Draft of the day" in page
    assert "An earlier version" in page
    assert "(ANSA) - ROME" in page


def test_the_first_section_is_chosen_for_whoever_has_all(desk, as_):
    assert as_("admin").get(ADD).context["adminform"].form["section"].value() == make_root().pk
    asked = as_("admin").get(f"{ADD}?section={desk.sport.pk}").context["adminform"].form
    assert asked["section"].value() == desk.sport.pk
    assert as_("reporter").get(f"{ADD}?section={desk.sport.pk}").context["adminform"].form[
        "section"
    ].value() == (desk.serbia.pk)


def test_an_update_of_a_live_story_is_published_in_one_press(desk, as_):
    response = send(as_("editor"), change(desk.live), "publish", headline="What is new")
    assert response.status_code == 302
    assert Edition.objects.live(timezone.now()).get(publication__article=desk.live).headline == "What is new"
    versions = desk.live.publication.editions.count()
    response = as_("editor").post(
        change(desk.live), filled(as_("editor"), change(desk.live)) | {"_publish": "1"}, follow=True
    )
    assert "Nothing had changed" in response.content.decode()
    assert desk.live.publication.editions.count() == versions
