"""Identify, select, acquire, develop, keep: how many customers stand where, and which part gets to the next step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regulars.insights.report import ChartKind, Column, Figure, Report, Row, Section, Source, Table, Whom
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.counted import counted
from regulars.insights.worth.crm_counts import FEWEST, Funnel, Step, funnel
from regulars.insights.worth.pages import Page, Wish
from regulars.language import Count, Day, Estimate, Kind, Message, message
from regulars.methods import share_interval
from regulars.methods.value.tier_rules import TITLES

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("CRM funnel")
STATUSES = {
    "known": message("Known, no purchase yet"),
    "new": message("New: first purchase in these days"),
    "developed": message("Developed: first purchase in these days, and a second one"),
    "kept": message("Kept: bought before and in these days"),
    "away": message("Stayed away: bought before, not in these days"),
}


def crm(facts: Facts, wish: Wish) -> Report:
    """The report: the five steps with their conversion, tiers of those selected, and the status of everybody."""
    found = funnel(facts, wish)
    if found is None:
        why = message("There are no customers with a purchase here. Import purchases with the customer’s number.")
        return Report("crm", TITLE, why, None, (), (), Source("purchases", 0), scope=wish.scope.to_dict())
    return Report(
        key="crm",
        title=TITLE,
        conclusion=_conclusion(found),
        reason=message("From {first} to {last}.", first=Day(found.first), last=Day(found.last)),
        figures=tuple(_figures(found)),
        sections=(_steps(found), _tiers(found), _statuses(found)),
        source=Source("purchases", found.known, found.last),
        notes=(
            message(
                "Steps are no path that everybody takes: each has its own base. Who is selected is by scores, and only "
                "customers who have bought are scored."
            ),
        ),
        scope=wish.scope.to_dict(),
    )


def _conclusion(found: Funnel) -> Message:
    if found.kept.n >= FEWEST and found.developed.n >= FEWEST:
        return message(
            "{kept} of those who had bought in the days before bought again; {second} of the {new} new ones came a "
            "second time.",
            kept=_short(found.kept),
            second=_short(found.developed),
            new=Count(found.acquired.hits),
        )
    if found.kept.n >= FEWEST:
        return message(
            "{kept} of those who had bought in the days before bought again; too few came new to judge.",
            kept=_short(found.kept),
        )
    if found.developed.n >= FEWEST:
        return message(
            "{second} of the {new} new customers came a second time; too few bought in the days before to say who was "
            "kept.",
            second=_short(found.developed),
            new=Count(found.acquired.hits),
        )
    return message("Too few customers to judge: {n} known.", n=Count(found.known))


def _short(step: Step) -> Estimate:
    found = share_interval(step.hits, step.n)
    return Estimate(found.share, found.low, found.high, Kind.SHARE, digits=0)


def _figures(found: Funnel) -> Iterator[Figure]:
    wilson = interval_in_words("wilson")
    yield Figure(
        "identified",
        message("Customers known"),
        Estimate(float(found.known), digits=0),
        definition=message("Customers with a number, whether they have bought or not."),
    )
    for key, label, step in (
        ("selected", message("In the upper tiers"), found.selected),
        ("acquired", message("Bought for the first time"), found.acquired),
        ("developed", message("Came a second time"), found.developed),
        ("kept", message("Bought again"), found.kept),
    ):
        if isinstance(step.part, Estimate):
            yield Figure(key, label, step.part, step.n, method=wilson)


def _steps(found: Funnel) -> Section:
    lines = found.lines
    rows = []
    if lines is not None and lines.n:
        part = Estimate(lines.hits / lines.n, kind=Kind.SHARE)
        rows.append(Row("identify", message("Identify"), (part, Count(lines.hits), Count(lines.n), _BASES["identify"])))
    for key, title, step in (
        ("select", message("Select"), found.selected),
        ("acquire", message("Acquire"), found.acquired),
        ("develop", message("Develop"), found.developed),
        ("keep", message("Keep"), found.kept),
    ):
        rows.append(Row(key, title, (step.part, Count(step.hits), Count(step.n), _BASES[key])))
    return Section(
        "funnel",
        message("The five steps"),
        table=Table(
            "funnel",
            (
                Column("step", message("Step of the funnel"), numeric=False),
                Column("share", message("Share")),
                Column("n", message("Reached")),
                Column("base", message("Out of")),
                Column("what", message("What is counted"), numeric=False),
            ),
            tuple(rows),
        ),
        chart=ChartKind.BARS,
        caption=message("Who came lately had less time for a second purchase."),
        definition=message(
            "The days before are as many as those looked at. Intervals are Wilson’s; the share of lines is of all "
            "sales and has none. Purchases of a customer count wherever they were made."
        ),
    )


_BASES = {
    "identify": message("Lines of sales under a customer’s number, out of all lines of these days"),
    "select": message("In the premium or middle tier, out of those scored"),
    "acquire": message("First purchase in these days, out of the known who had not bought before"),
    "develop": message("A second day with a purchase, out of those acquired in these days"),
    "keep": message("Bought in these days, out of those who bought in as many days before"),
}


def _tiers(found: Funnel) -> Section:
    title = message("Whom to select")
    n = found.selected.n
    if not n:
        return Section(
            "tiers", title, message("No customer has a tier yet: score them first, at night or by “regulars score”.")
        )
    rows = tuple(
        Row(
            tier,
            TITLES[tier],
            (Step(found.tiers.get(tier, 0), n).part, Count(found.tiers.get(tier, 0))),
            whom=Whom.of(tier=tier),
        )
        for tier in TITLES
        if tier in found.tiers
    )
    return Section(
        "tiers",
        title,
        message(
            "{part} of {n} scored customers are in the premium or middle tier.",
            part=_short(found.selected),
            n=Count(n),
        ),
        table=counted("tiers", ("tier", message("Value tier")), rows),
        chart=ChartKind.BARS,
        caption=message(
            "By the last scores within these days or before. Where tiers are parts of the customers, the rule sets "
            "these shares."
        ),
    )


def _statuses(found: Funnel) -> Section:
    rows = tuple(
        Row(key, STATUSES[key], (Step(count, found.known).part, Count(count)), whom=_whom(found, key))
        for key, count in found.statuses.items()
    )
    return Section(
        "statuses",
        message("Where everybody stands"),
        table=counted("statuses", ("status", message("Status")), rows),
        chart=ChartKind.BARS,
        caption=message("{count} known customers, each in one row.", count=Count(found.known)),
    )


def _whom(found: Funnel, status: str) -> Whom | None:
    """The list knows where customers stand today; of earlier days it does not."""
    return Whom.of(bought=status, since=found.first.isoformat()) if found.latest else None


CRM = Page(
    "crm",
    TITLE,
    message("Identify, select, acquire, develop, keep: how many get from one to the next"),
    crm,
    by_days=True,
)
