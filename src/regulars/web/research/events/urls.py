"""Addresses of events."""

from __future__ import annotations

from django.urls import path

from regulars.web.research.events.views import calls, happenings, kinds, lists, overview, sources, triggers

app_name = "events"
urlpatterns = [
    path("", overview.overview, name="events"),
    path("all/", happenings.happenings, name="happenings"),
    path("import/", lists.send, name="import"),
    path("import/take/", lists.take_rows, name="import-take"),
    path("kinds/", kinds.register, name="kinds"),
    path("kinds/add/", kinds.add, name="kind-add"),
    path("kinds/purchases/", kinds.purchases, name="purchases"),
    path("kinds/<slug:public_id>/", kinds.kind, name="kind"),
    path("systems/", sources.register, name="sources"),
    path("systems/<slug:public_id>/act/", sources.act, name="source-act"),
    path("triggers/add/<slug:kind>/", triggers.add, name="trigger-add"),
    path("triggers/<slug:public_id>/", triggers.trigger, name="trigger"),
    path("triggers/<slug:public_id>/act/", triggers.act, name="trigger-act"),
    path("triggers/<slug:public_id>/trial/", triggers.trial, name="trial"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<slug:public_id>/note/", calls.note, name="call-note"),
    path("left-alone/<slug:public_id>/again/", happenings.again, name="ask-again"),
    path("<slug:public_id>/", happenings.happening, name="happening"),
    path("<slug:public_id>/act/", happenings.act, name="happening-act"),
]
