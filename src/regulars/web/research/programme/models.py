"""A programme with its seven stages, the evidence of each, and the corrective actions that come of it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.fields import TextField
from regulars.web.ids import PublicIdField
from regulars.web.words import current


class Kind(models.TextChoices):
    """The stages of the cycle, in order."""

    PLANNING = "planning"
    RESEARCH = "research"
    SURVEY = "survey"
    MEASUREMENT = "measurement"
    EVALUATION = "evaluation"
    CORRECTION = "correction"
    IMPROVEMENT = "improvement"

    @property
    def said(self) -> Message:
        """For people."""
        return KINDS[self][0]

    @property
    def meant(self) -> Message:
        """What is done in it."""
        return KINDS[self][1]


KINDS: dict[Kind, tuple[Message, Message]] = {
    Kind.PLANNING: (message("Planning"), message("What shall be found out, from whom, by when: the plan.")),
    Kind.RESEARCH: (message("Research"), message("What matters to customers: attributes, touchpoints, expectations.")),
    Kind.SURVEY: (message("Survey"), message("The study in the field: invitations, quotas, answers.")),
    Kind.MEASUREMENT: (message("Measurement"), message("The figures: index, satisfaction, recommendation, trend.")),
    Kind.EVALUATION: (message("Evaluation"), message("What is weak and matters; what chance alone explains.")),
    Kind.CORRECTION: (message("Corrective action"), message("What is changed, by whom, and which figure shall move.")),
    Kind.IMPROVEMENT: (message("Continual improvement"), message("Did it get better? What the next cycle takes up.")),
}


class State(models.TextChoices):
    """How far a stage or an action has come."""

    OPEN = "open"
    GOING = "going"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def said(self) -> Message:
        """For people."""
        return _STATES[self]


_STATES = {
    State.OPEN: message("not begun"),
    State.GOING: message("under way"),
    State.DONE: message("done"),
    State.DROPPED: message("given up"),
}
STANDING = (State.OPEN, State.GOING)


class Programme(models.Model):
    """``survey``: the name in the facts of what is measured again and again; its actions are followed by it."""

    public_id = PublicIdField()
    name = TextField()
    goal = models.CharField(max_length=400, blank=True)
    survey = models.CharField(max_length=100, blank=True)
    owner = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [F("closed_at").asc(nulls_first=True), "-created", "-pk"]

    def __str__(self) -> str:
        return self.name.in_language("en")

    @property
    def shown_name(self) -> str:
        """Its name in the reader's language."""
        return self.name.in_language(current().tag)


class Due(models.Model):
    """Something that somebody is to have done by a day."""

    owner = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    done_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def overdue(self, today: date) -> bool:
        """Whether its day has passed and it is not done."""
        return self.state in STANDING and self.due is not None and self.due < today

    @property
    def state_words(self) -> Message:
        """How far it has come."""
        return State(self.state).said


class Stage(Due):
    """One of the seven stages of a programme. ``told_at``: when the owner was told that it is overdue."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind"], name="programme_each_stage_once"),
            models.CheckConstraint(
                condition=Q(state=State.DONE, done_at__isnull=False) | (~Q(state=State.DONE) & Q(done_at=None)),
                name="programme_a_stage_done_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.kind}"

    @property
    def kind_words(self) -> Message:
        """Its name."""
        return Kind(self.kind).said

    @property
    def meant(self) -> Message:
        """What is done in it."""
        return Kind(self.kind).meant


class Evidence(models.Model):
    """What shows that a stage was gone through: a plan, a study, the report of a wave, or an address."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="evidence")
    plan = models.ForeignKey("plans.Plan", models.CASCADE, null=True, blank=True, related_name="+")
    study = models.ForeignKey("research.Study", models.CASCADE, null=True, blank=True, related_name="+")
    survey = models.CharField(max_length=100, blank=True)
    wave = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=False) | Q(study__isnull=False) | ~Q(survey="") | ~Q(words=""),
                name="programme_evidence_is_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.pk}"


class Action(Due):
    """Something that is changed so that a figure moves.

    ``item``: the question that follows it; ``selected``: the wave that showed the weakness, which is never the
    baseline; ``baseline`` empty: chosen by the waves there are. ``starts``: the day from which customers meet the
    change; ``target`` in points of 100, or of the NPS.
    """

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="actions")
    title = models.CharField(max_length=200)
    what = models.CharField(max_length=1000, blank=True)
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    item = models.CharField(max_length=80)
    selected = models.CharField(max_length=40)
    baseline = models.CharField(max_length=40, blank=True)
    starts = models.DateField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            # Regression to the mean would flatter every action.
            models.CheckConstraint(condition=~Q(baseline=F("selected")), name="programme_baseline_is_another_wave"),
            models.CheckConstraint(
                condition=Q(state=State.DONE, done_at__isnull=False) | (~Q(state=State.DONE) & Q(done_at=None)),
                name="programme_an_action_done_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title
