"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.views import customer, customers

app_name = "people"
urlpatterns = [
    path("", customers.customers, name="customers"),
    path("export/", customers.export, name="export"),
    path("score/", customers.score, name="score"),
    path("<str:public_id>/", customer.customer, name="customer"),
    path("<str:public_id>/edit/", customer.edit, name="edit"),
    path("<str:public_id>/relations/", customer.add_relation, name="relate"),
    path("<str:public_id>/relations/<str:relation>/end/", customer.remove_relation, name="end_relation"),
    path("<str:public_id>/record/", customer.record, name="record"),
]
