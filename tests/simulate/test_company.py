"""The sample company is the same for the same seed, and its books agree with each other."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from regulars.simulate import Company, Fieldwork, Ledger, Parameters, company
from regulars.survey import Role, SampleKind, Survey

OTHER_PROCESS = """
from regulars.simulate import company
import sys
made = company(seed=7, customers=500)
made.save(__import__("pathlib").Path(sys.argv[1]))
print(made.truth)
"""


def digest(table: pa.Table) -> str:
    """Of the values, whatever the file format."""
    found = hashlib.sha256()
    for column in table.itercolumns():
        found.update(repr(column.to_pylist()).encode())
    return found.hexdigest()


def test_a_seed_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    """Neither the hash seed nor the number of threads changes a file or the truth."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()

    done = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, str(there)],
        env=os.environ | {"PYTHONHASHSEED": "5", "OPENBLAS_NUM_THREADS": "2"},
        capture_output=True,
        text=True,
        check=True,
    )
    made = company(seed=7, customers=500)
    files = made.save(here)

    assert [file.read_bytes() for file in files] == [(there / file.name).read_bytes() for file in files]
    assert done.stdout.strip() == str(made.truth)


def test_another_seed_gives_another_company(small: Company) -> None:
    """Seeds matter."""
    assert digest(company(seed=1, customers=1_000).purchases) != digest(small.purchases)


def test_streams_do_not_move_each_other(small: Company) -> None:
    """More waves or more refunds leave all other draws where they were."""
    more_asked = company(customers=1_000, parameters=Parameters(fieldwork=Fieldwork(waves=3)))
    no_refunds = company(customers=1_000, parameters=Parameters(ledger=Ledger(refund_share=0.0)))

    assert digest(more_asked.purchases) == digest(small.purchases)
    assert digest(no_refunds.responses) == digest(small.responses)
    assert no_refunds.truth.totals.positive_amount == small.truth.totals.positive_amount


def test_two_languages_one_company(small: Company) -> None:
    """Only words differ: hotels, channels, categories and products."""
    chinese = company(customers=1_000, language="zh")

    assert set(chinese.purchases["hotel"].to_pylist()) == {"湖畔店", "港湾店", "花园店", "车站店", "古城店", "机场店"}
    assert chinese.purchases["amount"].equals(small.purchases["amount"])
    assert chinese.truth == small.truth
    assert chinese.name.words == {"en": "Juniper Hotels", "zh": "杜松酒店"}


def test_every_word_has_both_languages(small: Company) -> None:
    """Title, labels and questions of the survey."""
    texts = [small.survey.title, *small.units.values()]
    for item in small.survey.items:
        texts += [item.label, item.text, *(item.scale.labels.values() if item.scale else ())]

    assert all(text is not None and {"en", "zh"} <= set(text.words) for text in texts)


def test_the_survey_has_every_role(small: Company) -> None:
    """Ten attributes, and one question each for overall, recommendation, staying again and problems."""
    survey = small.survey

    assert len(survey.with_role(Role.ATTRIBUTE)) == 10
    once = (Role.OVERALL, Role.RECOMMEND, Role.REPURCHASE, Role.PROBLEM)
    assert [len(survey.with_role(role)) for role in once] == [1, 1, 1, 1]
    assert survey.sample is SampleKind.OPT_IN
    assert Survey.from_dict(survey.to_dict()) == survey
    assert set(small.response_mapping.item_columns.values()) <= set(small.responses.column_names)
    assert set(small.response_mapping.columns.values()) <= set(small.responses.column_names)


def test_the_totals_are_those_of_the_lines(juniper: Company) -> None:
    """Counted anew from the export."""
    lines, totals = juniper.purchases, juniper.truth.totals
    known = pc.is_valid(lines["guest"])
    back = pc.less(lines["amount"], 0)
    positive = lines.filter(pc.and_(known, pc.invert(back)))
    returns = lines.filter(pc.and_(known, back))
    anonymous = lines.filter(pc.invert(known))

    assert totals.lines == lines.num_rows
    assert totals.customers == len(pc.unique(positive["guest"])) == 20_000
    assert (totals.positive_lines, totals.positive_amount) == (positive.num_rows, pc.sum(positive["amount"]).as_py())
    assert (totals.return_lines, totals.return_amount) == (returns.num_rows, pc.sum(returns["amount"]).as_py())
    assert (totals.anonymous_lines, totals.anonymous_amount) == (
        anonymous.num_rows,
        pc.sum(anonymous["amount"]).as_py(),
    )
    assert totals.net == totals.positive_amount + totals.return_amount
    assert totals.return_amount < 0 < totals.anonymous_amount
    assert set(lines["currency"].to_pylist()) == {"CNY"}
    assert totals.last_day == date(2026, 11, 15)
    assert totals.first_day == date(2023, 11, 16)


