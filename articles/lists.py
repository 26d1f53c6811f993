"""On which lists an edition stands: of sections, of topics, of authors and of places, and in the index."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Model, Q

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
    for model, name, subject, named in SUBJECTS:
        wanted = [row["id"] for row in data.get(named, ())]
        if wanted:
            model._default_manager.bulk_create(listings(model, name, edition, present(subject, wanted)))
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


def present(model: type[Model], keys: list[int]) -> list[int]:
    """Those that are still there, each once; a topic that was merged is the other one."""
    as_now = F("merged_into") if model is Topic else F("pk")
    found = dict(model._default_manager.filter(pk__in=keys).values_list("pk", as_now))
    return list(dict.fromkeys(found[key] or key for key in keys if key in found))
