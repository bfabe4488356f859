"""Pictures of what customers want, and of what they would pay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Estimate, Kind, Message, Text, message
from regulars.methods import GaborGranger, PriceSensitivity
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
    values = {"pmc": _estimate(result, "pmc"), "pme": _estimate(result, "pme"), "opp": _estimate(result, "opp")}
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
        caption=_few(result) if result.too_few else message("The grey field is the range of prices that are accepted."),
    )


def gabor_granger(result: GaborGranger) -> Section:
    """The share who would buy at each price, and what each price earns in parts of the most."""
    best = {"price": _estimate(result, "best_price"), "earned": _estimate(result, "best_earned")}
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
        caption=_few(result) if result.too_few else next(reversed(result.notes), None),
    )


def _priced(result: GaborGranger) -> Iterator[Row]:
    """The prices tested, and among them the best one, whose earnings are all the others' measure."""
    points = [
        (float(price), _at(result, "demand", at), _at(result, "earned", at)) for at, price in enumerate(result.prices)
    ]
    most = result.best_earned
    if most > 0 and result.best_price not in result.prices:
        points.append((result.best_price, _estimate(result, "best_share"), _estimate(result, "best_earned")))
    for price, share, earned in sorted(points, key=lambda point: point[0]):
        cells = (_part(share, 1.0), _part(earned, most)) if most > 0 else (_part(share, 1.0),)
        yield Row(f"{price:g}", Text.of(f"{price:g}"), (Estimate(price), *cells))


def _estimate(result: Result, name: str) -> Estimate:
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


def _few(result: Result) -> Message:
    return message(
        "Too few answers to rely on it: {n} of the {needed} that this takes.", n=result.n, needed=result.needed
    )


PREFERENCE_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    "gabor_granger": gabor_granger,
    "price_sensitivity": price_sensitivity,
}
