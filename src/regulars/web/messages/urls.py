"""Addresses of messages."""

from __future__ import annotations

from django.urls import path

from regulars.web.messages.views import blocked, leaving, outbox

app_name = "messages"
urlpatterns = [
    path("", outbox.outbox, name="messages"),
    path("hold/", outbox.hold, name="hold"),
    path("blocked/", blocked.blocked, name="blocked"),
    path("blocked/<slug:public_id>/allow/", blocked.allow, name="allow"),
    path("leave/<str:token>/", leaving.leave, name="leave"),
    path("off/<slug:public_id>/", leaving.off, name="off"),
    path("<slug:public_id>/", outbox.outgoing, name="message"),
    path("<slug:public_id>/preview/", outbox.preview, name="preview"),
    path("<slug:public_id>/act/", outbox.act, name="act"),
]
