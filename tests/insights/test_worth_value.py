"""The page on value: its figures are those of the methods, and it says what it cannot tell."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from regulars.documents.view import view
from regulars.facts import Facts, open_facts
from regulars.insights.customer.satisfaction import last_ratings
from regulars.insights.report import Report, Row, Whom
from regulars.insights.scope import Scope
from regulars.insights.scoring import Grades, score_customers
from regulars.insights.scoring.trying import try_grades
from regulars.insights.value import Terms
from regulars.insights.value.at_risk import Held, value_at_risk
from regulars.insights.worth import Wish, worth
from regulars.insights.worth.value_page.future import bands
from regulars.language import Language, render
from regulars.methods import concentration, headroom, output_input_ratio, share_of_wallet, tiers, whale_curve
from regulars.methods.loyalty.stage_rules import Rules
from regulars.simulate import company

WHOLE = Scope.whole(purpose="test")
EARLIER = date(2026, 5, 31)


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """A small sample company with scores of two days."""
    facts = open_facts(tmp_path_factory.mktemp("hotels") / "facts")
    company(customers=1500, seed=7).write(facts)
    for until in (EARLIER, None):
        facts.write_scores(score_customers(facts, scope=WHOLE, until=until).rows)
    return facts


@pytest.fixture(scope="module")
def gifts(gift_shop: Facts, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The gift shop, scored; a copy, as others read it too."""
    home = tmp_path_factory.mktemp("gifts") / "facts"
    shutil.copytree(gift_shop.home, home)
    facts = open_facts(home)
    facts.write_scores(score_customers(facts, scope=WHOLE).rows)
    return facts


@pytest.fixture(scope="module")
def report(hotels: Facts) -> Report:
    return worth(hotels, "value", Wish(WHOLE))


def row(report: Report, section: str, key: str) -> Row:
    table = report.section(section).table
    assert table is not None
    return next(one for one in table.rows if one.key == key)


def numbers(cell: Any) -> tuple[float, float | None, float | None]:
    return cell.value, cell.low, cell.high


def scores(facts: Facts, until: date | None = None) -> dict[str, np.ndarray[Any, Any]]:
    table = facts.customer_scores(until).order_by("customer").to_pyarrow()
    return {name: table[name].to_numpy(zero_copy_only=False) for name in table.column_names}


def ranged(known: dict[str, Any]) -> dict[str, Any]:
    value = known["value"]
    return {"low": np.fmin(known["predicted_low"], value), "high": np.fmax(known["predicted_high"], value)}


def net_of(facts: Facts) -> np.ndarray[Any, Any]:
    return np.array([float(one) for one in facts.net_by_customer()["net"].to_pylist()])


def lines_of(facts: Facts) -> pd.DataFrame:
    """Lines of known customers."""
    table = facts.purchases().select("customer", "day", "amount", "cost").to_pyarrow()
    lines = pd.DataFrame(table.filter(table["customer"].is_valid()).to_pydict())
    lines["amount"] = lines["amount"].astype(float)
    return lines


def in_english(report: Report) -> str:
    return " ".join(str(view(report, Language.ENGLISH)).split())


def test_the_tiers_are_those_of_the_method_and_of_the_list(hotels: Facts, report: Report) -> None:
    known = scores(hotels)
    found = tiers(known["value"], **ranged(known))
    for at, name in enumerate(found.names):
        cells = row(report, "tiers", name).cells
        assert cells[1].value == found.tier_n[at] == (known["value_tier"] == name).sum()  # type: ignore[union-attr]
        assert numbers(cells[0]) == (found.value_share[at], found.value_share_low[at], found.value_share_high[at])
        assert numbers(cells[2]) == (found.mean[at], found.mean_low[at], found.mean_high[at])
        assert cells[-1].value == found.unclear_n[at]  # type: ignore[union-attr]
        assert row(report, "tiers", name).whom == Whom.of(tier=name)
    assert set(found.notes) <= set(report.notes)


