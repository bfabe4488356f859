"""A filter of the list of cases that somebody kept."""

from __future__ import annotations

from django.db import models

from regulars.web.ids import PublicIdField


class Filter(models.Model):
    """``query``: as the address says it. ``unit``: shared with whoever sees its cases. ``first``: the owner's list
    opens with it.
    """

    public_id = PublicIdField()
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="case_filters")
    unit = models.ForeignKey("company.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)
    first = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="desk_filter_named_once"),
            models.UniqueConstraint(fields=["user"], condition=models.Q(first=True), name="desk_one_filter_is_first"),
        ]

    def __str__(self) -> str:
        return self.public_id
