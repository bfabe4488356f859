"""The report on the value of customers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from regulars.facts import Facts, open_facts
from regulars.insights.errors import ScopeError
from regulars.insights.report import Report
from regulars.insights.scope import Scope
from regulars.insights.value import Terms, customer_value
from regulars.insights.value.estimate import estimate
from regulars.insights.value.specify import specify
from regulars.language import Count


@pytest.fixture(scope="module")
def shop(music_shop: Facts, whole: Scope) -> Report:
    """CDNOW's report."""
    return customer_value(music_shop, scope=whole)


def counted(report: Report) -> dict[str, str]:
    table = report.section("counted").table
    assert table is not None
    return {
        row.key: " ".join(str(getattr(c, "amount", getattr(c, "value", ""))) for c in row.cells) for row in table.rows
    }


def test_cdnow_is_counted_to_the_last_line(shop: Report) -> None:
    """6,919 lines, 6,696 customer-days, 2,357 customers, 244,091.94 of revenue."""
    found = counted(shop)

    assert found["lines"].startswith("6919")
    assert found["customer_days"].startswith("6696")
    assert found["buyers"].startswith("2357")
    assert shop.figure("net_revenue").estimate.value == pytest.approx(244091.94, abs=0.005)


def test_cdnow_concentration_is_the_published_one(shop: Report) -> None:
    """The top fifth (472 customers) holds 67.455017 %; 777 hold 80 %."""
    assert shop.figure("top_fifth").estimate.value == pytest.approx(0.67455017, abs=1e-7)
    assert str(shop.section("concentration").sentence).startswith("777 of 2,357 customers bring 80%")


def test_cdnow_until_the_end_of_its_calibration(music_shop: Facts, whole: Scope) -> None:
    """BG/NBD to 30 September 1997: r .243, alpha 4.414, a .793, b 2.426."""
    found = estimate(specify(music_shop, whole, date(1997, 9, 30), Terms()))
    models = [model for model in (found.model, found.rival) if type(model).__name__ == "BetaGeoNBD"]

    assert models[0] is not None
    assert models[0].parameters == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=1e-3)


def test_the_forecast_is_checked_on_time_held_out(shop: Report) -> None:
    """The verdict stands on the page, in words."""
    section = shop.section("holdout")

    words = str(section.sentence)
    assert words.startswith("The forecast held on time it had not seen: 1,156 against 1,137")
    assert words in str(shop.reason)


@pytest.mark.long
def test_the_gift_shop_keeps_returns_and_anonymous_sales_apart(gift_shop: Facts, whole: Scope) -> None:
    """Nothing is dropped in silence: every line of the file stands in one row of the table."""
    found = counted(customer_value(gift_shop, scope=whole))

    assert found["lines"].startswith("525461")
    assert found["positive"] == "407664 8832003.2740"
    assert found["returns"].endswith("-483794.7000")
    assert found["net"].endswith("8348208.5740")
    assert found["anonymous"] == "107927 1191276.0600"
    assert found["positive_customers"].startswith("4312")
    assert found["buyers"].startswith("4300")


def test_no_purchases_is_said(tmp_path: Path, whole: Scope) -> None:
    """An empty company gets the next step, not a zero."""
    report = customer_value(open_facts(tmp_path / "facts"), scope=whole)

    assert str(report.conclusion) == "There are no purchases yet. Import some: regulars import purchases FILE."
    assert report.figures == ()


def test_anonymous_sales_alone_have_no_value_of_customers(tmp_path: Path, whole: Scope) -> None:
    """The sentence says which column is wanted."""
    file = tmp_path / "sales.csv"
    file.write_text("receipt,day,amount\n1,2026-01-05,10\n2,2026-01-06,12\n")
    facts = open_facts(tmp_path / "facts")
    done = facts.import_purchases(file, columns={"purchase": "receipt", "at": "day", "amount": "amount"})
    assert any(str(warning).startswith("No column of customers is mapped") for warning in done.warnings)

    report = customer_value(facts, scope=whole)

    assert str(report.conclusion).startswith("2 lines, none of a known customer.")


def test_nobody_who_came_back_means_no_forecast_and_says_why(tmp_path: Path, whole: Scope) -> None:
    """What can be counted is shown; what cannot be modelled is said."""
    file = tmp_path / "sales.csv"
    file.write_text("receipt,guest,day,amount\n1,a,2026-01-05,10\n2,b,2026-01-06,12\n3,c,2026-02-01,9\n")
    facts = open_facts(tmp_path / "facts")
    facts.import_purchases(file, columns={"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"})

    report = customer_value(facts, scope=whole)

    assert "None of the 3 customers bought a second time" in str(report.reason)
    assert {figure.key for figure in report.figures} == {"net_revenue", "repeat_rate", "top_fifth"}


def test_equal_spending_still_leaves_a_forecast_of_purchases(tmp_path: Path, whole: Scope) -> None:
    """Where nothing varies there is no model of money; how often people come can be forecast all the same."""
    rng = np.random.default_rng(3)
    rows = ["receipt,guest,day,amount"]
    for guest in range(300):
        rows += [
            f"{guest}-{visit},{guest},2026-{1 + visit % 9:02d}-{1 + guest % 28:02d},10"
            # Never twice on a day: that day would be worth twice as much, and what is equal would vary.
            for visit in range(min(9, 1 + int(rng.geometric(0.4))))
        ]
    file = tmp_path / "sales.csv"
    file.write_text("\n".join(rows) + "\n")
    facts = open_facts(tmp_path / "facts")
    facts.import_purchases(file, columns={"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"})

    report = customer_value(facts, scope=whole)

    assert str(report.reason).startswith("The customers of today will buy about")
    assert any(str(note).startswith("There is no forecast in money.") for note in report.notes)
    assert "lifetime_value" not in {figure.key for figure in report.figures}


def test_single_units_are_refused(music_shop: Facts) -> None:
    """A number of the whole company is never shown as that of a unit."""
    with pytest.raises(ScopeError, match="whole company"):
        customer_value(music_shop, scope=Scope(frozenset({"Lakeside"}), "test"))


def test_counts_are_counts(shop: Report) -> None:
    """A total from complete data has no interval and no n of a sample."""
    figure = shop.figure("net_revenue")

    assert figure.n is None
    assert figure.estimate.low is None
    table = shop.section("counted").table
    assert table is not None
    assert isinstance(table.rows[0].cells[0], Count)


def test_until_a_day_counts_only_what_was_known_by_then(music_shop: Facts, whole: Scope) -> None:
    """Totals, concentration and histories all end on the same day."""
    report = customer_value(music_shop, scope=whole, until="1997-09-30")

    table = report.section("counted").table
    assert table is not None
    assert counted(report)["buyers"].startswith("2357")
    assert report.source.rows < 6919
    assert report.source.as_of == date(1997, 9, 30)
    assert report.figure("top_fifth").n == 2357
