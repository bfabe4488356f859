"""The one company of an install, with everything that it sets for all."""

from __future__ import annotations

from typing import Any

from asgiref.local import Local
from django.core.signals import request_started
from django.db import models

from regulars.language import Text
from regulars.web.fields import TextField
from regulars.web.words import current

_kept = Local()


def forget(**_: Any) -> None:
    """The next question asks the database again."""
    _kept.company = None


request_started.connect(forget)


class Company(models.Model):
    """One row. A customer sees name, logo, colour, sender and privacy text; the rest steers figures.

    Tiers of value are parts of the customers (``premium_part``, ``middle_part``), or begin at amounts where
    ``premium_from`` and ``middle_from`` are set; see ``grades.py``.
    """

    name = TextField()
    colour = models.CharField(max_length=7, default="#0b6354")
    zone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="", blank=True)
    fiscal_year_month = models.PositiveSmallIntegerField(default=1)
    minimum_n = models.PositiveSmallIntegerField(default=30)
    privacy_k = models.PositiveSmallIntegerField(default=10)
    margin = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    discount_rate = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    premium_part = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    middle_part = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    premium_from = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    middle_from = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    client_from = models.PositiveSmallIntegerField(null=True, blank=True)
    inactive_after = models.PositiveSmallIntegerField(null=True, blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    sender_address = models.EmailField(blank=True)
    public_address = models.URLField(blank=True)
    privacy_text = TextField()
    consent_needed = models.BooleanField(default=False)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="company_there_is_one")]

    def __str__(self) -> str:
        return self.shown_name

    @classmethod
    def current(cls) -> Company:
        """The company; asked once for each request. Before anybody has set it up: the defaults, not stored."""
        if getattr(_kept, "company", None) is None:
            _kept.company = cls.objects.filter(pk=1).first() or cls(pk=1, name=Text({}), privacy_text=Text({}))
        return _kept.company

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store, and let this process see it at once."""
        self.pk = 1
        super().save(*args, **kwargs)
        forget()

    @property
    def shown_name(self) -> str:
        """The name in the reader's language."""
        return Text.of(self.name).in_language(current().tag) or "Regulars"
