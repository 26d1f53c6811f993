"""The gazetteer of articles/data/places.csv, so that datelines can be written from the first day on."""

import csv
from pathlib import Path

from django.db import migrations

from articles.folding import fold

GAZETTEER = Path(__file__).resolve().parent.parent / "data" / "places.csv"
LANGUAGES = ("it", "de", "es", "fr", "pt", "ar")


def load(apps, schema_editor):
    Place = apps.get_model("articles", "Place")
    PlaceName = apps.get_model("articles", "PlaceName")
    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = Place.objects.bulk_create(
        Place(
            name=row["en"],
            country=row["country"],
            time_zone=row["time_zone"],
            search_names="\n".join(
                ["", *sorted({fold(row[code]) for code in ("en", *LANGUAGES) if row[code]}), ""]
            ),
        )
        for row in rows
    )
    PlaceName.objects.bulk_create(
        PlaceName(place=place, language=code, name=row[code])
        for place, row in zip(places, rows, strict=True)
        for code in LANGUAGES
        if row[code] and row[code] != row["en"]
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_desk_and_record")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
