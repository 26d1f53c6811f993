"""Copy that comes in, and what of it is kept."""

from articles.models import Article, Change, Edition, Event, Publication, Revision
from sections.models import Copyright, OldPath, Section, Source
from tests.wire.copy import make_text
from wire.ingest import Result, ingest
from wire.models import Item
from wire.story import Choices

NAME = "bridge.txt"
RECORDS = (Article, Revision, Event, Publication, Edition, Change, Section, OldPath, Source, Copyright, Item)


def take_in(*, name=NAME, text=None, now=None, choices=None, **fields):
    """Ingest a page; `fields` are those of the page."""
    choices = {"year": 2022, "create_sections": True} | (choices or {})
    return ingest(text or make_text(**fields), item_id=name, choices=Choices(**choices), now=now)


def publish(choices=None, **arguments):
    return take_in(choices={"publish": True} | (choices or {}), **arguments)


def story(name=NAME) -> Article:
    return Item.objects.get(item_id=name).article


def everything() -> dict:
    """What the database holds, as far as ingest could write it."""
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in (*RECORDS, Article)}


def refused(**arguments) -> tuple[int, str]:
    """The line and reason of a refusal, of which nothing is kept."""
    before = everything()
    outcome = take_in(**arguments)
    assert outcome.result is Result.REFUSED, outcome
    assert everything() == before
    return outcome.line, str(outcome.reason)
