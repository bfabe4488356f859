"""A part of the population of a study, and how many answers are wanted from it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from regulars.web.fields import TextField
from regulars.web.research.quotas import reached
from regulars.web.words import current


class Cell(models.Model):
    """``wanted`` is what the plan counts on, ``quota`` where it stops; None: it takes whoever comes.

    Who belongs to it: answers at ``unit``, the people that ``rule`` holds for, a condition over customers, or whoever
    gives the ``answers`` that this condition holds for.
    """

    study = models.ForeignKey("research.Study", models.CASCADE, related_name="cells")
    key = models.CharField(max_length=40)
    label = TextField()
    population = models.PositiveIntegerField(null=True, blank=True)
    wanted = models.PositiveIntegerField(default=0)
    quota = models.PositiveIntegerField(null=True, blank=True)
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.TextField(blank=True)
    answers = models.TextField(blank=True)

    class Meta:
        ordering = ["study", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["study", "key"], name="research_a_cell_once"),
            models.UniqueConstraint(
                fields=["study", "unit"], condition=Q(unit__isnull=False), name="research_a_unit_in_one_cell"
            ),
            models.CheckConstraint(condition=Q(quota=None) | Q(quota__gt=0), name="research_a_cells_quota_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} {self.key}"

    @property
    def shown_label(self) -> str:
        """Its name in the reader's language."""
        return self.label.in_language(current().tag) or self.key

    def full(self) -> bool:
        """Whether the part has its answers."""
        return reached("cell_id", self.pk, self.quota)
