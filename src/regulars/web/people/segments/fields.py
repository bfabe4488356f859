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
from regulars.web.people.details.models import FieldKind, OwnField
from regulars.web.people.details.values import FLAGS, column_of
from regulars.web.people.grades import FORMER, LADDER, LOYALTY, TIERS
from regulars.web.people.models import Kind as WhoItIs
from regulars.web.people.models import Part, Way
from regulars.web.people.stages.models import Stage


class Store(StrEnum):
    """How a field is kept."""

    CUSTOMER = "customer"  # a column of the customer
    SCORE = "score"  # a column of the latest scores
    RATING = "score of the last rating"  # the same, known only to whom the rating is about
    TYPE = "type of loyalty by the last answers"  # the same, known only to whom these answers are about
    STAGE = "where the relationship stands"
    PLACES = "units where the customer is known"
    PARTS = "what somebody has to do with what their organisation buys"
    ROLES = "roles in organisations"
    ORGANISATIONS = "organisations"
    OWN = "a field that the company made"


@dataclass(frozen=True)
class Field:
    """``column``: empty where the field is no column. ``scale``: what is said is so many times what is kept.

    ``whole``: the column holds whole numbers. ``moment``: it holds a time, of which the day counts. ``single``: it
    tells one person from all others. ``sensitive``: the company marked it so. ``own``: the row of a field of its own.
    """

    name: str
    kind: Kind
    label: Message | Text
    store: Store
    column: str = ""
    options: Mapping[str, Text | Message] | None = None
    ends: tuple[float, float] | None = None
    scale: int = 1
    whole: bool = False
    moment: bool = False
    single: bool = False
    sensitive: bool = False
    own: int = 0

    @property
    def known(self) -> Known:
        """As a condition knows it."""
        low, high = self.ends or (None, None)
        return Known(self.name, self.kind, self.label, self.options or {}, low, high, asked=False)


_MOODS = {one.value: one.words for one in Mood}
_KINDS = {one.value: one.said for one in WhoItIs}
_PARTS = {one.value: one.said for one in Part if one.value}
_WAYS = {one.value: one.said for one in Way if one.value}
_OWN_KINDS = {
    FieldKind.TEXT: Kind.TEXT,
    FieldKind.NUMBER: Kind.NUMBER,
    FieldKind.DAY: Kind.DAY,
    FieldKind.CHOICE: Kind.CHOICE,
    FieldKind.FLAG: Kind.CHOICE,  # unknown is neither yes nor no
}
_TIERS = {one.value: TITLES[one] for one in Segment}
_STAGES = {one.value: one.said for one in Stage}
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
        Field("way", Kind.CHOICE, message("Likes to hear from us by"), _C, "way", options=_WAYS),
        Field("added", Kind.DAY, message("In the list since"), _C, "added", moment=True),
        Field("unit", Kind.CHOICE, message("Known at"), Store.PLACES),
        Field("part", Kind.CHOICE, message("What they do in an organisation"), Store.PARTS, options=_PARTS),
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
        Field("loyalty_type", Kind.CHOICE, message("Type of loyalty"), Store.TYPE, "loyalty_type", options=LOYALTY),
        Field("left_from", Kind.CHOICE, message("Fell silent as"), _S, "left_from", options=FORMER),
        Field("loyalty_stage", Kind.CHOICE, message("Stage of loyalty"), _S, "loyalty_stage", options=LADDER),
        Field("value_tier", Kind.CHOICE, message("Value tier"), _S, "value_tier", options=TIERS),
        Field("complained", Kind.DAY, message("Last complaint"), Store.STAGE, "complained"),
        Field("stage_since", Kind.DAY, message("Relationship so since"), Store.STAGE, "since"),
        Field("stage", Kind.CHOICE, message("Relationship"), Store.STAGE, "stage", options=_STAGES),
        Field("tier", Kind.CHOICE, message("Group"), _S, "segment", options=_TIERS),
    )
}


def all_fields() -> dict[str, Field]:
    """Those of every customer, and those that the company made, retired ones too: conditions stay readable."""
    return {**{one.key: _own(one) for one in OwnField.objects.all()}, **FIELDS}


def _own(field: OwnField) -> Field:
    options: Mapping[str, Text | Message] = FLAGS if field.kind == FieldKind.FLAG else field.options
    kind = _OWN_KINDS[FieldKind(field.kind)]
    label = field.name if field.name.words else Text.of(field.key)
    column = column_of(field.kind)
    return Field(field.key, kind, label, Store.OWN, column, options=options, sensitive=field.sensitive, own=field.pk)


def vocabulary() -> Vocabulary:
    """All fields, with the units that there are."""
    units = {code: Text.of(name or code) for code, name in Unit.objects.values_list("code", "name")}
    found = Vocabulary.of(one.known for one in all_fields().values())
    unit = found["unit"]
    found["unit"] = Known(unit.name, unit.kind, unit.label, units, asked=False)
    return found


def bare_vocabulary() -> Vocabulary:
    """All fields, without asking the database which units there are: for conditions that name none."""
    return Vocabulary.of(one.known for one in FIELDS.values())
