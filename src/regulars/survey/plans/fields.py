"""The nine fields of a plan, read strictly from plain data; each error names its place and the way out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from regulars.language import Text, message
from regulars.survey.definition import SampleKind
from regulars.survey.entries import Entries, checked_key, shown
from regulars.survey.plans.parts import Channel, Event, Every, Measure, Split, Stratum, Waves
from regulars.survey.questionnaire import PRIVACY

MOST_WAVES = 60
BREAKDOWNS = ("unit", "channel", "language", "wave")


def part_of(entries: Entries, name: str, such_as: str) -> Entries:
    """A part that must be there."""
    entries.need(name, f"{name}: {such_as}")
    return entries.inner(name)


def questionnaire(entries: Entries) -> str:
    """Field 2: which questionnaire."""
    name = entries.need("questionnaire", "questionnaire: stay-satisfaction")
    if not isinstance(name, str) or not name.strip() or len(name) > 64:
        entries.wrong("questionnaire", message("“{value}” is not the name of a questionnaire.", value=shown(name)))
    return name


def deviation_of(entries: Entries, measure: Measure) -> float | None:
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


def strata(entries: Entries, measure: Measure, deviation: float | None) -> tuple[Stratum, ...]:
    """Field 3: the parts of the population."""
    rows = part_of(entries, "strata", "{all: {count: 4000}}")
    if not rows.data:
        entries.wrong("strata", message("at least one part of the population is needed: {{all: {{count: 4000}}}}."))
    found = []
    for key in rows.data:
        row = Entries.of(rows.data[key], (*rows.place, key)).only("label", "count", "deviation")
        own = deviation_of(row, measure) or deviation
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


def sample(entries: Entries, measure: Measure) -> dict[str, Any]:
    """Field 4."""
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


def channels(entries: Entries) -> tuple[Channel, ...]:
    """Field 5."""
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


def frequency(entries: Entries) -> Waves | Event:
    """Field 6."""
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


def execution(entries: Entries) -> dict[str, Any]:
    """Field 7."""
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


def budget(entries: Entries) -> dict[str, Any]:
    """Field 8."""
    entries.only("limit", "currency", "fixed")
    currency = str(entries.data.get("currency") or "")
    if currency and not (len(currency) == 3 and currency.isalpha() and currency.isupper()):
        entries.wrong(
            "currency", message("“{value}” is not the code of a currency, such as EUR.", value=shown(currency))
        )
    limit = _money(entries, "limit") if entries.has("limit") else None
    return {"limit": limit, "currency": currency, "fixed": _money(entries, "fixed")}


def report(entries: Entries) -> dict[str, Any]:
    """Field 9."""
    entries.only("days_after", "to")
    return {"report_after": entries.whole("days_after", 14, low=0, high=366), "report_to": entries.maybe_text("to")}


def privacy(entries: Entries) -> str:
    """What is promised to those who answer."""
    value = entries.data.get("privacy", "identified")
    if value not in PRIVACY:
        entries.wrong(
            "privacy",
            message("“{value}” is not known. Choose one of: {known}.", value=shown(value), known=PRIVACY),
        )
    return str(value)


def breakdowns(entries: Entries) -> tuple[str, ...]:
    """What results will be broken down by."""
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
