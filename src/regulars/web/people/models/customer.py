"""A customer: a person or an organisation."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from regulars.language import Message, message
from regulars.web.accounts.access import ScopedQuerySet, UnitScope
from regulars.web.ids import PublicIdField
from regulars.web.people.models.consent import Way


class Kind(models.TextChoices):
    """What a customer is."""

    PERSON = "person"
    ORGANISATION = "organisation"

    @property
    def said(self) -> Message:
        """For people. (``label`` would freeze a language into the migrations.)"""
        return _KINDS[self]


_KINDS = {Kind.PERSON: message("person"), Kind.ORGANISATION: message("organisation")}


class CustomerQuerySet(ScopedQuerySet):
    """Customers, chained."""

    def within(self, scope: UnitScope) -> CustomerQuerySet:
        """Those who bought at, answered about or belong to a unit of the scope."""
        if scope.unit_ids is None:
            return self
        return self.filter(known_at(scope.unit_ids, "pk"))

    def organisations(self) -> CustomerQuerySet:
        """The few. The word stands in the query itself: for a value beside it SQLite does not see that the index of
        organisations will do, and reads everybody.
        """
        return self.filter(kind=RawSQL("'organisation'", ()))

    def written_at(self, address: str) -> CustomerQuerySet:
        """Those with this e-mail address, however it is written. A family may share one."""
        return self.alias(low=Lower("email")).filter(low=address.strip().lower()) if address.strip() else self.none()


class OfCustomersQuerySet(ScopedQuerySet):
    """Rows about customers: seen by whoever sees the customer."""

    def within(self, scope: UnitScope) -> Self:
        """Those about customers of the scope; of nobody any more, only the whole scope holds them."""
        return self if scope.unit_ids is None else self.filter(known_at(scope.unit_ids, "customer_id"))


class Customer(models.Model):
    """``number`` is the company's own id, ``key`` stands for it in the facts and means nothing outside.

    ``unit``: where the company says that the customer belongs; where they bought is in ``CustomerUnit``. ``words``
    is what a search looks through: number, name, address and telephone without capitals. ``way``: how they would like
    to hear from the company; empty where they did not say.
    """

    public_id = PublicIdField()
    key = models.BigIntegerField(unique=True)
    number = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=35, blank=True)
    way = models.CharField(max_length=8, choices=Way.choices, blank=True, default="", db_default="")
    unit = models.ForeignKey("company.Unit", models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=720, editable=False)
    added = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            # The list sorted by name.
            models.Index(fields=["name", "number"], name="people_by_name"),
            # The list of organisations, which are few, and the choice of one for a relation.
            models.Index(fields=["name"], condition=Q(kind="organisation"), name="people_of_a_kind"),
            # Whom an address belongs to.
            models.Index(Lower("email"), name="people_by_address"),
            # What programs ask for: who was changed since they last looked.
            models.Index(fields=["changed", "id"], name="people_changed_last"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name; the number where the company gave none."""
        return self.name or self.number

    @property
    def kind_words(self) -> Message:
        """What it is, for people."""
        return Kind(self.kind).said

    @property
    def way_words(self) -> Message:
        """By what they would like to hear from the company, for people."""
        return Way(self.way).said

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what a search looks through in step."""
        self.words = search_words(self.number, self.name, self.email, self.phone)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "words", "changed"}
        super().save(*args, **kwargs)


def search_words(*parts: str) -> str:
    """What a search looks through: SQLite knows capitals of ASCII only, so they go before.

    >>> search_words("C-17", "Ärzte Ltd", "", "")
    'c-17 ärzte ltd'
    """
    return " ".join(part.casefold() for part in parts if part)


def known_at(unit_ids: Any, customer: str) -> Q:
    """The one rule of who sees a customer, as a condition on the column that names the customer."""
    from regulars.web.people.models.place import CustomerUnit

    return Q(Exists(CustomerUnit.objects.filter(customer=OuterRef(customer), unit__in=unit_ids)))


def among_known_at(unit_ids: Any, customer: str) -> Q:
    """The same rule for totals: one look at the units, where ``known_at`` would look at every customer."""
    from regulars.web.people.models.place import CustomerUnit

    return Q(**{f"{customer}__in": CustomerUnit.objects.filter(unit__in=unit_ids).values("customer")})
