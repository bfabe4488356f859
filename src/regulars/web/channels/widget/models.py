"""On which sites a link may be shown."""

from __future__ import annotations

from django.db import models


class Widget(models.Model):
    """``sites``: origins such as ``https://www.example.com``; no other page may hold the question in a frame."""

    link = models.OneToOneField("research.Link", models.CASCADE, related_name="widget")
    sites = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.link_id} on {', '.join(self.sites)}"
