"""The desk, in Django's admin: one module a screen. They call workflow and never write a stage."""

from django.contrib import admin

from articles.admin import article, log, people, pictures, record, section, topics

__all__ = ["article", "log", "people", "pictures", "record", "section", "topics"]

admin.site.site_header = admin.site.site_title = "Newsroom"
admin.site.index_title = ""
