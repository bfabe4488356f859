"""Addresses of fieldwork, within their study."""

from __future__ import annotations

from django.urls import path, re_path

from regulars.web.research.fieldwork.views import asked, board, carrying, draws, lists, trying, wording

app_name = "fieldwork"
urlpatterns = [
    path("studies/<slug:public_id>/fieldwork/", board.board, name="board"),
    re_path(r"^studies/(?P<public_id>[-\w]+)/fieldwork/board\.(?P<ending>pdf|xlsx)$", board.document, name="document"),
    path("studies/<slug:public_id>/fieldwork/try/", trying.page, name="trying"),
    path("studies/<slug:public_id>/fieldwork/try/act/", trying.act, name="trying-act"),
    path("studies/<slug:public_id>/fieldwork/plan/", carrying.carry, name="carry"),
    path("studies/<slug:public_id>/fieldwork/parts/new/", carrying.cell, name="cell-new"),
    path("studies/<slug:public_id>/fieldwork/parts/<slug:key>/", carrying.cell, name="cell"),
    path("studies/<slug:public_id>/fieldwork/parts/<slug:key>/drop/", carrying.cell_drop, name="cell-drop"),
    path("studies/<slug:public_id>/fieldwork/words/", wording.wording, name="wording"),
    path(
        "studies/<slug:public_id>/fieldwork/words/<slug:kind>/<slug:language>/", wording.preview, name="wording-preview"
    ),
    path("studies/<slug:public_id>/fieldwork/draws/", draws.draws, name="draws"),
    path("studies/<slug:public_id>/fieldwork/draws/new/", draws.draw, name="draw"),
    path("studies/<slug:public_id>/fieldwork/draws/<slug:draw_id>/undo/", draws.undo, name="draw-undo"),
    path("studies/<slug:public_id>/fieldwork/act/", draws.act, name="act"),
    path("studies/<slug:public_id>/fieldwork/lists/", lists.send, name="list-send"),
    path("studies/<slug:public_id>/fieldwork/lists/<slug:list_id>/", lists.look, name="list"),
    path("studies/<slug:public_id>/fieldwork/lists/<slug:list_id>/act/", lists.act, name="list-act"),
    path("studies/<slug:public_id>/fieldwork/lists/<slug:list_id>/rows.csv", lists.bad, name="list-bad"),
    path("studies/<slug:public_id>/asked/", asked.asked, name="asked"),
    path("studies/<slug:public_id>/asked/asked.csv", asked.export, name="asked-export"),
    path("studies/<slug:public_id>/asked/<slug:asked_id>/", asked.act, name="asked-act"),
]
