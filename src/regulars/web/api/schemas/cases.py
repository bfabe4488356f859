"""Cases, for programs."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from regulars.web.api.schemas import values as v
from regulars.web.cases import models, states

State = StrEnum("State", {one.name: one.value for one in states.State})
Channel = StrEnum("Channel", {one.name: one.value for one in models.Channel})
Outcome = StrEnum("Outcome", {"NONE": "", **{one.name: one.value for one in states.Outcome}})


class Stands(StrEnum):
    """For a filter; empty: all."""

    ALL = ""
    OPEN = "open"
    CLOSED = "closed"


class CaseSent(v.Sent):
    """Somebody is unhappy. The same `reference` of the same token opens one case."""

    kind: v.text(40, min_length=1) = Field(
        default_factory=lambda: "complaint", description="Key of a kind, such as complaint or recovery."
    )
    title: v.text(200, min_length=1) = Field(description="In one line.", examples=["Cold breakfast"])
    words: v.text(20_000) = Field(default_factory=str, description="In the customer’s words.")
    language: v.LanguageTag = Field(default_factory=str, examples=["en"])
    customer: v.text(200) = Field(
        default_factory=str, description="Id or number of a known customer; then name and addresses may stay empty."
    )
    name: v.text(200) = Field(default_factory=str)
    email: v.Mail = Field(default_factory=str)
    phone: v.Phone = Field(default_factory=str)
    unit: v.text(200) = Field(default_factory=str, description="Code of the unit.")
    severity: v.whole(1, 4) = Field(default_factory=lambda: 2, description="1 slight to 4 grave.")
    reference: v.text(80) = Field(default_factory=str, description="Your own number of it.", examples=["T-1042"])


class CaseTold(v.Told):
    """A case as it stands."""

    id: str
    number: int = Field(description="As people call it.")
    kind: str
    title: str
    words: str
    language: str
    channel: Channel
    customer: str | None = Field(description="Number of the customer, where the token may see them.")
    name: str
    email: str
    phone: str
    unit: str | None = Field(description="Code of the unit.")
    severity: int
    state: State
    outcome: Outcome
    verdict: int | None = Field(description="The customer’s: 1 not satisfied, 2 partly, 3 satisfied.")
    opened: v.MomentText
    acknowledged: v.MomentText | None
    responded: v.MomentText | None
    closed: v.MomentText | None
    due: v.MomentText | None = Field(description="When the next clock runs out.")
    changed: v.MomentText


class CasePage(v.Told):
    """In the order in which they were opened."""

    cases: list[CaseTold]
    next: str | None
