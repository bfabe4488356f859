"""Addresses of fieldwork, within their study."""

from __future__ import annotations

from django.urls import path, re_path

from regulars.web.research.fieldwork.views import board

app_name = "fieldwork"
urlpatterns = [
    path("studies/<slug:public_id>/fieldwork/", board.board, name="board"),
    re_path(r"^studies/(?P<public_id>[-\w]+)/fieldwork/board\.(?P<ending>pdf|xlsx)$", board.document, name="document"),
]
