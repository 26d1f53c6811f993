"""What a story still lacks before it can go out: listed beside the button, each with the way to its field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from articles import unsaved, workflow
from articles.admin import steps
from articles.forms import needs_text
from articles.models import Article, Priority, StoryType
from articles.stages import LiveState, Stage

Data = dict[str, Any]


@dataclass(frozen=True)
class Lack:
    field: str  # the id of what to go to
    text: str
    is_needed: bool = True  # otherwise it is advice: the step goes through


def lacks_of(article: Article, person: User, at: datetime, data: Data | None = None) -> list[Lack]:
    """Of the copy, or of what stands in its form just now; empty for what may go out as it is."""
    data = data or (article.head_revision.data if article.head_revision else unsaved.EMPTY)
    if not article.pk and data["section"]:  # a new story: its form says where it will stand
        article = Article(section_id=data["section"]["id"])
    return [*of_text(data), *of_story(article, person, at)]


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
