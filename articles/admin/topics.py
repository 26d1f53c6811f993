"""Topics: any member of the desk may add one, editors rename and describe them."""

from django.contrib import admin

from articles.admin.people import KeptByMembers
from articles.models import Topic


@admin.register(Topic)
class TopicAdmin(KeptByMembers):
    list_display = ["name"]
    search_fields = ["name"]
    fields = ["name", "description"]
