"""Every address of the server."""

from django.urls import URLPattern, URLResolver, include, path

from vatra.api.urls import api
from vatra.sync.urls import sync
from vatra.web import field_app
from vatra.web.urls import handler400, handler403, handler404, handler500
from vatra.web.urls import urlpatterns as pages

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/sync/", sync.urls), path("api/", api.urls),
    path("teren/", include((field_app.addresses, "field"))), *pages,
]
