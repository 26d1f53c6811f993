"""Two people's changes of one text, put together."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import body
from articles.merge import merge

BODY = (
    "<p>Twelve people died in Rome on Monday.</p>"
    "<p>The minister will visit the town.</p>"
    "<p>Nobody else knew.</p>"
)
AUTHOR, OTHER_AUTHOR = {"id": 1, "label": "Lena Marković"}, {"id": 2, "label": "Anna Rossi"}


def story(**fields):
    return {"headline": "Twelve people died in Rome on Monday", "body": BODY, "priority": 5} | fields


def test_each_side_s_fields_are_kept():
    merged = merge(story(), story(priority=3), story(headline="Another"))
    assert merged.data == story(priority=3, headline="Another")
    assert merged.conflicts == []


def test_words_of_one_headline_that_do_not_touch_are_put_together():
    theirs = story(headline="Thirteen people died in Rome on Monday")
    mine = story(headline="Twelve people died in Rome on Tuesday")
    merged = merge(story(), theirs, mine)
    assert merged.data["headline"] == "Thirteen people died in Rome on Tuesday"
    assert merged.conflicts == []


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ("Thirteen people died in Rome on Monday", "Fourteen people died in Rome on Monday"),
        ("Thirteen people died in Rome on Monday", "Twelve tourists died in Rome on Monday"),
        ("Twelve people died in Rome on Monday night", "Twelve people died in Rome on Monday morning"),
    ],
    ids=["the same word", "words beside each other", "words at the same place"],
)
def test_where_they_touch_mine_stays_and_it_is_said(theirs, mine):
    merged = merge(story(), story(headline=theirs), story(headline=mine))
    assert merged.data["headline"] == mine
    assert merged.conflicts == ["headline"]


def test_the_same_change_on_both_sides_is_made_once():
    theirs = story(headline="Thirteen men died in Rome on Monday")
    mine = story(headline="Thirteen men died in Rome on Tuesday")
    merged = merge(story(), theirs, mine)
    assert merged.data["headline"] == "Thirteen men died in Rome on Tuesday"
    assert merged.conflicts == []


def test_words_and_tags_of_one_paragraph_are_put_together():
    theirs = story(body=BODY.replace("Twelve people", "<strong>Twelve</strong> people"))
    mine = story(body=BODY.replace("Monday", "Tuesday").replace("Nobody else", "Nobody"))
    merged = merge(story(), theirs, mine)
    assert merged.data["body"] == BODY.replace("Twelve people", "<strong>Twelve</strong> people").replace(
        "Monday", "Tuesday"
    ).replace("Nobody else", "Nobody")
    assert merged.conflicts == []


def test_a_conflict_in_one_paragraph_leaves_the_others_merged():
    theirs = story(body=BODY.replace("Twelve", "Thirteen").replace("Nobody", "Somebody"))
    mine = story(body=BODY.replace("Twelve", "Fourteen").replace("Monday", "Tuesday"))
    merged = merge(story(), theirs, mine)
    assert merged.data["body"] == mine["body"].replace("Nobody", "Somebody")
    assert merged.conflicts == ["body"]


def test_of_a_paragraph_in_conflict_nothing_of_theirs_is_mixed_in():
    theirs = story(body=BODY.replace("Twelve", "Thirteen").replace("Monday", "Sunday"))
    mine = story(body=BODY.replace("Twelve", "Fourteen"))
    assert merge(story(), theirs, mine).data["body"] == mine["body"]


def test_tags_that_would_part_each_other_are_a_conflict():
    theirs = story(body=BODY.replace("people died in", "<strong>people died in</strong>"))
    mine = story(body=BODY.replace("in Rome on", "<em>in Rome on</em>").replace("Nobody", "Somebody"))
    merged = merge(story(), theirs, mine)
    assert body.clean(merged.data["body"]) == merged.data["body"] == mine["body"]
    assert merged.conflicts == ["body"]


def test_a_paragraph_that_one_dropped_and_the_other_changed_is_a_conflict():
    theirs = story(body=BODY.replace("<p>The minister will visit the town.</p>", ""))
    mine = story(body=BODY.replace("visit", "leave"))
    merged = merge(story(), theirs, mine)
    assert merged.data["body"] == mine["body"]
    assert merged.conflicts == ["body"]


def test_paragraphs_added_in_two_places_are_both_there():
    theirs, mine = story(body=f"<p>First of all.</p>{BODY}"), story(body=f"{BODY}<p>Last of all.</p>")
    merged = merge(story(), theirs, mine)
    assert merged.data["body"] == f"<p>First of all.</p>{BODY}<p>Last of all.</p>"
    assert merged.conflicts == []


def test_two_bylines_cannot_be_put_together_but_a_renamed_author_is_no_change():
    merged = merge(story(authors=[]), story(authors=[AUTHOR]), story(authors=[OTHER_AUTHOR]))
    assert merged.data["authors"] == [OTHER_AUTHOR]
    assert merged.conflicts == ["authors"]
    renamed = [AUTHOR | {"label": "Lena M."}]
    merged = merge(story(authors=[AUTHOR]), story(authors=[OTHER_AUTHOR]), story(authors=renamed))
    assert merged.data["authors"] == [OTHER_AUTHOR]
    assert merged.conflicts == []


def test_the_same_moment_in_two_zones_is_no_conflict():
    theirs = story(not_before="2026-11-22T06:30:00+01:00")
    mine = story(not_before="2026-11-22T05:30:00+00:00")
    assert merge(story(not_before=None), theirs, mine).conflicts == []


def test_a_field_that_one_side_does_not_know_is_as_it_was():
    assert merge(story(), {"headline": "Another"}, story(priority=3)).data == story(
        headline="Another", priority=3
    )


def test_a_headline_that_would_be_too_long_is_a_conflict():
    words = "a" * 240
    theirs, mine = story(headline=f"{words} {words} in Rome b"), story(headline=f"c in Rome {words} {words}")
    merged = merge(story(headline="b in Rome b"), theirs, mine)
    assert merged.data["headline"] == mine["headline"]
    assert merged.conflicts == ["headline"]


def test_ampersands_and_quotes_stay_as_they_are():
    link = '<a href="https://example.org/?a=1&amp;b=2">sell</a>'
    text = body.clean(f"<p>AT&amp;T &lt;said&gt;&nbsp;it will {link} a part today</p>")
    merged = merge(story(body=text), story(body=text.replace("today", "now")), story(body=f"<p>A</p>{text}"))
    assert merged.data["body"] == f"<p>A</p>{text.replace('today', 'now')}"


# Of all texts

word = st.sampled_from("the a of Rome Milan 12 12,000 said not <b> & no".split())
line = st.lists(word, max_size=8).map(" ".join)
mark = st.sampled_from(["", "strong", "em"])


@st.composite
def inline(draw):
    parts = []
    for text in draw(st.lists(line, min_size=1, max_size=3)):
        name = draw(mark)
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        parts.append(f"<{name}>{escaped}</{name}>" if name else escaped)
    return " ".join(parts)


@st.composite
def block(draw):
    text = draw(inline())
    shape = draw(st.sampled_from(["<p>{}</p>", "<h2>{}</h2>", "<ul><li><p>{}</p></li><li>{}</li></ul>"]))
    return shape.format(text, text)


bodies = st.lists(block(), max_size=5).map("".join).map(body.clean)


@st.composite
def versions(draw):
    """A text and two that grew from it: each with parts of its own and parts of the first."""
    base = draw(st.lists(block(), max_size=5))

    def grown():
        parts = [draw(block()) if draw(st.integers(0, 3)) == 0 else part for part in base]
        if draw(st.booleans()):
            parts.insert(draw(st.integers(0, len(parts))), draw(block()))
        old, new = draw(word), draw(word)
        escaped = new.replace("&", "&amp;").replace("<", "&lt;")
        return re.sub(rf"(?<![\w<&/]){re.escape(old)}(?![\w;>])", escaped, "".join(parts), count=1)

    return tuple(
        {"body": body.clean(text), "headline": draw(line)} for text in ("".join(base), grown(), grown())
    )


def words_of(data):
    return " ".join([data["headline"], *body.paragraphs(data["body"])]).split()


@settings(deadline=None)
@given(versions())
def test_what_only_one_changed_is_what_they_say(three):
    base, one, other = three
    for x in (one, other):
        assert merge(base, base, x).data == x
        assert merge(base, x, base).data == x
        assert merge(base, x, x).data == x
        assert not merge(base, x, x).conflicts


@settings(deadline=None)
@given(versions())
def test_no_word_is_lost_in_silence(three):
    base, theirs, mine = three
    merged = merge(base, theirs, mine)
    for name in ("headline", "body"):
        if name in merged.conflicts:
            continue
        kept = words_of(merged.data | {"headline": merged.data["headline"] if name == "headline" else ""})
        for side in (theirs, mine):
            added = {
                text
                for text in (side[name].split() if name == "headline" else words_of(side | {"headline": ""}))
                if text
                not in (base[name].split() if name == "headline" else words_of(base | {"headline": ""}))
            }
            assert added <= set(kept)


@settings(deadline=None)
@given(versions())
def test_a_merged_body_is_a_clean_body(three):
    merged = merge(*three).data["body"]
    assert body.clean(merged) == merged


@settings(deadline=None)
@given(bodies, bodies, bodies)
def test_bodies_that_have_nothing_in_common_stay_clean_too(base, theirs, mine):
    merged = merge({"body": base}, {"body": theirs}, {"body": mine})
    assert body.clean(merged.data["body"]) == merged.data["body"]
