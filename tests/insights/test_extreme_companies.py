"""Companies at the edge, from the file to the page on value: it holds, or says in words why it cannot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.children import start

from regulars.documents.view import view
from regulars.facts import Facts, PurchaseMapping, open_facts
from regulars.facts.errors import MixedCurrenciesError
from regulars.insights.scope import Scope
from regulars.insights.scoring.keeping import score_and_keep
from regulars.insights.worth import Wish, worth
from regulars.language import Language, render

WHOLE = Scope.whole(purpose="test")
COLUMNS = {"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"}
IMPORTING = """
import sys
from regulars.facts import open_facts

columns = {"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"}
report = open_facts(sys.argv[1]).import_purchases(sys.argv[2], columns=columns)
print(report.new, report.known)
"""


def lines(count: int, people: int, *, seed: int = 1, guest: str = "", name: str = "r") -> pa.Table:
    """So many lines over two years; all of one ``guest``, or of people."""
    random = np.random.default_rng(seed)
    days = np.datetime64("2024-11-01") + random.integers(0, 700, count).astype("timedelta64[D]")
    who = [guest] * count if guest else [f"g{i}" for i in random.integers(0, people, count)]
    return pa.table(
        {
            "receipt": [f"{name}{i}" for i in range(count)],
            "guest": who,
            "day": days,
            "amount": np.round(random.gamma(4.0, 10.0, count) + 0.01, 2),
        }
    )


def facts_of(folder: Path, *tables: pa.Table, walk_ins: tuple[str, ...] = ()) -> Facts:
    pq.write_table(pa.concat_tables(tables), folder / "lines.parquet")
    facts = open_facts(folder / "facts")
    facts.import_purchases(folder / "lines.parquet", mapping=PurchaseMapping(**COLUMNS, walk_ins=walk_ins))
    return facts


def said(facts: Facts) -> str:
    """All words of the page on value, in both languages."""
    report = worth(facts, "value", Wish(WHOLE))
    return " ".join(str(view(report, language)) for language in (Language.ENGLISH, Language.CHINESE))


@pytest.mark.parametrize("count", [20_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_purchases_of_a_walk_in_are_nobodys(tmp_path: Path, count: int) -> None:
    """Named as such they count as revenue, and no customer is scored for them."""
    tables = (lines(900, 200), lines(count, 1, guest="WALK-IN", name="w"))
    facts = facts_of(tmp_path, *tables, walk_ins=("WALK-IN",))

    score_and_keep(facts, scope=WHOLE)

    totals = facts.purchase_totals()
    assert (totals.lines, totals.customers) == (count + 900, facts.customer_scores().count().to_pyarrow().as_py())
    assert totals.customers <= 200
    assert totals.anonymous_amount > 0.9 * float(totals.net)
    assert len(said(facts)) > 1000


@pytest.mark.parametrize("count", [20_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_a_walk_in_that_nobody_named_is_one_customer(tmp_path: Path, count: int) -> None:
    """The others are scored all the same, and every value is a number."""
    facts = facts_of(tmp_path, lines(900, 200), lines(count, 1, guest="WALK-IN", name="w"))

    score_and_keep(facts, scope=WHOLE)

    rows = facts.customer_scores().to_pyarrow().to_pandas()
    assert len(rows) == facts.purchase_totals().customers
    assert np.isfinite(rows["value"].dropna()).all()
    assert float(rows["net"].max()) > 0.9 * float(rows["net"].sum())
    assert len(said(facts)) > 1000


def test_one_customer_with_half_the_revenue(tmp_path: Path) -> None:
    """The page says how much hangs on the best, and the others keep their own figures."""
    people = lines(1500, 300)
    half = float(np.sum(people["amount"].to_numpy()))
    one = lines(6, 1, guest="giant", name="x", seed=2).to_pandas()
    one["amount"] = half / 6
    facts = facts_of(tmp_path, people, pa.Table.from_pandas(one, schema=people.schema))

    score_and_keep(facts, scope=WHOLE)

    rows = facts.customer_scores().to_pyarrow().to_pandas().sort_values("net")
    assert float(rows["net"].iloc[-1]) == pytest.approx(half, rel=0.001)
    assert np.isfinite(rows["value"].dropna()).all()
    assert rows["value"].iloc[:-1].median() < 200
    assert len(said(facts)) > 1000


def test_a_currency_without_a_rate_is_told_on_the_page(tmp_path: Path) -> None:
    """Nothing is added up that cannot be."""
    table = lines(400, 80)
    currency = pa.array(["EUR", "USD"] * 200)
    pq.write_table(table.append_column("currency", currency), tmp_path / "lines.parquet")
    facts = open_facts(tmp_path / "facts")
    facts.import_purchases(tmp_path / "lines.parquet", columns={**COLUMNS, "currency": "currency"})

    with pytest.raises(MixedCurrenciesError, match=r"EUR.*USD"):
        score_and_keep(facts, scope=WHOLE)
    report = worth(facts, "value", Wish(WHOLE))
    assert "EUR, USD" in render(report.conclusion, Language.ENGLISH)
    assert "汇率" in render(report.conclusion, Language.CHINESE)
    assert not report.sections


def test_one_file_imported_by_two_at_once_is_in_once(tmp_path: Path) -> None:
    """Whoever comes second finds it known; neither fails."""
    pq.write_table(lines(5_000, 300), tmp_path / "lines.parquet")
    facts = open_facts(tmp_path / "facts")

    both = [start(IMPORTING, facts.home, tmp_path / "lines.parquet") for _ in range(2)]
    ended = [one.end() for one in both]

    assert [one.returncode for one in ended] == [0, 0], [one.stderr for one in ended]
    assert sorted(one.stdout.split() for one in ended) == [["0", "5000"], ["5000", "0"]]
    assert facts.purchase_totals().lines == 5_000
    assert len([one for one in facts.imports() if one.new]) == 1
    score_and_keep(facts, scope=WHOLE)
    assert facts.customer_scores().count().to_pyarrow().as_py() == facts.purchase_totals().customers
