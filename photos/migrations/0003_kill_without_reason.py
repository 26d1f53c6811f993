from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("photos", "0002_picture_desk"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="photo", name="killed_photo_has_reason"),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                name="only_killed_photo_has_reason",
                condition=models.Q(killed_at__isnull=False) | models.Q(kill_reason=""),
            ),
        ),
    ]
