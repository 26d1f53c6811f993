from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_what_was_before")]
    operations = [
        migrations.AlterModelOptions(
            name="event",
            options={"ordering": ["-pk"], "verbose_name": "event", "verbose_name_plural": "log"},
        )
    ]
