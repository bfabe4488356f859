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
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from regulars.language import Text, message
from regulars.survey.definition import SampleKind
from regulars.survey.entries import Entries, checked_key, shown
from regulars.survey.questionnaire import PRIVACY

_KNOWN = (
    "name", "title", "purpose", "content", "population", "sample", "method", "frequency", "execution", "budget",
    "report", "privacy", "breakdowns",
)  # fmt: skip
MOST_WAVES = 60
BREAKDOWNS = ("unit", "channel", "language", "wave")


class Measure(StrEnum):
    """What the margin of error is about."""

    SHARE = "share"
    NPS = "nps"
    MEAN = "mean"


class Split(StrEnum):
    """How the answers are spread over the strata."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    NEYMAN = "neyman"


class Every(StrEnum):
    """How far two waves are apart."""

    ONCE = "once"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


@dataclass(frozen=True)
class Stratum:
    """A part of the population. ``deviation``: standard deviation of one answer there, on the measure's scale."""

    key: str
    label: Text
    count: int
    deviation: float | None = None


@dataclass(frozen=True)
class Channel:
    """A way to reach people. ``share``: of those who are asked; ``response``: of these, who will answer.

    ``cost`` is that of asking one person, ``setup`` what the channel costs once in each wave.
    """

    key: str
    share: float
    response: float
    cost: Decimal = Decimal(0)
    setup: Decimal = Decimal(0)


@dataclass(frozen=True)
class Waves:
    """A wave ``every`` so often, ``count`` times."""

    every: Every = Every.ONCE
    count: int = 1


