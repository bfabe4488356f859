"""A group of customers that has a name: whoever fits its condition, on the day it is asked."""

from __future__ import annotations

from django.db import models

from regulars.survey.conditions.tokens import LONGEST
from regulars.web.ids import PublicIdField


class Segment(models.Model):
    """``condition``: in the language of conditions, over the words of ``people.segments``; never empty."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120, unique=True)
    condition = models.TextField(max_length=LONGEST)
    made = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
