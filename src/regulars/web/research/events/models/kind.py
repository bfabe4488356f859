"""A kind of thing that happens to customers."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.survey.happenings import HappeningKind
from regulars.web.fields import OrderedJSONField, TextField
from regulars.web.ids import PublicIdField
from regulars.web.words import current


class EventKind(models.Model):
    """``fields``: what each carries, as ``survey/happenings.py`` reads it. ``own``: added here, not by Regulars.

    ``taken_since``: of purchases; from then on those that are imported count as things that happen.
    """

    public_id = PublicIdField()
    key = models.CharField(max_length=40, unique=True)
    name = TextField()
    fields = OrderedJSONField(default=list)
    own = models.BooleanField(default=False)
    taken_since = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["own", "pk"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """In the reader's language."""
        return self.name.in_language(current().tag) or self.key

    @property
    def plain(self) -> HappeningKind:
        """As the floor below knows it."""
        return HappeningKind.from_dict({"key": self.key, "name": dict(self.name.words), "fields": self.fields})
