"""What a waiting update lacks of a correction of the live text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import body
from articles.fixes import Fix, lacking, with_fixes

OLD = (
    "<p>A bus fell into a river on Monday.</p>"
    "<p>Police said 12 people were hurt, and 2012 others were on their way home.</p>"
    "<p>The minister did go to the place.</p>"
)


def story(text=OLD, **fields):
    return {"headline": "Bus falls into river", "subheadline": "", "body": text} | fields


def said(fixes):
    return [(fix.field, fix.old, fix.new) for fix in fixes]


def test_a_number_in_a_paragraph_that_was_moved_and_shortened():
    corrected = story(OLD.replace("said 12 people", "said 13 people"))
    copy = story("<p>A bus fell.</p><p>More rain came, 12,000 litres of it.</p><p>Some 12 were hurt.</p>")
    (fix,) = lacking(story(), corrected, copy)
    assert (fix.field, fix.old, fix.new) == ("body", "12", "13")
    assert (fix.before, fix.after) == ("Some ", " were hurt.")
    assert fix.excerpt == "Some 12 were hurt."
    assert with_fixes(story(), corrected, copy) == copy | {"body": copy["body"].replace("Some 12", "Some 13")}


def test_a_wrong_name_three_times():
    old = story("<p>Mr Smith met <strong>Smith</strong>'s wife.</p><p>Fine.</p>", headline="Smith speaks")
    corrected = {
        name: text.replace("Smith", "Smyth") if isinstance(text, str) else text for name, text in old.items()
    }
    copy = story(
        "<p>Later that day, <em>he</em>, <strong>Smith</strong>, left.</p><p>Smith's car, Smithson said.</p>",
        headline="Smith speaks again",
    )
    fixes = lacking(old, corrected, copy)
    assert said(fixes) == [
        ("headline", "Smith", "Smyth"),
        ("body", "Smith", "Smyth"),
        ("body", "Smith", "Smyth"),
    ]
    fixed = with_fixes(old, corrected, copy)
    assert fixed["headline"] == "Smyth speaks again"
    assert fixed["body"] == copy["body"].replace("Smith<", "Smyth<").replace("Smith's", "Smyth's")


def test_an_inserted_word_needs_both_its_neighbours():
    corrected = story(OLD.replace("did go", "did not go"))
    copy = story("<p>On Tuesday the minister <em>did</em> go home. He did that, and would go again.</p>")
    (fix,) = lacking(story(), corrected, copy)
    assert (fix.old, fix.new) == ("", "not")
    assert fix.before.endswith("minister did ")
    assert fix.after.startswith(" go home")  # `did not go`, and not `did notgo`
    assert with_fixes(story(), corrected, copy)["body"] == copy["body"].replace(
        "<em>did</em> go", "<em>did</em> not go"
    )


def test_nothing_is_lacking_where_the_paragraph_is_gone():
    corrected = story(OLD.replace("said 12 people", "said 13 people").replace("did go", "did not go"))
    copy = story("<p>A bus fell into a river on Monday.</p><p>In 2012 others did that.</p>")
    assert lacking(story(), corrected, copy) == []
    assert with_fixes(story(), corrected, copy) == copy


def test_nothing_is_lacking_where_the_update_has_the_new_words():
    corrected = story(OLD.replace("said 12 people", "said 13 people").replace("did go", "did not go"))
    copy = story("<p>13 people were hurt. Police said 13 people, one a child.</p><p>He did not go.</p>")
    assert lacking(story(), corrected, copy) == []


@pytest.mark.parametrize(
    ("text", "is_lacking"),
    [
        ("The 12 hurt were taken home.", True),  # a neighbour that the corrected text has only elsewhere
        ("There were 12 dead in all.", False),  # as the corrected text says, too
        ("They waited 12 hours.", False),  # nothing tells
        ("Of them 12,000 hurt, 2012 hurt and 12-year-olds hurt.", False),
    ],
)
def test_words_that_the_corrected_text_still_has_need_a_neighbour(text, is_lacking):
    old = story("<p>A list of 12 hurt was read.</p><p>In all 12 dead were counted.</p>")
    corrected = story("<p>A list of 13 hurt was read.</p><p>In all 12 dead were counted.</p>")
    copy = story(f"<p>{text}</p>")
    assert bool(lacking(old, corrected, copy)) is is_lacking
    if is_lacking:
        assert with_fixes(old, corrected, copy)["body"] == copy["body"].replace("12", "13")


def test_words_that_were_taken_out_leave_no_hole():
    corrected = story(OLD.replace("were hurt, and 2012 others were on", "were on"))
    copy = story(f"{OLD}<p>More.</p>")
    fixed = with_fixes(story(), corrected, copy)
    assert fixed["body"] == f"{corrected['body']}<p>More.</p>"


def test_a_paragraph_that_was_taken_out_goes_wherever_its_sentences_are():
    old = story(f"{OLD}<p>It was the driver's fault. He was drunk.</p>")
    copy = story(
        "<p>He was drunk. A bus fell.</p><ul><li><p>It was the driver's fault.</p></li></ul><p>x</p>"
    )
    fixed = with_fixes(old, story(), copy)
    assert fixed["body"] == "<p>A bus fell.</p><p>x</p>"


def test_a_paragraph_that_was_added_comes_after_the_one_before():
    new = "<p>The <em>driver</em> denies it all &amp; more.</p>"
    corrected = story(OLD.replace("home.</p>", f"home.</p>{new}"))
    copy = story(f"<p>New.</p>{OLD}<p>News.</p>".replace("on Monday", "on a Monday"))
    (fix,) = lacking(story(), corrected, copy)
    assert (fix.old, fix.new, fix.is_sure) == ("", "The driver denies it all & more.", True)
    fixed = with_fixes(story(), corrected, copy)
    assert f"home.</p>{new}<p>The minister" in fixed["body"]
    assert lacking(story(), corrected, fixed) == []


def test_a_paragraph_that_was_added_beside_none_of_the_copy_s_is_told_for_a_person_to_decide():
    corrected = story(f"{OLD}<p>The driver denies it.</p>")
    copy = story("<p>All is new here.</p>")
    (fix,) = lacking(story(), corrected, copy)
    assert (fix.new, fix.is_sure) == ("The driver denies it.", False)
    assert with_fixes(story(), corrected, copy) == copy


def test_where_two_corrections_fit_a_person_decides():
    old = story("<p>Police counted 12 cars.</p><p>Doctors saw 12 people.</p>")
    corrected = story("<p>Police counted 13 cars.</p><p>Doctors saw 14 people.</p>")
    copy = story("<p>There were 12 of them.</p><p>Later doctors saw 12 people.</p>")
    unsure, sure = lacking(old, corrected, copy)
    assert not unsure.is_sure
    assert sure.is_sure
    assert with_fixes(old, corrected, copy)["body"] == copy["body"].replace("12 people", "14 people")


def test_several_words_for_one_and_one_for_several():
    old = story("<p>The prime minister of <strong>Northern Macedonia</strong> left.</p>")
    corrected = story("<p>The premier of <strong>North Macedonia</strong> left.</p>")
    copy = story("<p>He, the prime <em>minister</em>, left <strong>Northern</strong> Macedonia.</p>")
    fixed = with_fixes(old, corrected, copy)["body"]
    assert fixed == "<p>He, the premier, left <strong>North</strong> Macedonia.</p>"
    again = with_fixes(corrected, old, {**corrected, "headline": "x"})
    assert again["body"] == old["body"]


def test_the_address_of_a_link():
    old = story('<p>See <a href="https://a.example/?x=1&amp;y=2">the report</a>.</p>')
    corrected = story(old["body"].replace("a.example", "b.example"))
    copy = story(body.clean(f"<p>More.</p>{old['body']}"))
    assert said(lacking(old, corrected, copy)) == [
        ("body", "https://a.example/?x=1&amp;y=2", "https://b.example/?x=1&amp;y=2")
    ]
    assert "https://b.example/" in with_fixes(old, corrected, copy)["body"]


def test_other_fields_are_lacking_where_the_copy_has_the_old_value():
    rome, milan = {"id": 1, "label": "Rome (IT)"}, {"id": 2, "label": "Milan (IT)"}
    one, other = {"id": 1, "label": "serbia"}, {"id": 2, "label": "croatia"}
    old = story(places=[rome], section=one, dateline_date="2026-11-21", authors=[], not_before=None)
    corrected = old | {
        "places": [milan],
        "section": other,
        "dateline_date": "2026-11-22",
        "subheadline": "In the north",
        "not_before": "2026-11-22T05:30:00+00:00",
    }
    copy = old | {"section": {"id": 3, "label": "italy"}, "authors": [{"id": 9, "label": "Anna"}]}
    assert said(lacking(old, corrected, copy)) == [
        ("subheadline", "", "In the north"),
        ("places", "Rome (IT)", "Milan (IT)"),
        ("dateline_date", "21 November 2026", "22 November 2026"),
    ]
    fixed = with_fixes(old, corrected, copy)
    assert fixed == copy | {name: corrected[name] for name in ("places", "dateline_date", "subheadline")}


def test_what_looks_like_a_tag_is_text():
    old = story("<p>He typed &lt;b&gt; here.</p>")
    corrected = story("<p>He typed &lt;script&gt;alert(1)&lt;/script&gt; here.</p>")
    copy = story("<p>Then he typed &lt;b&gt; here, again.</p>")
    fixed = with_fixes(old, corrected, copy)["body"]
    assert fixed == "<p>Then he typed &lt;script&gt;alert(1)&lt;/script&gt; here, again.</p>"


def test_the_excerpt_ends_with_the_paragraph():
    corrected = story(OLD.replace("river on Monday", "lake on Monday"))
    fixes = lacking(story(), corrected, story())
    assert fixes == [Fix("body", "river", "lake", "A bus fell into a ", " on Monday.")]


@pytest.mark.parametrize("copy", [story(), story(f"{OLD}<p>More of it.</p>"), story("<p>Another.</p>")])
def test_once_mended_nothing_is_lacking(copy):
    corrected = story(
        OLD.replace("12 people", "13 people").replace("did go", "did not go").replace("on Monday", "")
    )
    fixed = with_fixes(story(), corrected, copy)
    assert lacking(story(), corrected, fixed) == []
    assert body.clean(fixed["body"]) == fixed["body"]


words = st.lists(st.sampled_from("a the Rome 12 12,000 said not &lt;b&gt; &amp; . ,".split()), max_size=8)
blocks = st.tuples(
    st.sampled_from(["<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li></ul>", "<p><em>{}</em> x</p>"]), words
)
bodies = st.lists(blocks, max_size=5).map(
    lambda parts: body.clean("".join(shape.format(" ".join(text)) for shape, text in parts))
)


@settings(deadline=None)
@given(bodies, bodies, bodies)
def test_whatever_is_mended_stays_clean_and_nothing_is_lacking_without_a_correction(old, corrected, copy):
    fixed = with_fixes(story(old), story(corrected), story(copy))
    assert body.clean(fixed["body"]) == fixed["body"]
    assert lacking(story(old), story(old), story(copy)) == []
    assert lacking(story(old), story(corrected), story(corrected)) == []