def test_a_unit_keeps_the_limits_of_the_company(hotels: Facts) -> None:
    """So that the tiers of its page are those of the list, not tiers among its own customers."""
    known = scores(hotels)
    some = frozenset(known["customer"][::3].tolist())
    part = worth(hotels, "value", Wish(WHOLE, among=some))
    inside = np.isin(known["customer"], list(some))
    for name in ("premium", "middle", "low"):
        assert row(part, "tiers", name).cells[1].value == (inside & (known["value_tier"] == name)).sum()  # type: ignore[union-attr]


def test_moves_are_those_between_the_last_two_scored_days(hotels: Facts, report: Report) -> None:
    now, before = scores(hotels), scores(hotels, EARLIER)
    earlier = dict(zip(before["customer"].tolist(), before["value"].tolist(), strict=True))
    was = np.array([earlier.get(key, np.nan) for key in now["customer"].tolist()])
    found = tiers(now["value"], before=was)
    for at, name in enumerate(found.names):
        cells = row(report, "moves", name).cells
        assert cells[0].value == found.moves[at].sum()  # type: ignore[union-attr]
        assert [numbers(cell)[0] for cell in cells[1:]] == pytest.approx(found.move[at].tolist())
        assert [numbers(cell)[1] for cell in cells[1:]] == pytest.approx(found.move_low[at].tolist())


def test_one_scored_day_has_no_moves(hotels: Facts) -> None:
    first = worth(hotels, "value", Wish(WHOLE, last=EARLIER))
    assert "scores of one day only" in render(first.section("moves").sentence, Language.ENGLISH)


def test_basic_service_is_only_for_whose_own_range_stays_low(hotels: Facts, report: Report) -> None:
    known = scores(hotels)
    low = known["value_tier"] == "low"
    sure = low & (known["tier_could_be"] == "low")
    assert row(report, "basic", "inside").cells[0].value == sure.sum() > 0  # type: ignore[union-attr]
    assert row(report, "basic", "spared").cells[0].value == (low & ~sure).sum() > 0  # type: ignore[union-attr]
    assert row(report, "basic", "inside").whom == Whom.of(tier="low", range="inside")
    said = render(report.section("basic").sentence, Language.ENGLISH)
    assert "When one of them complains, it is answered as soon and as well as for anybody else." in said


def test_the_concentration_is_measured(hotels: Facts, report: Report) -> None:
    found = concentration(net_of(hotels), negative="exclude")
    best = report.figure("best_fifth").estimate
    assert (best.value, best.low, best.high) == (found.top_share(0.2), *found.top_share_interval(0.2))
    assert numbers(row(report, "best", "0.05").cells[1])[0] == found.top_share(0.05)


@pytest.mark.parametrize("language", Language)
def test_no_law_of_eighty_and_twenty_is_told(report: Report, language: Language) -> None:
    said = str(view(report, language))
    assert not any(words in said for words in ("80/20", "80:20", "80-20", "80–20", "二八"))


def test_the_whale_curve_takes_the_costs_off(hotels: Facts, report: Report) -> None:
    lines = lines_of(hotels)
    lines["profit"] = lines["amount"] - lines["cost"].astype(float)
    found = whale_curve(lines.groupby("customer")["profit"].sum().to_numpy())
    cells = row(report, "best", "0.2").cells
    at = int(np.argmin(np.abs(found.customers - 0.2)))
    assert numbers(cells[2])[0] == pytest.approx(found.held[at])
    assert report.section("whale_curve").table is not None


