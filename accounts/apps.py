from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("people")

    def ready(self) -> None:
        from accounts.checks import sample_passwords_are_changed  # noqa: PLC0415 - needs the models

        checks.register(sample_passwords_are_changed)
