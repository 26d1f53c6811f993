"""What may be done with the pictures of a source: for admins, in a list of its own and beside the source."""

from django.contrib import admin

from photos.models import SourceTerms
from sections.admin import DeskAdmin, SourceAdmin
from sections.models import Source


@admin.register(SourceTerms)
class SourceTermsAdmin(DeskAdmin):
    fields = ["source", "not_for_website", "not_for_wire"]
    list_display = ["source", "not_for_website", "not_for_wire"]
    list_filter = ["not_for_website", "not_for_wire"]
    list_select_related = ["source"]
    ordering = ["source__code"]
    search_fields = ["source__code", "source__name"]
    show_full_result_count = False
    actions = None


class TermsOfPictures(admin.StackedInline):
    model = SourceTerms
    max_num = 1


admin.site.unregister(Source)


@admin.register(Source)
class SourceWithTermsAdmin(SourceAdmin):
    inlines = [TermsOfPictures]