def test_told_costs_make_margin_for_each_unit_of_cost(hotels: Facts) -> None:
    lines = lines_of(hotels)
    lines["profit"] = lines["amount"] - lines["cost"].astype(float)
    sold = lines[lines["amount"] > 0].groupby("customer")["day"].nunique()
    back = lines[lines["amount"] < 0].groupby("customer").size()
    people = lines.groupby("customer")["profit"].sum()
    found = output_input_ratio(
        people.to_numpy(),
        {
            "purchases": sold.reindex(people.index, fill_value=0).to_numpy(),
            "returns": back.reindex(people.index, fill_value=0).to_numpy(),
        },
        rates={"purchases": 40, "returns": 25},
    )
    told = worth(hotels, "value", Wish(WHOLE, options={"purchase_cost": 40.0, "return_cost": 25.0}))
    sentence = told.section("output_input_ratio").sentence
    assert sentence is not None
    ratio = sentence.values["ratio"]
    assert numbers(ratio) == pytest.approx((found.ratio, found.ratio_low, found.ratio_high))


def test_value_at_risk_is_that_of_the_dissatisfied(hotels: Facts, report: Report) -> None:
    rated = last_ratings(hotels, scope=WHOLE)
    index = dict(zip(rated["customer"].to_pylist(), rated["index"].to_pylist(), strict=True))
    known = scores(hotels)
    held = [
        value
        for key, value, alive in zip(known["customer"].tolist(), known["value"], known["alive"], strict=True)
        if index.get(key, 100) < 40 or (index.get(key, 100) < 60 and alive <= 0.2)
    ]
    want = value_at_risk(Held(len(held), sum(held), sum(one * one for one in held), 0, "CNY"))
    assert want is not None
    found = report.figure("value_at_risk")
    assert (found.n, found.estimate.value) == (want.n, pytest.approx(want.estimate.value))
    assert found.estimate.low == pytest.approx(want.estimate.low)


def test_headroom_is_that_of_the_middle_tier(hotels: Facts, report: Report) -> None:
    known = scores(hotels)
    found = headroom(known["value"])
    got = report.figure("headroom")
    assert (got.n, got.estimate.value) == (found.middle_n, pytest.approx(found.headroom))
    assert got.estimate.low == pytest.approx(found.headroom_low)
    by_unit = worth(hotels, "value", Wish(WHOLE, options={"alike": "unit"}))
    table = by_unit.section("headroom").table
    assert table is not None
    assert len(table.rows) > 1
    assert sum(int(one.cells[1].value) for one in table.rows) <= found.middle_n  # type: ignore[union-attr]


def test_everybody_stands_in_one_band(hotels: Facts, report: Report) -> None:
    value = scores(hotels)["value"]
    table = report.section("expected").table
    assert table is not None
    assert sum(int(one.cells[1].value) for one in table.rows) == len(value)  # type: ignore[union-attr]
    assert bands(np.zeros(5)) == [0.0]
    assert bands(np.full(5, 3.0)) == [3.0]


def test_a_rule_that_changed_since_is_said_and_the_scores_stand(hotels: Facts) -> None:
    changed = worth(hotels, "value", Wish(WHOLE, grades=Grades(cuts=(9000.0, 5000.0))))
    known = scores(hotels)
    assert row(changed, "tiers", "premium").cells[1].value == (known["value_tier"] == "premium").sum()  # type: ignore[union-attr]
    assert "The rule of the tiers has changed since the last scoring" in in_english(changed)


@pytest.mark.parametrize(
    "grades", [Grades(), Grades(parts=(0.1, 0.2), stages=Rules(3, 60)), Grades(cuts=(3000.0, 500.0))]
)
def test_a_tried_rule_counts_as_the_scoring_will(hotels: Facts, grades: Grades) -> None:
    rows = score_customers(hotels, scope=WHOLE, grades=grades).rows
    tried = try_grades(hotels, grades)
    assert tried is not None
    assert tried.tiers is not None
    will = rows["value_tier"].to_pylist()
    assert tried.tiers.tier_n.tolist() == [will.count(name) for name in tried.tiers.names]
    stages = rows["loyalty_stage"].to_pylist()
    assert all(count == stages.count(name) for name, count in tried.stages.items())
    known = scores(hotels)
    stood = dict(zip(known["customer"].tolist(), known["value_tier"].tolist(), strict=True))
    moved = [stood[key] != tier for key, tier in zip(rows["customer"].to_pylist(), will, strict=True)]
    assert tried.moved == sum(moved)


