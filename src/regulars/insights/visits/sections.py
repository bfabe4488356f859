"""The parts of the report: sites, people, areas, what falls short, visit after visit."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.insights.report import ChartKind, Column, Row, Section, Table, Words
from regulars.insights.visits.conclude import clearly_lowest
from regulars.insights.visits.estimate import Found, Site
from regulars.insights.visits.specify import FEWEST, Question
from regulars.language import Count, Day, Estimate, Kind, Message, Text, message

LATEST = 24


def sections(question: Question, found: Found) -> tuple[Section, ...]:
    """Those that have something to show."""
    parts = (
        None if question.one_site else _sites(question, found),
        _people(question, found),
        _areas(found),
        _shortfalls(question, found),
        _course(question, found),
    )
    return tuple(part for part in parts if part is not None)


def _sites(question: Question, found: Found) -> Section | None:
    if len(found.sites) < 2:
        return None
    teams = question.checklist.subject == "team"
    lowest = clearly_lowest([one.score for one in found.sites])
    return Section(
        key="sites",
        title=message("Teams, the worst first") if teams else message("Sites, the worst first"),
        sentence=_lowest(question, found, lowest),
        table=_table("sites", message("Team") if teams else message("Site"), found.sites, question.names, lowest),
        chart=ChartKind.BARS,
        definition=_definition(),
    )


def _lowest(question: Question, found: Found, lowest: int) -> Message:
    if lowest == 0:
        return message("The lowest has too few visits to be told from the others.")
    if lowest > 1:
        return message("No clear difference at the lower end.")
    site = question.name(found.sites[0].key)
    if any(one.score.low is None for one in found.sites):
        return message(
            "Of those with {fewest} visits or more, {site} clearly keeps them least.", fewest=FEWEST, site=site
        )
    return message("{site} clearly keeps them least.", site=site)


def _people(question: Question, found: Found) -> Section | None:
    """By name: a few visits make no order of people."""
    if not found.people:
        return None
    by_name = tuple(sorted(found.people, key=lambda one: question.people[one.key].in_language("en").casefold()))
    return Section(
        key="people",
        title=message("People who were observed"),
        sentence=message("For coaching, never alone for pay or dismissal: a few visits are a few moments."),
        table=_table("people", message("Person"), by_name, question.people, 0),
        definition=_definition(),
    )


def _table(key: str, head: Message, sites: tuple[Site, ...], names: Mapping[str, Text], lowest: int) -> Table:
    return Table(
        key,
        (
            Column("name", head, numeric=False),
            Column("score", message("Score, 0–100")),
            Column("n", message("Visits")),
            Column("last", message("Last visit"), numeric=False),
        ),
        tuple(
            Row(
                one.key,
                names.get(one.key, Text.of(one.key)),
                (one.score.estimate, Count(one.score.n), Day(one.last)),
                "weakest" if lowest == 1 and at == 0 else "same",
            )
            for at, one in enumerate(sites)
        ),
    )


def _areas(found: Found) -> Section | None:
    if len(found.areas) < 2:
        return None
    lowest = clearly_lowest([score for _, score in found.areas])
    return Section(
        key="areas",
        title=message("Areas, the worst first"),
        table=Table(
            "areas",
            (
                Column("name", message("Area"), numeric=False),
                Column("score", message("Score, 0–100")),
                Column("n", message("Visits")),
            ),
            tuple(
                Row(
                    area.key,
                    area.label,
                    (score.estimate, Count(score.n)),
                    "weakest" if lowest == 1 and at == 0 else "same",
                )
                for at, (area, score) in enumerate(found.areas)
            ),
        ),
        chart=ChartKind.BARS,
        definition=_definition(),
    )


def _shortfalls(question: Question, found: Found) -> Section | None:
    if not found.shortfalls:
        return None
    personal = question.checklist.subject == "team"
    rows = []
    for one in found.shortfalls:
        standard: Words = one.item.standard or one.item.label
        assert one.last is not None  # noqa: S101  it fell short at least once
        rows.append(
            Row(
                one.item.key,
                one.item.label,
                (
                    message("{below} of {seen}", below=Count(one.below), seen=Count(one.seen)),
                    Day(one.last),
                    standard,
                ),
            )
        )
    return Section(
        key="shortfalls",
        title=message("Coaching list") if personal else message("What falls short"),
        sentence=message("What to practise, the most frequent first.")
        if personal
        else message("Items below their threshold, the most frequent first."),
        table=Table(
            "shortfalls",
            (
                Column("name", message("Item"), numeric=False),
                Column("below", message("Below, of visits that saw it")),
                Column("last", message("Last time"), numeric=False),
                Column("standard", message("Standard"), numeric=False),
            ),
            tuple(rows),
        ),
    )


def _course(question: Question, found: Found) -> Section | None:
    """Of one site. Each visit's score is what was found that day; it needs no interval."""
    if len(found.visits) < 2 or not question.one_site:
        return None
    return Section(
        key="course",
        title=message("Visit after visit"),
        table=Table(
            "course",
            (Column("day", message("Day"), numeric=False), Column("score", message("Score, 0–100"))),
            tuple(
                Row(visit.key, message("{day}", day=Day(visit.day)), (Estimate(score, kind=Kind.INDEX),))
                for visit, score in found.visits[-LATEST:]
            ),
        ),
        chart=ChartKind.TREND,
    )


def _definition() -> Message:
    return message(
        "The mean of the visits’ scores; each visit is the weighted mean of the items that were seen, from 0 to 100. "
        "From {fewest} visits on it has a 95% interval (Student’s).",
        fewest=FEWEST,
    )
