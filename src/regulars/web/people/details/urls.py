"""Addresses of details."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.details.views import cards, own_fields

app_name = "details"
urlpatterns = [
    path("fields/", own_fields.own_fields, name="fields"),
    path("fields/add/", own_fields.add, name="add_field"),
    path("fields/<slug:public_id>/", own_fields.change, name="field"),
    path("<slug:customer>/values/", cards.values, name="values"),
    path("<slug:customer>/addresses/", cards.add_address, name="add_address"),
    path("<slug:customer>/addresses/<slug:address>/", cards.change_address, name="address"),
    path("<slug:customer>/notes/", cards.write_note, name="write_note"),
    path("<slug:customer>/notes/<slug:note>/", cards.change_note, name="note"),
    path("<slug:customer>/files/", cards.attach, name="attach"),
    path("<slug:customer>/files/<slug:attachment>/", cards.change_file, name="file"),
]
