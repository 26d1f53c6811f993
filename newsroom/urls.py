from django.contrib import admin
from django.urls import include, path

from newsroom.health import healthz
from photos.views import photo

urlpatterns = [
    path("admin/", include("articles.admin.urls")),
    path("admin/", include("website.admin.urls")),
    path("admin/", admin.site.urls),
    path("media/photos/<path:place>/<str:name>", photo, name="photo"),
    path("healthz", healthz, name="healthz"),
    path("", include("website.urls")),
]

handler400 = "website.views.errors.bad_request"
handler403 = "website.views.errors.forbidden"
handler404 = "website.views.errors.not_found"
handler500 = "website.views.errors.server_error"
