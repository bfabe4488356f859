"""A link that signs somebody in, once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import models
from django.utils import timezone


def fingerprint(token: str) -> str:
    """What is stored of a token. It is random and long, so that a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


class SignInLinkQuerySet(models.QuerySet["SignInLink"]):
    """Links, chained."""

    def open_at(self, now: datetime) -> SignInLinkQuerySet:
        """Those that still sign somebody in."""
        return self.filter(spent=None, expires__gt=now)


class SignInLink(models.Model):
    """Only the hash of its token is kept: whoever reads the database cannot sign in with it."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="signin_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    spent = models.DateTimeField(null=True)

    objects = SignInLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made"]

    def __str__(self) -> str:
        return f"link for {self.user_id} until {self.expires:%Y-%m-%d %H:%M}"

    @classmethod
    def find(cls, token: str) -> SignInLink | None:
        """The link of a token."""
        return cls.objects.select_related("user").filter(token_hash=fingerprint(token)).first()
