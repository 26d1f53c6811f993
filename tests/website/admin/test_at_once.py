"""Two who arrange the same front, or fill the bar, at the same moment: each on a connection of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sections.models import Role
from tests.articles.at_once import ROUNDS, at_once
from tests.factories import make_section, make_user, publish_article
from tests.website.shop_window import publication
from website.curating import Arrangement, Overtaken, Wish, put_in_bar, save_front
from website.models import FlashBar, Pin

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_put_it_there_at_once_put_it_there_once():
    story, anna = publish_article(), make_user(Role.EDITOR)
    now, until = timezone.now(), timezone.now() + timedelta(hours=1)
    deed = lambda: put_in_bar(publication(story), until, by=anna, now=now)  # noqa: E731
    assert not [result for result in at_once(deed, deed) if isinstance(result, Exception)]
    assert FlashBar.objects.count() == 1


def test_of_two_who_save_at_once_one_does():
    serbia = make_section()
    keys = [publication(publish_article(section=serbia)).pk for _number in range(2)]
    anna, bruno = make_user(Role.EDITOR, serbia), make_user(Role.EDITOR, serbia)
    for _round in range(ROUNDS):
        Pin.objects.all().delete()
        results = at_once(
            lambda: save_front(serbia.pk, Arrangement(None, (Wish(keys[0]),)), by=anna, seen=""),
            lambda: save_front(serbia.pk, Arrangement(Wish(keys[1])), by=bruno, seen=""),
        )
        assert sorted(type(result) for result in results if result is not True) == [Overtaken], results
        winner = results.index(True)
        assert Pin.objects.get().publication_id == keys[winner]
        loser = next(result for result in results if result is not True)
        assert loser.trace.who == (anna, bruno)[winner]
