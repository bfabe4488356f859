"""Scores are computed once for each state of the facts, by one process at a time, and nothing is half-written."""

from __future__ import annotations

import signal
import threading
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.children import run

from regulars.facts import Facts, LockTimeoutError, MixedCurrenciesError, open_facts
from regulars.facts.lock import one_scoring
from regulars.facts.scores import last_scorings, scores_table
from regulars.insights.scope import Scope
from regulars.insights.scoring import keeping, score_customers
from regulars.insights.scoring.keeping import score_and_keep
from regulars.insights.scoring.starting import Starts
from regulars.insights.value import Terms
from regulars.language import Language, render
from regulars.methods import BetaGeoNBD

FIRST = date(2025, 1, 1)
COLUMNS = {"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"}
KILLED = """
import os, signal, sys
import regulars.facts.table as table
from regulars.facts import open_facts
from regulars.insights.scope import Scope
from regulars.insights.scoring.keeping import score_and_keep

real = getattr(table.Table, {name!r})

def dying(*arguments, **options):
    if {after}:
        real(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(table.Table, {name!r}, dying)
score_and_keep(open_facts(sys.argv[1]), scope=Scope.whole(purpose="test"))
"""


def bought(folder: Path, name: str, lines: list[str]) -> None:
    file = folder / f"{name}.csv"
    file.write_text("receipt,guest,day,amount\n" + "\n".join(lines) + "\n", "utf-8")
    open_facts(folder / "facts").import_purchases(file, columns=COLUMNS)


def lines_of(count: int, *, seed: int = 1, days: int = 300, prefix: str = "c") -> list[str]:
    """Purchases as BG/NBD has them: some come often, some leave."""
    random = np.random.default_rng(seed)
    end = random.integers(30, days, count) / 7.0
    frequency, recency = BetaGeoNBD(r=0.8, alpha=5.0, a=0.6, b=2.5).simulate(end, seed=seed)
    mean = random.gamma(4.0, 10.0, count)
    found = []
    for i in range(count):
        middle = random.uniform(0, recency[i], max(0, int(frequency[i]) - 1)).tolist()
        for j, week in enumerate([0.0, *middle, recency[i]][: int(frequency[i]) + 1]):
            day = FIRST + timedelta(days=round(days - 7 * end[i] + 7 * week))
            found.append(f"{prefix}{i}-{j},{prefix}{i},{day},{mean[i] * random.gamma(6, 1 / 6) + 0.01:.2f}")
    return found


@pytest.fixture
def shop(tmp_path: Path) -> Facts:
    """Four hundred customers."""
    bought(tmp_path, "first", lines_of(400))
    return open_facts(tmp_path / "facts")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often scores were computed."""
    calls: list[int] = []

    def counting(*arguments: object, **options: object) -> object:
        calls.append(1)
        return score_customers(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "score_customers", counting)
    return calls


def test_nothing_is_computed_where_nothing_has_changed(
    shop: Facts, tmp_path: Path, whole: Scope, counted: list[int]
) -> None:
    """Also after compaction; other terms, a new purchase or a lost day are something new."""
    first = score_and_keep(shop, scope=whole)
    shop.compact()
    again = score_and_keep(open_facts(shop.home), scope=whole)

    assert (len(counted), first.unchanged, again.unchanged) == (1, False, True)
    assert again.rows.select(["customer", "value"]).equals(first.rows.select(["customer", "value"]).cast(
        again.rows.select(["customer", "value"]).schema))  # fmt: skip
    assert again.models == first.models
    assert "Nothing has changed" in str(again.conclusion)

    score_and_keep(shop, scope=whole, terms=Terms(margin=0.5))
    score_and_keep(shop, scope=whole)  # those of the other terms stand in their place
    assert len(counted) == 3
    score_and_keep(shop, scope=whole, anew=True)
    bought(tmp_path, "second", ["new-1,new,2025-10-28,20"])
    assert score_and_keep(shop, scope=whole).as_of == date(2025, 10, 28)
    shop.undo_last_import()
    score_and_keep(shop, scope=whole)
    assert len(counted) == 6


def test_the_next_day_from_the_last_parameters_is_as_from_afar(shop: Facts, tmp_path: Path, whole: Scope) -> None:
    """Parameters and values agree with those of a cold run."""
    score_and_keep(shop, scope=whole)
    bought(tmp_path, "second", [f"n{i}-1,c{i * 9},2025-10-29,{20 + i}" for i in range(30)])

    warm = score_and_keep(shop, scope=whole)
    cold = score_and_keep(shop, scope=whole, anew=True)

    for name in ("buying", "spending"):
        assert warm.models[name]["parameters"] == pytest.approx(cold.models[name]["parameters"], rel=1e-5)
    for name in ("value", "predicted_low", "predicted_high", "alive", "expected_purchases"):
        np.testing.assert_allclose(
            warm.rows[name].to_numpy().astype(float), cold.rows[name].to_numpy().astype(float), rtol=1e-4, atol=1e-9
        )
    assert warm.rows["value_tier"].equals(cold.rows["value_tier"])


@pytest.mark.parametrize(
    ("name", "after"), [("write_rows", False), ("write_rows", True), ("commit", False), ("commit", True)]
)
def test_killed_in_the_middle(shop: Facts, tmp_path: Path, whole: Scope, name: str, after: bool) -> None:
    """The old scores stand, or the new ones; the next run finishes, and no file is left over."""
    old = score_and_keep(shop, scope=whole)
    bought(tmp_path, "second", ["new-1,new,2025-10-29,20"])

    done = run(KILLED.format(name=name, after=after), shop.home)

    assert done.returncode == -signal.SIGKILL
    committed = name == "commit" and after
    stands = shop.customer_scores().to_pyarrow()
    assert len(stands) == len(old.rows) + committed
    again = score_and_keep(shop, scope=whole)
    assert (again.unchanged, len(again.rows)) == (committed, len(old.rows) + 1)
    files = {Path(file).name for file in scores_table(shop).snapshot().files}
    assert {file.name for file in scores_table(shop).path.glob("part-*")} == files
    if not committed:  # else nobody has written since: the next one who does sweeps
        assert list((shop.home / "stage").glob("*/")) == []


def test_the_second_waits_and_finds_the_work_done(shop: Facts, whole: Scope, counted: list[int]) -> None:
    """Two at once: one computes, the other one says that it waits; who may not wait is told who holds it."""
    said: list[str] = []
    with one_scoring(shop.home):
        other = threading.Thread(
            target=lambda: score_and_keep(
                open_facts(shop.home), scope=whole, waiting=lambda words: said.append(str(words))
            )
        )
        other.start()
        for _ in range(200):
            if said:
                break
            other.join(0.05)
        assert "which is scoring the customers" in said[0]
        impatient = open_facts(shop.home)
        impatient.wait_seconds = 0.1
        with pytest.raises(LockTimeoutError, match="still scoring"):
            score_and_keep(impatient, scope=whole)
        assert counted == []
        assert shop.purchase_totals().customers == 400  # reading goes on
    other.join()
    assert score_and_keep(shop, scope=whole).unchanged
    assert len(counted) == 1


def test_whoever_is_erased_meanwhile_has_no_scores(shop: Facts, whole: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next scoring computes again, for the others have changed too."""

    def erasing(*arguments: object, **options: object) -> object:
        found = score_customers(*arguments, **options)  # type: ignore[arg-type]
        open_facts(shop.home).erase_customers(["c7"])
        return found

    people = shop.customers().to_pylist()
    key = next(one["key"] for one in people if one["id"] == "c7")
    monkeypatch.setattr(keeping, "score_customers", erasing)
    score_and_keep(shop, scope=whole)
    monkeypatch.undo()

    assert key not in shop.customer_scores().to_pyarrow()["customer"].to_pylist()
    assert shop.customer_scores().count().to_pyarrow().as_py() == 399
    assert not score_and_keep(shop, scope=whole).unchanged


