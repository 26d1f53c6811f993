"""Topics and authors are found by every name that they had; of those that are there, today's is known."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from articles.folding import fold

BATCH = 1000
STEP = 50  # rows that one statement writes: with many its conditions cost more than they save


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("Topic", "Author"):
        model, last = apps.get_model("articles", name), 0
        while rows := list(model.objects.filter(pk__gt=last).order_by("pk").only("name")[:BATCH]):
            for row in rows:
                row.search_names = f"\n{fold(row.name)}\n"
            model.objects.bulk_update(rows, ["search_names"], batch_size=STEP)
            last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_pictures_in_stories")]
    operations = [
        *(
            migrations.AddField(
                model,
                "search_names",
                models.TextField(default="", editable=False, help_text="All its names, folded, a line each."),
                preserve_default=False,
            )
            for model in ("topic", "author")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
