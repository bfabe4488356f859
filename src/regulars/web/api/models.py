"""Tokens of programs, and answers that are kept so that a request sent twice counts once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.web.api.scopes import Scope
from regulars.web.ids import PublicIdField


class Token(models.Model):
    """What a program shows. It may do what its scopes say, where its owner may, and ends with the owner.

    The secret is shown once; what is kept is its SHA-256.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=80)
    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="api_tokens")
    scopes = models.JSONField(default=list)
    secret_hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def open(self) -> bool:
        """Whether it still opens anything."""
        return self.ended is None and self.expires > timezone.now() and self.owner.is_active

    @property
    def shown_scopes(self) -> list[Scope]:
        """What it may do; a scope that is no more is left out."""
        return [one for one in Scope if one.value in self.scopes]


class KeptAnswer(models.Model):
    """The answer to a request with an ``Idempotency-Key``. ``status`` None: it is being worked on since ``at``."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="api_one_answer_a_key"),
            models.CheckConstraint(
                condition=Q(status=None, body="") | ~Q(status=None), name="api_no_body_before_its_end"
            ),
        ]
        # What is older than a day goes.
        indexes = [models.Index(fields=["at"], name="api_kept_since")]

    def __str__(self) -> str:
        return f"answer to {self.key}"
