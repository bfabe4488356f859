"""What is left of the sales: gross, marginal and net profit, by tier and product, and where money is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.insights.pictures.cells import TOO_FEW, share
from regulars.insights.report import Cell, ChartKind, Column, Figure, Report, Row, Section, Table, Whom, Words
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.analyses.choices import NARROWED
from regulars.insights.worth.analyses.earned import (
    ANONYMOUS,
    UNSCORED,
    Costs,
    EachCustomer,
    Earned,
    order_of,
    read_earned,
)
from regulars.insights.worth.analyses.lines import nothing, read_lines, source
from regulars.insights.worth.analyses.names import UNSAID, words_of
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, message, plural
from regulars.methods.intervals import critical, wilson
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of
from regulars.methods.value.tier_rules import TITLES

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("Profitability")
FEWEST, MOST, MOST_CLASSES, MOST_NUMBERS = 10, 20, 14, 7
CONFIDENCE = 0.95
NO_COST = message("The purchases do not say what the goods cost. Import them with a column “cost” to see profit.")


def profitability(facts: Facts, wish: Wish) -> Report:
    """The report: from sales to net profit, each tier, tiers across classes, the products that lose and that earn."""
    lines = read_lines(facts, wish)
    if isinstance(lines, Message):
        return nothing("profitability", TITLE, lines, wish)
    lines = lines.narrowed(category=wish.word("category"), channel=wish.word("channel"))
    costs = Costs(*(wish.number(name) or 0.0 for name in ("serve", "back", "fixed")))
    earned = read_earned(lines, costs)
    if not earned.whole["lines"]:
        return nothing("profitability", TITLE, message("Nothing was sold there in these days."), wish)
    if not earned.whole["costed"]:
        return nothing("profitability", TITLE, NO_COST, wish)
    tiers = sorted(earned.sums("rank"), key=lambda one: order_of(one["name"]))
    products = sorted(earned.sums("product"), key=lambda one: (float(one["kept"]), one["name"]))
    customers = earned.of_customers()
    return Report(
        key="profitability",
        title=TITLE,
        conclusion=_conclusion(earned, products),
        reason=_reason(earned),
        figures=tuple(_figures(earned, customers[1])),
        sections=(
            _steps(earned),
            _tiers(earned, tiers, customers),
            *_crossed(earned, tiers),
            *_products(earned, products),
        ),
        source=source(lines, int(earned.whole["lines"])),
        notes=tuple(_notes(earned)),
        scope=wish.scope.to_dict(),
    )


def _money(earned: Earned, value: float, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(float(value), low, high, Kind.MONEY, earned.lines.currency)


def _part(value: float, of: float, digits: int = 1) -> Cell:
    return Estimate(value / of, kind=Kind.SHARE, digits=digits) if of > 0 else Missing(message("none"))


def _conclusion(earned: Earned, products: list[dict[str, Any]]) -> Message:
    known = float(earned.whole["known"])
    kept = earned.gross - earned.serving
    losing = [one for one in products if float(one["kept"]) < 0 and one["name"] != UNSAID]
    whole = message(
        "Of net sales of {sales} from {first} to {last}, {kept} are left after the goods and serving ({rate})",
        sales=_money(earned, known), first=Day(earned.lines.first), last=Day(earned.lines.last),
        kept=_money(earned, kept), rate=_part(kept, known),
    )  # fmt: skip
    if not losing:
        return message("{whole}; no product loses money.", whole=whole)
    lost = sum(float(one["kept"]) for one in losing)
    return plural(
        "{whole}; one product loses money, {lost}.",
        "{whole}; {count} products lose money, {lost} together.",
        len(losing), whole=whole, lost=_money(earned, -lost),
    )  # fmt: skip


def _reason(earned: Earned) -> Message | None:
    whole = earned.whole
    if whole["costed"] == whole["lines"]:
        return message("The cost of the goods is known of every line.")
    return message(
        "The cost of the goods is known of {share} of the lines; sales of {money} without it are in no profit.",
        share=_part(whole["costed"], whole["lines"]), money=_money(earned, whole["sales"] - (whole["known"] or 0)),
    )  # fmt: skip


def _figures(earned: Earned, kept: np.ndarray[Any, np.dtype[np.float64]]) -> Iterator[Figure]:
    known, margin = float(earned.whole["known"]), earned.gross - earned.serving
    yield Figure("gross", message("Gross profit"), _money(earned, earned.gross),
                 note=message("{rate} of sales", rate=_part(earned.gross, known)), exact_digits=0,
                 definition=message("Net sales less the cost of the goods, of lines whose cost is known."))  # fmt: skip
    yield Figure("marginal", message("Marginal profit"), _money(earned, margin),
                 note=message("{rate} of sales", rate=_part(margin, known)), exact_digits=0,
                 definition=message("Gross profit less what serving the purchases and returns costs: what would be "
                                    "missing without them."))  # fmt: skip
    if earned.costs.fixed:
        yield Figure("net", message("Net profit"), _money(earned, margin - earned.costs.fixed), exact_digits=0,
                     definition=message("Marginal profit less the fixed costs of the span."))  # fmt: skip
    n = len(kept)
    if n < FEWEST:
        return
    losing = float((kept < 0).mean())
    low, high = wilson(losing, n, critical(CONFIDENCE))
    yield Figure("losing", message("Customers who cost more than they bring"),
                 Estimate(losing, low, high, Kind.SHARE, digits=1), n, method=interval_in_words("wilson"))  # fmt: skip


def _steps(earned: Earned) -> Section:
    """From sales to net profit; what was not given is said and counts nothing."""
    whole, costs = earned.whole, earned.costs
    known, margin = float(whole["known"]), earned.gross - earned.serving
    cost, unset = float(whole["cost"]), Missing(message("not given"))
    served = costs.serve or costs.back
    steps: list[tuple[str, Message, Cell, Cell]] = [
        ("sales", message("Net sales with a known cost"), _money(earned, known), _part(known, known)),
        ("cost", message("Cost of the goods"), _money(earned, -cost), _part(-cost, known)),
        ("gross", message("Gross profit"), _money(earned, earned.gross), _part(earned.gross, known)),
        ("serving", message("Serving purchases and returns"),
         _money(earned, -earned.serving) if served else unset, _part(-earned.serving, known) if served else unset),
        ("marginal", message("Marginal profit"), _money(earned, margin), _part(margin, known)),
        ("fixed", message("Fixed costs"), _money(earned, -costs.fixed) if costs.fixed else unset,
         _part(-costs.fixed, known) if costs.fixed else unset),
        ("net", message("Net profit"), _money(earned, margin - costs.fixed) if costs.fixed else unset,
         _part(margin - costs.fixed, known) if costs.fixed else unset),
    ]  # fmt: skip
    return Section(
        "steps",
        message("From sales to profit"),
        table=Table(
            "steps",
            (Column("step", message("Item"), numeric=False), Column("money", message("Amount")),
             Column("share", message("Share of sales"))),
            tuple(Row(key, words, (money, part)) for key, words, money, part in steps),
        ),
        chart=ChartKind.BARS,
        caption=message("{purchases} purchases and {returns} returns.", purchases=Count(whole["purchases"]),
                        returns=Count(whole["returns"])),
    )  # fmt: skip


def _tiers(earned: Earned, tiers: list[dict[str, Any]], customers: EachCustomer) -> Section:
    columns = (
        Column("tier", message("Tier"), numeric=False),
        Column("marginal", message("Marginal profit")),
        Column("rate", message("Of their sales")),
        Column("gross", message("Gross profit")),
        *((Column("net", message("Net profit")),) if earned.costs.fixed else ()),
        Column("customers", message("Customers")),
        Column("mean", message("Marginal profit of each")),
        Column("losing", message("Cost more than they bring")),
    )
    return Section(
        "tiers",
        message("By customer tier"),
        table=Table("tiers", columns, tuple(_tier(earned, one, customers) for one in tiers)),
        chart=ChartKind.BARS,
        caption=None if earned.scored else message("Tiers are known once customers are scored."),
        definition=message(
            "Tiers by the latest scores: by what is expected, not by what was earned here. Fixed costs are shared by "
            "sales, which is a convention and no finding: dropping a customer does not save them."
        ),
    )


def _tier(earned: Earned, one: Mapping[str, Any], customers: EachCustomer) -> Row:
    name = str(one["name"])
    kept, sales = float(one["kept"]), float(one["sales"])
    own = customers[1][customers[0] == name]
    mean: Cell = Missing(TOO_FEW)
    losing: Cell = mean
    if name == ANONYMOUS:
        mean = losing = Missing(message("not known"))
    elif len(own) >= FEWEST:
        said = mean_of(Sample.of(own), CONFIDENCE)
        mean = _money(earned, said.mean, said.low, said.high)
        part = float((own < 0).mean())
        losing = share(part, *wilson(part, len(own), critical(CONFIDENCE)), digits=1)
    net = (_money(earned, kept - earned.fixed_rate * sales),) if earned.costs.fixed else ()
    cells = (
        _money(earned, kept),
        _part(kept, sales),
        _money(earned, one["gross"]),
        *net,
        Count(len(own)),
        mean,
        losing,
    )
    whom = None if name in (ANONYMOUS, UNSCORED) else Whom.of(tier=name)
    return Row(name, _words(name), cells, whom=whom)


def _words(name: str) -> Words:
    known = {UNSCORED: message("without a tier"), ANONYMOUS: message("anonymous sales"), **TITLES}
    return known.get(name) or words_of(name)


def _crossed(earned: Earned, tiers: list[dict[str, Any]]) -> Iterator[Section]:
    """What is left of each tier's purchases of each class."""
    found = earned.sums("rank", "category", counted=False)
    sizes: dict[str, float] = {}
    for one in found:
        sizes[one["name1"]] = sizes.get(one["name1"], 0.0) + abs(float(one["sales"]))
    classes = sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST_CLASSES]
    if len(classes) < 2:
        return
    cells = {(one["name"], one["name1"]): one for one in found}
    heads = [Column(f"cell{place}", _words(name)) for place, name in enumerate(classes)]
    for key, title, rate in (
        ("crossed", message("Marginal profit of tier and class"), False),
        ("rates", message("What is left of each sale, tier and class"), True),
    ):
        rows = tuple(
            Row(
                tier["name"],
                _words(tier["name"]),
                tuple(_cell(earned, cells.get((tier["name"], name)), rate=rate) for name in classes),
                whom=None if tier["name"] in (ANONYMOUS, UNSCORED) else Whom.of(tier=tier["name"]),
            )
            for tier in tiers
        )
        yield Section(
            key,
            title,
            table=Table(key, (Column("tier", message("Tier"), numeric=False), *heads), rows),
            chart=ChartKind.HEAT if rate or len(classes) > MOST_NUMBERS else None,
            caption=message("Share of net sales.") if rate else message("The {count} classes of most sales.",
                                                                        count=Count(len(classes))),
        )  # fmt: skip


