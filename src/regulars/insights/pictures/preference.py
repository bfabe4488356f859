"""Pictures of what customers want, and of what they would pay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from regulars.insights.pictures.cells import too_few_answers
from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Estimate, Kind, Message, Text, message
from regulars.methods import ConstantSum, GaborGranger, MaxDiff, PriceSensitivity, Ranking
from regulars.methods.result import Result

QUESTIONS = {
    "too_cheap": message("Too cheap"),
    "cheap": message("Cheap"),
    "expensive": message("Expensive"),
    "too_expensive": message("Too expensive"),
}
CROSSINGS = {
    "x.from": ("pmc", message("marginal cheapness")),
    "x.opp": ("opp", message("optimal price")),
    "x.idp": ("idp", message("indifference")),
    "x.to": ("pme", message("marginal expensiveness")),
}


def price_sensitivity(result: PriceSensitivity) -> Section:
    """The four curves over the price, the points where they cross, the acceptable range as a field."""
    values = {"pmc": named(result, "pmc"), "pme": named(result, "pme"), "opp": named(result, "opp")}
    accepted = message("Prices from {pmc} to {pme} are accepted; at {opp} fewest refuse.", **values)
    shares = zip(result.prices, *(getattr(result, key) for key in QUESTIONS), strict=True)
    return Section(
        "price_sensitivity",
        message("What customers think of a price"),
        accepted,
        table=Table(
            "price_sensitivity",
            (
                Column("name", message("Price")),
                Column("x", message("Price")),
                *(Column(*question) for question in QUESTIONS.items()),
            ),
            tuple(
                Row(
                    f"{price:g}",
                    Text.of(f"{price:g}"),
                    (Estimate(price), *(Estimate(at, kind=Kind.SHARE) for at in at_price)),
                )
                for price, *at_price in shares
            ),
            {key: getattr(result, point) for key, (point, _) in CROSSINGS.items()},
            {key: name for key, (_, name) in CROSSINGS.items()},
        ),
        chart=ChartKind.LINES,
        caption=too_few_answers(result) or message("The grey field is the range of prices that are accepted."),
    )


def gabor_granger(result: GaborGranger) -> Section:
    """The share who would buy at each price, and what each price earns in parts of the most."""
    best = {"price": named(result, "best_price"), "earned": named(result, "best_earned")}
    share = Estimate(result.best_share, result.best_share_low, result.best_share_high, Kind.SHARE)
    found = message(
        "Most is earned at {price}: {share} would buy, which brings {earned} for each person asked.",
        share=share,
        **best,
    )
    earns = result.best_earned > 0
    return Section(
        "gabor_granger",
        message("Demand and earnings by price"),
        found if earns else message("Nobody would buy at a price that earns anything."),
        table=Table(
            "gabor_granger",
            (Column("name", message("Price")), Column("x", message("Price")), Column("demand", message("Would buy")))
            + ((Column("earned", message("Earned, of the most")),) if earns else ()),
            tuple(_priced(result)),
            {"x.best": result.best_price} if earns else {},
            {"x.best": message("best price")},
        ),
        chart=ChartKind.LINES,
        caption=too_few_answers(result) or next(reversed(result.notes), None),
    )


def max_diff(result: MaxDiff) -> Section:
    """Shares of preference with their intervals against an equal share; scores where there are no utilities."""
    if result.separated:
        cells = [_at(result, "score", place) for place in range(len(result.names))]
        title, equal, name = message("Score, −1 to 1"), 0.0, message("as often worst as best")
    else:
        cells = [_part(_at(result, "share", place), 1.0) for place in range(len(result.names))]
        title, equal, name = message("Share of preference"), 1 / len(result.names), message("an equal share")
    table = _items("max_diff", result, cells, title, equal, name)
    caption = too_few_answers(result) or next(iter(result.notes), None)
    return Section(
        "max_diff", message("What people prefer"), _first(result), table=table, chart=ChartKind.BARS, caption=caption
    )


def constant_sum(result: ConstantSum) -> Section:
    """Mean points with their intervals, against what each item would have if all were worth the same."""
    ends = zip(result.mean.tolist(), result.low.tolist(), result.high.tolist(), strict=True)
    cells = [Estimate(*at) for at in ends]
    equal = result.total / len(result.names)
    table = _items("constant_sum", result, cells, message("Points"), equal, message("an equal share"))
    caption = too_few_answers(result) or next(iter(result.notes), None)
    return Section(
        "constant_sum",
        message("What people give their points to"),
        _first(result),
        table=table,
        chart=ChartKind.BARS,
        caption=caption,
    )


def ranking(result: Ranking) -> Section:
    """Borda scores with their intervals, against that of ranks without any order."""
    cells = [
        Estimate(at.value, at.low, at.high, Kind.INDEX)
        for at in (_at(result, "borda", place) for place in range(len(result.names)))
    ]
    table = _items("ranking", result, cells, message("Borda score, 0 to 100"), 50.0, message("no order"))
    caption = too_few_answers(result) or next(iter(result.notes), None)
    return Section(
        "ranking", message("How people rank"), _first(result), table=table, chart=ChartKind.BARS, caption=caption
    )


Ordered: TypeAlias = MaxDiff | ConstantSum | Ranking


def _first(result: Ordered) -> Message:
    """Which item comes first, or which may."""
    leaders = tuple(name for name, rank in zip(result.names, result.rank_low, strict=True) if rank == 1)
    if len(leaders) == len(result.names):
        return message("No clear order: any of the {count} items may come first.", count=len(leaders))
    if len(leaders) > 1:
        return message("No clear first: any of {names} may be it.", names=leaders)
    return message("{name} comes first, clearly before {next}.", name=leaders[0], next=result.names[1])


def _items(key: str, result: Ordered, cells: list[Estimate], title: Message, equal: float, name: Message) -> Table:
    """One row for each item, coloured where its interval lies on one side of what all alike would have."""
    rows = tuple(
        Row(item, Text.of(item), (cell,), _side(cell, equal)) for item, cell in zip(result.names, cells, strict=True)
    )
    return Table(
        key,
        (Column("name", message("Item"), numeric=False), Column("value", title)),
        rows,
        {"value": equal},
        {"value": name},
    )


def _side(cell: Estimate, line: float) -> str:
    if cell.low is not None and cell.low > line:
        return "above"
    return "below" if cell.high is not None and cell.high < line else "same"


def _priced(result: GaborGranger) -> Iterator[Row]:
    """The prices tested, and among them the best one, whose earnings are all the others' measure."""
    points = [
        (float(price), _at(result, "demand", at), _at(result, "earned", at)) for at, price in enumerate(result.prices)
    ]
    most = result.best_earned
    if most > 0 and result.best_price not in result.prices:
        points.append((result.best_price, named(result, "best_share"), named(result, "best_earned")))
    for price, share, earned in sorted(points, key=lambda point: point[0]):
        cells = (_part(share, 1.0), _part(earned, most)) if most > 0 else (_part(share, 1.0),)
        yield Row(f"{price:g}", Text.of(f"{price:g}"), (Estimate(price), *cells))


def named(result: Result, name: str) -> Estimate:
    """The estimate of this name, with its limits."""
    value, low, high = (float(getattr(result, name + end)) for end in ("", "_low", "_high"))
    return Estimate(value, low, high)


def _at(result: Result, name: str, place: int) -> Estimate:
    """One entry of an estimate that is an array."""
    value, low, high = (float(getattr(result, name + end)[place]) for end in ("", "_low", "_high"))
    return Estimate(value, low, high)


def _part(of: Estimate, whole: float) -> Estimate:
    """As a share of a whole."""
    low, high = (None if limit is None else limit / whole for limit in (of.low, of.high))
    return Estimate(of.value / whole, low, high, Kind.SHARE)


PREFERENCE_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    "constant_sum": constant_sum,
    "gabor_granger": gabor_granger,
    "max_diff": max_diff,
    "price_sensitivity": price_sensitivity,
    "ranking": ranking,
}
