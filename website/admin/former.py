"""Addresses of another system: admins look them up and mend them; `manage.py load_addresses` loads many."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.columns import BoundedPaginator
from sections.admin import DeskAdmin
from website.former import kept_from
from website.loading import Refused, named_by
from website.models import FormerAddress


class FormerAddressForm(forms.ModelForm):
    class Meta:
        model = FormerAddress
        fields = ["path", "publication", "section", "target"]

    def clean_path(self) -> str:
        try:
            return kept_from(self.cleaned_data["path"])
        except ValueError:
            raise forms.ValidationError(gettext("A path begins with /, such as /art.php?id=7.")) from None

    def clean_target(self) -> str:
        target = self.cleaned_data["target"].strip()
        if target:
            try:
                named_by(target)
            except Refused:
                raise forms.ValidationError(gettext("This is no address of this site.")) from None
        return target

    def clean(self) -> dict[str, Any]:
        """A reader is led on once: not to where they are, nor to what leads on again."""
        data = super().clean() or self.cleaned_data
        if data.get("target") and data.get("path"):
            target = kept_from(data["target"])
            if target == data["path"]:
                self.add_error("target", gettext("This address would lead to itself."))
            elif FormerAddress.objects.filter(path=target).exists():
                self.add_error("target", gettext("This is a former address, too: name where it leads today."))
        return data


@admin.register(FormerAddress)
class FormerAddressAdmin(DeskAdmin):
    form = FormerAddressForm
    list_display = ["path", "leads_to"]
    list_select_related = ["section", "publication__head_edition"]
    autocomplete_fields = ["publication", "section"]
    search_fields = ["path__startswith", "target__startswith"]
    search_help_text = _("How the path begins.")
    paginator = BoundedPaginator
    show_full_result_count = False
    actions = None

    class Media:
        js = [Script("desk/labels.js", defer=True)]

    @admin.display(description=_("leads to"))
    def leads_to(self, former: FormerAddress) -> str:
        edition = former.publication.head_edition if former.publication else None
        return former.target or str(edition or former.section or former.publication or "")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).defer("publication__head_edition__body")
