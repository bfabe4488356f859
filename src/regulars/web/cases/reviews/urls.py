"""Addresses of reviews, channels and changes."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.reviews.views import channels, reviews

app_name = "reviews"
urlpatterns = [
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/send/", reviews.send, name="send"),
    path("reviews/take/", reviews.take, name="take"),
    path("reviews/<slug:public_id>/open/", reviews.open_one, name="open"),
    path("reviews/of/<slug:case>/answer/", reviews.answer, name="answer"),
    path("channels/", channels.channels, name="channels"),
    path("changes/", channels.changes, name="changes"),
    path("changes/new/", channels.write, name="new-change"),
    path("changes/<slug:public_id>/", channels.write, name="change"),
]
