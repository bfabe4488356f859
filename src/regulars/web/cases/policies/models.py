"""A policy, its versions, and where they were applied."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.web.fields import TextField
from regulars.web.ids import PublicIdField
from regulars.web.words import current


class Policy(models.Model):
    """``retired``: it is applied no more; cases in which it was keep it."""

    public_id = PublicIdField()
    title = TextField()
    created = models.DateTimeField(default=timezone.now)
    retired = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.public_id

    @property
    def shown_title(self) -> str:
        """In the reader's language."""
        return self.title.in_language(current().tag)

    def in_force(self, day: date) -> Version | None:
        """The version that holds on a day."""
        return self.versions.filter(published__isnull=False, since__lte=day).order_by("-since", "-number").first()

    def draft(self) -> Version | None:
        """The one that is being written."""
        return self.versions.filter(published=None).first()


class Version(models.Model):
    """``number`` from 1; ``since``: the first day on which it holds. Published, it is never changed again."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = TextField()
    since = models.DateField()
    published = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policies_a_number_once"),
            models.UniqueConstraint(fields=["policy"], condition=Q(published=None), name="policies_one_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``ValueError`` for one that is published: whoever was told by it was told this."""
        if self.pk and Version.objects.filter(pk=self.pk, published__isnull=False).exists():
            raise ValueError("a published version stays as it is")
        super().save(*args, **kwargs)

    @property
    def shown_body(self) -> str:
        """In the reader's language."""
        return self.body.in_language(current().tag)


class Applied(models.Model):
    """By this version a case was settled."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="policies")
    version = models.ForeignKey(Version, models.PROTECT, related_name="applied")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="policies_once_in_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.version_id}"
