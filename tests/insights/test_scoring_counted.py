"""What was bought is counted from where the last scoring stood, and is what a count of everything finds."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from regulars.facts import Facts, open_facts
from regulars.facts.scores import bought_before, last_scorings, scores_table
from regulars.insights.scope import Scope
from regulars.insights.scoring import keeping
from regulars.insights.scoring.keeping import score_and_keep

FIRST = date(2025, 1, 1)
COLUMNS = {"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"}
COUNTED = ("customer", "first_day", "last_day", "recency_days", "purchases", "net", "net_again", "lines")
PEOPLE = 80


def bought(folder: Path, name: str, lines: list[str]) -> None:
    file = folder / f"{name}.csv"
    file.write_text("receipt,guest,day,amount\n" + "\n".join(lines) + "\n", "utf-8")
    open_facts(folder / "facts").import_purchases(file, columns=COLUMNS)


def drawn(random: np.random.Generator, name: str, count: int, days: tuple[int, int], people: int = PEOPLE) -> list[str]:
    """Lines with returns, free goods, several of a day, and walk-ins."""
    amounts = np.where(random.random(count) < 0.2, -1, 1) * random.integers(0, 4, count) * 10.25
    who = random.integers(0, people, count)
    return [
        f"{name}{i},{'' if random.random() < 0.05 else f'c{who[i]}'},{FIRST + timedelta(int(day))},{amounts[i]:.2f}"
        for i, day in enumerate(random.integers(*days, count))
    ]


@pytest.fixture
def shop(tmp_path: Path, whole: Scope) -> Facts:
    """Scored once."""
    bought(tmp_path, "first", drawn(np.random.default_rng(1), "a", 600, (0, 200)))
    facts = open_facts(tmp_path / "facts")
    score_and_keep(facts, scope=whole)
    return facts


@pytest.fixture
def began(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each scoring began where the last one stood."""
    found: list[bool] = []
    real = keeping._before

    def seen(*arguments: object) -> object:
        before = real(*arguments)  # type: ignore[arg-type]
        if arguments[1]:  # else it was to be computed anew
            found.append(before is not None)
        return before

    monkeypatch.setattr(keeping, "_before", seen)
    return found


@pytest.fixture(autouse=True)
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted hangs on none, and fitting them to random lines takes longest."""
    estimate = import_module("regulars.insights.scoring.estimate")
    monkeypatch.setattr(estimate, "buying_models", lambda *_: (None, None, None))
    monkeypatch.setattr(estimate, "spending_model", lambda *_: (None, None))


def rows_of(facts: Facts) -> pa.Table:
    latest = f'select {", ".join(COUNTED)} from {{table}} where "day" = (select max("day") from {{table}}) order by 1'
    return facts.ask(scores_table(facts), latest, {})


def check(facts: Facts, whole: Scope) -> None:
    """Scored from where it stood, and anew: the same to the last digit."""
    score_and_keep(open_facts(facts.home), scope=whole)
    kept = rows_of(facts)
    score_and_keep(open_facts(facts.home), scope=whole, anew=True)
    assert kept.equals(rows_of(facts))


@pytest.mark.parametrize("seed", range(2))
def test_lines_that_come_in_are_counted_as_if_they_had_always_been_there(
    shop: Facts, tmp_path: Path, whole: Scope, began: list[bool], seed: int
) -> None:
    """Of later days, of days long gone, of new customers, of one and of nearly all; tables compacted in between."""
    random = np.random.default_rng(seed)
    for step, (count, days, people) in enumerate(
        [(9, (200, 202), PEOPLE), (7, (0, 202), PEOPLE), (300, (150, 260), PEOPLE), (5, (261, 262), 2 * PEOPLE)]
    ):
        bought(tmp_path, f"more{step}", drawn(random, f"{step}-", count, days, people))
        if step == 1:
            shop.compact()
        check(shop, whole)

    assert began == [True] * 4


def test_a_change_of_what_was_there_is_counted_anew(
    shop: Facts, tmp_path: Path, whole: Scope, began: list[bool]
) -> None:
    """A correction, an import taken back, a person erased, two who are one."""
    bought(tmp_path, "right", [f"a3,c3,{FIRST},77.00"])
    check(shop, whole)
    shop.undo_last_import()
    check(shop, whole)
    shop.erase_customers(["c5"])
    check(shop, whole)

    assert began == [False] * 3


def test_only_the_last_day_goes_on_from_the_last_day(
    shop: Facts, tmp_path: Path, whole: Scope, began: list[bool]
) -> None:
    """A day in between is counted by itself; what was then kept is not taken for the whole."""
    score_and_keep(shop, scope=whole, until=FIRST + timedelta(100))
    assert rows_of(shop)["lines"].to_pylist()
    bought(tmp_path, "more", [f"new-1,c1,{FIRST + timedelta(210)},5"])

    check(shop, whole)

    assert began == [False]


def test_rows_without_the_counts_are_not_gone_on_from(shop: Facts) -> None:
    """An earlier version wrote none; and a day that is not the last one says nothing of the last one."""
    day = date.fromisoformat(last_scorings(shop)[0].note["day"])
    assert bought_before(shop, day) is not None
    assert bought_before(shop, day - timedelta(1)) is None
    rows = shop.ask(scores_table(shop), "select * exclude (lines) from {table}", {})
    shop.write_scores(rows, latest=True)
    assert bought_before(shop, day) is None


def test_a_count_of_everything_is_that_of_the_summary(shop: Facts) -> None:
    """One pass says what three said: transactions, net and totals."""
    found = shop.bought()
    some = found.filter(pa.compute.greater(found["days"], 0))
    summary = shop.purchase_summary("day").sort_by("customer")
    net, totals = shop.net_by_customer(), shop.purchase_totals()

    assert some["customer"].equals(summary["customer"])
    assert (some["days"].to_numpy() - 1).tolist() == summary["frequency"].to_pylist()
    assert some["first"].equals(summary["first"])
    again = some["again"].cast(pa.float64()).to_numpy() / np.maximum(1, some["days"].to_numpy() - 1)
    np.testing.assert_allclose(again, summary["monetary"].to_numpy(), rtol=1e-15)
    assert found.select(["customer", "net"]).equals(net)
    assert pa.compute.sum(found["lines"]).as_py() == totals.lines - totals.anonymous_lines
