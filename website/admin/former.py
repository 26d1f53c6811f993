"""Addresses of another system: admins look them up and mend them; `manage.py load_addresses` loads many."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.columns import BoundedPaginator
from sections.admin import DeskAdmin
from website.former import kept_from
from website.loading import Refused, Wanted, kept_or_none
from website.models import FormerAddress


class FormerAddressForm(forms.ModelForm):
    class Meta:
        model = FormerAddress
        fields = ["path", "publication", "section", "target"]

    def clean_path(self) -> str:
        try:
            path = kept_from(self.cleaned_data["path"])
        except ValueError:
            raise forms.ValidationError(gettext("A path begins with /, such as /art.php?id=7.")) from None
        if wanted_for(path).is_ours(path):
            raise forms.ValidationError(
                gettext("Something of this site answers at this address: nothing is led on from it.")
            )
        return path

    def clean(self) -> dict[str, Any]:
        """A reader is led on once: to what there is, not to where they are, nor to what leads on again."""
        data = super().clean() or self.cleaned_data
        target = data["target"] = (data.get("target") or "").strip()
        if target and kept_or_none(target) == data.get("path"):
            self.add_error("target", gettext("This address would lead to itself."))
        elif target:
            try:
                wanted_for(target).row("", target)
            except Refused as refused:
                self.add_error("target", capfirst(f"{refused}."))
        return data


def wanted_for(address: str) -> Wanted:
    """What there is at an address, looked up as for a table of one line."""
    wanted = Wanted()
    wanted.look_up([address])
    return wanted


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
