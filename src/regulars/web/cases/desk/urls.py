"""Addresses of the desk; they stand beside those of cases."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.desk.views import board, calendar, day, load, many

app_name = "desk"
urlpatterns = [
    path("day/", day.day, name="day"),
    path("digest/", day.digest, name="digest"),
    path("board/", board.board, name="board"),
    path("board/<slug:public_id>/", board.move, name="move"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("load/", load.load, name="load"),
    path("load/shift/", many.shift, name="shift"),
    path("many/", many.many, name="many"),
    path("many/<slug:public_id>/", many.lot, name="lot"),
    path("many/<slug:public_id>/undo/", many.undo, name="undo"),
    path("filters/", many.keep, name="keep"),
    path("filters/<slug:public_id>/drop/", many.drop, name="drop"),
    path("export/", many.export, name="export"),
]
