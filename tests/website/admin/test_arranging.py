"""What moving stories about on a front does, in plain Python."""

import pytest

from website.curating import Arrangement, Wish, differences

A, B, C = Wish(1), Wish(2), Wish(3)
THREE = Arrangement(None, (A, B, C))
LED = Arrangement(A, (B, C))


@pytest.mark.parametrize(
    ("before", "deed", "after"),
    [
        (THREE, lambda it: it.moved(2, -1), Arrangement(None, (B, A, C))),
        (THREE, lambda it: it.moved(2, 1), Arrangement(None, (A, C, B))),
        (THREE, lambda it: it.moved(3, 1), THREE),
        (THREE, lambda it: it.moved(1, -1), Arrangement(A, (B, C))),
        (THREE, lambda it: it.moved(9, -1), THREE),
        (LED, lambda it: it.moved(2, -1), Arrangement(B, (A, C))),
        (LED, lambda it: it.moved(1, 1), Arrangement(B, (A, C))),
        (LED, lambda it: it.moved(1, -1), LED),
        (LED, lambda it: it.led_by(3), Arrangement(C, (A, B))),
        (THREE, lambda it: it.led_by(3), Arrangement(C, (A, B))),
        (LED, lambda it: it.led_by(9), Arrangement(Wish(9), (A, B, C))),
        (LED, lambda it: it.without_lead(), THREE),
        (LED, lambda it: it.with_pin(9), Arrangement(A, (B, C, Wish(9)))),
        (LED, lambda it: it.with_pin(1), LED),
        (LED, lambda it: it.without(1), Arrangement(None, (B, C))),
        (LED, lambda it: it.without(2), Arrangement(A, (C,))),
        (Arrangement(), lambda it: it.moved(1, 1).without(1).without_lead(), Arrangement()),
    ],
)
def test_moving(before, deed, after):
    assert deed(before) == after


@pytest.mark.parametrize(
    ("before", "after", "deeds"),
    [
        (THREE, THREE, []),
        (LED, LED, []),
        (Arrangement(), THREE, [("put", 1), ("put", 2), ("put", 3)]),
        (THREE, Arrangement(), [("off", 1), ("off", 2), ("off", 3)]),
        (THREE, LED, [("lead", 1)]),
        (LED, THREE, [("no lead", 1)]),
        (LED, Arrangement(B, (A, C)), [("lead", 2)]),
        (THREE, Arrangement(None, (C, A, B)), [("order", 0)]),
        (LED, Arrangement(None, (B, C)), [("off", 1)]),
    ],
)
def test_what_was_done(before, after, deeds):
    assert list(differences(before, after)) == deeds
