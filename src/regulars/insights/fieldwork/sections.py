"""The parts of the board: answers in time, parts of the population, outcomes, rates, reminders, cost, failures."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from regulars.insights.fieldwork.counts import WRITTEN, Asked, Counts, Stage
from regulars.insights.fieldwork.forecast import Forecast, Range
from regulars.insights.fieldwork.hiding import few, hidden
from regulars.insights.fieldwork.money import costs
from regulars.insights.fieldwork.outcomes import OUTCOMES, STAGES, rates, stages
from regulars.insights.planning.sections import CHANNELS
from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Money, Text, message, plural

SHOWN_DAYS = 14
NO_RATE = Missing(message("nobody asked yet"))
NONE = Missing(message("none"))
CAME: dict[str, Message] = {
    "personal": message("personal invitation"),
    "link": message("open link"),
    "poster": message("poster"),
    "widget": message("on a website"),
    "feedback": message("feedback form"),
    "kiosk": message("kiosk"),
    "interviewer": message("interviewer"),
}


def channel_name(key: str) -> Message:
    """A channel, for people."""
    return CHANNELS.get(key) or CAME.get(key) or message("{name}", name=key)


def sections(counts: Counts, found: Forecast | None) -> tuple[Section, ...]:
    """All that there is something to say about."""
    made = (
        course(counts, found),
        days(counts),
        parts(counts, found),
        by_channel(counts),
        by_part(counts),
        outcomes(counts),
        reminders(counts),
        cost(counts),
        failures(counts),
        came_by(counts),
    )
    return tuple(section for section in made if section is not None)


def course(counts: Counts, found: Forecast | None) -> Section | None:
    """All answers by the end of each day, and how they are expected to go on."""
    by_day = _by_day(counts)
    if len(by_day) < 2:
        return None
    first, total = min(by_day), 0
    rows: list[tuple[date, Cell]] = []
    for number in range((counts.today - first).days + 1):
        day = first + timedelta(days=number)
        total += by_day.get(day, 0)
        rows.append((day, Estimate(total, digits=0)))
    if found is not None:
        rows += [(day, Estimate(at.expected, at.low, at.high, digits=0)) for day, at in found.path[1:]]
    columns = (
        Column("day", message("Day"), numeric=False),
        Column("x", message("Day of the study")),
        Column("answers", message("Answers by its end")),
    )
    here = {"x.today": float((counts.today - first).days + 1)} if found else {}
    table = Table(
        "course",
        columns,
        tuple(
            Row(day.isoformat(), message("{day}", day=Day(day)), ((day - first).days + 1, answers))
            for day, answers in rows
        ),
        references={**({"answers": float(counts.wanted)} if counts.wanted else {}), **here},
        reference_names={"answers": message("wanted"), "x.today": message("today")},
    )
    return Section(
        "course",
        message("Answers and what is to be expected"),
        table=table,
        chart=ChartKind.LINES,
        caption=message("Days since {day}. The band holds eight of ten cases like this.", day=Day(first))
        if found
        else message("Days since {day}.", day=Day(first)),
        definition=message(
            "After an invitation answers come quickly at first and then ever more slowly; each reminder brings a "
            "smaller course of the same shape. How quickly, and how many, is learnt from the answers so far. Open "
            "links are taken to go on as in the last two weeks."
        ),
    )


def days(counts: Counts) -> Section | None:
    """Complete answers of each of the last days."""
    by_day = _by_day(counts)
    if not by_day:
        return None
    first = max(min(by_day), counts.today - timedelta(days=SHOWN_DAYS - 1))
    shown = [first + timedelta(days=number) for number in range((counts.today - first).days + 1)]
    table = Table(
        "days",
        (Column("day", message("Day"), numeric=False), Column("answers", message("Answers"))),
        tuple(
            Row(day.isoformat(), message("{day}", day=str(day.day)), (Estimate(by_day.get(day, 0), digits=0),))
            for day in shown
        ),
    )
    return Section(
        "days",
        message("Answers a day"),
        table=table,
        chart=ChartKind.DISTRIBUTION,
        caption=message("{first} to {last}; today is not over.", first=Day(shown[0]), last=Day(shown[-1])),
    )


def parts(counts: Counts, found: Forecast | None) -> Section | None:
    """How full each part of the population is."""
    if not counts.parts:
        return None
    answers = {part.key: counts.answers(part=part.key) for part in counts.parts}
    away = hidden(answers, counts.smallest)
    columns = (
        Column("part", message("Part"), numeric=False),
        Column("answers", message("Answers so far")),
        Column("wanted", message("Wanted")),
        Column("quota", message("Quota")),
        *((Column("expected", message("Forecast (80 % range)")),) if found else ()),
        Column("asked", message("People asked")),
    )
    rows = tuple(
        Row(
            part.key,
            part.label,
            (
                few(counts.smallest) if part.key in away else Count(answers[part.key]),
                Count(part.wanted),
                NONE if part.quota is None else Count(part.quota),
                *((_said(found.parts.get(part.key), away, part.key, counts.smallest),) if found else ()),
                Count(counts.people(WRITTEN, part=part.key)),
            ),
        )
        for part in counts.parts
    )
    full = sum(part.quota is not None and answers[part.key] >= part.quota for part in counts.parts)
    sentence = plural(
        "{full} of {count} quota is full.", "{full} of {count} quotas are full.", len(counts.parts), full=Count(full)
    )
    return Section(
        "parts",
        message("Parts of the population"),
        None if away else sentence,
        table=Table("parts", columns, rows),
        caption=_hidden(len(away), counts),
    )


def by_channel(counts: Counts) -> Section | None:
    """AAPOR's rates of each channel."""
    keys = sorted({one.channel for one in counts.asked})
    names = {key: channel_name(key) for key in keys}
    return _rates(counts, "rates", message("Response rates"), message("Channel"), names, lambda one: one.channel)


