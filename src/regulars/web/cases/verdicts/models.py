"""What a customer is asked after the answer, what they are told at the end, and attempts to reproduce the absurd."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.cases.states import Verdict
from regulars.web.ids import PublicIdField

CHANGEABLE = timedelta(days=3)  # after the first tap; then the answer stands
LIFE = timedelta(days=60)  # of a link that nobody used


class Sort(models.TextChoices):
    """What is asked."""

    VERDICT = "verdict"
    RECHECK = "recheck"

    @property
    def said(self) -> Message:
        """For people: the question."""
        return _SORTS[self]


_SORTS = {
    Sort.VERDICT: message("Was the answer good?"),
    Sort.RECHECK: message("Is all still well?"),
}


class Skipped(models.TextChoices):
    """Why somebody was not asked, or is to be asked by telephone."""

    NO_ADDRESS = "no-address"
    BLOCKED = "blocked"
    REFUSED = "refused"
    OTHER_CASE = "other-case"
    REOPENED = "reopened"
    LATE = "late"

    @property
    def said(self) -> Message:
        """For people."""
        return _SKIPPED[self]


_SKIPPED = {
    Skipped.NO_ADDRESS: message("no e-mail address: ask by telephone"),
    Skipped.BLOCKED: message("mail does not reach them: ask by telephone"),
    Skipped.REFUSED: message("not asked: they want no questions"),
    Skipped.OTHER_CASE: message("not asked: another case of theirs is open"),
    Skipped.REOPENED: message("not asked: the case went on"),
    Skipped.LATE: message("not asked: the day passed while nothing ran"),
}
TO_CALL = (Skipped.NO_ADDRESS, Skipped.BLOCKED)


class Ask(models.Model):
    """One question to the customer. ``day``: so many days after closing, 0 for the verdict. ``round``: how often the
    case had been opened again, so that each answer of the company is asked about once.

    ``token_hash``: of the link; the link itself stands in the letter alone. ``due``: when it is to be asked;
    ``asked_at``: when its letter was put into the outbox; ``not_before``: when that goes. ``by``: who noted what the
    customer said on the telephone; empty where the customer tapped. ``led_to``: the case that a low answer opened.
    """

    public_id = PublicIdField()
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="asks")
    sort = models.CharField(max_length=8, choices=Sort.choices)
    day = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=0)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    due = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.PositiveSmallIntegerField(choices=Verdict.choices, null=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    skipped = models.CharField(max_length=12, choices=Skipped.choices, blank=True)
    led_to = models.ForeignKey("cases.Case", models.SET_NULL, null=True, related_name="relapse_of")

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "sort", "day", "round"], name="verdicts_asked_once"),
            models.CheckConstraint(
                condition=Q(answer=None, answered_at=None) | Q(answer__isnull=False, answered_at__isnull=False),
                name="verdicts_answer_has_a_time",
            ),
        ]
        indexes = [
            # What is to be asked today.
            models.Index(fields=["due"], condition=Q(asked_at=None, skipped="", answer=None), name="verdicts_to_ask"),
            # The timeline and the figures.
            models.Index(fields=["sort", "day", "due"], name="verdicts_figures"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.sort} {self.day}"

    @property
    def question(self) -> Message:
        """What is asked."""
        return Sort(self.sort).said

    @property
    def answer_words(self) -> Message | None:
        """What they said."""
        return said_of(self.sort, self.answer) if self.answer else None

    @property
    def skipped_words(self) -> Message | None:
        """Why not asked."""
        return Skipped(self.skipped).said if self.skipped else None

    def over(self, now: datetime) -> bool:
        """Whether its link changes nothing any more: too old, or the answer stands."""
        if self.answered_at is not None:
            return self.by_id is not None or now >= self.answered_at + CHANGEABLE
        return now >= (self.not_before or self.due) + LIFE

    @property
    def to_call(self) -> bool:
        """Whether somebody is to ask by telephone."""
        return self.answer is None and self.skipped in TO_CALL


_WELL = {
    Verdict.YES: message("all is well"),
    Verdict.PARTLY: message("not quite"),
    Verdict.NO: message("it is bad again"),
}


def said_of(sort: str, answer: int) -> Message:
    """An answer in words."""
    return Verdict(answer).said if sort == Sort.VERDICT else _WELL[Verdict(answer)]


class Ending(models.Model):
    """What the customer is told when the case is resolved. ``tell``: also what is done about it."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="ending")
    happened = models.CharField(max_length=1000, blank=True)
    tell = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.case_id}"


class Conclusion(models.TextChoices):
    """What came of trying."""

    SEEN = "seen"
    NOT_SEEN = "not-seen"
    OTHER = "other"

    @property
    def said(self) -> Message:
        """For people."""
        return _CONCLUSIONS[self]


_CONCLUSIONS = {
    Conclusion.SEEN: message("It was reproduced: the customer is right"),
    Conclusion.OTHER: message("It was reproduced, but has another reason than the customer thinks"),
    Conclusion.NOT_SEEN: message("It could not be reproduced"),
}


class Reproduction(models.Model):
    """An honest attempt to see what the customer saw. ``conditions``: under which it happened to them; ``times``: when
    and how often. ``trials``: rows with ``what``, ``control`` (without what the customer blames), ``seen``, ``day``.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="reproduction")
    conditions = models.TextField(blank=True)
    times = models.TextField(blank=True)
    trials = models.JSONField(default=list)
    conclusion = models.CharField(max_length=8, choices=Conclusion.choices, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.case_id}"

    @property
    def missing(self) -> list[Message]:
        """What a complete record still wants."""
        trials = [one for one in self.trials if isinstance(one, dict) and one.get("seen") is not None]
        wanted = [
            (self.conditions.strip(), message("the conditions under which it happened")),
            (self.times.strip(), message("when and how often it happened")),
            (any(not one.get("control") for one in trials), message("an attempt as the customer described it")),
            (any(one.get("control") for one in trials), message("an attempt without what the customer blames")),
            (self.conclusion, message("a conclusion")),
        ]
        return [words for there, words in wanted if not there]

    @property
    def conclusion_words(self) -> Message | None:
        """What came of it."""
        return Conclusion(self.conclusion).said if self.conclusion else None
