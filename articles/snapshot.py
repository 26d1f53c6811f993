"""A working copy as JSON: everything that a revision keeps.

Related rows stand with their id and with the label that they had; ordered ones in their order.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from accounts.models import User
from articles import pictures
from articles.models import Article, Author, Place, Revision, Topic
from articles.pictures import Picture
from sections.models import Section, Source

SCHEMA = 3
NEW_IN_2: dict[str, Any] = {"topics": [], "noindex": False}  # what revisions of schema 1 do not say
NEW_IN_3: dict[str, Any] = {"photos": []}
NEW = NEW_IN_2 | NEW_IN_3

PLAIN_FIELDS = (
    "language",
    "story_type",
    "priority",
    "slugline",
    "headline",
    "subheadline",
    "slug",
    "body",
    "place_text",
    "dateline_region",
    "note_to_clients",
    "embargo",
    "noindex",
)


def labelled(row: Model | None, label: str = "") -> dict[str, Any] | None:
    return {"id": row.pk, "label": label or str(row)} if row else None


def rows(related: Iterable[Model]) -> list[dict[str, Any]]:
    return [{"id": row.pk, "label": str(row)} for row in related]


def snapshot(article: Article) -> dict[str, Any]:
    """The data of a revision, read after the related rows are saved."""
    return snapshot_of(
        article,
        further_sections=article.further_sections.order_by("path"),
        sources=(row.source for row in article.source_rows.select_related("source")),
        places=(row.place for row in article.place_rows.select_related("place")),
        authors=(row.author for row in article.author_rows.select_related("author")),
        topics=(row.topic for row in article.topic_rows.select_related("topic")),
        photos=(Picture(row.photo, row.caption) for row in article.photo_rows.select_related("photo")),
    )


def snapshot_of(
    article: Article,
    *,
    further_sections: Iterable[Section],
    sources: Iterable[Source],
    places: Iterable[Place],
    authors: Iterable[Author],
    topics: Iterable[Topic] = (),
    photos: Iterable[Picture] = (),
) -> dict[str, Any]:
    """The data of a revision, where the related rows are known."""
    return {
        **{name: getattr(article, name) for name in PLAIN_FIELDS},
        "section": labelled(article.section, article.section.path or article.section.name),
        "further_sections": rows(further_sections),
        "sources": rows(sources),
        "places": rows(places),
        "authors": rows(authors),
        "topics": rows(topics),
        "photos": pictures.rows_of(photos),
        "copyright": labelled(article.copyright),
        "dateline_date": article.dateline_date.isoformat() if article.dateline_date else None,
        "not_before": article.not_before.isoformat() if article.not_before else None,
    }


def fields_of(data: dict[str, Any]) -> dict[str, Any]:
    """A revision's data as the fields of a copy: those that stand in its own row."""
    data = NEW | data
    moment, day = data["not_before"], data["dateline_date"]
    return {
        **{name: data[name] for name in PLAIN_FIELDS},
        "section_id": data["section"]["id"],
        "copyright_id": data["copyright"]["id"] if data["copyright"] else None,
        "dateline_date": date.fromisoformat(day) if day else None,
        "not_before": datetime.fromisoformat(moment) if moment else None,
    }


def related_of(data: dict[str, Any]) -> dict[str, Any]:
    """The related rows that a revision's data name, in their order; a row that is gone is left out."""

    data = NEW | data

    def found(model: type[Model], name: str) -> list[Model]:
        by_id = model._default_manager.in_bulk([row["id"] for row in data[name]]) if data[name] else {}
        return [by_id[row["id"]] for row in data[name] if row["id"] in by_id]

    topics: Any = found(Topic, "topics")
    return {
        "sources": found(Source, "sources"),
        "places": found(Place, "places"),
        "authors": found(Author, "authors"),
        "topics": list(dict.fromkeys(topic.present for topic in topics)),
        "further_sections": found(Section, "further_sections"),
        "photos": pictures.of_rows(data["photos"]),
    }


def take_revision(article: Article, *, step: str, by: User | None, at: datetime, note: str = "") -> Revision:
    """Write a revision of the copy as it stands in the database, and make it the story's newest."""
    revision = Revision.objects.create(
        article=article,
        parent_id=article.head_revision_id,
        created_at=at,
        by=by,
        step=step,
        note=note,
        schema=SCHEMA,
        data=snapshot(article),
    )
    article.head_revision = revision
    article.save(update_fields=["head_revision"])
    return revision


def published_revision(
    article: Article, decided: dict[str, Any], *, step: str, by: User | None, at: datetime, note: str
) -> Revision:
    """What was saved last, with what publishing decides; the caller makes it the story's newest.

    Every save leaves a revision, so there is nothing else to look up.
    """
    head = article.head_revision
    assert head is not None  # noqa: S101 - every stored story has one
    return Revision.objects.create(
        article=article,
        parent=head,
        created_at=at,
        by=by,
        step=step,
        note=note,
        schema=SCHEMA,
        data=NEW | head.data | decided,
    )
