"""The desk's working copy, its revisions, and the record of what readers saw."""

from articles.models.article import (
    Article,
    ArticleAuthor,
    ArticlePlace,
    ArticleSource,
    ArticleTopic,
    Priority,
    StoryType,
)
from articles.models.colleagues import Note, Notice
from articles.models.event import Change, ChangeCounter, Event
from articles.models.moving import SectionMove
from articles.models.people import Author, Place, PlaceName
from articles.models.pictures import ArticlePhoto, EditionPhoto
from articles.models.publication import (
    Address,
    ByAuthor,
    ByPlace,
    ByTopic,
    Edition,
    Placement,
    Publication,
)
from articles.models.revision import Revision
from articles.models.searching import SearchRow
from articles.models.topics import Topic
from articles.models.unsaved import EditLock, Preview, UnsavedText

__all__ = [
    "Address",
    "Article",
    "ArticleAuthor",
    "ArticlePhoto",
    "ArticlePlace",
    "ArticleSource",
    "ArticleTopic",
    "Author",
    "ByAuthor",
    "ByPlace",
    "ByTopic",
    "Change",
    "ChangeCounter",
    "EditLock",
    "Edition",
    "EditionPhoto",
    "Event",
    "Note",
    "Notice",
    "Place",
    "PlaceName",
    "Placement",
    "Preview",
    "Priority",
    "Publication",
    "Revision",
    "SearchRow",
    "SectionMove",
    "StoryType",
    "Topic",
    "UnsavedText",
]
