from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_search")]
    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("kind", "correction")),
                fields=["-visible_from", "-id"],
                name="edition_corrections",
            ),
        ),
    ]
