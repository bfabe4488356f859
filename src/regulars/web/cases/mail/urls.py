"""Addresses of the mail of cases."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.mail import views

app_name = "casemail"
urlpatterns = [
    path("", views.mails, name="mails"),
    path("rules/", views.rules, name="rules"),
    path("rules/<int:number>/take/", views.take, name="take"),
    path("of/<slug:case>/write/", views.write, name="write"),
    path("<slug:public_id>/open/", views.open_by_hand, name="open"),
]
