"""A way out for short messages, or to a team's messenger."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField
from regulars.web.messages.models.outgoing import Channel
from regulars.web.messages.models.pause import Resting


class Way(models.TextChoices):
    """How it is spoken to."""

    HTTP = "http"
    MESSENGER = "apprise"

    @property
    def said(self) -> Message:
        """For people."""
        return _WAYS[self]


_WAYS = {
    Way.HTTP: message("a web address of your own or of a provider"),
    Way.MESSENGER: message("a messenger: WeCom, DingTalk, Feishu, Lark, Slack and others"),
}


class Gateway(Resting):
    """``secret`` and ``headers`` are sealed (``sealing.py``): whoever has the address may send in the company's name.

    They are written, used and never shown. ``body``: the JSON that is posted, with places for number, words and name of
    the message; empty for ``{"to", "text", "id"}``. ``host`` is what the page may tell of the address. ``removed``: it
    is gone from the pages, and messages that went by it still say so.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=80)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    way = models.CharField(max_length=8, choices=Way.choices)
    secret = models.TextField()
    headers = models.TextField(blank=True)
    body = models.TextField(blank=True)
    host = models.CharField(max_length=255)
    active = models.BooleanField(default=True)
    removed = models.DateTimeField(null=True)
    added = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def channel_words(self) -> Message:
        """For what."""
        return Channel(self.channel).said

    @property
    def way_words(self) -> Message:
        """How."""
        return Way(self.way).said
