"""Staff and customers of the same units: the numbers of the methods, nobody told apart, no word of cause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.web.results.samples import add, rows, survey

from regulars.facts import open_facts
from regulars.insights.programme import Study, sides_of, staff_and_customers
from regulars.insights.programme.staff_units import NEEDED, Side, halves
from regulars.insights.report import Report
from regulars.insights.satisfaction.specify import Least
from regulars.insights.scope import Scope
from regulars.language import Count, Estimate, Language, Missing, Text, render
from regulars.methods import compare, csat

WHOLE = Scope.whole(purpose="test")


def said(words: Any) -> str:
    return " ".join(render(words, Language.ENGLISH).split())


def study(*shares: float, name: str = "Study") -> Study:
    return Study(
        Text.of(name), {f"u{at:02}": Side(share, share - 0.1, share + 0.1, 40) for at, share in enumerate(shares)}
    )


def both(staff: Any, customers: Any) -> Report:
    return staff_and_customers(study(*staff), study(*customers), names={}, scope=WHOLE)


def test_the_difference_of_the_halves_is_that_of_the_method() -> None:
    rng = np.random.default_rng(4)
    staff = rng.uniform(0.3, 0.9, 25)
    customers = 0.4 + 0.4 * staff + rng.normal(0, 0.02, 25)
    half = halves(staff.tolist())
    kept = [at for at in range(25) if half[at]]
    wanted = compare(customers[kept], [half[at] for at in kept], measure="mean", scale=(0, 1))

    report = both(staff, customers)

    rows = {row.key: row.cells for row in report.section("halves").table.rows}
    apart = rows["apart"][0]
    assert (half.count("above"), half.count("below"), half.count("")) == (12, 12, 1)
    assert isinstance(apart, Estimate)
    assert (apart.value, apart.low, apart.high) == pytest.approx(
        [100 * float(one[0]) for one in (wanted.difference, wanted.difference_low, wanted.difference_high)]
    )
    assert isinstance(rows["above"][0], Estimate)
    assert rows["above"][0].value == pytest.approx(np.mean([customers[at] for at in kept if half[at] == "above"]))
    assert rows["apart"][1] == Count(24)
    assert "customers clearly are too" in said(report.conclusion)
    assert "not causing" in said(report.reason)
    turned = both(staff, 1 - customers)
    assert "clearly are less so: −" in said(turned.conclusion)


@pytest.mark.parametrize(("n", "judged"), [(NEEDED - 1, False), (NEEDED, True)])
def test_too_few_units_are_shown_and_not_judged(n: int, judged: bool) -> None:
    rng = np.random.default_rng(1)
    report = both(rng.uniform(0.3, 0.9, n), rng.uniform(0.3, 0.9, n))

    assert (report.conclusion is not None and "Too few units are known" in said(report.conclusion)) is not judged
    assert len(report.section("units").table.rows) == n
    assert isinstance(report.section("halves").table.rows[2].cells[0], Missing) is not judged


def test_what_is_not_there_is_said() -> None:
    assert "no study of the employees" in said(staff_and_customers(None, study(0.5), names={}, scope=WHOLE).conclusion)
    assert "no study of customers" in said(staff_and_customers(study(0.5), None, names={}, scope=WHOLE).conclusion)
    same = both([0.5] * 30, [0.5] * 30)
    assert "Too few units are known" in said(same.conclusion)
    left = staff_and_customers(study(0.5, 0.6), study(0.5), names={}, scope=WHOLE)
    assert "1 unit is left out" in " ".join(map(said, left.notes))


def test_a_confidential_study_shows_no_unit_that_tells_somebody_apart(tmp_path: Path) -> None:
    """Forty of Lakeside, thirty of Harbour, twelve of Station, six of Airport: the smallest and one more are hidden."""
    sizes = {"lakeside": 40, "harbour": 30, "station": 12, "airport": 6}
    units = [unit for unit, size in sizes.items() for _ in range(size)]
    content = rows(len(units)) | {"unit": units}
    add(tmp_path / "facts", survey("pulse", "confidential"), content)

    found_in = open_facts(tmp_path / "facts")
    found = sides_of(found_in, "pulse", scope=WHOLE, least=Least(10, 10))

    assert set(found.units) == {"lakeside", "harbour"}
    answered = [value for value, unit in zip(content["overall"], units, strict=True) if unit == "lakeside"]
    wanted = csat(answered)
    side = found.units["lakeside"]
    assert (side.share, side.low, side.high, side.n) == pytest.approx((wanted.share, wanted.low, wanted.high, 40))
