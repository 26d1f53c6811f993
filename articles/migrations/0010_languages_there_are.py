"""In which languages anything was published: search asks for no others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_list_of_corrections")]
    operations = [
        migrations.AddIndex("edition", models.Index(fields=["language"], name="edition_language")),
    ]
