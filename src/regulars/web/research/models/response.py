"""A response, as it was received."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.ids import PublicIdField


def counted(to: str = "") -> Q:
    """Those that count, as a filter; ``to``: the way to them from another model, such as ``responses__``."""
    return Q(**{f"{to}test": False, f"{to}ineligible": False})


class ResponseQuerySet(ScopedQuerySet):
    """Responses, chained."""

    def shown(self) -> ResponseQuerySet:
        """Those whose words are in sight. Numbers count the hidden ones too: nobody may hide a bad score."""
        return self.filter(hidden_at=None)

    def counted(self) -> ResponseQuerySet:
        """Without those that somebody gave to try the study out, or who are not among those who are meant."""
        return self.filter(counted())


class Response(models.Model):
    """``answers``: item key -> number, text, or null for "not used", as ``version`` asked; ``consents``: boxes ticked.

    ``nonce`` comes from the form: a form sent twice is one response. ``day`` is the business day in the unit's zone.
    ``late``: it was sent after the study had closed or was full, by somebody who had the page open. Not ``complete``:
    somebody left before the end. ``put_aside``: field -> what was typed and, by other answers, is not asked.
    ``files``: question -> public id of what was sent along.
    ``cell``: the part of the population; ``weight``: how much it counts for, once its wave was weighted. ``test``:
    given to try the study out. ``ineligible``: by its answers it is of nobody who is meant. In an anonymous study
    ``at`` is the first instant of the day, ``seconds`` are not kept, and keys are in no order.
    ``seconds`` from the page to the sending; ``hurried`` and ``straight`` are signs, no verdicts (survey/quality.py).
    """

    public_id = PublicIdField()
    study = models.ForeignKey("research.Study", models.PROTECT, related_name="responses")
    version = models.PositiveIntegerField()
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    link = models.ForeignKey("research.Link", models.SET_NULL, null=True, blank=True, related_name="responses")
    customer = models.ForeignKey("people.Customer", models.SET_NULL, null=True, blank=True, related_name="responses")
    cell = models.ForeignKey("research.Cell", models.SET_NULL, null=True, blank=True, related_name="responses")
    weight = models.FloatField(null=True, blank=True)
    test = models.BooleanField(default=False)
    ineligible = models.BooleanField(default=False)
    nonce = models.CharField(max_length=24, unique=True)
    at = models.DateTimeField()
    day = models.DateField()
    language = models.CharField(max_length=35)
    channel = models.CharField(max_length=16, default="link")
    answers = models.JSONField()
    consents = models.JSONField(default=list)
    late = models.BooleanField(default=False)
    complete = models.BooleanField(default=True)
    put_aside = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    hurried = models.BooleanField(default=False)
    straight = models.BooleanField(default=False)
    score = models.SmallIntegerField(null=True, blank=True)  # 0 to 100, for the order of the inbox: see scoring.py
    seen_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    hidden_reason = models.CharField(max_length=400, blank=True)
    tags = models.ManyToManyField("research.Tag", blank=True, related_name="responses")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            # The inbox of a unit and of the company, newest first.
            models.Index(fields=["unit", "-at"], name="research_newest_of_a_unit"),
            models.Index(fields=["-at"], name="research_newest"),
            models.Index(fields=["study", "-at"], name="research_newest_of_a_study"),
            # The board of fieldwork: how many came on each day, by what; it reads nothing but this.
            models.Index(
                fields=["study", "test", "ineligible", "cell", "channel", "day", "complete"], name="research_board"
            ),
            # How full a quota is.
            models.Index(
                fields=["cell"],
                condition=Q(complete=True, test=False, cell__isnull=False),
                name="research_counted_of_a_cell",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_reason="") | (Q(hidden_at__isnull=False) & ~Q(hidden_reason="")),
                name="research_hiding_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def wave(self) -> str:
        """The wave that it belongs to: the study's, else the month."""
        return self.study.wave or f"{self.day:%Y-%m}"
