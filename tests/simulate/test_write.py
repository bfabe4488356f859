"""The sample company goes into the facts as any company's files do."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from regulars.facts import open_facts
from regulars.simulate import Company


def test_the_facts_hold_what_the_company_has(small: Company, tmp_path: Path) -> None:
    """Every line and answer, nothing set aside, and the true totals to the cent."""
    facts = open_facts(tmp_path / "facts")

    purchases, responses = small.write(facts)

    assert (purchases.rows, purchases.new, purchases.n_bad) == (small.purchases.num_rows, small.purchases.num_rows, 0)
    assert (responses.rows, responses.new, responses.n_bad) == (small.responses.num_rows, small.responses.num_rows, 0)
    totals = dataclasses.asdict(facts.purchase_totals())
    assert {name: totals[name] for name in vars(small.truth.totals)} == vars(small.truth.totals)
    assert facts.surveys() == [small.survey.name]
    assert facts.survey(small.survey.name) == small.survey


def test_a_second_time_changes_nothing(small: Company, tmp_path: Path) -> None:
    """The same seed is the same file."""
    facts = open_facts(tmp_path / "facts")
    small.write(facts)
    before = facts.purchase_totals()

    purchases, responses = small.write(facts)

    assert (purchases.new, purchases.replaced, responses.new, responses.replaced) == (0, 0, 0, 0)
    assert facts.purchase_totals() == before


def test_the_summary_is_that_of_the_simulation(small: Company, tmp_path: Path) -> None:
    """Customer-days in the hotels' own zone: frequency is the number of repeat stays of each guest."""
    facts = open_facts(tmp_path / "facts")
    small.write(facts)

    summary = facts.purchase_summary()

    assert sorted(summary["frequency"].to_pylist()) == sorted(small.guests["repeats"].to_pylist())
    assert sorted(summary["first"].to_pylist()) == sorted(small.guests["first"].to_pylist())


def test_answers_keep_their_meaning(small: Company, tmp_path: Path) -> None:
    """ "Not used" is no answer; everything else is the rating that was given."""
    facts = open_facts(tmp_path / "facts")
    small.write(facts)

    answers = facts.answers(small.survey.name).to_pyarrow()

    breakfast = np.array(small.responses["breakfast"].to_pylist(), dtype=float)
    assert answers["breakfast"].null_count == int((breakfast == 0).sum()) > 0
    assert pc.sum(answers["breakfast"]).as_py() == breakfast.sum()
    assert pc.sum(answers["recommend"]).as_py() == pc.sum(small.responses["recommend"]).as_py()
    assert set(answers["wave"].to_pylist()) == set(small.responses["wave"].to_pylist())
    assert set(answers["unit"].to_pylist()) == {"Lakeside", "Harbour", "Garden", "Station", "Old Town", "Airport"}