def test_a_line_has_one_key_and_an_invoice_one_guest_and_time(juniper: Company) -> None:
    """As a system of invoices keeps it."""
    lines = juniper.purchases
    keys = lines.group_by(["invoice", "line"]).aggregate([([], "count_all")])
    invoices = lines.group_by("invoice").aggregate(
        [("guest", "count_distinct"), ("closed", "count_distinct"), ("hotel", "count_distinct")]
    )

    assert keys.num_rows == lines.num_rows
    assert pc.max(invoices["guest_count_distinct"]).as_py() == 1
    assert pc.max(invoices["closed_count_distinct"]).as_py() == 1
    assert pc.max(invoices["hotel_count_distinct"]).as_py() == 1
    assert pc.min(lines["quantity"]).as_py() == -1
    assert Decimal(0) not in lines["amount"].to_pylist()


def test_refunds_touch_no_day_with_a_stay(juniper: Company) -> None:
    """A guest's customer-day is a stay or a refund, so the true spend stands in the books."""
    lines = juniper.purchases.filter(pc.is_valid(juniper.purchases["guest"]))
    frame = pa.table(
        {
            "guest": lines["guest"],
            "day": pc.cast(lines["closed"], pa.date32()),
            "back": pc.cast(pc.less(lines["amount"], 0), pa.int8()),
        }
    )
    days = frame.group_by(["guest", "day"]).aggregate([("back", "min"), ("back", "max")])

    assert days["back_min"].equals(days["back_max"])
    assert pc.sum(pc.equal(days["back_max"], 0)).as_py() == juniper.truth.totals.customer_days


def test_answers_come_after_the_stay_and_before_the_last_day(juniper: Company) -> None:
    """Nobody is asked about a stay that has not been."""
    guests = juniper.guests.select(["guest", "first"])
    joined = juniper.responses.join(guests, "guest")

    assert pc.all(pc.greater(joined["answered"], pc.cast(joined["first"], pa.timestamp("s")))).as_py()
    assert pc.max(joined["answered"]).as_py().date() <= date(2026, 11, 15)
    assert sorted(set(joined["wave"].to_pylist())) == ["2025-05", "2025-11", "2026-05", "2026-11"]


def test_each_wave_asks_4120_and_a_guest_once(juniper: Company) -> None:
    """Random invitations, opt-in answers."""
    asked = juniper.invitations.group_by("wave").aggregate([("guest", "count"), ("guest", "count_distinct")])

    assert asked["guest_count"].to_pylist() == [4120] * 4
    assert asked["guest_count_distinct"].to_pylist() == [4120] * 4
    assert pc.sum(juniper.invitations["answered"]).as_py() == juniper.responses.num_rows


@pytest.mark.parametrize("customers", [1, 2, 30])
def test_a_tiny_company_works(customers: int) -> None:
    """Even one customer, whom no wave may find."""
    made = company(customers=customers)

    assert made.truth.totals.customers == customers
    assert made.guests.num_rows == customers


def test_any_last_day_will_do() -> None:
    """The last day of February too."""
    made = company(customers=50, last_day=date(2028, 2, 29))

    assert made.truth.totals.last_day <= date(2028, 2, 29)
    assert made.truth.totals.first_day >= date(2025, 3, 1)


def test_parameters_can_be_turned(small: Company) -> None:
    """A better breakfast in the parameters is a better breakfast in the truth."""
    usual = Parameters()
    attributes = dict(usual.answering.attributes)
    attributes["breakfast"] = replace(attributes["breakfast"], mean=80)
    better = company(
        customers=1_000, parameters=replace(usual, answering=replace(usual.answering, attributes=attributes))
    )

    assert better.truth.weakest == "wifi"
    assert np.isclose(better.truth.scores.attributes["breakfast"], 80, atol=2)
    assert better.truth.scores.attributes["sleep"] == small.truth.scores.attributes["sleep"]
