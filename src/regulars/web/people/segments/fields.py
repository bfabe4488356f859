"""The words of a condition about customers: what each is called, of which kind it is, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from regulars.insights.customer.satisfaction import Mood
from regulars.language import Message, Text, message
from regulars.methods.value.rfm import TITLES, Segment
from regulars.survey.conditions import Kind, Known, Vocabulary
from regulars.web.company.models import Unit
from regulars.web.people.models import Kind as WhoItIs


class Store(StrEnum):
    """How a field is kept."""

    CUSTOMER = "customer"  # a column of the customer
    SCORE = "score"  # a column of the latest scores
    RATING = "score of the last rating"  # the same, known only to whom the rating is about
    PLACES = "units where the customer is known"
    ROLES = "roles in organisations"
    ORGANISATIONS = "organisations"


@dataclass(frozen=True)
class Field:
    """``column``: empty where the field is no column. ``scale``: what is said is so many times what is kept.

    ``whole``: the column holds whole numbers. ``moment``: it holds a time, of which the day counts. ``single``: it
    tells one person from all others.
    """

    name: str
    kind: Kind
    label: Message
    store: Store
    column: str = ""
    options: Mapping[str, Text | Message] | None = None
    ends: tuple[float, float] | None = None
    scale: int = 1
    whole: bool = False
    moment: bool = False
    single: bool = False

    @property
    def known(self) -> Known:
        """As a condition knows it."""
        low, high = self.ends or (None, None)
        return Known(self.name, self.kind, self.label, self.options or {}, low, high, asked=False)


_MOODS = {one.value: one.words for one in Mood}
_KINDS = {one.value: one.said for one in WhoItIs}
_TIERS = {one.value: TITLES[one] for one in Segment}
_C, _S, _R = Store.CUSTOMER, Store.SCORE, Store.RATING

# A form offers the last one first: what is asked for most stands at the end.
FIELDS: dict[str, Field] = {
    one.name: one
    for one in (
        Field("number", Kind.CHOICE, message("Number"), _C, "number", single=True),
        Field("name", Kind.TEXT, message("Name"), _C, "name", single=True),
        Field("email", Kind.TEXT, message("E-mail address"), _C, "email", single=True),
        Field("phone", Kind.TEXT, message("Telephone number"), _C, "phone", single=True),
        Field("has_email", Kind.FLAG, message("Has an e-mail address"), _C, "email"),
        Field("has_phone", Kind.FLAG, message("Has a telephone number"), _C, "phone"),
        Field("kind", Kind.CHOICE, message("Person or organisation"), _C, "kind", options=_KINDS),
        Field("language", Kind.CHOICE, message("Language"), _C, "language"),
        Field("added", Kind.DAY, message("In the list since"), _C, "added", moment=True),
        Field("unit", Kind.CHOICE, message("Known at"), Store.PLACES),
        Field("role", Kind.CHOICE, message("Role in an organisation"), Store.ROLES),
        Field("organisation", Kind.CHOICE, message("Number of their organisation"), Store.ORGANISATIONS),
        Field("first_purchase", Kind.DAY, message("First purchase"), _S, "first_day"),
        Field("last_purchase", Kind.DAY, message("Last purchase"), _S, "last_day"),
        Field("purchases", Kind.NUMBER, message("Purchases so far"), _S, "purchases", whole=True),
        Field("brought_in", Kind.NUMBER, message("Brought in so far"), _S, "net"),
        Field("expected_purchases", Kind.NUMBER, message("Purchases expected in a year"), _S, "expected_purchases"),
        Field("value", Kind.NUMBER, message("Value expected in a year"), _S, "value"),
        Field(
            "alive",
            Kind.NUMBER,
            message("Chance of still being a customer, in %"),
            _S,
            "alive",
            ends=(0, 100),
            scale=100,
        ),
        Field("rating", Kind.NUMBER, message("Last rating, from 0 to 100"), _R, "rating_index", ends=(0, 100)),
        Field("rated_on", Kind.DAY, message("Last rating given on"), _R, "rating_day"),
        Field("mood", Kind.CHOICE, message("Last rating in words"), _R, "mood", options=_MOODS),
        Field("tier", Kind.CHOICE, message("Group"), _S, "segment", options=_TIERS),
    )
}


def vocabulary() -> Vocabulary:
    """All fields, with the units that there are."""
    units = {code: Text.of(name or code) for code, name in Unit.objects.values_list("code", "name")}
    found = Vocabulary.of(one.known for one in FIELDS.values())
    unit = found["unit"]
    found["unit"] = Known(unit.name, unit.kind, unit.label, units, asked=False)
    return found
