"""Our checks of feeds see what W3C's validator sees in its own samples, and no fault where it sees none."""

import json
import re

import pytest
from lxml import etree

from tests.conftest import SHARED
from tests.website.feed_rules import DATES, MUST_HAVE, ONCE, faults

FOLDER = SHARED / "standards" / "feeds" / "testcases"


def cases():
    """Those of faults that we look for."""
    if not FOLDER.is_dir():
        return
    for case in json.loads((FOLDER / "manifest.json").read_text()):
        if not re.match(r"feeds/testcases/(atom|rss20)/", case["file"]):
            continue
        event = case["event"]
        about = dict(re.findall(r"(parent|element):(\w+)", case["detail"] or ""))
        parent, element = about.get("parent", ""), about.get("element", "")
        is_author = (parent, element) == ("entry", "author")
        known = {
            "InvalidRFC3339Date": element in DATES,
            "InvalidRFC2822Date": element in DATES and case["event_must_occur"],  # we write no old form
            "MissingElement": element in MUST_HAVE.get(parent, ()) or is_author,
            "DuplicateElement": element in ONCE.get(parent, ()),
            "MissingContentOrAlternate": True,
            "MissingGuid": True,
            "Error": True,
        }
        if known.get(event):
            yield pytest.param(case, event, parent, element, id=case["file"].removeprefix("feeds/testcases/"))


@pytest.mark.parametrize(("case", "event", "parent", "element"), list(cases()))
def test_a_sample_of_the_validator_is_judged_as_it_does(case, event, parent, element):
    found = faults((FOLDER.parents[1] / case["file"]).read_bytes())
    if event == "Error":
        assert not {fault for fault in found if fault[0] != "MissingGuid"}  # which is a warning
    else:
        assert ((event, parent, element) in found) is case["event_must_occur"]


def test_the_grammar_of_atom_sees_what_is_missing(shared):
    grammar = etree.RelaxNG(etree.parse(shared / "standards" / "feeds" / "atom.rng"))
    assert grammar.validate(etree.parse(FOLDER / "atom/1.1/brief-noerror.xml"))
    assert not grammar.validate(etree.parse(FOLDER / "atom/4.1.2/missing-id.xml"))
