"""Readers' addresses: any path may be a section's, so these come last."""

from django.urls import path, re_path, register_converter

from website.converters import (
    BranchConverter,
    DayConverter,
    FeedConverter,
    PeriodConverter,
    SitemapConverter,
    StorySlugConverter,
    SubjectsConverter,
)
from website.views.archive import archive
from website.views.articles import article
from website.views.corrections import corrections
from website.views.errors import unslashed
from website.views.feeds import corrections_feed, search_feed, section_feed, subject_feed
from website.views.fronts import front
from website.views.icons import icon
from website.views.pages import feeds, page
from website.views.preview import preview
from website.views.search import search
from website.views.share_cards import share_card
from website.views.sitemaps import (
    news_sitemap,
    robots,
    sitemap_index,
    sitemap_month,
    sitemap_pages,
    sitemap_subjects,
)
from website.views.subjects import subject, subjects

register_converter(BranchConverter, "branch")
register_converter(DayConverter, "day")
register_converter(FeedConverter, "feed")
register_converter(PeriodConverter, "period")
register_converter(SitemapConverter, "sitemap")
register_converter(StorySlugConverter, "story")
register_converter(SubjectsConverter, "subjects")

urlpatterns = [
    path("favicon.ico", icon, {"name": "favicon.ico"}, name="favicon"),
    path("apple-touch-icon.png", icon, {"name": "apple-touch-icon.png"}, name="touch_icon"),
    path("apple-touch-icon-precomposed.png", icon, {"name": "apple-touch-icon.png"}, name="old_touch_icon"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap_index"),
    path("sitemap-pages.xml", sitemap_pages, name="sitemap_pages"),
    path("sitemap-<subjects:name>.xml", sitemap_subjects, name="sitemap_subjects"),
    path("sitemap-<sitemap:name>.xml", sitemap_month, name="sitemap_month"),
    path("news-sitemap.xml", news_sitemap, name="news_sitemap"),
    path("news-sitemap-<int:part>.xml", news_sitemap, name="news_sitemap_part"),
    path("media/cards/<int:publication>-<slug:digest>.png", share_card, name="share_card"),
    path("preview/<str:token>/", preview, name="preview"),
    path("search/", search, name="search"),
    path("search/<feed:form>", search_feed, name="search_feed"),
    path("pages/<slug:slug>/", page, name="page"),
    path("feeds/", feeds, name="feeds"),
    path("corrections/", corrections, name="corrections"),
    path("corrections/<feed:form>", corrections_feed, name="corrections_feed"),
    path("topics/", subjects, {"of": "topic"}, name="topics"),
    path("authors/", subjects, {"of": "author"}, name="authors"),
    path("places/", subjects, {"of": "place"}, name="places"),
    path("topics/<int:key>/", subject, {"of": "topic", "slug": ""}, name="topic"),  # its name may be lost
    path("authors/<int:key>/", subject, {"of": "author", "slug": ""}, name="author"),
    path("places/<int:key>/", subject, {"of": "place", "slug": ""}, name="place"),
    path("topics/<int:key>-<story:slug>/", subject, {"of": "topic"}, name="topic"),
    path("authors/<int:key>-<story:slug>/", subject, {"of": "author"}, name="author"),
    path("places/<int:key>-<story:slug>/", subject, {"of": "place"}, name="place"),
    path("topics/<int:key>-<story:slug>/<feed:form>", subject_feed, {"of": "topic"}, name="topic_feed"),
    path("authors/<int:key>-<story:slug>/<feed:form>", subject_feed, {"of": "author"}, name="author_feed"),
    path("places/<int:key>-<story:slug>/<feed:form>", subject_feed, {"of": "place"}, name="place_feed"),
    path("<branch:path><feed:form>", section_feed, name="section_feed"),
    path("<branch:path><day:day>/<story:slug>/", article, name="article"),
    path("<branch:path><period:period>/", archive, name="archive"),
    path("<branch:path>", front, name="front"),
    re_path(r"^.*[^/]\Z", unslashed),  # instead of APPEND_SLASH: a former address may end so
]
