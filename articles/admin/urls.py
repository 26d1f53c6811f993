"""Addresses of the desk that are no model's. They stand before the admin's own: one of them is its front."""

from django.contrib import admin
from django.urls import path

from articles.admin import dashboard

view = admin.site.admin_view

urlpatterns = [
    path("", view(dashboard.index)),
    path("dashboard/", view(dashboard.fragment), name="dashboard"),
    path("dashboard/to-me/", view(dashboard.to_me), name="to_me"),
    path("dashboard/waiting/", view(dashboard.waiting), name="waiting"),
    path("dashboard/done/<int:pk>/", view(dashboard.notice_done), name="notice_done"),
]
