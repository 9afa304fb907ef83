"""Where the API stands: `/api/v1/…`, described at `/api/openapi.json`."""

from django.urls import path

from twoears.api.v1 import api

urlpatterns = [path("", api.urls)]
