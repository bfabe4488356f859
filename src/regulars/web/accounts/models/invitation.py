"""An invitation: an address, a role, and a link that opens once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.web.accounts.models.signin_link import fingerprint, new_token
from regulars.web.accounts.roles import Role
from regulars.web.ids import PublicIdField

if TYPE_CHECKING:
    from regulars.web.accounts.access import UnitScope

LIFETIME = timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, chained."""

    def within(self, scope: UnitScope) -> InvitationQuerySet:
        """Those to a role in one of the units."""
        return self if scope.unit_ids is None else self.filter(unit__in=scope.unit_ids)

    def waiting(self) -> InvitationQuerySet:
        """Neither accepted nor withdrawn; too old ones too, they can be sent again."""
        return self.filter(accepted=None, withdrawn=None)

    def opened_by(self, token: str) -> InvitationQuerySet:
        """The one whose link this is, while it holds."""
        return self.waiting().filter(token_hash=fingerprint(token), expires__gt=timezone.now())


class Invitation(models.Model):
    """``token_hash`` is empty until the mail goes out: the link itself is kept nowhere."""

    public_id = PublicIdField()
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    unit = models.ForeignKey("company.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    sent = models.DateTimeField(null=True)
    expires = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    accepted = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted=None, withdrawn=None),
                name="accounts_one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def too_old(self) -> bool:
        """Whether its link has stopped opening."""
        return self.expires is not None and self.expires <= timezone.now()

    def new_token(self) -> str:
        """A fresh link; the one before stops opening. The caller saves."""
        token = new_token()
        self.token_hash, self.expires = fingerprint(token), timezone.now() + LIFETIME
        return token
