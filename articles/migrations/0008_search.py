"""The index of search: GIN on PostgreSQL, FTS5 on SQLite. `manage.py rebuild_search` fills it."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import articles.models.searching

POSTGRES = (
    # Without a list of what is to be put in: whoever searches would read it from end to end.
    "CREATE INDEX searchrow_words ON articles_searchrow USING gin (words) WITH (fastupdate = off)",
    "CREATE INDEX searchrow_headline ON articles_searchrow USING gin (headline) WITH (fastupdate = off)",
    "ALTER TABLE articles_searchrow SET (toast_tuple_target = 128)",
)
SQLITE = """
    CREATE VIRTUAL TABLE articles_search USING fts5(
        headline, subheadline, names, text, marks, edition UNINDEXED, tokenize = 'unicode61'
    )
"""


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for sql in POSTGRES if schema_editor.connection.vendor == "postgresql" else (SQLITE,):
        schema_editor.execute(sql)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE articles_search")


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_lists_of_what_was_there")]
    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="articles.edition",
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("headline", articles.models.searching.LexemesField()),
                ("words", articles.models.searching.LexemesField()),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.publication",
                    ),
                ),
            ],
        ),
        migrations.RunPython(create, drop),
    ]
