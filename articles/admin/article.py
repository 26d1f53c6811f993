"""The desk's stories: who may, and under which addresses."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext

from articles.admin.compare import compare_view
from articles.admin.correcting import correct_view
from articles.admin.flash import flash_view
from articles.admin.keeping import KeepsText
from articles.admin.past import history_view, revision_view
from articles.admin.picker import pick_view
from articles.admin.preview import preview_new_view, preview_view
from articles.admin.step_pages import restore_view, step_view
from articles.admin.story_list import StoryList
from articles.admin.writing import StoryForm
from articles.forms import is_key
from articles.models import Article
from sections.admin import is_member, roles_for

# What the form tells of a story.
OPENED = ("section", "head_revision__by", "modified_by", "assigned_to", "publication__head_edition__address")


@admin.register(Article)
class ArticleAdmin(KeepsText, StoryForm, StoryList):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).for_desk(roles_for(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article:
        """Read once by whoever only looks; who sends something gets it afresh."""
        known = getattr(request, "story", None)
        if known and request.method == "GET" and str(known.pk) == object_id:
            return known
        stories = self.get_queryset(request).select_related(*OPENED)
        found = stories.filter(pk=object_id).first() if is_key(object_id) else None
        if found is None:
            raise Http404(gettext("There is no such story at your desk."))
        request.story = found
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_member(request)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return is_member(request) and (obj is None or bool(roles_for(request).on(obj.section_id)))

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(roles_for(request).sections())

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view, desk = self.admin_site.admin_view, {"desk": self}
        return [
            path("flash/", view(flash_view), desk, "articles_article_flash"),
            path("pictures/", view(pick_view), desk, "photos_photo_pick"),
            path("add/preview/", view(preview_new_view), desk, "articles_article_preview_new"),
            path("<int:pk>/correct/", view(correct_view), desk, "articles_article_correct"),
            path("<int:pk>/steps/<slug:name>/", view(step_view), desk, "articles_article_step"),
            path("<int:pk>/preview/", view(preview_view), desk, "articles_article_preview"),
            path("<int:pk>/compare/", view(compare_view), desk, "articles_article_compare"),
            path(
                "<int:pk>/revisions/<int:revision_pk>/",
                view(revision_view),
                desk,
                "articles_article_revision",
            ),
            path(
                "<int:pk>/revisions/<int:revision_pk>/restore/",
                view(restore_view),
                desk,
                "articles_article_restore",
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        return history_view(request, object_id, self)
