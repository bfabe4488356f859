"""What is bought together and next, how satisfied those are who bought it, and what comes back?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from regulars.insights.loyalty.answers import latest, pairs_of
from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, share
from regulars.insights.report import Cell, ChartKind, Column, Figure, Report, Row, Section, Table
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.analyses.apart import FEWEST, apart, mean, verdicts
from regulars.insights.worth.analyses.changes import CONFIDENCE, SAID
from regulars.insights.worth.analyses.choices import NARROWED
from regulars.insights.worth.analyses.lines import Lines, nothing, read_lines, source
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.insights.worth.reading import reach
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Text, message
from regulars.methods import BasketRules, basket_rules, next_purchases
from regulars.methods.comparison import Verdict
from regulars.methods.errors import MethodError
from regulars.methods.intervals import critical, wilson

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("Products")
MOST, READ = 20, 250_000  # rows of a table; lines that a rule is looked for in
SINGLE = 5  # so many that cannot be judged still have a row each
OF: Mapping[str, Message] = {"product": message("Product"), "category": message("Product class")}
SIZES = 'select count(*) as lines, count("{of}") as named, count(distinct "{of}") as names from {{lines}}'
# A bound number is a signed one, and a remainder of both kinds takes eight times as long.
BASKETS = """select bought, who, "{of}" as name from {{lines}}
    where money >= 0 and "{of}" is not null and bought % $part::ubigint = 0"""
NEXT = """select customer, "day", "{of}" as name from {{lines}}
    where money >= 0 and "{of}" is not null and customer is not null and hash(customer) % $part::ubigint = 0"""
RETURNS = """select "{of}" as name, count(*) filter (money > 0) as sold, count(*) filter (money < 0) as back,
    sum(money) as net, coalesce(sum(money) filter (money < 0), 0) as returned from {{lines}}
    where "{of}" is not null group by 1"""
BUYERS = """select distinct "{of}" as name, customer from {{lines}}
    where money >= 0 and list_contains($names, "{of}") and customer in (select unnest($said))"""


def products(facts: Facts, wish: Wish) -> Report:
    """The report: pairs bought together and one after the other, satisfaction beside sales, returns."""
    lines = read_lines(facts, wish)
    if isinstance(lines, Message):
        return nothing("products", TITLE, lines, wish)
    lines = lines.narrowed(category=wish.word("category"), channel=wish.word("channel"))
    of = wish.word("of") or "product"
    size = lines.ask(SIZES.format(of=of)).to_pylist()[0]
    if size["names"] < 1:
        why = message("No purchase in these days names it: {kind}.", kind=OF[of])
        return nothing("products", TITLE, why, wish)
    part = max(1, -(-int(size["named"]) // READ))
    rules = _together(lines, of, part)
    sold = sorted(lines.ask(RETURNS.format(of=of)).to_pylist(), key=lambda one: (-float(one["net"]), one["name"]))
    return Report(
        key="products",
        title=TITLE,
        conclusion=_conclusion(rules, lines, int(size["names"])),
        reason=None if part == 1 else message(
            "What is bought together is looked for in one purchase of {part}, drawn by chance.", part=Count(part)
        ),
        figures=tuple(_figures(sold)),
        sections=(
            _together_drawn(rules), _next(lines, of, part, int(wish.number("within") or 90)),
            _satisfied(facts, wish, lines, of, sold), _returned(lines, of, sold),
        ),
        source=source(lines, int(size["lines"])),
        notes=(message("What is bought together need not be bought because of each other: try an offer against a "
                       "hold-out."),),
        scope=wish.scope.to_dict(),
    )  # fmt: skip


def _together(lines: Lines, of: str, part: int) -> BasketRules | Message:
    rows = lines.ask(BASKETS.format(of=of), part=part)
    if not len(rows):
        return message("There are no purchases to compute from.")
    try:
        return basket_rules(
            rows["bought"].to_numpy().view(np.int64), rows["name"], customers=rows["who"], confidence=CONFIDENCE
        )
    except MethodError as error:
        return error.message


def _together_drawn(found: BasketRules | Message) -> Section:
    if isinstance(found, Message):
        return Section("basket_rules", message("What is bought together"), found)
    return picture_of("basket_rules", found)


def _next(lines: Lines, of: str, part: int, within: int) -> Section:
    title = message("What is bought next")
    rows = lines.ask(NEXT.format(of=of), part=part)
    if not len(rows):
        return Section("next_purchases", title, message("There are no purchases of known customers."))
    try:
        found = next_purchases(rows["customer"], rows["day"], rows["name"], within=within, confidence=CONFIDENCE)
    except MethodError as error:
        return Section("next_purchases", title, error.message)
    return picture_of("next_purchases", found)


def _conclusion(rules: BasketRules | Message, lines: Lines, names: int) -> Message:
    span = message(
        "From {first} to {last}, {count} kinds of goods were sold",
        first=Day(lines.first), last=Day(lines.last), count=Count(names),
    )  # fmt: skip
    if isinstance(rules, Message):
        return message("{span}; too few purchases hold several of them to tell what goes together.", span=span)
    if not rules.n_found:
        return message("{span}; no two are clearly bought together more often than by chance.", span=span)
    return message(
        "{span}; {found} pairs are clearly bought together, first of all {one} and {other}.",
        span=span, found=Count(rules.n_found), one=Text.of(rules.if_bought[0]), other=Text.of(rules.then_bought[0]),
    )  # fmt: skip


def _back(sold: list[dict[str, Any]]) -> tuple[int, int]:
    return sum(one["back"] for one in sold), sum(one["sold"] for one in sold)


def _figures(sold: list[dict[str, Any]]) -> Iterator[Figure]:
    back, lines = _back(sold)
    if lines >= FEWEST and back <= lines:
        low, high = wilson(back / lines, lines, critical(CONFIDENCE))
        yield Figure("returned", message("Lines returned"), Estimate(back / lines, low, high, Kind.SHARE, digits=1),
                     lines, method=interval_in_words("wilson"))  # fmt: skip


def _satisfied(facts: Facts, wish: Wish, lines: Lines, of: str, sold: list[dict[str, Any]]) -> Section:
    """Sales of what is sold most, beside the satisfaction of those who bought it and of those who did not."""
    title = message("Sales, and how satisfied those who bought are")
    pairs = [(pair, latest(facts, pair, scope=wish.scope, units=reach(wish))) for pair in pairs_of(facts, wish.hidden)]
    pair, said = max(pairs, key=lambda one: len(one[1]), default=(None, None))
    if pair is None or said is None:
        return Section("satisfied", title, message("No identified survey asks how satisfied customers are."))
    keys = set(said.customer.tolist()) & (wish.among if wish.among is not None else set(said.customer.tolist()))
    names = [one["name"] for one in sold[:MOST]]
    rows = lines.ask(BUYERS.format(of=of), names=names, said=sorted(keys))
    product, who = np.asarray(rows["name"].to_pylist(), dtype=np.str_), rows["customer"].to_numpy()
    known = np.isin(said.customer, who)
    customer, rating = said.customer[known], said.satisfaction[known]
    if len(customer) < 2 * FEWEST:
        return Section("satisfied", title, message("Too few customers who bought have answered: {n}.",
                                                   n=Count(len(customer))))  # fmt: skip
    bought = {name: np.isin(customer, who[product == name]) for name in names}
    found = {name: apart(rating, bought[name]) for name in names}
    said_of = verdicts(found)
    table = []
    for one in sold[:MOST]:
        name = one["name"]
        one_apart, verdict = found[name], said_of[name]
        change: Cell = Missing(TOO_FEW)
        if one_apart is not None:
            change = Estimate(one_apart.value, one_apart.low, one_apart.high, digits=2)
        cells = (
            _mean(rating[bought[name]]), _mean(rating[~bought[name]]), change, SAID[verdict],
            Estimate(float(one["net"]), kind=Kind.MONEY, currency=lines.currency, digits=0),
            Count(int(bought[name].sum())),
        )  # fmt: skip
        table.append(
            Row(name, Text.of(name), cells, {Verdict.LOWER: "below", Verdict.HIGHER: "above"}.get(verdict, ""))
        )
    columns = (
        Column("name", OF[of], numeric=False),
        Column("buyers", message("Satisfaction of buyers")),
        Column("others", message("Of the others")),
        Column("apart", message("Difference")),
        Column("verdict", message("Verdict"), numeric=False),
        Column("net", message("Net sales")),
        Column("n", message("Buyers who answered")),
    )
    return Section(
        "satisfied", title, table=Table("satisfied", columns, tuple(table)), chart=ChartKind.BARS,
        caption=message("“{question}”, the last answer of {n} customers who bought in these days.",
                        question=pair.satisfaction.label, n=Count(len(customer))),
        definition=message(
            "Those who bought it and those who bought other things only; a difference is clear where it stands among "
            "so many rows (Benjamini–Hochberg). The answer is about the company, and may be older than the purchase: "
            "that buyers are less satisfied does not say that the product is why."
        ),
    )  # fmt: skip


def _mean(rating: NDArray[np.float64]) -> Cell:
    said = mean(rating)
    return Missing(TOO_FEW) if said is None else Estimate(said.mean, said.low, said.high, digits=2)


def _judged(one: Mapping[str, Any]) -> bool:
    return bool(one["sold"] >= FEWEST and one["back"] <= one["sold"])


def _came_back(one: Mapping[str, Any], lines: Lines, overall: float) -> Row:
    part: Cell = Missing(TOO_FEW)
    mark = ""
    if not one["sold"]:
        part = Missing(message("sold in other days or under another name"))
    elif _judged(one):
        low, high = wilson(one["back"] / one["sold"], one["sold"], critical(CONFIDENCE))
        part, mark = share(one["back"] / one["sold"], low, high, digits=1), "below" if low > overall else ""
    money = Estimate(-float(one["returned"]), kind=Kind.MONEY, currency=lines.currency, digits=0)
    return Row(one["name"], Text.of(one["name"]), (part, Count(one["back"]), Count(one["sold"]), money), mark)


def _too_few(rest: list[dict[str, Any]], lines: Lines) -> Row:
    """Those of which no share can be told, in one row: a hundred rows that say so say no more."""
    back, sold, paid = (sum(float(one[key]) for one in rest) for key in ("back", "sold", "returned"))
    title = message("{count} others, each too few to judge", count=Count(len(rest)))
    money = Estimate(-paid, kind=Kind.MONEY, currency=lines.currency, digits=0)
    return Row("rest", title, (Missing(TOO_FEW), Count(int(back)), Count(int(sold)), money))


def _returned(lines: Lines, of: str, sold: list[dict[str, Any]]) -> Section:
    """Lines that came back, of those sold; the most first."""
    title = message("What comes back")
    back, of_all = _back(sold)
    if not back:
        return Section("returned", title, message("No line was returned in these days."))
    some = [one for one in sold if one["back"]]
    some.sort(key=lambda one: (not _judged(one), -one["back"] / max(one["sold"], 1), one["name"]))
    overall = back / max(of_all, 1)
    rest = [one for one in some if not _judged(one)]
    one_by_one = some if len(rest) <= SINGLE else some[: -len(rest)]
    rows = [_came_back(one, lines, overall) for one in one_by_one[:MOST]]
    if len(rest) > SINGLE:
        rows.append(_too_few(rest, lines))
    columns = (
        Column("name", OF[of], numeric=False),
        Column("share", message("Returned")),
        Column("back", message("Lines returned")),
        Column("sold", message("Lines sold")),
        Column("money", message("Paid back")),
    )
    table = Table("returned", columns, tuple(rows))
    drawn = any(isinstance(row.cells[0], Estimate) for row in rows)
    if drawn and overall <= 1:
        table = replace(table, references={"share": overall}, reference_names={"share": message("all products")})
    return Section(
        "returned", title, table=table, chart=ChartKind.BARS if drawn else None,
        caption=message("{shown} of {all}.", shown=Count(MOST), all=Count(len(one_by_one)))
        if len(one_by_one) > MOST
        else None,
        definition=message("Lines below zero, of the lines above zero in the same days."),
    )  # fmt: skip


PRODUCTS = Page(
    "products",
    TITLE,
    message("What is bought together and next, how satisfied buyers are, and what comes back"),
    products,
    options=(
        Option("of", message("Look at"), "product", choices=OF),
        Option("within", message("Next means within so many days"), 90.0, low=1, high=730, whole=True),
        *NARROWED,
    ),
    by_days=True,
)
