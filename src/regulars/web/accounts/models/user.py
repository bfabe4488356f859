"""Somebody who signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from regulars.web.ids import PublicIdField, new_id

if TYPE_CHECKING:
    from regulars.web.accounts.access import UnitScope


class UserQuerySet(models.QuerySet["User"]):
    """Accounts, chained."""

    def within(self, scope: UnitScope) -> UserQuerySet:
        """Those with a role in one of the units; the whole company also holds those without any role."""
        if scope.unit_ids is None:
            return self
        return self.filter(grants__unit__in=scope.unit_ids).distinct()

    def found_by(self, words: str) -> UserQuerySet:
        """Those whose name or address holds the words."""
        return self.filter(models.Q(name__icontains=words) | models.Q(email__icontains=words)) if words else self


class UserManager(BaseUserManager["User"]):
    """Accounts are known by their address; capitals do not count."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new account; without a password it can sign in only by a link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str) -> User:
        """By the address, whatever its capitals."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account. ``language`` and ``zone`` empty: those of the browser and of the company."""

    public_id = PublicIdField()
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)
    stamp = models.CharField(max_length=12, default=new_id)  # sessions hold its hash: a new one ends them all

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_one_account_for_each_address")]

    def __str__(self) -> str:
        return self.shown_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, with the stamp: it changes with the password and whenever all sessions shall end."""
        return salted_hmac(
            "accounts.session", self.password + self.stamp, secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def shown_name(self) -> str:
        """The name, or the address of those who have not said theirs."""
        return self.name or self.email
