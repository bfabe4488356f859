"""The textbook tested, and what more customers kept would be worth: as the methods have it, on plain counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from regulars.facts import Facts, open_facts
from regulars.facts.scores import SCORES
from regulars.insights.report import Report, Whom
from regulars.insights.scope import Scope
from regulars.insights.scoring import score_customers
from regulars.insights.value import Terms
from regulars.insights.worth import Wish, worth
from regulars.insights.worth.keeping import Kept, kept_of
from regulars.language import Language, Missing, render
from regulars.methods import cross_subsidy, hidden_complaints, retention_whatif, tiers
from regulars.methods.textbook import CLAIMS, textbook
from regulars.simulate import company

WHOLE = Scope.whole(purpose="test")
MARGIN = Terms(margin=0.4)


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    facts = open_facts(tmp_path_factory.mktemp("hotels") / "facts")
    company(customers=1200, seed=3).write(facts)
    facts.write_scores(score_customers(facts, scope=WHOLE).rows)
    return facts


@pytest.fixture
def import_purchases(tmp_path: Path) -> Callable[[list[str]], Facts]:
    """Purchases of a few lines: customer, day, amount, product, quantity, promotion."""

    def read(lines: list[str]) -> Facts:
        folder = tmp_path / str(len(lines))
        folder.mkdir()
        head = "customer,day,amount,product,quantity,promotion"
        rows = [f"{number},{line}" for number, line in enumerate(lines)]
        (folder / "p.csv").write_text("\n".join([f"purchase,{head}", *rows]) + "\n", "utf-8")
        facts = open_facts(folder / "facts")
        columns = {"purchase": "purchase", "at": "day"} | {
            name: name for name in ("customer", "amount", "product", "quantity", "promotion")
        }
        report = facts.import_purchases(folder / "p.csv", columns=columns)
        assert not report.n_bad
        return facts

    return read


def by_hand(facts: Facts) -> tuple[list[int], list[float]]:
    """Who of the year before bought again, and what they had brought: in plain loops."""
    lines = [row for row in facts.purchases().to_pyarrow().to_pylist() if row["customer"] is not None]
    end = max(row["day"] for row in lines)
    middle, start = end - timedelta(days=365), end - timedelta(days=730)
    net: dict[int, float] = defaultdict(float)
    before, after = set(), set()
    for row in lines:
        if start < row["day"] <= middle:
            net[row["customer"]] += float(row["amount"])
            before |= {row["customer"]} if row["amount"] > 0 else set()
        elif row["day"] > middle and row["amount"] > 0:
            after.add(row["customer"])
    people = sorted(before)
    return [int(one in after) for one in people], [net[one] for one in people]


def test_the_gain_is_that_of_the_method(hotels: Facts) -> None:
    kept, net = by_hand(hotels)
    plan: dict[str, Any] = {"periods": 5, "discount_rate": 1.1 ** (365 / 365.25) - 1}
    margin = [0.4 * one for one in net]
    found = retention_whatif(kept, margin, points=0.05, **plan)
    report = worth(hotels, "what-if", Wish(WHOLE, terms=MARGIN))
    gain, total = report.figure("gain_share").estimate, report.figure("total_gain").estimate

    assert report.figure("gain_share").n == len(kept)
    assert (gain.value, gain.low, gain.high) == pytest.approx(
        (found.gain_share, found.gain_share_low, found.gain_share_high)
    )
    assert (total.value, total.low, total.high) == pytest.approx(
        (found.total_gain, found.total_gain_low, found.total_gain_high)
    )
    by_tier = retention_whatif(kept, margin, points=0.05, groups=tiers(net, parts=(0.2, 0.3)).tier, **plan)
    table = report.section("tiers").table
    assert table is not None
    for row in table.rows:
        at = by_tier.part_names.index(row.key)
        assert row.cells[0].value == pytest.approx(by_tier.gain[at])  # type: ignore[union-attr]
    assert table.rows[0].key == "premium"


def test_points_margin_and_years_are_the_readers(hotels: Facts) -> None:
    usual = worth(hotels, "what-if", Wish(WHOLE, terms=MARGIN)).figure("total_gain").estimate.value
    half = worth(hotels, "what-if", Wish(WHOLE, terms=MARGIN, options={"margin": 20.0}))
    assert half.figure("total_gain").estimate.value == pytest.approx(usual / 2)

    less = worth(hotels, "what-if", Wish(WHOLE, terms=MARGIN, options={"points": -5.0}))
    assert less.figure("total_gain").estimate.value < 0
    one = worth(hotels, "what-if", Wish(WHOLE, terms=MARGIN, options={"years": 1.0}))
    assert one.figure("total_gain").estimate.value == 0  # the first margin comes before anybody can stay or leave

    nothing = worth(hotels, "what-if", Wish(WHOLE, options={"points": 0.0}))
    assert not nothing.figures
    quarters = kept_of(hotels, Wish(WHOLE), period="quarter")
    assert isinstance(quarters, Kept)
    assert (quarters.end - quarters.middle).days == 91


def test_it_says_that_the_textbook_is_no_law(hotels: Facts) -> None:
    report = worth(hotels, "what-if", Wish(WHOLE))
    assert any("no law" in render(note, Language.ENGLISH) for note in report.notes)
    assert "q = " in render(report.section("formula").sentence, Language.ENGLISH)


def test_a_short_time_is_cut_into_shorter_periods_or_refused(import_purchases: Callable[[list[str]], Facts]) -> None:
    """Ninety days do not hold two quarters; three hundred hold two of them."""
    facts = import_purchases(["a,2026-01-01,10,,,", "b,2026-03-31,10,,,"])
    assert "90 days are too few" in render(worth(facts, "what-if", Wish(WHOLE)).conclusion, Language.ENGLISH)

    longer = import_purchases(["a,2026-01-01,10,,,", "b,2026-10-27,10,,,", "c,2026-10-27,10,,,"])
    found = kept_of(longer, Wish(WHOLE))
    assert isinstance(found, Kept)
    assert found.period == "quarter"


def test_each_claim_has_the_figure_of_the_method(hotels: Facts) -> None:
    kept, net = by_hand(hotels)
    rows = hotels.net_by_customer()["net"].to_pylist()
    revenue = textbook([float(one) for one in rows])
    profit = textbook(
        margin=[0.4 * one for one in net], left=[1 - one for one in kept], periods=5,
        discount_rate=1.1 ** (365 / 365.25) - 1,
    )  # fmt: skip
    report = worth(hotels, "textbook", Wish(WHOLE, terms=MARGIN))
    said = worth(hotels, "satisfaction-loyalty", Wish(WHOLE)).figure("said_satisfied").estimate
    table = report.section("claims").table
    assert table is not None
    own = {row.key: row.cells[0] for row in table.rows}

    assert list(own) == [claim.key for claim in CLAIMS]
    assert own["top_fifth"].value == pytest.approx(revenue.figure[0])  # type: ignore[union-attr]
    assert own["more_profit"].value == pytest.approx(profit.figure[1])  # type: ignore[union-attr]
    assert (own["said_satisfied"].value, own["said_satisfied"].low) == (said.value, said.low)  # type: ignore[union-attr]
    assert isinstance(own["times_as_easy"], Missing)


def test_no_claim_stands_as_a_fact(hotels: Facts) -> None:
    """Its words stand in quotes behind “Claim”, and what is missing is named."""
    report = worth(hotels, "textbook", Wish(WHOLE))
    for key in ("claims", "lacking"):
        table = report.section(key).table
        assert table is not None
        assert all(render(row.name, Language.ENGLISH).startswith("Claim: “") for row in table.rows)
    assert "prospects" in str(cell(report, "lacking", "times_as_easy"))


def cell(report: Report, table: str, row: str) -> str:
    found = report.section(table).table
    assert found is not None
    return render(next(one.cells[0] for one in found.rows if one.key == row), Language.ENGLISH)


def test_without_promotions_cross_subsidy_is_not_told(hotels: Facts) -> None:
    section = worth(hotels, "what-if", Wish(WHOLE)).section("cross_subsidy")
    assert section.table is None
    assert "promotion" in render(section.sentence, Language.ENGLISH)


def test_who_pays_for_the_discounts_of_others(import_purchases: Callable[[list[str]], Facts]) -> None:
    """Two rooms at 100 for each of 120 loyal guests; 120 others got them under a promotion, for 160."""
    loyal = [f"L{guest},2026-01-0{1 + guest % 9},200,room,2," for guest in range(120)]
    others = [f"M{guest},2026-01-0{1 + guest % 9},160,room,2,spring" for guest in range(120)]
    facts = import_purchases([*loyal, *others])
    promoted = {
        row["customer"]: row["promotion"] is not None for row in facts.purchases().to_pyarrow().to_pylist()
    }  # fmt: skip
    people = sorted(promoted)
    kinds = ["mercenary" if promoted[one] else "loyalist" for one in people]
    rows = {"customer": people, "day": [date(2026, 1, 9)] * 240, "at": [datetime(2026, 1, 10, tzinfo=UTC)] * 240}
    schema = [SCORES.schema.field(name) for name in (*rows, "loyalty_type")]
    facts.write_scores(pa.table({**rows, "loyalty_type": kinds}, schema=pa.schema(schema)))

    found = cross_subsidy(kinds, [200.0] * 240, [40.0 if kind == "mercenary" else 0.0 for kind in kinds])
    section = worth(facts, "what-if", Wish(WHOLE)).section("cross_subsidy")
    assert section.table is not None
    transfers = {row.key: row.cells[0].value for row in section.table.rows}  # type: ignore[union-attr]
    assert transfers == pytest.approx(dict(zip(found.names, found.transfer.tolist(), strict=True)))
    assert transfers["mercenary"] == pytest.approx(2400)
    assert [row.whom for row in section.table.rows] == [Whom.of(type="loyalist"), Whom.of(type="mercenary")]


def test_what_facts_do_not_know_may_be_typed(hotels: Facts) -> None:
    """How many complained, and who of lost customers and prospects was won."""
    assert cell(worth(hotels, "textbook", Wish(WHOLE)), "lacking", "silent") == "Missing: who complained."

    typed = {"complained": 20.0, "approached": 400.0, "returned": 80.0, "prospects": 1000.0, "won": 50.0}
    report = worth(hotels, "textbook", Wish(WHOLE, options=typed))
    own = {row.key: row.cells for row in report.section("claims").table.rows}  # type: ignore[union-attr]
    found = textbook(returned=[1, 0], counts=[80, 320], prospects=1000, prospects_won=50)
    times = found.claims.index("times_as_easy")

    assert own["times_as_easy"][0].value == pytest.approx(found.figure[times])  # type: ignore[union-attr]
    answers = hotels.answers("juniper-guests").to_pyarrow().to_pylist()
    lines = [row for row in hotels.purchases().to_pyarrow().to_pylist() if row["customer"] is not None]
    start = max(row["day"] for row in lines) - timedelta(days=365)
    latest: dict[int, float] = {}
    for row in sorted(answers, key=lambda one: one["at"] or one["day"]):
        if row["customer"] is not None and row["problems"] is not None and row["day"] > start:
            latest[row["customer"]] = row["problems"]
    customers = len({row["customer"] for row in lines if row["day"] > start and row["amount"] > 0})
    problems = [int(count > 0) for count in latest.values()]
    silent = hidden_complaints(problems, customers=customers, logged=20)
    assert own["silent"][0].value == pytest.approx(silent.silent)  # type: ignore[union-attr]

    wrong = worth(hotels, "textbook", Wish(WHOLE, options={**typed, "returned": 500.0}))
    assert any("More lost customers" in render(note, Language.ENGLISH) for note in wrong.notes)
