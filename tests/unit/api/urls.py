"""The API alone, where it will stand."""

from django.urls import path

from vatra.api.urls import api

urlpatterns = [path("api/", api.urls)]
