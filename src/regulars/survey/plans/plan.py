"""The nine fields of a research plan, frozen, read strictly from plain data.

As plain data (in a file: YAML)::

    name: guests-2027
    title: {en: Guest satisfaction 2027, zh: 2027年住客满意度调研}
    purpose: {en: Find what keeps guests from coming back.}         # 1 purpose
    content: {questionnaire: stay-satisfaction, measure: nps}       # 2 content; measure: share, nps or mean
    population:                                                     # 3 who is meant
      people: {en: Guests who stayed in the last quarter}
      strata:
        lakeside: {label: {en: Lakeside Hotel}, count: 4200}
        harbour: {label: {en: Harbour Hotel}, count: 2600, deviation: 80}
    sample: {kind: probability, margin: 5, confidence: 0.95, design_effect: 1.2, split: proportional, least: 30}   # 4
    method:                                                         # 5 how they are reached
      - {channel: email, share: 0.8, response: 0.15, cost: 0.05}
      - {channel: telephone, share: 0.2, response: 0.35, cost: 4, setup: 500}
    frequency: {every: quarter, waves: 4}                           # 6; or {event: stay, wait_days: 1, rate: 0.5}
    execution: {first: 2027-01-04, days: 14, reminders: [4, 9]}     # 7 when
    budget: {limit: 4000, currency: EUR, fixed: 800}                # 8
    report: {days_after: 14, to: {en: The board}}                   # 9 when and to whom
    privacy: confidential                                           # what is promised to those who answer
    breakdowns: [unit, channel]                                     # declared beforehand, for good
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.language import Text, message
from regulars.survey.definition import SampleKind
from regulars.survey.entries import Entries
from regulars.survey.plans import fields
from regulars.survey.plans.parts import Channel, Event, Measure, Split, Stratum, Waves

_KNOWN = (
    "name", "title", "purpose", "content", "population", "sample", "method", "frequency", "execution", "budget",
    "report", "privacy", "breakdowns",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """``margin``: half the width of the interval, in the unit of the measure (0.05 for a share, 5 points of an NPS)."""

    name: str
    title: Text
    purpose: Text
    questionnaire: str
    people: Text
    strata: tuple[Stratum, ...]
    channels: tuple[Channel, ...]
    frequency: Waves | Event
    first: date
    margin: float
    measure: Measure = Measure.NPS
    kind: SampleKind = SampleKind.PROBABILITY
    confidence: float = 0.95
    design_effect: float = 1.0
    split: Split = Split.PROPORTIONAL
    least: int = 2
    deviation: float | None = None
    days: int = 14
    reminders: tuple[int, ...] = ()
    currency: str = ""
    limit: Decimal | None = None
    fixed: Decimal = Decimal(0)
    report_after: int = 14
    report_to: Text | None = None
    privacy: str = "identified"
    breakdowns: tuple[str, ...] = field(default=())

    @property
    def population(self) -> int:
        """How many people there are in all."""
        return sum(one.count for one in self.strata)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        """Read plain data, strictly. Raises ``EntryError`` naming the place."""
        entries = Entries.of(data).only(*_KNOWN)
        content = fields.part_of(entries, "content", "{questionnaire: stay-satisfaction, measure: nps}")
        content.only("questionnaire", "measure", "deviation")
        measure = content.one_of("measure", Measure, Measure.NPS) or Measure.NPS
        population = fields.part_of(
            entries, "population", "{people: Guests of last quarter, strata: {all: {count: 4000}}}"
        )
        population.only("people", "strata")
        deviation = fields.deviation_of(content, measure)
        strata = fields.strata(population, measure, deviation)
        channels, budget = fields.channels(entries), fields.budget(entries.inner("budget"))
        if not budget["currency"] and (budget["limit"] or budget["fixed"] or any(c.cost or c.setup for c in channels)):
            entries.wrong("budget", message("say in which currency: budget: {{currency: EUR}}."))
        return cls(
            name=entries.key("name"),
            title=entries.text("title"),
            purpose=entries.text("purpose"),
            questionnaire=fields.questionnaire(content),
            people=population.text("people"),
            strata=strata,
            channels=channels,
            frequency=fields.frequency(fields.part_of(entries, "frequency", "{every: quarter, waves: 4}")),
            measure=measure,
            deviation=deviation,
            **fields.sample(fields.part_of(entries, "sample", "{margin: 5}"), measure),
            **fields.execution(fields.part_of(entries, "execution", "{first: 2027-01-04, days: 14}")),
            **budget,
            **fields.report(entries.inner("report")),
            privacy=fields.privacy(entries),
            breakdowns=fields.breakdowns(entries),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data; the inverse of :meth:`from_dict`."""
        return {
            "name": self.name,
            "title": dict(self.title.words),
            "purpose": dict(self.purpose.words),
            "content": {
                "questionnaire": self.questionnaire,
                "measure": self.measure.value,
                **({} if self.deviation is None else {"deviation": self.deviation}),
            },
            "population": {"people": dict(self.people.words), "strata": {s.key: _stratum(s) for s in self.strata}},
            "sample": {
                "kind": self.kind.value,
                "margin": self.margin,
                "confidence": self.confidence,
                "design_effect": self.design_effect,
                "split": self.split.value,
                "least": self.least,
            },
            "method": [_channel(one) for one in self.channels],
            "frequency": _again(self.frequency),
            "execution": {"first": self.first.isoformat(), "days": self.days, "reminders": list(self.reminders)},
            "budget": {
                **({} if self.limit is None else {"limit": str(self.limit)}),
                "currency": self.currency,
                "fixed": str(self.fixed),
            },
            "report": {
                "days_after": self.report_after,
                **({} if self.report_to is None else {"to": dict(self.report_to.words)}),
            },
            "privacy": self.privacy,
            "breakdowns": list(self.breakdowns),
        }


def _stratum(one: Stratum) -> dict[str, Any]:
    deviation = {} if one.deviation is None else {"deviation": one.deviation}
    return {"label": dict(one.label.words), "count": one.count, **deviation}


def _channel(one: Channel) -> dict[str, Any]:
    return {
        "channel": one.key,
        "share": one.share,
        "response": one.response,
        "cost": str(one.cost),
        "setup": str(one.setup),
    }


def _again(one: Waves | Event) -> dict[str, Any]:
    if isinstance(one, Event):
        return {"event": one.kind, "wait_days": one.wait_days, "rate": one.rate}
    return {"every": one.every.value, "waves": one.count}
