"""Addresses of the inbox."""

from __future__ import annotations

from django.urls import path

from regulars.web.research.views import inbox

app_name = "inbox"
urlpatterns = [
    path("", inbox.responses, name="responses"),
    path("export/", inbox.export, name="export"),
    path("<slug:public_id>/", inbox.response, name="response"),
    path("<slug:public_id>/files/<slug:file_id>/", inbox.file, name="file"),
    path("<slug:public_id>/unseen/", inbox.unseen, name="unseen"),
    path("<slug:public_id>/tags/", inbox.tag, name="tag"),
    path("<slug:public_id>/tags/<slug:tag_id>/remove/", inbox.untag, name="untag"),
    path("<slug:public_id>/hide/", inbox.hide, name="hide"),
    path("<slug:public_id>/show/", inbox.show, name="show"),
]
