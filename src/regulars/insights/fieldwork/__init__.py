"""Will there be enough answers in time, and for how much? The fieldwork of a study as it stands."""

from __future__ import annotations

import math
from datetime import timedelta

from regulars.insights.fieldwork.counts import WRITTEN, Asked, Came, Counts, Part, Precision, Stage, Way
from regulars.insights.fieldwork.forecast import Forecast, Range, forecast, too_early
from regulars.insights.fieldwork.margin import margin
from regulars.insights.fieldwork.money import expected, spent
from regulars.insights.fieldwork.outcomes import rates
from regulars.insights.fieldwork.sections import sections
from regulars.insights.report import Figure, Report, Source
from regulars.language import Count, Day, Estimate, Kind, Message, Money, message, plural

__all__ = [
    "Asked",
    "Came",
    "Counts",
    "Forecast",
    "Part",
    "Precision",
    "Range",
    "Stage",
    "Way",
    "conclusion",
    "forecast",
    "under_way",
]
LIVE = message("as of now")


def under_way(counts: Counts, found: Forecast | None = None) -> Report:
    """The board: one sentence, then what it rests on. ``found``: its forecast, where it is known already."""
    found = found or forecast(counts)
    return Report(
        key="fieldwork",
        title=counts.title,
        conclusion=conclusion(counts, found),
        reason=_reason(counts, found),
        figures=_figures(counts, found),
        sections=sections(counts, found),
        source=Source(counts.name, None, as_of=counts.today, sample=counts.sample),
        notes=_notes(counts),
    )


def conclusion(counts: Counts, found: Forecast | None) -> Message:
    """The sentence."""
    got, wanted = Count(counts.got), counts.wanted
    if counts.state in ("draft", "waiting") and not counts.got:
        return _before(counts)
    if counts.over:
        if wanted is None:
            return plural("Closed with {count} answer.", "Closed with {count} answers.", counts.got)
        return message("Closed with {n} of {wanted} wanted answers.", n=got, wanted=Count(wanted))
    if wanted is None:
        if found is None or counts.last is None:
            return plural("{count} answer so far.", "{count} answers so far.", counts.got)
        return message(
            "About {n} answers by {day}; {got} so far.", n=Count(found.total.expected), day=Day(counts.last), got=got
        )
    if counts.got >= wanted:
        return message("Reached: {n} of {wanted} wanted answers are in.", n=got, wanted=Count(wanted))
    if found is None or counts.last is None:
        return message("{n} of {wanted} wanted answers so far.", n=got, wanted=Count(wanted))
    if found.total.expected >= wanted:
        return message(
            "On course: about {n} of {wanted} wanted answers by {day}.",
            n=Count(found.total.expected),
            wanted=Count(wanted),
            day=Day(counts.last),
        )
    return _short(wanted - found.total.expected, found)


def _short(missing: int, found: Forecast) -> Message:
    short, days, more = Count(missing), found.days_more, found.draw_more
    if days and more:
        return plural(
            "Short by about {short}: extend by {count} day or draw {more} more.",
            "Short by about {short}: extend by {count} days or draw {more} more.",
            days,
            short=short,
            more=Count(more),
        )
    if more:
        return message("Short by about {short}: draw {more} more.", short=short, more=Count(more))
    if days:
        return plural(
            "Short by about {short}: extend by {count} day.",
            "Short by about {short}: extend by {count} days.",
            days,
            short=short,
        )
    return message("Short by about {short}, and a fortnight more would not change that.", short=short)


def _before(counts: Counts) -> Message:
    if counts.wanted is None:
        return message("Nobody can answer yet.")
    if counts.last is None:
        return message("Nobody can answer yet; {wanted} answers are wanted.", wanted=Count(counts.wanted))
    return message(
        "Nobody can answer yet; {wanted} answers are wanted by {day}.",
        wanted=Count(counts.wanted),
        day=Day(counts.last),
    )


