"""What can be done for a customer, what it may cost, and what was chosen in which case."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.accounts.roles import Role
from regulars.web.fields import TextField
from regulars.web.ids import PublicIdField
from regulars.web.words import current


class Sort(models.TextChoices):
    """Whether it mends what is wrong, or is more than that."""

    FIX = "fix"
    GESTURE = "gesture"

    @property
    def said(self) -> Message:
        """For people."""
        return _SORTS[self]


_SORTS = {Sort.FIX: message("mends it"), Sort.GESTURE: message("more than that")}


class Gesture(models.Model):
    """``ready``: the key of the proposal it was made from. ``sees``: what the customer sees, ready for the answer.

    ``cost`` to the company and ``worth`` to the customer in the company's currency. ``stays_low`` and ``stays_high``:
    percentage points by which more customers are assumed to stay. It fits cases of these ``kinds``, severities, causes
    of these ``groups`` (empty lists: all) and of the ``unit`` with all below it (none: everywhere).
    """

    public_id = PublicIdField()
    ready = models.CharField(max_length=40, blank=True)
    sort = models.CharField(max_length=8, choices=Sort.choices, default=Sort.GESTURE)
    name = TextField()
    sees = TextField()
    cost = models.DecimalField(max_digits=12, decimal_places=2)
    worth = models.DecimalField(max_digits=12, decimal_places=2)
    stays_low = models.FloatField(default=0)
    stays_high = models.FloatField(default=10)
    kinds = models.JSONField(default=list, blank=True)
    groups = models.JSONField(default=list, blank=True)
    severity_low = models.PositiveSmallIntegerField(default=1)
    severity_high = models.PositiveSmallIntegerField(default=4)
    unit = models.ForeignKey("company.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    on = models.BooleanField(default=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["sort", "cost", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ready"], condition=~Q(ready=""), name="advice_taken_over_once"),
            models.CheckConstraint(condition=Q(cost__gte=0, worth__gte=0), name="advice_no_negative_amounts"),
            models.CheckConstraint(condition=Q(severity_low__lte=F("severity_high")), name="advice_severities_forward"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def shown_name(self) -> str:
        """In the reader's language."""
        return self.name.in_language(current().tag)

    @property
    def sort_words(self) -> Message:
        """Whether it mends or is more."""
        return Sort(self.sort).said


class Budget(models.Model):
    """``amount`` for each month from ``since`` on, until a later row of the same unit; ``unit`` none: the company.

    A case draws on the budget of its unit, else of the nearest unit above it that has one, else of the company.
    """

    unit = models.ForeignKey("company.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "since"], name="advice_a_budget_from_a_month"),
            models.UniqueConstraint(fields=["since"], condition=Q(unit=None), name="advice_a_budget_of_the_company"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="advice_no_negative_budget"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id or 'company'} {self.since}: {self.amount}"


class Limit(models.Model):
    """What a role may give without asking: in one case, in one month; none: as much as is right."""

    role = models.CharField(max_length=16, unique=True, choices=[(role.value, role.value) for role in Role])
    once = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    month = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    def __str__(self) -> str:
        return self.role


class Stand(models.TextChoices):
    """How far an option came."""

    ASKED = "asked"
    REFUSED = "refused"
    CHOSEN = "chosen"
    GIVEN = "given"
    DROPPED = "dropped"

    @property
    def said(self) -> Message:
        """For people."""
        return _STANDS[self]


_STANDS = {
    Stand.ASKED: message("waits for approval"),
    Stand.REFUSED: message("not approved"),
    Stand.CHOSEN: message("chosen"),
    Stand.GIVEN: message("given"),
    Stand.DROPPED: message("not used"),
}
COUNTED = (Stand.CHOSEN, Stand.GIVEN)  # reserves or spends money
WAITING = (Stand.ASKED, *COUNTED)


class ChoiceQuerySet(ScopedQuerySet):
    """Choices, chained; each belongs to the unit of its case."""

    unit_path = "case__unit"

    def counted(self) -> ChoiceQuerySet:
        """Those whose money is reserved or spent."""
        return self.filter(stand__in=COUNTED)


class Choice(models.Model):
    """``amount``: what it costs in this case. ``empowered``: nobody had to be asked. ``month``: the first day of that
    whose ``budget`` it draws on. ``due``: until when it is promised; ``promise``: what came of that.

    ``expected``: what was thought to be kept then: plain numbers, so that it can be held against what came.
    """

    public_id = PublicIdField()
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="choices")
    gesture = models.ForeignKey(Gesture, models.PROTECT, related_name="choices")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    stand = models.CharField(max_length=8, choices=Stand.choices)
    empowered = models.BooleanField()
    budget = models.ForeignKey(Budget, models.SET_NULL, null=True, blank=True, related_name="choices")
    month = models.DateField()
    due = models.DateField(null=True, blank=True)
    promise = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+")
    expected = models.JSONField(default=dict)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled = models.DateTimeField(null=True, blank=True)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["budget", "month", "stand"], name="advice_of_a_budget"),
            models.Index(fields=["by", "month"], name="advice_of_somebody"),
        ]
        constraints = [
            # Two people, or one who presses twice, choose the same thing for a case once.
            models.UniqueConstraint(
                fields=["case", "gesture"], condition=Q(stand__in=["asked", "chosen", "given"]), name="advice_once"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def stand_words(self) -> Message:
        """How far it came."""
        return Stand(self.stand).said


class Approval(models.Model):
    """Somebody asks for more than they may give. ``yes`` none: nobody has decided. ``answer``: why."""

    public_id = PublicIdField()
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="approvals")
    choice = models.OneToOneField(Choice, models.CASCADE, related_name="approval")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    over_budget = models.BooleanField(default=False)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    yes = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    decided = models.DateTimeField(null=True, blank=True)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["yes", "-at"], name="advice_waiting")]

    def __str__(self) -> str:
        return self.public_id


def month_of(day: date) -> date:
    """Its first day."""
    return day.replace(day=1)
