"""A list of people that somebody sent in, until they are asked or a week is over."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.web.ids import PublicIdField


class SentList(models.Model):
    """The file lies outside of the database (``lists/storing.py``) and goes with its row.

    ``mapping``: what is known of a person -> the column of the file. ``draw``: what became of it.
    """

    public_id = PublicIdField()
    study = models.ForeignKey("research.Study", models.CASCADE, related_name="sent_lists")
    name = models.CharField(max_length=200)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    draw = models.OneToOneField("fieldwork.Draw", models.SET_NULL, null=True, blank=True, related_name="sent_list")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name
