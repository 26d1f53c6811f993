"""Lists of pictures as revisions keep them: which leads, what differs, and how two are put together."""

import pytest

from articles.compare import compare
from articles.fixes import lacking, with_fixes
from articles.merge import merge
from articles.pictures import lead_of


def row(pk, caption=""):
    return {"id": pk, "label": f"P{pk}", "caption": caption}


def of(*rows):
    return {
        "body": "<p>Text.</p>",
        "photos": [each if isinstance(each, dict) else row(each) for each in rows],
    }


def test_the_lead_is_the_first_that_does_not_stand_in_the_text():
    assert lead_of([], "<p>One.</p>") is None
    assert lead_of([row(3), row(4)], '<figure data-photo="3"></figure>') == 4
    assert lead_of([row(3)], '<p>One.</p><figure data-photo="3"></figure>') is None


class TestLacking:
    def test_a_list_that_is_as_it_was_is_taken_as_a_whole(self):
        old, corrected = of(1, 2), of(2, 1)
        (fix,) = lacking(old, corrected, old)
        assert (fix.field, fix.old, fix.new) == ("photos", "P1, P2", "P2, P1")
        assert with_fixes(old, corrected, old)["photos"] == corrected["photos"]

    def test_of_another_list_each_picture_is_looked_at(self):
        old, corrected = of(1, row(2, "Was"), 3), of(row(2, "Is"), 3, 4)
        copy = of(5, 3, row(2, "Was"), 1)
        told = [(fix.old, fix.new) for fix in lacking(old, corrected, copy)]
        assert told == [("P1", ""), ("P2: Was", "P2: Is"), ("", "P4")]
        fixed = with_fixes(old, corrected, copy)
        assert fixed["photos"] == [row(5), row(3), row(2, "Is"), row(4)]
        assert lacking(old, corrected, fixed) == []

    def test_what_the_copy_says_in_its_own_words_lacks_nothing(self):
        assert lacking(of(row(1, "Was"), 2), of(row(1, "Is"), 2), of(row(1, "Own"))) == []
        assert lacking({"body": ""}, {"body": ""}, of(1)) == []


class TestComparing:
    def words(self, old, new):
        (change,) = compare(old, new)
        assert change.label == "pictures"
        said = {"same": "{}", "removed": "-{}-", "added": "+{}+"}
        return "".join(
            said[run.kind].format(f"[{run.text}]" if run.is_told else run.text) for run in change.runs
        )

    def test_which_came_and_went(self):
        assert self.words(of(1, row(2, "Old")), of(1, row(3, "New"))) == "P1; +P3: New+; -P2: Old-"

    def test_another_caption_word_by_word(self):
        assert self.words(of(row(1, "At dawn")), of(row(1, "At dusk"))) == "P1: At -dawn-+dusk+"
        assert self.words(of(1), of(row(1, "At dusk"))) == "P1: +At dusk+"

    def test_another_order(self):
        assert self.words(of(1, 2, 3), of(3, 1, 4)) == "P3; P1; +P4+; -P2-; +[in another order]+"

    def test_what_a_picture_is_called_by_now_is_no_change_of_the_story(self):
        renamed = {"body": "<p>Text.</p>", "photos": [row(1) | {"label": "Other"}]}
        assert compare(of(1), renamed) == []
        assert compare(of(), {"body": "<p>Text.</p>"}) == []


class TestMerging:
    @pytest.mark.parametrize(
        ("base", "theirs", "mine", "merged", "is_whole"),
        [
            ([1], [1, 2], [1, 3], [1, 3, 2], True),
            ([1, 2], [2, 1], [1, 2], [2, 1], True),
            ([1, 2], [1, 2], [2, 1], [2, 1], True),
            ([1, 2], [2, 1], [3, 1, 2], [2, 1, 3], True),
            ([1, 2, 3], [2, 3], [1, 3], [3], True),
            ([1], [row(1, "Theirs")], [1, 2], [row(1, "Theirs"), 2], True),
            ([1], [row(1, "Theirs")], [row(1, "Mine")], [row(1, "Mine")], False),
            ([1, 2, 3], [2, 1, 3], [3, 2, 1], [3, 2, 1], False),
            ([1], [], [row(1, "Mine")], [row(1, "Mine")], False),
            ([1], [row(1, "Theirs")], [], [row(1, "Theirs")], False),
            ([], [row(1, "Theirs")], [row(1, "Mine")], [row(1, "Mine")], False),
            ([1], [], [], [], True),
        ],
    )
    def test_two_peoples_lists_are_put_together(self, base, theirs, mine, merged, is_whole):
        base, theirs, mine, merged = (of(*rows) for rows in (base, theirs, mine, merged))
        found = merge(base, theirs, mine)
        assert found.data["photos"] == merged["photos"]
        assert found.conflicts == ([] if is_whole else ["photos"])

    def test_a_side_from_before_there_were_pictures_has_none(self):
        assert merge({"body": ""}, {"body": ""}, {"body": "", "photos": [row(1)]}).data["photos"] == [row(1)]
