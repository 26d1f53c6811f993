from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sections", "0002_agencies")]

    operations = [
        migrations.AddField(
            model_name="section",
            name="four_eyes",
            field=models.BooleanField(
                blank=True,
                choices=[(None, "as the section above"), (True, "yes"), (False, "no")],
                help_text="Nobody publishes a story that only they have touched.",
                null=True,
                verbose_name="four eyes",
            ),
        ),
    ]
