"""What is sold, through which channel, at which place, in which month, and what changed?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regulars.insights.pictures.cells import TOO_FEW
from regulars.insights.report import Cell, ChartKind, Column, Figure, Report, Row, Section, Table
from regulars.insights.worth.analyses.changes import Changes, changes_of
from regulars.insights.worth.analyses.choices import NARROWED
from regulars.insights.worth.analyses.lines import Lines, nothing, read_lines, source
from regulars.insights.worth.analyses.names import OTHERS, UNSAID, words_of
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Text, message
from regulars.methods.comparison import Verdict

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("Sales performance")
MOST_ROWS, MOST_COLUMNS, MOST_NUMBERS = 40, 14, 7
SHOWN: Mapping[str, Message] = {
    "category": message("Product class"),
    "product": message("Product"),
    "channel": message("Channel"),
    "unit": message("Place"),
    "month": message("Month"),
}
COLUMNS: Mapping[str, Message] = {
    "none": message("No columns"),
    **{key: words for key, words in SHOWN.items() if key != "product"},
}
# A month of the span before counts as the month in its place.
MONTH = 'strftime(case when "day" < date \'{start}\' then "day" + {days} else "day" end, \'%Y-%m\')'
NAMES = """select {row} as name, sum(money) as net from {{lines}} group by 1
    order by {order} limit 100000"""
SALES = """select {row} as name, sum(money) as net, count(distinct bought) as purchases,
    count(distinct customer) as customers, count(*) as lines,
    coalesce(sum(money) filter (money < 0), 0) as returned from {{lines}} group by 1"""

CROSSED = "select {row} as name, {column} as across, sum(money) as net from {{lines}} group by 1, 2"


@dataclass(frozen=True)
class Sales:
    """What was sold under one name."""

    net: float
    customers: int
    purchases: int
    returned: float
    lines: int


@dataclass(frozen=True)
class Sold:
    """All that the page tells; ``names`` in their order, the joined rest last."""

    lines: Lines
    by: str
    names: tuple[str, ...]
    sales: Mapping[str, Sales]
    whole: Sales
    changes: Changes | None

    def money(self, value: float, low: float | None = None, high: float | None = None) -> Estimate:
        """An amount in the currency of the lines."""
        return Estimate(value, low, high, Kind.MONEY, self.lines.currency)


def performance(facts: Facts, wish: Wish) -> Report:
    """The report: the whole, each class (or product, channel, place, month) with its change, crossed with another."""
    found = read_lines(facts, wish)
    if isinstance(found, Message):
        return nothing("performance", TITLE, found, wish)
    lines = found.narrowed(category=wish.word("category"), channel=wish.word("channel"))
    sold = _sold(lines, wish.word("rows") or "category")
    if sold is None:
        return nothing("performance", TITLE, message("Nothing was sold there in these days."), wish)
    return Report(
        key="performance",
        title=TITLE,
        conclusion=_conclusion(sold),
        reason=_reason(sold),
        figures=tuple(_figures(sold)),
        sections=(_sales(sold), *_crossed(sold, wish.word("columns") or "none")),
        source=source(lines, sold.whole.lines),
        notes=tuple(_notes(sold)),
        scope=wish.scope.to_dict(),
    )


def _sold(lines: Lines, by: str) -> Sold | None:
    order = "1" if by == "month" else "2 desc, 1"
    listed = lines.ask(NAMES.format(row=_named(by, lines), order=order))["name"].to_pylist()
    if not listed:
        return None
    given = [name for name in listed if name != UNSAID]
    shown = given[-MOST_ROWS:] if by == "month" else given[:MOST_ROWS]
    row, bound = _grouped(_named(by, lines), shown, rest=len(shown) < len(given))
    sales = {one.pop("name"): _sales_of(one) for one in lines.ask(SALES.format(row=row), **bound).to_pylist()}
    whole = _sales_of(lines.ask(SALES.format(row="''")).to_pylist()[0])
    rest = [name for name in (OTHERS, UNSAID) if name in sales]
    return Sold(lines, by, (*shown, *rest), sales, whole, changes_of(lines, row, bound))


def _sales_of(one: Mapping[str, Any]) -> Sales:
    return Sales(float(one["net"]), one["customers"], one["purchases"], float(one["returned"]), one["lines"])


def _named(by: str, lines: Lines) -> str:
    if by == "month":
        return MONTH.format(start=lines.first.isoformat(), days=lines.days)
    return f"coalesce(\"{by}\", '{UNSAID}')"


def _grouped(name: str, shown: list[str], *, rest: bool, key: str = "shown") -> tuple[str, dict[str, Any]]:
    """SQL for the name, with those that are not shown under one, and what it binds."""
    if not rest:
        return name, {}
    words = f"case when list_contains(${key}, {name}) then {name} else '{OTHERS}' end"
    return words, {key: [*shown, UNSAID]}


def _conclusion(sold: Sold) -> Message:
    top = max(sold.names[:MOST_ROWS], key=lambda name: sold.sales[name].net)
    net, most = sold.whole.net, sold.sales[top].net
    whole = message(
        "Net sales are {money} from {first} to {last}",
        money=sold.money(net), first=Day(sold.lines.first), last=Day(sold.lines.last),
    )  # fmt: skip
    if net <= 0 or most <= 0 or len(sold.names) < 2:
        return message("{whole}.", whole=whole)
    part = Estimate(most / net, kind=Kind.SHARE, digits=0)
    return message("{whole}; {name} brings the most, {share} of it.", whole=whole, name=words_of(top), share=part)


def _reason(sold: Sold) -> Message:
    changes = sold.changes
    if changes is None:
        return message("The data do not reach back to a span as long before, so nothing is said about changes.")
    judged = [name for name in sold.names if changes.verdict(name) is not Verdict.TOO_FEW]
    clear = [name for name in judged if changes.verdict(name) is not Verdict.UNCLEAR]
    return message(
        "Held against {days} days before: {clear} of {all} rows changed clearly.",
        days=Count(sold.lines.days), clear=Count(len(clear)), all=Count(len(judged)),
    )  # fmt: skip


def _figures(sold: Sold) -> Iterator[Figure]:
    whole = sold.whole
    note = message("returns of {returns} taken off", returns=sold.money(-whole.returned))
    yield Figure("net", message("Net sales"), sold.money(whole.net), note=note, exact_digits=0)
    yield Figure("customers", message("Customers"), Estimate(float(whole.customers), digits=0), exact_digits=0)
    yield Figure("purchases", message("Separate purchases"), Estimate(float(whole.purchases), digits=0), exact_digits=0)
    change = None if sold.changes is None else sold.changes.whole
    if sold.changes is None or change is None:
        return
    yield Figure(
        "change",
        message("Change of net sales"),
        sold.money(change.value, change.low, change.high),
        sold.changes.n,
        method=message("normal, as if customers came and spent by chance"),
        note=Changes.words(change.verdict),
        definition=message(
            "Net sales less those of as many days just before. The interval takes each customer’s own change; an "
            "anonymous sale stands for a customer of its own. The season is in it unless the span is a whole year."
        ),
        exact_digits=0,
    )


def _sales(sold: Sold) -> Section:
    columns: tuple[Column, ...] = (
        Column("name", SHOWN[sold.by], numeric=False),
        Column("net", message("Net sales")),
        Column("share", message("Share")),
        Column("customers", message("Customers")),
        Column("purchases", message("Separate purchases")),
    )
    if sold.changes is not None:
        columns += (
            Column("change", message("Change since then")),
            Column("verdict", message("Verdict"), numeric=False),
        )
    return Section(
        "sales",
        message("Sales: {kind}", kind=SHOWN[sold.by]),
        table=Table("sales", columns, tuple(_row(sold, name) for name in sold.names)),
        chart=ChartKind.BARS,
        caption=message("Net amounts: returns are taken off."),
        definition=message(
            "A change is clear where its interval excludes zero and it stands the test of so many rows at once "
            "(Benjamini–Hochberg). Below ten customers none is judged."
        ),
    )


def _row(sold: Sold, name: str) -> Row:
    one, net = sold.sales[name], sold.whole.net
    part: Cell = Estimate(one.net / net, kind=Kind.SHARE, digits=1) if net > 0 else Missing(message("none"))
    cells: tuple[Cell, ...] = (sold.money(one.net), part, Count(one.customers), Count(one.purchases))
    mark = ""
    if sold.changes is not None:
        found, verdict = sold.changes.by_name.get(name), sold.changes.verdict(name)
        change: Cell = Missing(TOO_FEW) if found is None else sold.money(found.value, found.low, found.high)
        cells = (*cells, change, Changes.words(verdict))
        mark = {Verdict.HIGHER: "above", Verdict.LOWER: "below"}.get(verdict, "")
    return Row(name, words_of(name), cells, mark)


def _crossed(sold: Sold, across: str) -> Iterator[Section]:
    """The same sums, each split by another name."""
    if across in ("none", sold.by):
        return
    lines = sold.lines
    order = "1" if across == "month" else "2 desc, 1"
    listed = lines.ask(NAMES.format(row=_named(across, lines), order=order))["name"].to_pylist()
    given = [name for name in listed if name != UNSAID]
    heads = given[-MOST_COLUMNS:] if across == "month" else given[:MOST_COLUMNS]
    shown = [name for name in sold.names if name not in (OTHERS, UNSAID)]
    row, bound = _grouped(_named(sold.by, lines), shown, rest=OTHERS in sold.sales)
    column, more = _grouped(_named(across, lines), heads, rest=len(heads) < len(given), key="heads")
    query = CROSSED.format(row=row, column=column)
    found = {(one["name"], one["across"]): float(one["net"]) for one in lines.ask(query, **bound, **more).to_pylist()}
    rest = [name for name in (OTHERS, UNSAID) if any(key[1] == name for key in found)]
    ends = [*heads, *rest]
    rows = tuple(
        Row(name, words_of(name), tuple(_cell(sold, found.get((name, end))) for end in ends)) for name in sold.names
    )
    columns = tuple(Column(f"cell{place}", words_of(end)) for place, end in enumerate(ends))
    yield Section(
        "crossed",
        message("{rows} × {columns}", rows=SHOWN[sold.by], columns=SHOWN[across]),
        table=Table("crossed", (Column("name", SHOWN[sold.by], numeric=False), *columns), rows),
        chart=ChartKind.HEAT if len(ends) > MOST_NUMBERS else None,
        caption=message("Net sales; an empty place had none."),
    )


def _cell(sold: Sold, net: float | None) -> Cell:
    return Text.of("") if net is None else sold.money(net)


def _notes(sold: Sold) -> Iterator[Message]:
    if OTHERS in sold.sales:
        yield message("The {count} largest have a row of their own; the others stand together.", count=MOST_ROWS)
    if UNSAID in sold.sales:
        yield message("Some purchases do not say it: they stand under “not given”.")


PERFORMANCE = Page(
    "performance",
    TITLE,
    message("Sales by product class, channel, place and month, and what changed"),
    performance,
    options=(
        Option("rows", message("Sales by"), "category", choices=SHOWN),
        Option("columns", message("Crossed with"), "none", choices=COLUMNS),
        *NARROWED,
    ),
    by_days=True,
)
