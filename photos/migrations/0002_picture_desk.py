from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("photos", "0001_pictures"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("alt_text", ""), ("killed_at", None)),
                fields=["-uploaded_at", "-id"],
                name="photo_no_alt_text",
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("credit_line", ""), ("killed_at", None)),
                fields=["-uploaded_at", "-id"],
                name="photo_no_credit",
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("taken_at__isnull", False)),
                fields=["-taken_at", "-id"],
                name="photo_taken",
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("killed_at__isnull", False)), fields=["killed_at"], name="photo_killed"
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("not_for_website", True)), fields=["id"], name="photo_not_for_website"
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("not_for_wire", True)), fields=["id"], name="photo_not_for_wire"
            ),
        ),
    ]
