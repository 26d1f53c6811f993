"""A story's form that is sent what no form of ours sends, and texts that are meant to do harm."""

import pytest

from articles.body import MAX_LENGTH
from articles.forms import LINES
from articles.models import Author, Publication
from tests.articles.admin.form import ADD, change, send
from tests.factories import make_article

NASTY = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}'
TEXT_FIELDS = ["headline", "subheadline", "slugline", "dateline_region", "note_to_clients", "place_text"]


def test_what_is_typed_is_shown_as_text_everywhere(desk, as_):
    desk.people["admin"].first_name = NASTY
    desk.people["admin"].save()
    desk.serbia.name = NASTY[:100]
    desk.serbia.save()
    author = Author.objects.create(name=NASTY)
    send(
        as_("admin"),
        change(desk.draft),
        "publish",
        body=f"<p>{NASTY}</p>",
        byline_authors=[author.pk],
        **dict.fromkeys(TEXT_FIELDS, NASTY[:100]),
    )
    publication = Publication.objects.get(article=desk.draft)
    for address in (
        ADD,
        change(desk.draft),
        "/admin/articles/article/?q=script",
        f"/admin/articles/article/{desk.draft.pk}/history/",
        f"/admin/articles/article/{desk.draft.pk}/steps/kill/",
        f"/admin/articles/article/{desk.draft.pk}/revisions/{desk.draft.revisions.first().pk}/",
        "/admin/articles/publication/",
        f"/admin/articles/publication/{publication.pk}/change/?at=2099-01-01T00:00",
        "/admin/articles/author/",
        "/admin/sections/section/",
    ):
        html = as_("admin").get(address).content.decode()
        assert "<script>alert" not in html, address
        assert "onerror=alert(1)>" not in html.replace("onerror=alert(1)&gt;", ""), address


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("section", "abc"),
        ("section", "9" * 30),
        ("story_sources", ["abc"]),
        ("story_sources", ["9" * 30]),
        ("dateline_places", ["1 OR 1=1", "²"]),
        ("byline_authors", ["-1"]),
        ("further_sections", ["0"]),
        ("seen", "abc"),
        ("seen", "9" * 30),
        ("priority", "4"),
        ("story_type", "gossip"),
        ("language", "not a language"),
        ("slug", "../../etc"),
        ("dateline_date", "2026-02-30"),
        ("not_before", "yesterday"),
        ("not_before", "0001-01-01T00:00"),
        ("not_before", "9999-12-31T23:59"),
        ("headline", ""),
        ("headline", "x" * 501),
        ("headline", "\u200b\u2060\u2028"),
        ("note_to_clients", "a\0b"),
        ("body", f"<p>{'x' * MAX_LENGTH}</p>"),
        ("copyright", "abc"),
    ],
)
def test_what_no_form_of_ours_sends_is_refused_and_shown_again(desk, as_, field, value):
    response = send(as_("reporter"), change(desk.draft), **{"subheadline": "Typed", field: value})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert "Typed</textarea>" in response.content.decode()
    desk.draft.refresh_from_db()
    assert desk.draft.subheadline == ""


@pytest.mark.parametrize("field", LINES)
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Two\r\n lines   of it", "Two lines of it"),
        ("Two\u2028lines", "Two lines"),
        ("\ufeffOne \u200b word\0\x07", "One word"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200fשלום (2)\u200f", "\u200fשלום (2)\u200f"),
        ("وزيران يزوران صربيا\u200f (2)", "وزيران يزوران صربيا\u200f (2)"),
        ("Read \u202eevil\u202c \u2067news\u2069", "Read evil news"),
    ],
)
def test_what_is_one_line_is_kept_as_one(desk, as_, field, sent, kept):
    send(as_("reporter"), change(desk.draft), **{field: sent})
    desk.draft.refresh_from_db()
    assert getattr(desk.draft, field) == kept


def test_a_line_in_which_nothing_shows_is_empty(desk, as_):
    send(as_("reporter"), change(desk.draft), subheadline="\u2060", place_text="\u200b\u200d")
    desk.draft.refresh_from_db()
    assert (desk.draft.subheadline, desk.draft.place_text) == ("", "")


@pytest.mark.parametrize(
    ("body", "length"),
    [
        ("", "0 words, 0 lines"),
        ("<p>Ciao</p>", "1 word, 1 line"),
        (f"<p>{'parola ' * 10}</p><p>Fine.</p>", "11 words, 3 lines"),
    ],
)
def test_the_length_of_what_was_saved_stands_below_it(desk, as_, body, length):
    story = make_article(section=desk.serbia, body=body)
    assert f">{length}</p>" in as_("reporter").get(change(story)).content.decode()
    assert 'class="length' not in as_("reporter").get(ADD).content.decode()
