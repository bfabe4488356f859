"""A case: what somebody is unhappy with, who owns it, and until when."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.cases.states import OPEN, OURS, Outcome, State, Verdict
from regulars.web.cases.workflows import Workflow, workflows
from regulars.web.ids import PublicIdField


class Severity(models.IntegerChoices):
    """How bad it is, for the customer."""

    SLIGHT = 1
    ANNOYING = 2
    SERIOUS = 3
    GRAVE = 4

    @property
    def said(self) -> Message:
        """For people."""
        return _SEVERITIES[self]


_SEVERITIES = {
    Severity.SLIGHT: message("slight"),
    Severity.ANNOYING: message("annoying"),
    Severity.SERIOUS: message("serious"),
    Severity.GRAVE: message("grave"),
}


class Channel(models.TextChoices):
    """By what it came."""

    SURVEY = "survey"
    FORM = "form"
    MAIL = "mail"
    PHONE = "phone"
    COUNTER = "counter"
    API = "api"
    REVIEW = "review"
    VISIT = "visit"
    STAFF = "staff"

    @property
    def said(self) -> Message:
        """For people."""
        return _CHANNELS[self]


_CHANNELS = {
    Channel.SURVEY: message("survey"),
    Channel.FORM: message("form"),
    Channel.MAIL: message("e-mail"),
    Channel.PHONE: message("telephone"),
    Channel.COUNTER: message("in person"),
    Channel.API: message("another system"),
    Channel.REVIEW: message("public review"),
    Channel.VISIT: message("visit"),
    Channel.STAFF: message("noticed by staff"),
}


class CaseQuerySet(ScopedQuerySet):
    """Cases, chained. Those of a unit are seen there; those of none belong to the company."""

    def open(self) -> CaseQuerySet:
        """Those that somebody still works on, or whose customer has not said yet whether all is well."""
        return self.filter(state__in=OPEN)

    def ours(self) -> CaseQuerySet:
        """Those in which the company is to do something."""
        return self.filter(state__in=OURS)

    def overdue(self, now: datetime) -> CaseQuerySet:
        """Those in which a clock has run out."""
        return self.filter(next_due__lt=now)

    def with_people(self) -> CaseQuerySet:
        """With what a line of a list shows."""
        return self.select_related("customer", "unit", "owner")


class Case(models.Model):
    """``kind``: the key of a workflow. ``words``: what the customer said; ``name``, ``email`` and ``phone``: how they
    can be reached where they are no known customer. ``nonce``: what opened it, so that the same thing opens one.

    ``since``: from when its clocks run: it was opened, or opened again. ``due_*``: when they run out, in business hours
    of the unit; ``next_due``: the first that is not met, empty while the case rests. ``stake``: 1 to 4, in which
    quarter of all customers this one stands by value; ``priority`` is severity × stake. ``worth``: what they are
    expected to spend. ``revision`` grows with each change: whoever saw an older one changes nothing. ``cause``: the key
    of a cause; ``prevention``: what is done so that it does not happen again. ``odd``: it sounds absurd, and cannot be
    dismissed without an attempt to reproduce it. ``same_as``: the case it belongs to. ``escalated``: how often it went
    up. ``looked_at``: by which words it was found similar to others.
    """

    held_as = message("cases")

    public_id = PublicIdField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    customer = models.ForeignKey("people.Customer", models.SET_NULL, null=True, blank=True, related_name="cases")
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    response = models.ForeignKey("research.Response", models.SET_NULL, null=True, blank=True, related_name="cases")
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    nonce = models.CharField(max_length=120, unique=True)
    rule = models.CharField(max_length=80, blank=True)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices, default=Severity.ANNOYING)
    stake = models.PositiveSmallIntegerField(default=2)
    priority = models.PositiveSmallIntegerField(default=4)
    worth = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    state = models.CharField(max_length=14, choices=State.choices, default=State.RECEIVED)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    verdict = models.PositiveSmallIntegerField(choices=Verdict.choices, null=True, blank=True)
    owner = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="cases")
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    opened = models.DateTimeField(default=timezone.now)
    since = models.DateTimeField(default=timezone.now)
    acknowledged = models.DateTimeField(null=True, blank=True)
    responded = models.DateTimeField(null=True, blank=True)
    closed = models.DateTimeField(null=True, blank=True)
    due_acknowledge = models.DateTimeField(null=True, blank=True)
    due_respond = models.DateTimeField(null=True, blank=True)
    due_resolve = models.DateTimeField(null=True, blank=True)
    next_due = models.DateTimeField(null=True, blank=True)
    resting = models.BooleanField(default=False)
    cause = models.CharField(max_length=40, blank=True)
    prevention = models.CharField(max_length=400, blank=True)
    odd = models.BooleanField(default=False)
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="same")
    reopened = models.PositiveSmallIntegerField(default=0)
    escalated = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    changed = models.DateTimeField(default=timezone.now)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened", "-pk"]
        indexes = [
            # The lists: of the company, a unit, somebody; the most urgent first, the latest first.
            models.Index(fields=["state", "-priority", "opened"], name="cases_urgent"),
            models.Index(fields=["unit", "state", "-priority", "opened"], name="cases_urgent_of_a_unit"),
            models.Index(fields=["owner", "state", "-priority"], name="cases_of_somebody"),
            models.Index(fields=["-opened", "-id"], name="cases_latest"),
            models.Index(fields=["unit", "-opened"], name="cases_latest_of_a_unit"),
            # The clocks look for what runs out.
            models.Index(fields=["next_due"], condition=Q(next_due__isnull=False), name="cases_due"),
            # Causes over time.
            models.Index(fields=["cause", "opened"], name="cases_by_cause"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="closed", closed__isnull=False) & ~Q(outcome=""))
                | (~Q(state="closed") & Q(closed=None, outcome="")),
                name="cases_closed_has_an_outcome",
            ),
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=4), name="cases_severity_from_1_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def workflow(self) -> Workflow:
        """How a case of its kind goes."""
        return workflows()[self.kind]

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.state != State.CLOSED

    @property
    def ours(self) -> bool:
        """Whether the company is to do something."""
        return self.state in OURS

    @property
    def state_words(self) -> Message:
        """Where it stands, or how it ended."""
        return Outcome(self.outcome).said if self.outcome else State(self.state).said

    @property
    def severity_words(self) -> Message:
        """How bad it is."""
        return Severity(self.severity).said

    @property
    def channel_words(self) -> Message:
        """By what it came."""
        return Channel(self.channel).said

    @property
    def who(self) -> str:
        """Who is unhappy; empty for nobody known."""
        return self.customer.shown_name if self.customer else self.name or self.email or self.phone

    @property
    def mail_address(self) -> str:
        """Where they can be written to: what they gave with the case before what is known of them."""
        return self.email or (self.customer.email if self.customer else "")

    def late(self, now: datetime) -> bool:
        """Whether a clock has run out."""
        return self.next_due is not None and self.next_due < now
