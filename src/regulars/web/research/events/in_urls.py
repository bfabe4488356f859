"""Where systems tell what happened."""

from __future__ import annotations

from django.urls import path

from regulars.web.research.events.views.incoming import incoming

app_name = "incoming"
urlpatterns = [path("<str:source>", incoming, name="events")]