def _reason(counts: Counts, found: Forecast | None) -> Message | None:
    if found is not None:
        return message(
            "{got} are in. In eight of ten cases like this it ends between {low} and {high}.",
            got=Count(counts.got),
            low=Count(found.total.low),
            high=Count(found.total.high),
        )
    if counts.over or counts.state in ("draft", "waiting"):
        return None
    if counts.last is None:
        return message("No last day is set, so there is no telling how many it will be.")
    if too_early(counts):
        return message("It is too early to say how many it will be: that takes two days and ten answers.")
    return None


def _figures(counts: Counts, found: Forecast | None) -> tuple[Figure, ...]:
    made = [_answers(counts), _ahead(counts, found), _response(counts), _cost(counts), _margin(counts)]
    return tuple(figure for figure in made if figure is not None)


def _answers(counts: Counts) -> Figure:
    left = sum(one.count for one in counts.came if not one.complete)
    note = None if counts.wanted is None else message("of {wanted} wanted", wanted=Count(counts.wanted))
    if note is None and left:
        note = plural("{count} more left before the end", "{count} more left before the end", left)
    return Figure("answers", message("Answers"), Estimate(counts.got, digits=0), note=note, exact_digits=0, basis=LIVE)


def _ahead(counts: Counts, found: Forecast | None) -> Figure | None:
    if found is None or counts.last is None:
        return None
    total = found.total
    return Figure(
        "forecast",
        message("Forecast"),
        Estimate(total.expected, total.low, total.high, digits=0),
        method=message("Modified exponential response curve, 80 % predictive range"),
        note=message("by {day}", day=Day(counts.last)),
        exact_digits=0,
        basis=message("80 % range"),
    )


def _response(counts: Counts) -> Figure | None:
    found = rates(counts.asked)
    if found is None:
        return None
    value, name = (found.rr1, message("RR1")) if math.isnan(found.rr3) else (found.rr3, message("RR3"))
    return Figure(
        "response",
        message("Response rate"),
        Estimate(value, kind=Kind.SHARE, digits=1),
        note=message("{name} of AAPOR, so far", name=name),
        exact_digits=1,
        basis=message("of {n} people asked", n=Count(counts.people(WRITTEN))),
    )


def _cost(counts: Counts) -> Figure | None:
    if not counts.currency or not counts.people(WRITTEN):
        return None
    amount = spent(counts)
    each = None if not counts.got else message("{each} for an answer", each=Money(amount / counts.got, counts.currency))
    basis = (
        message("so far") if counts.limit is None else message("of {limit}", limit=Money(counts.limit, counts.currency))
    )
    return Figure(
        "cost",
        message("Cost so far"),
        Estimate(float(amount), kind=Kind.MONEY, currency=counts.currency),
        note=each,
        basis=basis,
    )


def _margin(counts: Counts) -> Figure | None:
    now = margin(counts)
    if math.isinf(now):
        return None
    planned, scale = counts.precision.planned, 100 if counts.precision.unit == "share" else 1
    return Figure(
        "margin",
        message("Margin now (±)"),
        Estimate(scale * now, digits=2 if counts.precision.unit == "mean" else 1),
        note=None if planned is None else message("± {planned} planned", planned=Estimate(scale * planned, digits=1)),
        exact_digits=2,
        basis={
            "share": message("percentage points of a share"),
            "nps": message("points of the NPS"),
            "mean": message("points of the scale"),
        }[counts.precision.unit],
    )


def _notes(counts: Counts) -> tuple[Message, ...]:
    notes = []
    if counts.due is not None and counts.today > counts.due and not counts.over:
        notes.append(message("The report was due on {day}.", day=Day(counts.due)))
    elif counts.due is not None and not counts.over and counts.today > counts.due - timedelta(days=3):
        notes.append(message("The report is due on {day}.", day=Day(counts.due)))
    if counts.limit is not None and counts.currency:
        over = expected(counts) + counts.spent_before - counts.limit
        if over > 0:
            notes.append(
                message(
                    "When all who wait are written to, it costs {over} more than there is.",
                    over=Money(over, counts.currency),
                )
            )
    if counts.came and not counts.asked:
        notes.append(
            message("Nobody was invited by name: how many saw the links is not known, so there is no response rate.")
        )
    return tuple(notes)