@dataclass(frozen=True)
class Event:
    """Asked after something happened: ``wait_days`` later, a share ``rate`` of those to whom it happened."""

    kind: str
    wait_days: int = 0
    rate: float = 1.0


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
        content = _part(entries, "content", "{questionnaire: stay-satisfaction, measure: nps}")
        content.only("questionnaire", "measure", "deviation")
        measure = content.one_of("measure", Measure, Measure.NPS) or Measure.NPS
        population = _part(entries, "population", "{people: Guests of last quarter, strata: {all: {count: 4000}}}")
        population.only("people", "strata")
        deviation = _deviation(content, measure)
        strata = _strata(population, measure, deviation)
        channels, budget = _channels(entries), _budget(entries.inner("budget"))
        if not budget["currency"] and (budget["limit"] or budget["fixed"] or any(c.cost or c.setup for c in channels)):
            entries.wrong("budget", message("say in which currency: budget: {{currency: EUR}}."))
        return cls(
            name=entries.key("name"),
            title=entries.text("title"),
            purpose=entries.text("purpose"),
            questionnaire=_questionnaire(content),
            people=population.text("people"),
            strata=strata,
            channels=channels,
            frequency=_frequency(_part(entries, "frequency", "{every: quarter, waves: 4}")),
            measure=measure,
            deviation=deviation,
            **_sample(_part(entries, "sample", "{margin: 5}"), measure),
            **_execution(_part(entries, "execution", "{first: 2027-01-04, days: 14}")),
            **budget,
            **_report(entries.inner("report")),
            privacy=_privacy(entries),
            breakdowns=_breakdowns(entries),
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


def _part(entries: Entries, name: str, such_as: str) -> Entries:
    entries.need(name, f"{name}: {such_as}")
    return entries.inner(name)


def _questionnaire(entries: Entries) -> str:
    name = entries.need("questionnaire", "questionnaire: stay-satisfaction")
    if not isinstance(name, str) or not name.strip() or len(name) > 64:
        entries.wrong("questionnaire", message("“{value}” is not the name of a questionnaire.", value=shown(name)))
    return name


def _deviation(entries: Entries, measure: Measure) -> float | None:
    """On the scale of the measure: one that was typed for another would make the sample far too large or small."""
    if not entries.has("deviation"):
        return None
    value = _positive(entries, "deviation")
    low, high = {Measure.SHARE: (0.01, 0.5), Measure.NPS: (10.0, 100.0), Measure.MEAN: (0.001, 1000.0)}[measure]
    if not low <= value <= high:
        entries.wrong(
            "deviation",
            message(
                "“{value}” cannot be the standard deviation of one answer here; it lies from {low} to {high}.",
                value=value,
                low=low,
                high=high,
            ),
        )
    return value


def _strata(entries: Entries, measure: Measure, deviation: float | None) -> tuple[Stratum, ...]:
    rows = _part(entries, "strata", "{all: {count: 4000}}")
    if not rows.data:
        entries.wrong("strata", message("at least one part of the population is needed: {{all: {{count: 4000}}}}."))
    found = []
    for key in rows.data:
        row = Entries.of(rows.data[key], (*rows.place, key)).only("label", "count", "deviation")
        own = _deviation(row, measure) or deviation
        if own is None and measure is Measure.MEAN:
            row.wrong(
                None,
                message(
                    "the mean of ratings needs the standard deviation of one answer: “deviation: 1.1”, here or under "
                    "“content”. That of an earlier wave serves."
                ),
            )
        label = row.maybe_text("label") or Text.of(key)
        found.append(Stratum(checked_key(key, rows.place), label, row.whole("count", low=1, high=2_000_000_000), own))
    return tuple(found)


def _sample(entries: Entries, measure: Measure) -> dict[str, Any]:
    entries.only("kind", "margin", "confidence", "design_effect", "split", "least")
    margin = _positive(entries, "margin")
    most = {Measure.SHARE: 0.5, Measure.NPS: 100.0, Measure.MEAN: 100.0}[measure]
    if margin > most:
        entries.wrong(
            "margin",
            message("a margin of {value} says nothing; give one of at most {most}.", value=margin, most=most),
        )
    if margin < (least := most / 100_000):
        entries.wrong(
            "margin",
            message("no study reaches a margin of {value}; give one of at least {least}.", value=margin, least=least),
        )
    confidence = _positive(entries, "confidence", 0.95)
    if not 0.5 <= confidence <= 0.9999:
        entries.wrong("confidence", message("“{value}” is not a confidence from 0.5 to 0.999.", value=confidence))
    effect = _positive(entries, "design_effect", 1.0)
    if not 0.1 <= effect <= 100:
        entries.wrong("design_effect", message("“{value}” is not a design effect from 0.1 to 100.", value=effect))
    return {
        "kind": entries.one_of("kind", SampleKind, SampleKind.PROBABILITY) or SampleKind.PROBABILITY,
        "margin": margin,
        "confidence": confidence,
        "design_effect": effect,
        "split": entries.one_of("split", Split, Split.PROPORTIONAL) or Split.PROPORTIONAL,
        "least": entries.whole("least", 2, low=0, high=1_000_000),
    }


def _channels(entries: Entries) -> tuple[Channel, ...]:
    found = []
    for row in entries.rows("method"):
        row.only("channel", "share", "response", "cost", "setup")
        found.append(
            Channel(
                row.key("channel"),
                _share(row, "share", 1.0),
                _share(row, "response", None),
                _money(row, "cost"),
                _money(row, "setup"),
            )
        )
    if not found:
        entries.wrong("method", message("at least one way to reach people is needed, such as {{channel: email}}."))
    if abs(sum(one.share for one in found) - 1) > 1e-6:
        entries.wrong(
            "method",
            message("the shares of the channels make {sum}, not 1.", sum=round(sum(one.share for one in found), 4)),
        )
    keys = [one.key for one in found]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        entries.wrong("method", message("the channel “{key}” stands twice. Keep one.", key=twice))
    return tuple(found)


def _frequency(entries: Entries) -> Waves | Event:
    if entries.has("event"):
        entries.only("event", "wait_days", "rate")
        kind = checked_key(entries.data["event"], (*entries.place, "event"))
        return Event(kind, entries.whole("wait_days", 0, high=365), _share(entries, "rate", 1.0))
    entries.only("every", "waves")
    every = entries.one_of("every", Every, Every.ONCE) or Every.ONCE
    count = entries.whole("waves", 1, low=1, high=MOST_WAVES)
    if every is Every.ONCE and count > 1:
        entries.wrong("waves", message("once is one wave. Say how often: every: quarter."))
    return Waves(every, count)


def _execution(entries: Entries) -> dict[str, Any]:
    entries.only("first", "days", "reminders")
    days = entries.whole("days", 14, low=1, high=366)
    reminders = entries.data.get("reminders") or ()
    if not isinstance(reminders, list | tuple) or not all(
        isinstance(day, int) and not isinstance(day, bool) and 0 < day < days for day in reminders
    ):
        entries.wrong(
            "reminders", message("reminders are days after the first letter, such as [4, 9], before the end.")
        )
    return {
        "first": _day(entries.need("first", "first: 2027-01-04"), entries, "first"),
        "days": days,
        "reminders": tuple(sorted(set(reminders))),
    }


def _budget(entries: Entries) -> dict[str, Any]:
    entries.only("limit", "currency", "fixed")
    currency = str(entries.data.get("currency") or "")
    if currency and not (len(currency) == 3 and currency.isalpha() and currency.isupper()):
        entries.wrong(
            "currency", message("“{value}” is not the code of a currency, such as EUR.", value=shown(currency))
        )
    limit = _money(entries, "limit") if entries.has("limit") else None
    return {"limit": limit, "currency": currency, "fixed": _money(entries, "fixed")}


def _report(entries: Entries) -> dict[str, Any]:
    entries.only("days_after", "to")
    return {"report_after": entries.whole("days_after", 14, low=0, high=366), "report_to": entries.maybe_text("to")}


def _privacy(entries: Entries) -> str:
    value = entries.data.get("privacy", "identified")
    if value not in PRIVACY:
        entries.wrong(
            "privacy",
            message("“{value}” is not known. Choose one of: {known}.", value=shown(value), known=PRIVACY),
        )
    return str(value)


def _breakdowns(entries: Entries) -> tuple[str, ...]:
    names = entries.names("breakdowns")
    for name in names:
        if name not in BREAKDOWNS:
            entries.wrong(
                "breakdowns", message("“{value}” is not known. Choose one of: {known}.", value=name, known=BREAKDOWNS)
            )
    return tuple(dict.fromkeys(names))


def _positive(entries: Entries, name: str, default: float | None = None) -> float:
    if default is None:
        entries.need(name, f"{name}: 5")
    value = entries.data.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e9:
        entries.wrong(name, message("“{value}” is not a number above 0.", value=shown(value)))
    return float(value)


def _share(entries: Entries, name: str, default: float | None) -> float:
    if default is None:
        entries.need(name, f"{name}: 0.2")
    value = entries.data.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1e-6 <= value <= 1:
        entries.wrong(name, message("“{value}” is not a share above 0 and up to 1, such as 0.2.", value=shown(value)))
    return float(value)


def _money(entries: Entries, name: str) -> Decimal:
    value = entries.data.get(name)
    try:
        amount = Decimal(0) if value is None else Decimal(str(value))
    except InvalidOperation:
        amount = Decimal(-1)
    if isinstance(value, bool) or not amount.is_finite() or not 0 <= amount < Decimal(10) ** 12:
        entries.wrong(name, message("“{value}” is not an amount of money, such as 1200.50.", value=shown(value)))
    return amount


def _day(value: Any, entries: Entries, name: str) -> date:
    try:
        day = value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        entries.wrong(name, message("“{value}” is not a day such as 2027-01-04.", value=shown(value)))
    if not 2000 <= day.year < 2200:  # the last of its waves must be a day too
        entries.wrong(name, message("“{value}” is not a day of the years 2000 to 2199.", value=shown(value)))
    return day


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
