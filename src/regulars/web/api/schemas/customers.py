"""Customers, relations, scores."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from regulars.web.api.schemas import values as v


class Kind(StrEnum):
    """A person or an organisation."""

    PERSON = "person"
    ORGANISATION = "organisation"


class KindAsked(StrEnum):
    """For a filter."""

    BOTH = ""
    PERSON = "person"
    ORGANISATION = "organisation"


class Way(StrEnum):
    """By what somebody would like to hear from the company; empty where they did not say."""

    NONE = ""
    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    POST = "post"


class Customer(v.Told):
    """A customer as the company keeps it."""

    id: str = Field(description="Random and for ever; stands in addresses.")
    number: str = Field(description="Your own number of the customer.", examples=["0042"])
    kind: Kind
    name: str = Field(examples=["李梅"])
    email: str
    phone: str
    language: str = Field(description="Such as en, zh or de; empty where nobody knows.")
    way: Way
    unit: str | None = Field(description="Code of the unit that the customer belongs to.")
    added: v.MomentText
    changed: v.MomentText


class CustomerPage(v.Told):
    """Some customers, and where to go on."""

    customers: list[Customer]
    next: str | None = Field(description="Send it as `cursor` for the following ones; null at the end.")


class CustomerChange(v.Sent):
    """What is to change. What is not sent stays; an empty text takes a value away."""

    name: v.text(200) = Field(default_factory=str, examples=["李梅"])
    kind: Kind = Field(default_factory=lambda: Kind.PERSON)
    email: v.Mail = Field(default_factory=str, examples=["mei@example.com"])
    phone: v.Phone = Field(default_factory=str, examples=["+86 138 0013 8000"])
    language: v.LanguageTag = Field(default_factory=str, examples=["zh"])
    way: Way = Field(default_factory=lambda: Way.NONE)
    unit: v.text(80) = Field(
        default_factory=str, description="Code of the unit that the customer belongs to.", examples=[""]
    )


class CustomerRow(CustomerChange):
    """A customer to be added or brought up to date. The number is text: “0042” is not 42."""

    number: v.Number = Field(examples=["0042"])


class CustomerRows(v.Sent):
    """Many at once. A row that is not such a customer is refused, and the others go in."""

    customers: list[object] = Field(
        min_length=1,
        max_length=10_000,
        description="Each row is checked by itself, as CustomerRow describes it.",
    )


class Verdict(StrEnum):
    """What became of a row."""

    NEW = "new"
    REPLACED = "replaced"
    KNOWN = "known"
    TAKEN = "taken"
    REFUSED = "refused"


class FaultTold(v.Told):
    """One thing that is wrong."""

    pointer: str = Field(description="Where, as a JSON pointer; or `query:limit`, `header:Idempotency-Key`.")
    detail: str
    value: str | None = None
    way_out: str | None = None


class RowTold(v.Told):
    """What became of one row; rows count from 1."""

    row: int
    verdict: Verdict
    number: str | None = Field(description="The number of the customer or the purchase, where it could be read.")
    errors: list[FaultTold]


class RowsTold(v.Told):
    """What became of all rows: each is in exactly one of the counts."""

    new: int = 0
    replaced: int = 0
    known: int = 0
    refused: int = 0
    rows: list[RowTold]


class Other(v.Told):
    """The other side of a relation."""

    id: str
    number: str
    name: str


class Part(StrEnum):
    """What somebody has to do with what their organisation buys; empty: something else."""

    USER = "user"
    BUYER = "buyer"
    DECIDER = "decider"
    INTERMEDIARY = "intermediary"
    EMPLOYEE = "employee"
    OTHER = ""


class Relation(v.Told):
    """Who belongs to which organisation."""

    id: str
    person: Other
    organisation: Other
    part: Part
    role: str
    since: v.DayText | None
    until: v.DayText | None


class Relations(v.Told):
    """All of a customer, those that have ended too."""

    relations: list[Relation]


class RelationSent(v.Sent):
    """The other side, by its number: the organisation of a person, or a person of an organisation."""

    number: v.Number = Field(examples=["ACME"])
    part: Part = Field(default_factory=lambda: Part.OTHER)
    role: v.text(80) = Field(default_factory=str, examples=["booker"])
    since: v.Day = Field(default_factory=lambda: None, examples=["2026-01-01"])


class Scores(v.Told):
    """The latest scores; null where nothing can be told."""

    as_of: v.DayText | None = Field(description="The last day behind the scores.")
    purchases: int | None
    net: v.FigureText | None
    currency: str
    segment: str = Field(description="By recency, frequency and money; empty where there were no purchases.")
    first_day: v.DayText | None
    last_day: v.DayText | None
    expected_purchases: float | None
    value: float | None = Field(description="What is to be expected of the customer in the next year.")
    value_low: float | None = Field(description="The range that holds with 80 % probability.")
    value_high: float | None
    alive: float | None = Field(description="The probability of still being a customer.")
    rating: float | None = Field(description="The last rating on its own scale; null where it is not to be told.")
    rating_low: int | None
    rating_high: int | None
    rating_day: v.DayText | None


class Handle(StrEnum):
    """By what a customer is known somewhere."""

    EMAIL = "email"
    PHONE = "phone"
    WECHAT = "wechat"
    MEMBER = "member"
    ACCOUNT = "account"
    OTHER = "other"


class IdentifierSent(v.Sent):
    """A further address: the main e-mail address and telephone number stand with the customer."""

    kind: Handle
    value: v.text(254, min_length=1) = Field(examples=["mei_li_88"])
    source: v.text(120) = Field(default_factory=str, examples=["web shop"])


class IdentifierTold(v.Told):
    """As it was written, and as it is compared."""

    id: str
    kind: Handle
    value: str
    canonical: str = Field(description="Empty where it cannot be read as one of its kind.")
    preferred: bool
    source: str


class Identifiers(v.Told):
    """All of a customer."""

    identifiers: list[IdentifierTold]
