"""The parts of a plan's document: its nine fields, who is asked, how, when, and for how much."""

from __future__ import annotations

from regulars.insights.planning.units import difference
from regulars.insights.report import Cell, Column, Figure, Row, Section, Table
from regulars.language import Count, Day, Estimate, Kind, Message, Money, Text, message
from regulars.survey.definition import SampleKind
from regulars.survey.plans import Event, Plan, Reckoned, waves
from regulars.survey.plans.parts import Every, Split

KINDS: dict[SampleKind, Message] = {
    SampleKind.CENSUS: message("everybody is asked"),
    SampleKind.PROBABILITY: message("a random sample"),
    SampleKind.OPT_IN: message("whoever wants to answer"),
}
SPLITS: dict[Split, Message] = {
    Split.PROPORTIONAL: message("in proportion to the parts"),
    Split.EQUAL: message("as many from each part"),
    Split.NEYMAN: message("more where the parts are large or varied"),
}
EVERY: dict[Every, Message] = {
    Every.ONCE: message("once"),
    Every.MONTH: message("every month"),
    Every.QUARTER: message("every quarter"),
    Every.HALF_YEAR: message("every half-year"),
    Every.YEAR: message("every year"),
}
CHANNELS: dict[str, Message] = {
    "email": message("e-mail"),
    "sms": message("text message"),
    "messenger": message("messenger"),
    "link": message("link"),
    "qr": message("QR code"),
    "telephone": message("telephone"),
    "paper": message("by post, on paper"),
    "intercept": message("on the spot"),
    "kiosk": message("kiosk"),
}
PRIVACIES: dict[str, Message] = {
    "identified": message("identified: those who may see them see who answered"),
    "confidential": message("confidential: groups only, none of them small"),
    "anonymous": message("anonymous: nobody can be known, groups only, none of them small"),
}
BREAKDOWNS: dict[str, Message] = {
    "unit": message("unit"),
    "channel": message("channel"),
    "language": message("language"),
    "wave": message("wave"),
}


def figures(plan: Plan, found: Reckoned) -> tuple[Figure, ...]:
    """The tiles."""
    tiles = [
        ("answers", message("Answers a wave"), Estimate(found.n, digits=0), 0),
        ("invitations", message("People asked a wave"), Estimate(found.invitations, digits=0), 0),
        ("response", message("Expected response"), Estimate(found.response, kind=Kind.SHARE, digits=1), 1),
    ]
    if plan.currency:
        total = Estimate(float(found.total), kind=Kind.MONEY, currency=plan.currency)
        tiles.append(("cost", message("Cost in all"), total, 2))
    return tuple(
        Figure(key, label, value, exact_digits=digits, basis=message("planned")) for key, label, value, digits in tiles
    )


def sections(plan: Plan, found: Reckoned) -> tuple[Section, ...]:
    """In the order of the nine fields."""
    parts = (_fields(plan, found), _strata(plan, found), _channels(plan, found), _calendar(plan), _sign())
    return tuple(part for part in parts if part is not None)


def _fields(plan: Plan, found: Reckoned) -> Section:
    rows: list[tuple[str, Message, Cell]] = [
        ("purpose", message("1 Purpose"), plan.purpose),
        ("content", message("2 Content"), message("questionnaire {name}", name=plan.questionnaire)),
        ("population", message("3 Population"), _population(plan)),
        ("sample", message("4 Sample"), _sample(plan, found)),
        ("method", message("5 Method"), message("{list}", list=tuple(_channel(one.key) for one in plan.channels))),
        ("frequency", message("6 Frequency"), _frequency(plan)),
        ("execution", message("7 Execution"), _execution(plan)),
        ("budget", message("8 Budget"), _budget(plan, found)),
        ("report", message("9 Report"), _report(plan)),
        ("privacy", message("Promised"), PRIVACIES[plan.privacy]),
        ("breakdowns", message("Broken down by"), _breakdowns(plan)),
    ]
    columns = (Column("field", message("Field"), numeric=False), Column("plan", message("Plan"), numeric=False))
    table = Table("fields", columns, tuple(Row(key, name, (cell,)) for key, name, cell in rows))
    return Section("fields", message("The plan"), table=table)


def _strata(plan: Plan, found: Reckoned) -> Section | None:
    if len(plan.strata) < 2:
        return None
    columns = (
        Column("part", message("Part"), numeric=False),
        Column("count", message("People")),
        Column("n", message("Answers")),
        Column("invitations", message("To ask")),
        Column("margin", message("Margin (±)")),
        Column("difference", message("Difference that will show")),
    )
    rows = tuple(
        Row(
            cell.stratum.key,
            cell.stratum.label,
            (
                Count(cell.stratum.count),
                Count(cell.n),
                Count(cell.invitations),
                difference(plan, cell.margin),
                difference(plan, cell.detectable),
            ),
        )
        for cell in found.cells
    )
    return Section(
        "strata",
        message("Quotas"),
        message("Answers are wanted {how}.", how=SPLITS[plan.split]),
        table=Table("strata", columns, rows),
        definition=message(
            "The margin is half the width of the interval of one part; the last column is the smallest difference "
            "between two waves of that part that shows in eight of ten cases."
        ),
    )


