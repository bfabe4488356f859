"""Further addresses of a customer, by channel."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField
from regulars.web.people.identifiers import Handle

KINDS: dict[str, Message] = {
    Handle.EMAIL: message("e-mail address"),
    Handle.PHONE: message("telephone number"),
    Handle.WECHAT: message("WeChat"),
    Handle.MEMBER: message("member number"),
    Handle.ACCOUNT: message("account on the website"),
    Handle.OTHER: message("other"),
}


class Identifier(models.Model):
    """``value`` as it was written; ``canonical``: as it is compared, empty where it cannot be one of its kind.

    The address and the telephone number of ``Customer`` are the main ones and do not stand here. ``source``: from
    where it is known. ``checked_at``: when somebody last saw that it is right.
    """

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="identifiers", db_index=False)
    kind = models.CharField(max_length=12, choices=[(one.value, one.name) for one in Handle])
    value = models.CharField(max_length=254)
    canonical = models.CharField(max_length=254, blank=True)
    preferred = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    added = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    held_as = message("further addresses")

    class Meta:
        ordering = ["kind", "-preferred", "pk"]
        # Whose is this address?
        indexes = [models.Index(fields=["kind", "canonical"], name="details_whose_address")]
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "value"], name="details_an_address_once"),
            models.UniqueConstraint(
                fields=["customer", "kind"], condition=Q(preferred=True), name="details_one_preferred_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.customer_id}"
