"""On which lists an edition stands: of sections, of topics, of authors and of places, and in the index."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, F, Model, Q, Value
from django.db.models.functions import Coalesce

from articles import search
from articles.models import Author, ByAuthor, ByPlace, ByTopic, Edition, Place, Placement, Publication, Topic
from sections.tree import SectionTree

# The list, its field, the model, and what a revision's data call them.
SUBJECTS: tuple[tuple[type[ByTopic | ByAuthor | ByPlace], str, type[Model], str], ...] = (
    (ByTopic, "topic", Topic, "topics"),
    (ByAuthor, "author", Author, "authors"),
    (ByPlace, "place", Place, "places"),
)
LISTS = (Placement, ByTopic, ByAuthor, ByPlace)


def put_on(edition: Edition, data: dict[str, Any], tree: SectionTree) -> None:
    """Write the rows of a new edition."""
    further = {row["id"] for row in data["further_sections"]} & tree.by_id.keys()
    Placement.objects.bulk_create(placements(edition, {edition.section_id, *further}, tree))
    found = _present(data)
    for model, name, _subject, named in SUBJECTS:
        keys = [found[name, row["id"]] for row in data.get(named, ()) if (name, row["id"]) in found]
        if keys:
            model._default_manager.bulk_create(listings(model, name, edition, dict.fromkeys(keys)))
    search.add(edition, data)


def take_off(publication: Publication, which: Q | None = None) -> None:
    """Off all lists: all its editions, or those of which this is true."""
    search.remove(publication, which)
    for model in LISTS:
        model._default_manager.filter(which or Q(), publication=publication).delete()


def placements(edition: Edition, section_ids: set[int], tree: SectionTree) -> list[Placement]:
    """A row for each of an edition's sections and of those above them."""
    found = {node.id for pk in section_ids for node in tree.by_id[pk].lists()}
    return [
        Placement(
            edition=edition,
            section_id=section_id,
            publication_id=edition.publication_id,
            first_published_at=edition.publication.first_published_at,
            direct=section_id in section_ids,
        )
        for section_id in sorted(found)
    ]


def listings(model: type[Any], name: str, edition: Edition, keys: Iterable[int]) -> list[Any]:
    """A row for each of these topics, authors or places, in their order."""
    return [
        model(
            **{f"{name}_id": key},
            position=position,
            edition=edition,
            publication_id=edition.publication_id,
            first_published_at=edition.publication.first_published_at,
        )
        for position, key in enumerate(keys)
    ]


def _present(data: dict[str, Any]) -> dict[tuple[str, int], int]:
    """The topics, authors and places that are still there, and what each is now: a topic that was merged is
    the other one. One query for all, none where there are none.
    """
    queries = [
        subject._default_manager.order_by()
        .filter(pk__in=[row["id"] for row in data[named]])
        .values_list(
            Value(name, CharField()), "pk", Coalesce("merged_into", "pk") if subject is Topic else F("pk")
        )
        for _model, name, subject, named in SUBJECTS
        if data.get(named)
    ]
    rows = queries[0].union(*queries[1:], all=True) if queries else ()
    return {(name, key): as_now for name, key, as_now in rows}
