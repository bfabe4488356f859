"""Addresses of messages."""

from __future__ import annotations

from django.urls import path

from regulars.web.messages.views import blocked, gateways, leaving, outbox, returned, rules

app_name = "messages"
urlpatterns = [
    path("", outbox.outbox, name="messages"),
    path("hold/", outbox.hold, name="hold"),
    path("blocked/", blocked.blocked, name="blocked"),
    path("blocked/<slug:public_id>/allow/", blocked.allow, name="allow"),
    path("leave/<str:token>/", leaving.leave, name="leave"),
    path("gateways/", gateways.gateways, name="gateways"),
    path("gateways/add/<slug:channel>/", gateways.add, name="gateway-add"),
    path("gateways/<slug:public_id>/try/", gateways.try_out, name="gateway-try"),
    path("gateways/<slug:public_id>/act/", gateways.act, name="gateway-act"),
    path("returned/", returned.returned, name="returned"),
    path("rules/", rules.rules, name="rules"),
    path("off/<slug:public_id>/", leaving.off, name="off"),
    path("<slug:public_id>/", outbox.outgoing, name="message"),
    path("<slug:public_id>/preview/", outbox.preview, name="preview"),
    path("<slug:public_id>/act/", outbox.act, name="act"),
]
