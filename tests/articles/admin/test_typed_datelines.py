"""A dateline or a closing source that was typed into the text goes to its fields, and the page says so."""

from articles.models import Article, Place
from tests.articles.admin.form import ADD, change, filled, send
from tests.factories import make_source


def test_a_typed_dateline_goes_to_its_fields(desk, as_):
    typed = "<p>(ANSA) - BELGRADE, NOV 21 - Ministers met again. (ANSA).</p>"
    response = send(
        as_("reporter"), change(desk.draft), language="en", dateline_places=[], body=typed, headline="Lifted"
    )
    desk.draft.refresh_from_db()
    assert desk.draft.body == "<p>Ministers met again.</p>"
    assert [place.name for place in desk.draft.places.all()] == ["Belgrade"]
    assert (desk.draft.dateline_date.month, desk.draft.dateline_date.day) == (11, 21)
    page = as_("reporter").get(response.url).content.decode()
    assert "(ANSA) - BELGRADE, NOV 21 -” was taken out of the text" in page
    assert "(ANSA) - BELGRADE, NOV 21 -</span> …" in page  # as readers will see it


def test_a_typed_dateline_does_not_overwrite_what_was_chosen(desk, as_):
    rome = Place.objects.get(name="Rome")
    send(
        as_("reporter"),
        change(desk.draft),
        dateline_places=[rome.pk],
        body="<p>(ANSA) - BELGRADE, NOV 21 - Ministers met again.</p>",
    )
    page = as_("reporter").get(change(desk.draft)).content.decode()
    assert "the dateline is the one that was chosen" in page
    desk.draft.refresh_from_db()
    assert desk.draft.body == "<p>Ministers met again.</p>"
    assert list(desk.draft.places.all()) == [rome]
    assert desk.draft.dateline_date is None


def test_a_place_that_is_on_no_list_stays_as_text(desk, as_):
    typed = "<p>(ANSA) - QUALUNQUOPOLI, 21 NOV - I ministri si sono visti.</p>"
    send(as_("reporter"), change(desk.draft), language="it", dateline_places=[], body=typed)
    desk.draft.refresh_from_db()
    assert desk.draft.place_text.casefold() == "qualunquopoli"
    assert desk.draft.body == "<p>I ministri si sono visti.</p>"


def test_a_joint_source_that_was_typed_is_taken(desk, as_):
    make_source("AFP")
    typed = "<p>(ANSA-AFP) - PARIS, NOV 21 - Ministers met again.</p>"
    send(as_("reporter"), change(desk.draft), language="en", dateline_places=[], body=typed)
    assert [row.source.code for row in desk.draft.source_rows.all()] == ["ANSA", "AFP"]
    values = {"headline": "New", "section": desk.serbia.pk, "language": "en", "body": typed}
    as_("reporter").post(ADD, values | {"story_sources": [make_source("ANSA").pk]})
    new = Article.objects.get(headline="New")
    assert [row.source.code for row in new.source_rows.all()] == ["ANSA", "AFP"]


def test_a_source_that_was_chosen_is_kept_whatever_was_typed(desk, as_):
    afp = make_source("AFP")
    values = {"headline": "New", "section": desk.serbia.pk, "language": "en", "story_sources": [afp.pk]}
    as_("reporter").post(ADD, values | {"body": "<p>(ANSA) - PARIS, NOV 21 - Ministers met again.</p>"})
    assert list(Article.objects.get(headline="New").sources.all()) == [afp]


def test_a_closing_source_that_was_typed_is_not_taken_off_in_silence(desk, as_):
    address, typed = change(desk.draft), "<p>It rained in Paris.</p><p>It will go on. (AFP).</p>"
    values = filled(as_("editor"), address, body=typed) | {"_save": "1"}
    html = as_("editor").post(address, values, follow=True).content.decode()
    assert "The closing source was taken out of the text" in html
    assert "AFP" in html
    desk.draft.refresh_from_db()
    assert desk.draft.body.endswith("<p>It will go on.</p>")
