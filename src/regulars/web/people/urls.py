"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.promises import expectation_views
from regulars.web.people.views import consents, customer, customers, notes, quiet

app_name = "people"
urlpatterns = [
    path("", customers.customers, name="customers"),
    path("export/", customers.export, name="export"),
    path("score/", customers.score, name="score"),
    path("needs/", expectation_views.changed, name="needs"),
    path("quiet/", quiet.quiet, name="quiet"),
    path("quiet/cadence/", quiet.cadence, name="cadence"),
    path("consents/import/", consents.send, name="consents_import"),
    path("consents/import/take/", consents.take, name="consents_take"),
    path("<str:public_id>/", customer.customer, name="customer"),
    path("<str:public_id>/known/", customer.tab, {"which": "KNOWN"}, name="known"),
    path("<str:public_id>/talks/", customer.tab, {"which": "TALKS"}, name="talks"),
    path("<str:public_id>/data/", customer.tab, {"which": "DATA"}, name="data"),
    path("<str:public_id>/edit/", customer.edit, name="edit"),
    path("<str:public_id>/relations/", customer.add_relation, name="relate"),
    path("<str:public_id>/relations/<str:relation>/end/", customer.remove_relation, name="end_relation"),
    path("<str:public_id>/consents/", consents.add, name="consent"),
    path("<str:public_id>/contacts/", notes.add_contact, name="contact"),
    path("<str:public_id>/record/", customer.record, name="record"),
]
