"""What the new columns say of stories that were there before them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("articles", "Article").objects.update(stage_since=F("modified_at"))
    # There were first publications and updates only, so the version is what an agency counts.
    apps.get_model("articles", "Edition").objects.update(update_number=F("version"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_desk")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
