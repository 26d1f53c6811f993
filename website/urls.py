"""Readers' addresses: any path may be a section's, so these come last."""

from django.urls import path, register_converter

from website.converters import BranchConverter, DayConverter, StorySlugConverter
from website.views.articles import article
from website.views.fronts import front
from website.views.preview import preview
from website.views.subjects import subject

register_converter(BranchConverter, "branch")
register_converter(DayConverter, "day")
register_converter(StorySlugConverter, "story")

urlpatterns = [
    path("preview/<str:token>/", preview, name="preview"),
    path("topics/<int:key>-<story:slug>/", subject, {"of": "topic"}, name="topic"),
    path("authors/<int:key>-<story:slug>/", subject, {"of": "author"}, name="author"),
    path("places/<int:key>-<story:slug>/", subject, {"of": "place"}, name="place"),
    path("<branch:path><day:day>/<story:slug>/", article, name="article"),
    path("<branch:path>", front, name="front"),
]
