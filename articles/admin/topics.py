"""Topics: any member of the desk may add one, editors rename and describe them, admins merge them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import topics
from articles.admin.people import KeptByMembers
from articles.forms import is_key
from articles.models import ArticleTopic, Topic
from sections.admin import COUNTED_UP_TO, bounded
from sections.one_line import one_line

UNFINISHED_SHOWN = 5


class TopicForm(forms.ModelForm):
    may_take_back = False  # what was merged: an admin may want the name again

    class Meta:
        model = Topic
        fields = ["name", "description"]

    def clean_name(self) -> str:
        """The constraint speaks of a field that the form does not have, so Django does not look."""
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(gettext("A name is one line of visible characters."))
        same = Topic.objects.select_related("merged_into").filter(name__iexact=name)
        for other in same.exclude(pk=self.instance.pk):
            if other.merged_into is None:
                raise forms.ValidationError(gettext("There is a topic of this name."))
            if not self.may_take_back:
                raise forms.ValidationError(
                    gettext("“%(topic)s” was merged into “%(other)s”: choose that one.")
                    % {"topic": other, "other": other.merged_into}
                )
        return name


class IntoForm(forms.Form):
    into = forms.ModelChoiceField(
        Topic.objects.select_related("merged_into"),
        label=_("into"),
        widget=AutocompleteSelect(
            ArticleTopic._meta.get_field("topic"), admin.site, attrs={"data-width": "24rem"}
        ),
        error_messages={"required": _("Choose the topic that stays.")},
    )

    def __init__(self, topic: Topic, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        self.topic = topic

    def clean_into(self) -> Topic:
        into = self.cleaned_data["into"]
        topics.check(self.topic, into)
        return into


@admin.register(Topic)
class TopicAdmin(KeptByMembers):
    form = TopicForm
    list_display = ["name", "leads_to"]
    list_select_related = ["merged_into"]
    search_fields = ["name"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """One that was merged is only a way to the other."""
        is_merged = isinstance(obj, Topic) and obj.merged_into_id is not None
        return not is_merged and super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Topic | None = None) -> list[str]:
        return ["name", "description", *(["leads_to"] if obj and obj.merged_into_id else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> list[str]:
        return ["leads_to"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.may_take_back = request.user.is_superuser
        return form

    @admin.display(description=_("merged into"))
    def leads_to(self, topic: Topic) -> SafeString | str:
        into = topic.merged_into
        if into is None:
            return ""
        return format_html('<a href="{}">{}</a>', change_url(into), into)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Nobody chooses one that was merged."""
        if request.resolver_match and request.resolver_match.view_name == "admin:autocomplete":
            queryset = queryset.filter(merged_into=None)
        return super().get_search_results(request, queryset, search_term)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.user.is_superuser:
            for topic in topics.unfinished()[:UNFINISHED_SHOWN]:
                self.message_user(request, goes_on(topic), messages.WARNING)
        return super().changelist_view(request, extra_context)

    def get_urls(self) -> list[URLPattern]:
        merge = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", merge, name="articles_topic_merge"), *super().get_urls()]

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First which topic stays, then what will happen, then it happens."""
        if not request.user.is_superuser:
            raise PermissionDenied
        topic = Topic.objects.select_related("merged_into").filter(pk=pk).first()
        if topic is None:
            raise Http404
        if topic.merged_into:
            return redirect(change_url(topic))
        form = IntoForm(topic, said(request))
        into = form.cleaned_data["into"] if form.is_valid() else None
        if request.method == "POST" and into and not topics.is_large(topic):
            return self._merge(request, topic, into)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Merge “%s” into another topic") % topic,
            "opts": self.opts,
            "topic": topic,
            "form": form,
            "into": into,
            "media": self.media + form.media,
            **(foreseen(topic, into) if into else {}),
        }
        return TemplateResponse(request, "admin/articles/topic/merge.html", context)

    def _merge(self, request: HttpRequest, topic: Topic, into: Topic) -> HttpResponse:
        try:
            is_done = topics.merge(topic, into)
        except ValidationError as error:  # somebody was faster
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect(change_url(topic))
        names = {"topic": topic, "other": into}
        self.log_change(request, topic, gettext("Merged into “%(other)s”.") % names)
        self.log_change(request, into, gettext("“%(topic)s” was merged into this.") % names)
        self.find_by_new_name(request, into)
        self.message_user(request, gettext("“%(topic)s” was merged into “%(other)s”.") % names)
        if not is_done:  # it has grown meanwhile
            self.message_user(request, goes_on(topic), messages.WARNING)
        return redirect(change_url(into))


def said(request: HttpRequest) -> dict[str, str] | None:
    """What was chosen; what is no key of anything is nothing, and None is that nobody was asked yet."""
    asked = request.POST or request.GET
    if "into" not in asked:
        return None
    return {"into": asked["into"] if is_key(asked["into"]) else ""}


def change_url(topic: Topic) -> str:
    return reverse("admin:articles_topic_change", args=[topic.pk])


def goes_on(topic: Topic) -> str:
    return gettext(
        "Some stories of “%(topic)s” do not stand with “%(other)s” yet. "
        "This command goes on: manage.py merge_topic --continue"
    ) % {"topic": topic, "other": topic.merged_into}


def foreseen(topic: Topic, into: Topic) -> dict[str, Any]:
    """What merging will do, counted only so far."""
    limit = COUNTED_UP_TO + 1
    count, both = topics.stories_with(topic, limit), topics.stories_with_both(topic, into, limit)
    return {
        "count": count,
        "stories": bounded(count),
        "both": both,
        "in_both": bounded(both),
        "earlier": [str(earlier) for earlier in topic.merged.all()[:20]],
        "command": f"manage.py merge_topic {topic.pk} --into {into.pk}" if topics.is_large(topic) else "",
        "largest": topics.LARGEST_AT_ONCE,
    }
