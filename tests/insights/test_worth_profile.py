"""The profile: each number against a plain count over the purchases, each difference that of the method."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regulars.facts import Facts, open_facts
from regulars.insights.report import Report, Row
from regulars.insights.scope import Scope
from regulars.insights.scoring import score_customers
from regulars.insights.worth import Wish, worth
from regulars.insights.worth.pages import Own
from regulars.language import Count, Estimate, Language, Missing, Text, render
from regulars.methods import share_interval
from regulars.methods.comparison import difference
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of
from regulars.simulate import company

WHOLE = Scope.whole(purpose="test")


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    facts = open_facts(tmp_path_factory.mktemp("profile") / "facts")
    company(customers=600, seed=5).write(facts)
    facts.write_scores(score_customers(facts, scope=WHOLE).rows)
    return facts


def row(report: Report, table: str, key: str) -> Row:
    found = report.section(table).table
    assert found is not None
    return next(one for one in found.rows if one.key == key)


def bought(facts: Facts) -> list[dict[str, Any]]:
    """The lines of the last year that are no returns, of known customers."""
    lines = facts.purchases().to_pyarrow().to_pylist()
    last = max(one["day"] for one in lines)
    first = last - timedelta(days=364)
    return [one for one in lines if one["day"] >= first and one["customer"] is not None and one["amount"] >= 0]


def test_those_looked_at_stand_against_all_others(hotels: Facts) -> None:
    some = frozenset(hotels.customers()["key"].to_pylist()[:200])
    report = worth(hotels, "profile", Wish(WHOLE, among=some))
    lines = bought(hotels)
    sides: list[tuple[float, float, float]] = []
    for mine in (True, False):
        buyers = {one["customer"] for one in lines if (one["customer"] in some) is mine}
        hits = {one["customer"] for one in lines if one["customer"] in buyers and one["category"] == "Restaurant"}
        found = share_interval(len(hits), len(buyers))
        sides.append((found.share, found.low, found.high))
    own, rest, apart, _, n, of = row(report, "interests", "Restaurant").cells
    between = difference(*sides)

    for cell, wanted in ((own, sides[0]), (rest, sides[1]), (apart, (between.value, between.low, between.high))):
        assert isinstance(cell, Estimate)
        assert (cell.value, cell.low, cell.high) == pytest.approx(wanted)
    assert isinstance(n, Count)
    assert isinstance(of, Count)
    assert n.value / of.value == pytest.approx(sides[0][0])


def test_habits_are_means_over_customers(hotels: Facts) -> None:
    """Whoever buys often counts as much as who buys once."""
    report = worth(hotels, "profile", Wish(WHOLE))
    own: dict[int, dict[str, Any]] = {}
    for one in bought(hotels):
        own.setdefault(one["customer"], {})[one["basket"] or one["purchase"]] = one["day"]
    on_friday = [np.mean([day.isoweekday() == 5 for day in days.values()]) for days in own.values()]
    said = mean_of(Sample.of(np.array(on_friday, dtype=float)), 0.95)
    cell = row(report, "weekday", "5").cells[0]
    gaps = [
        (max(days.values()) - min(days.values())).days / (len(set(days.values())) - 1)
        for days in own.values()
        if len(set(days.values())) > 1
    ]
    gap = row(report, "pace", "gap").cells[0]

    assert isinstance(cell, Estimate)
    assert (cell.value, cell.low, cell.high) == pytest.approx((said.mean, said.low, said.high))
    assert isinstance(gap, Estimate)
    assert gap.value == pytest.approx(np.mean(gaps))


def test_the_parts_of_a_kind_are_the_whole(hotels: Facts) -> None:
    report = worth(hotels, "profile", Wish(WHOLE, options={"against": "tier"}))
    table = report.section("weekday").table
    assert table is not None
    for place in range(3):
        cells = [one.cells[place] for one in table.rows]
        assert sum(cell.value for cell in cells if isinstance(cell, Estimate)) == pytest.approx(1)
    assert "grade" not in {one.key for one in report.sections}


def test_few_are_not_judged(hotels: Facts) -> None:
    """Of twelve customers shares are told, and no means are held against those of others."""
    some = frozenset(sorted({one["customer"] for one in bought(hotels)})[:12])
    report = worth(hotels, "profile", Wish(WHOLE, among=some))
    cells = row(report, "pace", "paid").cells

    assert isinstance(cells[0], Estimate)
    assert isinstance(cells[2], Missing)


def test_by_chance_nothing_stands_apart(hotels: Facts) -> None:
    """Groups drawn by lot: of hundreds of comparisons hardly any is called clear."""
    keys = np.array(hotels.customers()["key"].to_pylist())
    clear = 0
    for seed in range(8):
        some = frozenset(np.random.default_rng(seed).choice(keys, 250, replace=False).tolist())
        report = worth(hotels, "profile", Wish(WHOLE, among=some))
        tables = [one.table for one in report.sections if one.table is not None]
        clear += sum(one.mark != "" for table in tables for one in table.rows)

    assert clear <= 3


def test_without_scores_habits_are_told_all_the_same(tmp_path: Path) -> None:
    facts = open_facts(tmp_path / "facts")
    company(customers=100, seed=5).write(facts)
    keys = {one.key for one in worth(facts, "profile", Wish(WHOLE)).sections}
    assert "channel" in keys
    assert "grade" not in keys


def _trade(facts: Facts, *, sensitive: bool = False) -> Own:
    """A third each without a trade, in trade and in law; five in medicine, and nobody in arts."""
    keys = sorted(facts.customers()["key"].to_pylist())
    of = {"trade": keys[5::3], "law": keys[6::3], "medicine": keys[:5], "arts": []}
    words = {key: Text({"en": key.title(), "zh": key.upper()}) for key in of}
    return Own("branch", Text.of("Branch"), words, {key: frozenset(some) for key, some in of.items()}, sensitive)


def test_a_field_of_the_company_s_own_is_a_trait_of_those_of_whom_it_is_noted(hotels: Facts) -> None:
    own, keys = _trade(hotels), sorted(hotels.customers()["key"].to_pylist())
    some = frozenset(keys[100:300])
    report = worth(hotels, "profile", Wish(WHOLE, among=some, own=own))
    scored = set(hotels.customer_scores().to_pyarrow()["customer"].to_pylist())
    noted = frozenset().union(*own.of.values()) & scored
    sides: list[tuple[float, float, float]] = []
    for mine in (noted & some, noted - some):
        found = share_interval(len(own.of["law"] & mine), len(mine))
        sides.append((found.share, found.low, found.high))
    between = difference(*sides)

    one = row(report, "own", "law")
    for cell, wanted in zip(one.cells, (*sides, (between.value, between.low, between.high)), strict=False):
        assert isinstance(cell, Estimate)
        assert (cell.value, cell.low, cell.high) == pytest.approx(wanted)
    assert one.cells[5] == Count(len(noted & some))
    assert [render(one.name, Language.CHINESE) for one in report.section("own").table.rows] == [
        "TRADE",
        "LAW",
        "MEDICINE",
    ]
    notes = " ".join(render(note, Language.ENGLISH) for note in report.notes)
    assert "Free words" not in notes
    assert "sensitive" not in notes
    warned = worth(hotels, "profile", Wish(WHOLE, own=_trade(hotels, sensitive=True))).notes
    assert "“Branch” is marked as sensitive" in render(warned[-1], Language.ENGLISH)


def test_values_of_an_own_field_stand_side_by_side(hotels: Facts) -> None:
    """Of five nothing is told; numbers are those of a plain count."""
    own = _trade(hotels)
    report = worth(hotels, "profile", Wish(WHOLE, own=own, options={"against": "own"}))
    lines = bought(hotels)
    buyers = {one["customer"] for one in lines if one["customer"] in own.of["law"]}
    hits = {one["customer"] for one in lines if one["customer"] in buyers and one["category"] == "Restaurant"}
    wanted = share_interval(len(hits), len(buyers))

    _, law, medicine, _ = row(report, "interests", "Restaurant").cells
    assert isinstance(law, Estimate)
    assert (law.value, law.low, law.high) == pytest.approx((wanted.share, wanted.low, wanted.high))
    assert isinstance(medicine, Missing)
    assert [one.key for one in report.sections if one.key == "own"] == []
    none = worth(hotels, "profile", Wish(WHOLE, options={"against": "own"}))
    assert "Choose a field of your own" in render(none.reason or none.conclusion, Language.ENGLISH)