def by_part(counts: Counts) -> Section | None:
    """The same of each part."""
    names = {part.key: part.label for part in counts.parts}
    if len(names) < 2:
        return None
    return _rates(counts, "rates-parts", message("Response by part"), message("Part"), names, lambda one: one.part)


def _rates(
    counts: Counts,
    key: str,
    title: Message,
    head: Message,
    names: dict[str, Message] | dict[str, Text],
    of: Callable[[Asked], str],
) -> Section | None:
    if rates(counts.asked) is None:
        return None
    groups = {name: [one for one in counts.asked if of(one) == name] for name in names}
    answers = {name: sum(one.count for one in rows if one.stage is Stage.ANSWERED) for name, rows in groups.items()}
    away = hidden(answers, counts.smallest)
    columns = (
        Column("group", head, numeric=False),
        Column("asked", message("Cases")),
        Column("answers", message("Complete")),
        Column("rr1", message("RR1")),
        Column("rr3", message("RR3")),
        Column("coop", message("Cooperation")),
        Column("refusal", message("Refusal")),
        Column("contact", message("Contact")),
    )
    rows = [
        Row(name, words, _rate_cells(counts, groups[name], name in away))
        for name, words in names.items()
        if rates(groups[name]) is not None
    ]
    if len(rows) > 1:
        rows.append(Row("all", message("All"), _rate_cells(counts, list(counts.asked), False)))
    whole = rates(counts.asked)
    return Section(
        key,
        title,
        table=Table(key, columns, tuple(rows)),
        caption=_hidden(len(away), counts),
        definition=message(
            "By the standard of AAPOR. RR1 takes everybody of whom nothing is known for somebody who could have "
            "answered, and is the least. RR3 takes the part e = {e} of them, as found among the others. Cooperation: "
            "complete answers of those who were reached; refusal and contact: of all cases.",
            e=NO_RATE if whole is None or math.isnan(whole.e) else _share(whole.e),
        ),
    )


def _rate_cells(counts: Counts, rows: list[Asked], away: bool) -> tuple[Cell, ...]:
    found = rates(rows)
    if found is None:
        return (Count(0), *([NO_RATE] * 6))
    if away:
        return (Count(found.n), *([few(counts.smallest)] * 6))
    shares = found.rr1, found.rr3, found.coop1, found.ref1, found.con1
    return (Count(found.n), Count(found.cases["I"]), *(_share(value) for value in shares))


def _share(value: float) -> Cell:
    return Missing(message("cannot be told")) if math.isnan(value) else Estimate(value, kind=Kind.SHARE, digits=1)


