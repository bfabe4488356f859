"""Who bought under which promotion, what it left, and what of it cannot be told?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from regulars.insights.pictures.cells import part_of
from regulars.insights.report import Cell, ChartKind, Column, Figure, Report, Row, Section, Table, Words
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.analyses.choices import NARROWED
from regulars.insights.worth.analyses.lines import Lines, nothing, read_lines, source
from regulars.insights.worth.pages import Page, Wish
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Text, message
from regulars.methods.intervals import critical, wilson

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("Promotions")
MOST, FEWEST, CONFIDENCE = 40, 10, 0.95
WHOLE = """select count(*) as lines, sum(money) as net, count(distinct customer) as customers,
    count(distinct customer) filter (promotion is not null and money >= 0) as buyers,
    sum(money) filter (promotion is not null) as promoted, count(distinct promotion) as promotions from {lines}"""
# The first purchase is that in all the data; who bought on each day of a promotion is counted for its response.
EACH = """with whole as (select * from {lines}), l as (select * from whole where "day" >= $start),
    firsts as (select customer, min("day") as first from whole where customer is not null and money >= 0 group by 1),
    told as (select promotion as name, min(l."day") as first, max(l."day") as last, sum(money) as net,
        count(*) as lines, count(spent) as costed, sum(money - spent) as gross,
        sum(money) filter (spent is not null) as known,
        count(distinct l.customer) filter (money >= 0) as buyers,
        count(distinct bought) filter (money >= 0) as purchases,
        count(distinct l.customer) filter (money >= 0 and firsts.first = l."day") as fresh
        from l left join firsts on firsts.customer = l.customer where promotion is not null group by 1
        order by net desc, 1 limit $most),
    days as (select distinct customer, "day" from l where customer is not null and money >= 0)
    select told.*, (select count(distinct customer) from days where days."day" between told.first and told.last)
    as active from told order by net desc, name"""


def promotion(facts: Facts, wish: Wish) -> Report:
    """The report: each promotion with its buyers, sales and margin, and what it takes to tell what it brought."""
    lines = read_lines(facts, wish)
    if isinstance(lines, Message):
        return nothing("promotion", TITLE, lines, wish)
    lines = lines.narrowed(category=wish.word("category"), channel=wish.word("channel"))
    whole = lines.ask(WHOLE).to_pylist()[0]
    if not whole["promotions"]:
        why = message("No purchase in these days names a promotion. Import them with a column “promotion”.")
        return replace(nothing("promotion", TITLE, why, wish), sections=(_untold(),))
    each = _each(lines)
    return Report(
        key="promotion",
        title=TITLE,
        conclusion=_conclusion(lines, whole),
        reason=message(
            "This is what was sold under promotions, and not what they brought: some of it would have been bought "
            "anyway."
        ),
        figures=tuple(_figures(lines, whole)),
        sections=(_campaigns(lines, each), *_margins(lines, each), _untold()),
        source=source(lines, int(whole["lines"])),
        scope=wish.scope.to_dict(),
    )


def _each(lines: Lines) -> list[dict[str, Any]]:
    """The promotions of most sales. Whether a customer is new is told from all of the data."""
    return list(lines.ask(EACH, since=lines.begin, start=lines.first, most=MOST).to_pylist())


def _money(lines: Lines, value: float) -> Estimate:
    return Estimate(float(value), kind=Kind.MONEY, currency=lines.currency, digits=0)


def _part(count: int, n: int) -> Cell:
    return part_of(count, n, 1, least=FEWEST)


def _conclusion(lines: Lines, whole: Mapping[str, Any]) -> Message:
    net, promoted = float(whole["net"]), float(whole["promoted"])
    part: Cell = Estimate(promoted / net, kind=Kind.SHARE, digits=0) if net > 0 else Missing(message("none"))
    return message(
        "From {first} to {last} {money} were sold under {count} promotions ({share} of net sales).",
        first=Day(lines.first), last=Day(lines.last), money=_money(lines, promoted), share=part,
        count=Count(whole["promotions"]),
    )  # fmt: skip


def _figures(lines: Lines, whole: Mapping[str, Any]) -> Iterator[Figure]:
    yield Figure("promoted", message("Sold under promotions"), _money(lines, whole["promoted"]), exact_digits=0)
    n = int(whole["customers"])
    if n >= FEWEST:
        part = whole["buyers"] / n
        low, high = wilson(part, n, critical(CONFIDENCE))
        yield Figure("buyers", message("Customers who bought under one"),
                     Estimate(part, low, high, Kind.SHARE, digits=1), n,
                     method=interval_in_words("wilson"))  # fmt: skip


def _campaigns(lines: Lines, each: list[dict[str, Any]]) -> Section:
    columns = (
        Column("name", message("Promotion"), numeric=False),
        Column("response", message("Response")),
        Column("buyers", message("Buyers")),
        Column("fresh", message("First purchase of theirs")),
        Column("net", message("Net sales")),
        Column("purchases", message("Separate purchases")),
        Column("days", message("Days"), numeric=False),
    )
    rows = tuple(
        Row(one["name"], Text.of(one["name"]), (
            _part(one["buyers"], one["active"]), Count(one["buyers"]), _part(one["fresh"], one["buyers"]),
            _money(lines, one["net"]), Count(one["purchases"]),
            message("{first} to {last}", first=Day(one["first"]), last=Day(one["last"])),
        ))
        for one in each
    )  # fmt: skip
    return Section(
        "campaigns", message("Promotions"), table=Table("campaigns", columns, rows), chart=ChartKind.BARS,
        caption=message("Response: of the customers who bought anything between its first and its last day, those who "
                        "bought under it."),
        definition=message("Who was offered it and did not buy is not in the purchases, so response is of buyers, and "
                           "not of those who were reached. A first purchase is the first one in all the data."),
    )  # fmt: skip


def _margins(lines: Lines, each: list[dict[str, Any]]) -> Iterator[Section]:
    """What was left of each sale under a promotion, beside all other sales."""
    some = [one for one in each if one["costed"] and float(one["known"] or 0) > 0]
    title = message("What they left")
    if not some:
        yield Section("margins", title, message("The purchases do not say what the goods cost: no margin is told."))
        return
    other = lines.ask(
        "select sum(money - spent) as gross, sum(money) as known from {lines} "
        "where promotion is null and spent is not null"
    ).to_pylist()[0]
    usual = float(other["gross"]) / float(other["known"]) if other["known"] and float(other["known"]) > 0 else None
    rates = sorted(((float(one["gross"]) / float(one["known"]), one) for one in some), key=lambda pair: pair[0])
    rows = tuple(
        Row(one["name"], Text.of(one["name"]), (
            Estimate(rate, kind=Kind.SHARE, digits=1),
            _money(lines, one["gross"]), _money(lines, one["known"]),
            Estimate(one["costed"] / one["lines"], kind=Kind.SHARE, digits=0),
        ), "below" if usual is not None and rate < usual else "above")
        for rate, one in rates
    )  # fmt: skip
    columns = (
        Column("name", message("Promotion"), numeric=False),
        Column("rate", message("Of their sales")),
        Column("gross", message("Gross profit")),
        Column("known", message("Net sales with a known cost")),
        Column("costed", message("Lines with a cost")),
    )
    names: Mapping[str, Words] = {"rate": message("without promotion")}
    yield Section(
        "margins", title,
        table=Table("margins", columns, rows, {} if usual is None else {"rate": usual},
                    {} if usual is None else names),
        chart=ChartKind.BARS,
        caption=message("Gross profit, before what the promotion itself cost: that is not in the purchases."),
    )  # fmt: skip


def _untold() -> Section:
    return Section(
        "untold",
        message("What cannot be told"),
        message(
            "How much would have been sold without a promotion is not in these data: nobody was left out by lot. Leave "
            "out a part of the customers by chance next time, and compare: regulars uplift."
        ),
        definition=message(
            "Buyers under a promotion differ from the others before it begins: who buys often meets it more often. "
            "Neither sales before and after nor buyers against the rest say what a promotion brought. A hold-out does "
            "(method “uplift”), with an interval. What it cost and who was offered it is not in the purchases either."
        ),
    )


PROMOTION = Page(
    "promotion",
    TITLE,
    message("Buyers, sales and margin under each promotion, and what cannot be told"),
    promotion,
    options=NARROWED,
    by_days=True,
)
