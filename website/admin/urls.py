"""Addresses of the desk at which the shop window is dressed."""

from django.contrib import admin
from django.urls import path

from website.admin import bar, fronts

view = admin.site.admin_view

urlpatterns = [
    path("fronts/", view(fronts.all_fronts), name="fronts"),
    path("fronts/<int:pk>/", view(fronts.curate), name="curate"),
    path("fronts/<int:pk>/found/", view(fronts.found), name="curate_found"),
    path("fronts/<int:pk>/preview/", view(fronts.preview), name="curate_preview"),
    path("bar/", view(bar.flash_bar), name="flash_bar"),
    path("bar/found/", view(bar.found), name="flash_bar_found"),
    path("bar/<int:pk>/put/", view(bar.put), name="flash_bar_put"),
    path("bar/<int:pk>/prolong/", view(bar.prolong), name="flash_bar_prolong"),
    path("bar/<int:pk>/off/", view(bar.take_off), name="flash_bar_off"),
]
