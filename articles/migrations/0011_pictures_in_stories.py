"""Pictures in stories, at the desk and in the record."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0010_languages_there_are"),
        ("photos", "0001_pictures"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="lead_photo",
            field=models.ForeignKey(
                db_index=False,
                help_text="The first of its pictures that is not in the text: what lists show.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="photos.photo",
                verbose_name="lead photo",
            ),
        ),
        migrations.CreateModel(
            name="ArticlePhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "caption",
                    models.TextField(
                        blank=True, help_text="The picture's own where empty.", verbose_name="caption"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photo_rows",
                        to="articles.article",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="article_rows",
                        to="photos.photo",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("article", "photo"), name="photo_once_an_article")
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "caption",
                    models.TextField(
                        blank=True, help_text="The picture's own where empty.", verbose_name="caption"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photo_rows",
                        to="articles.edition",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edition_rows",
                        to="photos.photo",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "photo"), name="photo_once_an_edition")
                ],
            },
        ),
    ]
