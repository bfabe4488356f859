"""What is noted about a customer: purchases, events, talks, consents, promises, expectations; segments."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from regulars.web.api.schemas import values as v
from regulars.web.people import models as people


class PurchaseRow(v.Sent):
    """A line of a purchase. Source, purchase and line name it: the same ones with other values are a correction."""

    purchase: v.text(200, min_length=1) = Field(examples=["R-1042"])
    line: v.whole(1, 1_000_000) = Field(default_factory=lambda: 1, examples=[1])
    customer: v.Number = Field(default_factory=str, description="Its number; without one the sale is anonymous.")
    at: v.Moment = Field(examples=["2026-11-22T10:00:00+01:00"])
    amount: v.Figure = Field(description="Of the whole line; below zero what was returned.", examples=["12.50"])
    currency: str = Field(
        default_factory=str, pattern="^([A-Z]{3})?$", description="The company's where there is none.", examples=["EUR"]
    )
    quantity: v.Figure = Field(default_factory=lambda: None, examples=["1"])
    cost: v.Figure = Field(default_factory=lambda: None, examples=["4.20"])
    product: v.text(200) = Field(default_factory=str)
    category: v.text(200) = Field(default_factory=str)
    channel: v.text(200) = Field(default_factory=str)
    unit: v.text(200) = Field(default_factory=str, description="Code of the unit.", examples=[""])
    promotion: v.text(200) = Field(default_factory=str)


class PurchaseRows(v.Sent):
    """Many lines at once: one commit."""

    purchases: list[object] = Field(
        min_length=1,
        max_length=10_000,
        description="Each row is checked by itself, as PurchaseRow describes it.",
    )


class PurchasesTold(v.Told):
    """How many lines were new, corrected, there already, of somebody erased, refused."""

    new: int
    replaced: int
    known: int
    erased: int
    refused: int
    import_id: str = Field(description="Of the import in the history; empty where nothing was written.")
    rows: list[Any] = Field(
        description="Those that were refused.",
    )


class PurchaseTold(v.Told):
    """A line of a purchase."""

    source: str
    purchase: str
    line: int
    at: v.MomentText | None
    day: v.DayText
    amount: v.FigureText
    currency: str
    quantity: v.FigureText | None
    product: str | None
    category: str | None
    channel: str | None
    unit: str | None
    promotion: str | None


class PurchasePage(v.Told):
    """The latest first."""

    purchases: list[PurchaseTold]
    next: str | None


class EventTold(v.Told):
    """Something that happened to the customer."""

    id: str
    kind: str
    source: str
    key: str
    at: v.MomentText
    unit: str | None
    details: dict[str, Any]


class EventPage(v.Told):
    """The latest to come in first."""

    events: list[EventTold]
    next: str | None


class Way(StrEnum):
    """By what; empty: in person, or every way."""

    ALL = ""
    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    POST = "post"


class ContactSent(v.Sent):
    """Somebody spoke with the customer, or wrote by hand."""

    way: Way = Field(default_factory=lambda: Way.PHONE)
    words: v.text(400) = Field(default_factory=str, examples=["Asked for a quiet room."])
    day: v.Day = Field(default_factory=lambda: None, description="Today where there is none.")


class ContactTold(v.Told):
    """A talk."""

    id: str
    way: Way
    words: str
    day: v.DayText


class ContactPage(v.Told):
    """The latest first."""

    contacts: list[ContactTold]
    next: str | None


class Purpose(StrEnum):
    """What somebody is written to about."""

    SURVEYS = "surveys"
    MARKETING = "marketing"


Source = StrEnum("Source", {one.name: one.value for one in people.Source})  # how the company learned of it


class ConsentSent(v.Sent):
    """A yes or a no. It is added to the ledger; nothing is ever changed there."""

    purpose: Purpose
    channel: Way = Field(default_factory=lambda: Way.ALL)
    given: v.Flag
    source: Source = Field(default_factory=lambda: Source.FILE)
    words: v.text(400) = Field(default_factory=str, examples=["Form of the web shop, version 3"])
    at: v.Moment = Field(default_factory=lambda: None, description="When it was said; now where there is none.")


class ConsentTold(v.Told):
    """A row of the ledger."""

    id: str
    purpose: Purpose
    channel: Way
    given: bool
    source: str
    words: str
    at: v.MomentText
    noted: v.MomentText


class Standing(v.Told):
    """What holds about a purpose and a way; null where nothing was ever said."""

    purpose: Purpose
    channel: Way
    given: bool | None


class Consents(v.Told):
    """What holds, and the ledger behind it, the latest first."""

    standing: list[Standing]
    ledger: list[ConsentTold]


class PromiseTold(v.Told):
    """What was promised, until when, and what became of it."""

    id: str
    what: str
    made_on: v.DayText
    due: v.DayText
    outcome: str
    settled_on: v.DayText | None
    note: str


class Promises(v.Told):
    """All of a customer."""

    promises: list[PromiseTold]


class ExpectationTold(v.Told):
    """What the customer expects."""

    id: str | None
    topic: str
    level: str
    latitude: str
    importance: int
    stated: bool = Field(description="Said by the customer; else inferred.")
    source: str
    since: v.DayText
    until: v.DayText | None


class Expectations(v.Told):
    """All of a customer."""

    expectations: list[ExpectationTold]


class SegmentTold(v.Told):
    """A group of customers that has a name."""

    id: str
    name: str
    condition: str
    changed: v.MomentText


class Segments(v.Told):
    """All of them."""

    segments: list[SegmentTold]


class ErasureSent(v.Sent):
    """Why the customer is to be erased."""

    reason: v.text(200) = Field(default_factory=str, examples=["asked by letter"])


class ErasureTold(v.Told):
    """The request was noted; until then it can be taken back on the page of the customer."""

    id: str
    erased_after: v.MomentText | None
