from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class SectionsConfig(AppConfig):
    name = "sections"
    verbose_name = _("map")

    def ready(self) -> None:
        from sections.checks import check_reserved_slugs  # noqa: PLC0415 - it needs the models

        register(check_reserved_slugs, Tags.urls)