def _cell(earned: Earned, one: Mapping[str, Any] | None, *, rate: bool) -> Cell:
    if one is None:
        return Missing(message("none"))
    kept, sales = float(one["kept"]), float(one["sales"])
    if rate:
        return Estimate(kept / sales, kind=Kind.SHARE, digits=0) if sales > 0 else Missing(message("none"))
    return _money(earned, kept)


def _products(earned: Earned, products: list[dict[str, Any]]) -> Iterator[Section]:
    """Those that lose money, and those that earn most."""
    losing = [one for one in products if float(one["kept"]) < 0]
    best = [one for one in reversed(products) if float(one["kept"]) >= 0]
    if losing:
        yield Section(
            "losing",
            message("Products that lose money"),
            table=_table(earned, "losing", losing),
            chart=ChartKind.BARS,
            caption=_shown(losing),
            definition=message(
                "Marginal profit below zero: sales and returns less goods and serving. A product may still bring "
                "purchases of others: see what is bought together before it goes."
            ),
        )
    else:
        yield Section("losing", message("Products that lose money"), message("No product loses money in these days."))
    if best:
        yield Section("best", message("Products that earn most"), table=_table(earned, "best", best),
                      chart=ChartKind.BARS, caption=_shown(best))  # fmt: skip


def _shown(rows: list[dict[str, Any]]) -> Message | None:
    return message("{shown} of {all}.", shown=Count(MOST), all=Count(len(rows))) if len(rows) > MOST else None


