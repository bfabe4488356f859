"""Addresses below ``/api/v1/``. The paths are the library's; each is entered through ``entrance.py``."""

from __future__ import annotations

from django.urls import path, re_path

from regulars.web.api import routes
from regulars.web.api.entrance import entrance, unknown
from regulars.web.api.service import api
from regulars.web.api.views import documents

app_name = "rest"
routes_there = routes.__all__  # imported, they have filled the API
urlpatterns = [
    path("openapi.json", documents.openapi, name="openapi"),
    path("docs/", documents.docs, name="docs"),
    *(
        path(where.strip("/").replace("{", "<str:").replace("}", ">"), entrance(view), name=view.operations[0].url_name)
        for bound in api._get_bound_routers()
        for where, view in bound.path_operations.items()
    ),
    re_path(r"^(?P<rest>.*)$", unknown, name="unknown"),
]