def test_before_the_first_scoring_no_rule_can_be_tried(tmp_path: Path) -> None:
    assert try_grades(open_facts(tmp_path / "facts"), Grades()) is None


def test_a_wallet_that_was_asked_for_has_a_share(hotels: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    """The question stands in no sample survey: its answers are given here."""
    known = scores(hotels)
    last = known["day"][0].astype("datetime64[D]").astype(date)
    lines = lines_of(hotels)
    paid = lines[lines["day"] > last - timedelta(days=365)].groupby("customer")["amount"].sum()
    some = paid[paid > 0].head(80)
    ask = hotels.ask

    def answered(table: Any, query: str, parameters: Any) -> Any:
        if "as wallet" not in query:
            return ask(table, query, parameters)
        return pa.table({"customer": some.index.astype("int64"), "wallet": some.to_numpy() * 2, "day": [last] * 80})

    monkeypatch.setattr(hotels, "ask", answered)
    survey = hotels.surveys()[0]
    told = worth(hotels, "value", Wish(WHOLE, options={"wallet": f"{survey}:spending"}))
    found = share_of_wallet(some.to_numpy(), some.to_numpy() * 2)
    assert numbers(row(told, "share_of_wallet", "mean").cells[0])[0] == pytest.approx(found.mean) == pytest.approx(0.5)


# --- real companies ---


def test_the_gift_shop_end_to_end(gifts: Facts) -> None:
    """Returns, anonymous sales, no costs: the curve of profit says what is missing, the rest is there."""
    report = worth(gifts, "value", Wish(WHOLE))
    found = concentration(net_of(gifts), negative="exclude")
    best = report.figure("best_fifth")
    assert (best.n, best.estimate.value) == (found.n, pytest.approx(found.top_share(0.2)))
    assert report.section("whale_curve").table is None
    assert "0 of 4,383 customers have purchases whose costs are all known" in in_english(report)
    assert "It takes purchases of two times 365 days" in in_english(report)
    # With costs of serving and the company's margin there is one, and it says which margin that is.
    wish = Wish(WHOLE, terms=Terms(margin=0.3), options={"purchase_cost": 5.0, "return_cost": 2.0, "span": 120.0})
    served = worth(gifts, "value", wish)
    assert "margin is revenue times the company’s margin" in in_english(served)
    assert "spent in the 120 days to" in in_english(served)


def test_the_music_shop_has_tiers_that_mostly_do_not_hold(music_shop: Facts) -> None:
    """Not scored: what was brought is told, and tiers by the spending of half a year against the next."""
    report = worth(music_shop, "value", Wish(WHOLE, options={"span": 270.0}))
    assert "there are no scores of them yet" in in_english(report)
    last = music_shop.purchase_totals().last_day
    assert last is not None
    middle, start = last - timedelta(days=270), last - timedelta(days=540)
    lines = lines_of(music_shop)
    before = lines[(lines["day"] > start) & (lines["day"] <= middle)].groupby("customer")["amount"].sum()
    now = lines[lines["day"] > middle].groupby("customer")["amount"].sum()
    everybody = before.index.union(now.index)
    cuts = tiers(before[before > 0].to_numpy()).cuts.tolist()
    found = tiers(
        now.reindex(everybody, fill_value=0.0).to_numpy(), before=before.reindex(everybody).to_numpy(), cuts=cuts
    )
    for at, name in enumerate(found.names):
        cells = row(report, "repeated", name).cells
        assert cells[0].value == found.moves[at].sum()  # type: ignore[union-attr]
        assert numbers(cells[4])[0] == pytest.approx(found.later_mean[at])
