"""Addresses of the last word, for staff; they stand before those of cases, whose names they could be."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.verdicts.views import figures, odd, staff

app_name = "verdicts"
urlpatterns = [
    path("last-word/", figures.figures, name="figures"),
    path("<slug:public_id>/said/", staff.said, name="said"),
    path("<slug:public_id>/ending/", staff.ending, name="ending"),
    path("<slug:public_id>/odd/", odd.mark, name="odd"),
    path("<slug:public_id>/reproduction/", odd.reproduction, name="reproduction"),
]
