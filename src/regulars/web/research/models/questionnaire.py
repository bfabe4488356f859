"""A questionnaire that is being written, and its published versions, which never change."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone

from regulars import survey
from regulars.web.fields import OrderedJSONField, TextField
from regulars.web.ids import PublicIdField
from regulars.web.words import current

_NEVER = "a published version is never changed; publish the next one"


class Questionnaire(models.Model):
    """``name`` is the survey's name in the facts; ``draft`` the definition as it would be published next.

    ``revision``: the state of the draft in its history; see ``research/actions/revisions.py``.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=64, unique=True)
    title = TextField()
    draft = OrderedJSONField()
    revision = models.ForeignKey("research.Revision", models.SET_NULL, null=True, blank=True, related_name="+")
    made_from = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_title(self) -> str:
        """The title in the reader's language."""
        return self.title.in_language(current().tag) or self.name

    @property
    def latest(self) -> Version | None:
        """The version that is asked now; None before the first."""
        return self.versions.order_by("-number").first()

    def definition(self) -> survey.Questionnaire:
        """The draft."""
        return survey.Questionnaire.from_dict(self.draft)


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions are added and read. The database refuses the rest too; here it is refused with a sentence."""

    def update(self, **fields: Any) -> int:
        """Never."""
        raise RuntimeError(_NEVER)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """Never."""
        raise RuntimeError(_NEVER)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Never: answers would not know any more what was asked."""
        raise RuntimeError(_NEVER)


class Version(models.Model):
    """One published version. Answers are read by the version that asked them."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = OrderedJSONField()
    published_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="research_one_version_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once: what was asked stays as it was asked."""
        if self.pk is not None:
            raise RuntimeError(_NEVER)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never."""
        raise RuntimeError(_NEVER)

    @cached_property
    def definition(self) -> survey.Questionnaire:
        """What it asks."""
        return survey.Questionnaire.from_dict(self.content)
