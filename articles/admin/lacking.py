"""What a story still lacks before it can go out: listed beside the button, each with the way to its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from articles import unsaved, workflow
from articles.admin import steps
from articles.forms import needs_text
from articles.models import Article, Priority, StoryType
from articles.pictures import named, photos_of, why_hidden
from articles.stages import LiveState, Stage
from photos.models import Photo

Data = dict[str, Any]


@dataclass(frozen=True)
class Lack:
    field: str  # the id of what to go to
    text: str
    is_needed: bool = True  # otherwise it is advice: the step goes through


def lacks_of(
    article: Article,
    person: User,
    at: datetime,
    data: Data | None = None,
    known: Mapping[int, Photo] | None = None,
) -> list[Lack]:
    """Of the copy, or of what stands in its form just now; empty for what may go out as it is.

    `known` are pictures that need not be looked up.
    """
    data = data or (article.head_revision.data if article.head_revision else unsaved.EMPTY)
    if not article.pk and data["section"]:  # a new story: its form says where it will stand
        article = Article(section_id=data["section"]["id"])
    return [*of_text(data), *of_pictures(data, at, known or {}), *of_story(article, person, at)]


def of_text(data: Data) -> list[Lack]:
    """What the writer has to write."""
    found = []
    if not data["headline"]:
        found.append(Lack("id_headline", _("a headline")))
    if needs_text(int(data["priority"] or Priority.NORMAL), data["body"]):
        found.append(Lack("id_body", _("a text: only a flash or an alert goes out without one")))
    if data["story_type"] == StoryType.NEWS and not data["places"] and not data["place_text"]:
        found.append(Lack("id_dateline_places", _("a place: it will have no dateline"), is_needed=False))
    if not data["section"]:
        found.append(Lack("id_section", _("a section")))
    if data["embargo"] and not data["not_before"]:
        found.append(Lack("id_not_before", _("the time until which the embargo holds")))
    return found


def of_pictures(data: Data, at: datetime, known: Mapping[int, Photo]) -> list[Lack]:
    """What the story cannot go out with, and what readers who do not see a picture would miss."""
    ids = [row["id"] for row in data.get("photos", ())]
    unknown = [pk for pk in ids if pk not in known]
    photos = {**known, **(photos_of(unknown) if unknown else {})}
    begins = max(datetime.fromisoformat(data["not_before"]), at) if data["not_before"] else at
    there = [photos[pk] for pk in ids if pk in photos]
    found = []
    for photo in there:
        if why := why_hidden(photo, begins):
            words = _("another picture than “%(picture)s”: %(why)s")
            found.append(Lack("id_photos", words % {"picture": named(photo), "why": why}))
    if without_credit := [photo for photo in there if not photo.credit_line.strip()]:
        found.append(Lack("id_photos", _("a credit line of %s") % _names(without_credit)))
    if without_words := [photo for photo in there if not photo.alt_text]:
        words = _("an alternative text of %s") % _names(without_words)
        found.append(Lack("id_photos", words, is_needed=False))
    return found


def _names(photos: list[Photo]) -> str:
    """Two of them; of the others how many."""
    more = len(photos) - 2
    first = ", ".join(f"“{named(photo)}”" for photo in photos[:2])
    return f"{first} +{more}" if more > 0 else first


def of_story(article: Article, person: User, at: datetime) -> list[Lack]:
    """What others have to do, or to decide."""
    publication = steps.publication_of(article)
    found = []
    if workflow.live_state(article, publication, at) == LiveState.HELD:
        found.append(Lack("steps", _("its release: it is held")))
    if article.lacks_since_id:
        found.append(Lack("fixes", _("the correction of the live text")))
    if article.stage != Stage.PUBLISHED and workflow.needs_other_eyes(article, publication, person, at):
        found.append(Lack("steps", _("a second pair of eyes: only you have touched it")))
    return found
