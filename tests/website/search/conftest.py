"""A search page that is asked as a form asks it, however slow the machine, and two stories to find."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Author
from sections.models import Section
from sections.tree import forget_tree
from tests.articles.conftest import however_slow_the_machine_is
from tests.factories import make_place, make_root, make_section, make_topic, publish_article

__all__ = ["however_slow_the_machine_is"]


@pytest.fixture(autouse=True)
def patience(however_slow_the_machine_is):
    pass


@pytest.fixture
def english():
    Section.objects.filter(pk=make_root().pk).update(language="en")
    forget_tree()


@pytest.fixture
def page(client, english):
    def get(**asked):
        response = client.get(reverse("search"), asked)
        assert response.status_code == 200, asked
        return response.content.decode()

    return get


def headlines(html):
    found = re.findall(r"<h2[^>]*><a [^>]*>(.*?)</a></h2>", html)
    return [unescape(re.sub(r"</?mark>", "", each)) for each in found]


def links(html):
    return [unescape(address) for address in re.findall(r'href="(/search/[^"]*)"', html)]


@pytest.fixture
def two():
    publish_article(
        headline="One ferry",
        section=make_section("world/asia"),
        language="it",
        story_type="opinion",
        authors=[Author.objects.create(name="Lena Marković")],
        topics=[make_topic("Old boats")],
        places=[make_place("Tokyo")],
        first_published_at=timezone.now() - timedelta(days=40),
    )
    publish_article(headline="Other ferry", section=make_section("economy"))
