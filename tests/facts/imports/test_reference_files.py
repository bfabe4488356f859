"""The three real inputs with the mappings that stand in examples/."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pytest

from regulars.facts import open_facts
from regulars.facts.imports import load_mapping

MAPPINGS = Path(__file__).parents[3] / "examples" / "mappings"


@pytest.mark.parametrize(
    ("file", "mapping"), [("cdnowElog.csv", "cdnow.yaml"), ("CDNOW_sample.txt", "cdnow-text.yaml")]
)
def test_cdnow_with_and_without_a_header(reference_data, tmp_path, file, mapping):
    facts, path = open_facts(tmp_path / "facts"), reference_data / "cdnow-sample" / file

    first = facts.import_purchases(path, mapping=load_mapping(MAPPINGS / mapping))
    totals = facts.purchase_totals()
    again = facts.import_purchases(path, mapping=load_mapping(MAPPINGS / mapping))

    assert (first.rows, first.new, first.n_bad) == (6919, 6919, 0)
    assert (totals.lines, totals.customer_days, totals.customers) == (6919, 6696, 2357)
    assert (again.known, again.new) == (6919, 0)
    assert facts.purchase_totals() == totals


def test_one_more_column_corrects_the_lines_and_doubles_nothing(reference_data, tmp_path):
    facts = open_facts(tmp_path / "facts")
    file = reference_data / "cdnow-sample" / "cdnowElog.csv"
    columns = {"customer": "sampleid", "at": "date", "amount": "sales"}

    facts.import_purchases(file, columns)
    again = facts.import_purchases(file, {**columns, "quantity": "cds"})

    assert (again.already_imported, again.new, again.replaced) == (False, 0, 6919)
    assert facts.purchase_totals().lines == 6919


@pytest.mark.long
def test_online_retail_to_the_last_digit(reference_data, tmp_path):
    facts = open_facts(tmp_path / "facts")
    path = reference_data / "online-retail-2009-2010" / "online_retail_2009_2010.parquet"

    report = facts.import_purchases(path, mapping=load_mapping(MAPPINGS / "online-retail.yaml"))
    totals = facts.purchase_totals()

    assert (report.rows, report.new, report.n_bad, report.anonymous) == (525_461, 525_461, 0, 107_927)
    assert (totals.positive_lines, totals.positive_customers, totals.buyers) == (407_664, 4312, 4300)
    assert totals.positive_amount == Decimal("8832003.274")
    assert totals.return_amount == Decimal("-483794.700")
    assert totals.net == Decimal("8348208.574")
    assert (totals.anonymous_lines, totals.anonymous_amount) == (107_927, Decimal("1191276.060"))
    assert totals.currency == "GBP"


def test_sfo_2017_with_its_codes_for_no_answer(reference_data, tmp_path):
    facts = open_facts(tmp_path / "facts")
    path = reference_data / "sfo-2017" / "2017_SFO_Customer_Survey.csv.gz"
    mapping = load_mapping(MAPPINGS / "sfo-2017.yaml")

    report = facts.import_responses(path, mapping)
    again = facts.import_responses(path, mapping)
    answers = facts.answers("sfo-2017").to_pyarrow()

    assert (report.rows, report.new, report.n_bad, report.n_bad_values) == (2831, 2831, 0, 0)
    assert (again.known, again.already_imported) == (2831, True)
    recommend, overall = answers["NETPRO"], answers["Q7ALL"]
    assert pc.count(recommend).as_py() == 2746
    assert pc.sum(pc.greater_equal(recommend, 9)).as_py() == 1436
    assert pc.sum(pc.less_equal(recommend, 6)).as_py() == 342
    assert pc.count(overall).as_py() == 2688
    assert pc.sum(pc.greater_equal(overall, 4)).as_py() == 2206
    assert {str(day) for day in answers["day"].to_pylist()} == {"2017-05-13"}
