"""Editions that were there before go on the lists of their authors and places, and know their updates."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Max, OuterRef, Subquery

BATCH = 2000
LISTS = (("ByAuthor", "Author", "author", "authors"), ("ByPlace", "Place", "place", "places"))


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Edition = apps.get_model("articles", "Edition")
    told = Edition.objects.filter(
        publication=OuterRef("publication"),
        kind__in=("update", "correction"),
        visible_from__lte=OuterRef("visible_from"),
    ).exclude(visible_until=F("visible_from"))
    last = told.order_by().values("publication").annotate(last=Max("visible_from")).values("last")
    Edition.objects.filter(version__gt=1).update(updated_at=Subquery(last))
    # What stands on no section's list is over: it stands on none.
    standing = Edition.objects.filter(placements__isnull=False).distinct().order_by("pk")
    rows = standing.values_list("pk", "publication", "publication__first_published_at", "revision__data")
    for model, subject, field, named in LISTS:
        there = set(apps.get_model("articles", subject).objects.values_list("pk", flat=True))
        listing = apps.get_model("articles", model)
        found = (
            listing(
                edition_id=edition,
                publication_id=publication,
                first_published_at=at,
                position=position,
                **{f"{field}_id": key},
            )
            for edition, publication, at, data in rows.iterator(BATCH)
            for position, key in enumerate(row["id"] for row in data[named] if row["id"] in there)
        )
        for batch in batches(found):
            listing.objects.bulk_create(batch)


def batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_finding")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