def _channels(plan: Plan, found: Reckoned) -> Section:
    columns = (
        Column("channel", message("Channel"), numeric=False),
        Column("invitations", message("People asked")),
        Column("response", message("Expected response")),
        Column("answers", message("Answers")),
        *((Column("amount", message("Cost a wave")),) if plan.currency else ()),
    )
    rows = tuple(
        Row(
            cost.channel.key,
            _channel(cost.channel.key),
            (
                Count(cost.invitations),
                Estimate(cost.channel.response, kind=Kind.SHARE, digits=1),
                Count(cost.answers),
                *((Money(cost.amount, plan.currency),) if plan.currency else ()),
            ),
        )
        for cost in found.costs
    )
    return Section("channels", message("Ways to ask"), table=Table("channels", columns, rows))


def _calendar(plan: Plan) -> Section | None:
    made = waves(plan)
    if not made:
        return None
    columns = (
        Column("wave", message("Wave"), numeric=False),
        Column("first", message("Opens"), numeric=False),
        Column("reminders", message("Reminders"), numeric=False),
        Column("last", message("Last day"), numeric=False),
        Column("due", message("Report due"), numeric=False),
    )
    rows = tuple(
        Row(
            str(one.number),
            message("Wave {number}", number=one.number),
            (
                Day(one.first),
                message("{days}", days=tuple(map(Day, one.reminders))) if one.reminders else message("none"),
                Day(one.last),
                Day(one.due),
            ),
        )
        for one in made
    )
    return Section("calendar", message("When"), table=Table("calendar", columns, rows))


def _sign() -> Section:
    columns = (
        Column("who", message("Signed off"), numeric=False),
        Column("name", message("Name"), numeric=False),
        Column("day", message("Day"), numeric=False),
    )
    names = (("asked", message("Asked for by")), ("run", message("Carried out by")), ("paid", message("Paid for by")))
    blank = message("{line}", line="________________")
    return Section(
        "sign",
        message("Signatures"),
        table=Table("sign", columns, tuple(Row(key, who, (blank, blank)) for key, who in names)),
    )


def _channel(key: str) -> Message:
    return CHANNELS.get(key, message("{name}", name=key))


def _population(plan: Plan) -> Message:
    return message("{people}: {n}", people=plan.people, n=Count(plan.population))


def _sample(plan: Plan, found: Reckoned) -> Message:
    return message(
        "{n} answers ({how}), margin ± {margin} at {confidence} % confidence, design effect {effect}",
        n=Count(found.n),
        how=KINDS[plan.kind],
        margin=difference(plan, found.margin),
        confidence=Estimate(100 * plan.confidence, digits=0),
        effect=Estimate(plan.design_effect, digits=1),
    )


def _frequency(plan: Plan) -> Message:
    if isinstance(plan.frequency, Event):
        return message(
            "after each {event}, {days} days later, {share} of them",
            event=plan.frequency.kind,
            days=plan.frequency.wait_days,
            share=Estimate(plan.frequency.rate, kind=Kind.SHARE, digits=0),
        )
    if plan.frequency.every is Every.ONCE:
        return EVERY[Every.ONCE]
    return message("{every}, {count} waves", every=EVERY[plan.frequency.every], count=plan.frequency.count)


def _execution(plan: Plan) -> Message:
    return message("from {first}, each open for {days} days", first=Day(plan.first), days=plan.days)


def _budget(plan: Plan, found: Reckoned) -> Message:
    if not plan.currency:
        return message("nothing is paid")
    total, fixed = Money(found.total, plan.currency), Money(plan.fixed, plan.currency)
    if plan.limit is None:
        return message("{total} in all, {fixed} of it fixed", total=total, fixed=fixed)
    limit = Money(plan.limit, plan.currency)
    return message("{total} of {limit}, {fixed} of it fixed", total=total, limit=limit, fixed=fixed)


def _report(plan: Plan) -> Message:
    to = plan.report_to or Text({})
    if not to.words:
        return message("{days} days after the last day of a wave", days=plan.report_after)
    return message("to {people}, {days} days after the last day of a wave", people=to, days=plan.report_after)


def _breakdowns(plan: Plan) -> Message:
    names = tuple(BREAKDOWNS[name] for name in plan.breakdowns)
    return message("{list}", list=names) if names else message("nothing; the whole only")