def test_steps_are_told_while_it_runs(shop: Facts, whole: Scope) -> None:
    """Four, in order."""
    told: list[tuple[int, int | None]] = []

    score_and_keep(shop, scope=whole, progress=lambda _, done, total: told.append((done, total)))

    assert told == [(0, 4), (1, 4), (2, 4), (3, 4)]


def test_a_note_that_cannot_be_read_costs_only_time(shop: Facts, whole: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    """The models are fitted from afar."""
    first = score_and_keep(shop, scope=whole)
    record = last_scorings(shop)[0]
    for models in ("", "[1]", '{"buying": 3, "spending": {"model": "GammaGamma", "parameters": {"p": -1}}}'):
        torn = [type(record)(**{**record.to_dict(), "note": {**record.note, "state": "x", "models": models}})]
        monkeypatch.setattr(keeping.scores, "last_scorings", lambda _, torn=torn: torn)
        assert score_and_keep(shop, scope=whole).models["spending"] == first.models["spending"]


def test_a_collective_account_is_named(tmp_path: Path, whole: Scope) -> None:
    """Many lines under one id are scored, and said; so is one customer with half of the money."""
    walk_in = [f"w{i},walk-in,{FIRST + timedelta(days=i % 300)},1.5" for i in range(6000)]
    bought(tmp_path, "first", [*lines_of(200), *walk_in, "big-1,big,2025-03-01,900000"])
    facts = open_facts(tmp_path / "facts")

    found = score_customers(facts, scope=whole)

    words = " ".join(str(note) for note in found.notes)
    assert "Customer walk-in has" in words
    assert "walk_ins" in words
    assert "Customer big brought" in words
    chinese = " ".join(render(note, Language.CHINESE) for note in found.notes)
    assert "walk_ins" in chinese
    assert "Customer" not in chinese
    assert len(found.rows) == 202


def test_a_currency_without_a_rate_is_refused_in_words(tmp_path: Path, whole: Scope) -> None:
    """No sum of different things; nothing is stored."""
    file = tmp_path / "mixed.csv"
    file.write_text("receipt,guest,day,amount,currency\n1,a,2025-01-01,5,EUR\n2,b,2025-01-02,6,USD\n", "utf-8")
    facts = open_facts(tmp_path / "facts")
    facts.import_purchases(file, columns={**COLUMNS, "currency": "currency"})

    with pytest.raises(MixedCurrenciesError, match=r"EUR.*USD"):
        score_and_keep(facts, scope=whole)
    assert not scores_table(facts).snapshot().files


@pytest.mark.parametrize(
    ("undetermined", "said"),
    [(["a", "b"], "a, b"), (["b"], "determine b:"), ([], ""), (None, ""), (["q"], "")],
)
def test_what_the_data_do_not_determine_is_kept_beside_the_parameters(undetermined: object, said: str) -> None:
    parameters = {"r": 0.6, "alpha": 6.0, "a": 0.1, "b": 900.0}
    told = {"model": "BetaGeoNBD", "parameters": parameters, "undetermined": undetermined}
    notes = [str(note) for note in Starts({"buying": told}).notes]

    assert bool(notes) is bool(said)
    assert all("BG/NBD" in note and said in note for note in notes)
