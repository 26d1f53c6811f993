"""The pages about the agency itself: admins write them, with the editor of the stories."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media as Assets

from articles import body
from articles.forms import EDITOR, BodyField, LineField
from sections.admin import DeskAdmin
from website.furniture import forget_furniture
from website.models import FormerAddress, Page


class PageForm(forms.ModelForm):
    body = BodyField(
        label=_("Text"),
        required=False,
        max_length=body.MAX_LENGTH,
        widget=AdminProseEditorWidget(
            config={"extensions": EDITOR}, preset="configurable", attrs={"rows": 24, "cols": 80}
        ),
    )

    class Meta:
        model = Page
        fields = ["title", "slug", "about", "language", "body", "position", "visible"]
        field_classes = {"title": LineField}


@admin.register(Page)
class PageAdmin(DeskAdmin):
    form = PageForm
    change_form_template = "admin/website/page/change_form.html"
    list_display = ["title", "slug", "about", "language", "position", "visible", "modified_at"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    show_full_result_count = False
    actions = None

    class Media:
        js = [Script("desk/labels.js", defer=True)]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Page | None = None) -> dict:
        return {} if obj else self.prepopulated_fields  # a new title alone moves no address

    def view_on_site(self, page: Page) -> str:
        return address_of(page.slug)

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The editor's import map is inline: the policy lets it run by its nonce."""
        context["media"] = Assets.from_media(context["media"]).with_nonce(request.csp_nonce)
        return super().render_change_form(request, context, *args, **kwargs)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        """An address that it had before leads to that of today, in one step."""
        before = form.initial.get("slug") if change else None
        super().save_model(request, obj, form, change)
        old, new = address_of(before or obj.slug), address_of(obj.slug)
        FormerAddress.objects.filter(path=new).delete()
        if old != new:
            FormerAddress.objects.filter(target=old).update(target=new)
            FormerAddress.objects.update_or_create(
                path=old, defaults={"target": new, "publication": None, "section": None}
            )
        transaction.on_commit(forget_furniture)

    def delete_model(self, request: HttpRequest, obj: Page) -> None:
        super().delete_model(request, obj)
        transaction.on_commit(forget_furniture)


def address_of(slug: str) -> str:
    return reverse("page", kwargs={"slug": slug})
