"""The addresses of the company."""

from __future__ import annotations

from django.urls import path

from regulars.web.company.views import calendars, grades, public, rates, settings, unit_files, units

app_name = "company"
urlpatterns = [
    path("", settings.settings, name="settings"),
    path("part/grades/", grades.grades, name="grades"),
    path("part/<slug:part>/", settings.part, name="part"),
    path("logo/", settings.logo, name="logo"),
    path("rates/", rates.rates, name="rates"),
    path("rates/add/", rates.rate_add, name="rate-add"),
    path("rates/import/", rates.rates_import, name="rates-import"),
    path("rates/remove/", rates.rate_remove, name="rate-remove"),
    path("mail/test/", settings.mail_test, name="mail-test"),
    path("units/", units.units, name="units"),
    path("units/add/", units.unit_add, name="unit-add"),
    path("units/import/", unit_files.units_import, name="units-import"),
    path("units/import/apply/", unit_files.units_apply, name="units-apply"),
    path("units/<str:public_id>/", units.unit, name="unit"),
    path("units/<str:public_id>/move/", units.unit_move, name="unit-move"),
    path("units/<str:public_id>/moves/<int:pk>/remove/", units.unit_move_back, name="unit-move-back"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/add/", calendars.calendar_add, name="calendar-add"),
    path("calendars/<str:public_id>/", calendars.calendar, name="calendar"),
    path("calendars/<str:public_id>/copy/", calendars.calendar_copy, name="calendar-copy"),
    path("calendars/<str:public_id>/remove/", calendars.calendar_remove, name="calendar-remove"),
    path("public/logo/", public.logo, name="public-logo"),
]
