import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_places"),
        ("sections", "0003_four_eyes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EditLock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                (
                    "last_sign",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="last sign of life"
                    ),
                ),
            ],
            options={
                "verbose_name": "lock",
                "verbose_name_plural": "locks",
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("text", models.TextField(max_length=2000, verbose_name="note")),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("returned", "returned"),
                            ("handed_over", "handed over"),
                            ("assigned", "assigned"),
                            ("mentioned", "mentioned"),
                            ("lacks_fix", "lacks a correction"),
                            ("unscheduled", "came back from the schedule"),
                            ("held", "held"),
                            ("killed", "killed"),
                            ("version_corrected", "another language corrected"),
                            ("version_held", "another language held"),
                            ("version_killed", "another language killed"),
                            ("taken_over", "taken over from you"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text", models.TextField(blank=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Preview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("data", models.JSONField()),
                ("moment", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "preview",
                "verbose_name_plural": "previews",
            },
        ),
        migrations.CreateModel(
            name="UnsavedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form_key", models.UUIDField(null=True)),
                ("values", models.JSONField()),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "unsaved text",
                "verbose_name_plural": "unsaved texts",
            },
        ),
        migrations.AddField(
            model_name="article",
            name="assigned_to",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles_assigned",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assigned to",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="due_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="due"),
        ),
        migrations.AddField(
            model_name="article",
            name="held_at",
            field=models.DateTimeField(
                editable=False,
                help_text="Hands off, before it was ever published.",
                null=True,
                verbose_name="held",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="hold_reason",
            field=models.TextField(blank=True, editable=False, verbose_name="reason for the hold"),
        ),
        migrations.AddField(
            model_name="article",
            name="lacks_since",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.revision",
                verbose_name="live text before the corrections that this copy lacks",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="stage_since",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="in this stage since"
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="note_to_clients",
            field=models.TextField(blank=True, verbose_name="note to clients"),
        ),
        migrations.AddField(
            model_name="edition",
            name="sign_off",
            field=models.CharField(
                blank=True,
                help_text="Initials of those who wrote and edited it.",
                max_length=200,
                verbose_name="sign-off",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="update_number",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="As agencies count: the first is 1, an update one more, a correction the same.",
                verbose_name="update number",
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="what",
            field=models.CharField(
                choices=[
                    ("edition", "edition"),
                    ("held", "held"),
                    ("killed", "killed"),
                    ("cancelled", "cancelled"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="publication",
            name="visible_from",
            field=models.DateTimeField(
                help_text="When readers could first see it; empty: it was unscheduled.",
                null=True,
                verbose_name="visible from",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("stage", "submitted")),
                fields=["priority", "stage_since", "id"],
                name="article_to_review",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("stage", "draft")),
                fields=["-modified_at", "-id"],
                name="article_in_draft",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("held_at__isnull", False)), fields=["held_at"], name="article_hands_off"
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["visible_from"], name="edition_visible_from"),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("held_at__isnull", False)), fields=["held_at"], name="publication_held"
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("killed_at__isnull", False)),
                fields=["killed_at"],
                name="publication_killed",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_at", None), ("hold_reason", "")),
                    models.Q(("held_at__isnull", False), models.Q(("hold_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="hands_off_has_reason",
            ),
        ),
        migrations.AddField(
            model_name="editlock",
            name="article",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="edit_lock",
                to="articles.article",
                verbose_name="story",
            ),
        ),
        migrations.AddField(
            model_name="editlock",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="articles.article",
                verbose_name="story",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="preview",
            name="article",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="previews",
                to="articles.article",
            ),
        ),
        migrations.AddField(
            model_name="preview",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="unsavedtext",
            name="article",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="unsaved_texts",
                to="articles.article",
            ),
        ),
        migrations.AddField(
            model_name="unsavedtext",
            name="grew_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="articles.revision",
            ),
        ),
        migrations.AddField(
            model_name="unsavedtext",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)), fields=["person", "-id"], name="notice_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="unsavedtext",
            constraint=models.UniqueConstraint(
                condition=models.Q(("article__isnull", False)),
                fields=("person", "article"),
                name="one_unsaved_text_a_person_and_story",
            ),
        ),
        migrations.AddConstraint(
            model_name="unsavedtext",
            constraint=models.UniqueConstraint(
                condition=models.Q(("article", None)),
                fields=("person", "form_key"),
                name="one_unsaved_text_a_new_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="unsavedtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("article__isnull", False), ("form_key__isnull", False), _connector="OR"),
                name="unsaved_text_of_story_or_new_form",
            ),
        ),
    ]