def _table(earned: Earned, key: str, rows: list[dict[str, Any]]) -> Table:
    columns = (
        Column("product", message("Product"), numeric=False),
        Column("marginal", message("Marginal profit")),
        Column("rate", message("Of its sales")),
        Column("sales", message("Net sales")),
        Column("gross", message("Gross profit")),
        Column("purchases", message("Separate purchases")),
        Column("customers", message("Customers")),
    )
    return Table(key, columns, tuple(_product(earned, one) for one in rows[:MOST]))


def _product(earned: Earned, one: Mapping[str, Any]) -> Row:
    kept, sales = float(one["kept"]), float(one["sales"])
    cells = (
        _money(earned, kept), _part(kept, sales), _money(earned, sales), _money(earned, one["gross"]),
        Count(one["purchases"]), Count(one["customers"]),
    )  # fmt: skip
    return Row(one["name"], _words(one["name"]), cells, "below" if kept < 0 else "")


def _notes(earned: Earned) -> Iterator[Message]:
    if not earned.costs.serve and not earned.costs.back:
        yield message(
            "What serving costs is not given: marginal profit is gross profit here. Set it above to see the difference."
        )
    if not earned.costs.fixed:
        yield message("Fixed costs are not given, so there is no net profit.")
    yield message(
        "The cost of a line counts as it was imported: a return of goods that can be sold again has a cost below zero."
    )


PROFITABILITY = Page(
    "profitability",
    TITLE,
    message("Gross, marginal and net profit by customer tier and product, and where money is lost"),
    profitability,
    options=(
        Option("serve", message("Serving a purchase costs"), low=0, high=1e9),
        Option("back", message("Handling a return costs"), low=0, high=1e9),
        Option("fixed", message("Fixed costs of the span"), low=0, high=1e13),
        *NARROWED,
    ),
    by_days=True,
)
