"""How a study is carried out: whom it draws from, when it reminds, what it says, what it costs."""

from __future__ import annotations

from django.db import models

from regulars.web.fields import TextField


class Fieldwork(models.Model):
    """``auto``: it draws, invites, reminds and closes by itself on its days. ``reminders``: days after the first.

    ``shares``: channel -> {share, response, cost, setup}, as the plan has them. ``people``: a condition over customers,
    empty for all. ``screen``: a condition over the answers; whoever it holds for is not among those who are meant, and
    does not count. Words that are empty are the built-in ones. ``stopped_at``: nobody else is asked.
    """

    study = models.OneToOneField("research.Study", models.CASCADE, related_name="fieldwork")
    auto = models.BooleanField(default=False)
    people = models.TextField(blank=True)
    screen = models.TextField(blank=True)
    seed = models.BigIntegerField(default=1)
    reminders = models.JSONField(default=list)
    shares = models.JSONField(default=dict)
    currency = models.CharField(max_length=3, blank=True)
    limit = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    fixed = models.DecimalField(max_digits=18, decimal_places=4, default=0)
    due = models.DateField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    invitation_subject = TextField()
    invitation_body = TextField()
    reminder_subject = TextField()
    reminder_body = TextField()

    def __str__(self) -> str:
        return f"fieldwork of {self.study_id}"
