"""The address at which a study is answered: one a unit, on a table card, a receipt, a poster."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.ids import PublicIdField


class Channel(models.TextChoices):
    """By what answers come in."""

    LINK = "link"
    PERSONAL = "personal"
    POSTER = "poster"
    WIDGET = "widget"
    FEEDBACK = "feedback"
    KIOSK = "kiosk"
    INTERVIEWER = "interviewer"

    @property
    def said(self) -> Message:
        """For people."""
        return _CHANNELS[self]


_CHANNELS = {
    Channel.LINK: message("open link"),
    Channel.PERSONAL: message("personal invitation"),
    Channel.POSTER: message("poster"),
    Channel.WIDGET: message("on a website"),
    Channel.FEEDBACK: message("feedback form"),
    Channel.KIOSK: message("kiosk"),
    Channel.INTERVIEWER: message("interviewer"),
}


class LinkQuerySet(ScopedQuerySet):
    """Links, chained."""

    def open(self) -> LinkQuerySet:
        """Those that still lead to the survey."""
        return self.filter(closed_at=None)


class Link(models.Model):
    """``public_id`` is the address (``/s/…``); ``label`` says where it hangs. Without a unit it is the company's.

    ``test``: to try the study out; what is answered there never counts.
    """

    public_id = PublicIdField()
    study = models.ForeignKey("research.Study", models.CASCADE, related_name="links")
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=16, choices=Channel.choices, default=Channel.LINK)
    test = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["unit__code", "label", "pk"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def channel_words(self) -> Message:
        """By what answers come in here, for people."""
        return Channel(self.channel).said