def outcomes(counts: Counts) -> Section | None:
    """Where everybody stands, and what AAPOR calls it."""
    found = stages(counts.asked)
    if not found:
        return None
    columns = (
        Column("stage", message("What became of it"), numeric=False),
        Column("people", message("People")),
        Column("outcome", message("Counts as (AAPOR)"), numeric=False),
    )
    rows = tuple(
        Row(
            stage.value,
            STAGES[stage],
            (
                Count(count),
                message("{words} ({letter})", words=OUTCOMES[stage].words, letter=OUTCOMES[stage].value)
                if stage in OUTCOMES
                else message("no case"),
            ),
        )
        for stage, count in found.items()
    )
    return Section("outcomes", message("Who was asked"), table=Table("outcomes", columns, rows))


def reminders(counts: Counts) -> Section | None:
    """What the invitation brought, and each reminder."""
    sent = max((one.reminded for one in counts.asked), default=0)
    if not sent:
        return None
    rows = []
    for number in range(sent + 1):
        got_it = sum(one.count for one in counts.asked if one.stage in WRITTEN and one.reminded >= number)
        answered = sum(one.count for one in counts.asked if one.stage is Stage.ANSWERED and one.reminded == number)
        name = message("Invitation") if not number else message("Reminder {number}", number=number)
        share = _share(answered / got_it if got_it else math.nan)
        rows.append(Row(str(number), name, (Count(got_it), Count(answered), share)))
    columns = (
        Column("letter", message("Letter"), numeric=False),
        Column("people", message("People")),
        Column("answers", message("Answered after it")),
        Column("share", message("Share")),
    )
    return Section("reminders", message("What reminders bring"), table=Table("reminders", columns, tuple(rows)))


def cost(counts: Counts) -> Section | None:
    """What each channel cost so far, and an answer by it."""
    if not counts.currency or not counts.asked:
        return None
    columns = (
        Column("channel", message("Channel"), numeric=False),
        Column("asked", message("People asked")),
        Column("amount", message("Cost so far")),
        Column("each", message("For an answer")),
    )
    found = [one for one in costs(counts) if one.asked]
    away = hidden({one.way.key: one.answers for one in found}, counts.smallest)
    rows = [
        Row(
            one.way.key,
            channel_name(one.way.key),
            (
                Count(one.asked),
                Money(one.amount, counts.currency),
                few(counts.smallest)
                if one.way.key in away
                else Money(one.amount / one.answers, counts.currency)
                if one.answers
                else NONE,
            ),
        )
        for one in found
    ]
    if counts.fixed:
        rows.append(Row("fixed", message("Paid once"), (NONE, Money(counts.fixed, counts.currency), NONE)))
    if not rows:
        return None
    return Section("cost", message("Cost"), table=Table("cost", columns, tuple(rows)))


def failures(counts: Counts) -> Section | None:
    """Why some were not reached."""
    if not counts.failures:
        return None
    columns = (Column("reason", message("Reason"), numeric=False), Column("people", message("People")))
    rows = tuple(Row(str(number), reason, (Count(count),)) for number, (reason, count) in enumerate(counts.failures))
    return Section("failures", message("Not reached"), table=Table("failures", columns, rows))


def came_by(counts: Counts) -> Section | None:
    """By what answers came, where links are open to anybody."""
    found = Counter[str]()
    for one in counts.came:
        if one.complete:
            found[one.channel] += one.count
    if not found or set(found) == {"personal"}:
        return None
    away = hidden(found, counts.smallest)
    columns = (Column("channel", message("Came by"), numeric=False), Column("answers", message("Answers")))
    rows = tuple(
        Row(key, channel_name(key), (few(counts.smallest) if key in away else Count(count),))
        for key, count in sorted(found.items(), key=lambda one: -one[1])
    )
    return Section(
        "came-by",
        message("Ways in"),
        table=Table("came-by", columns, rows),
        caption=message(
            "Nobody knows how many saw an open link, so there is no response rate for those who came by one."
        ),
    )


def _said(found: Range | None, away: frozenset[str], key: str, smallest: int) -> Cell:
    if key in away:
        return few(smallest)
    return NONE if found is None else Estimate(found.expected, found.low, found.high, digits=0)


def _hidden(count: int, counts: Counts) -> Message | None:
    if not count:
        return None
    return plural(
        "{count} row is not shown: fewer than {least} answers could tell who gave them.",
        "{count} rows are not shown: fewer than {least} answers could tell who gave them.",
        count,
        least=Count(counts.smallest),
    )


def _by_day(counts: Counts) -> dict[date, int]:
    found: Counter[date] = Counter()
    for one in counts.came:
        if one.complete:
            found[one.day] += one.count
    return dict(found)
