"""Mappings: read, guessed, refused with the near misses."""

from __future__ import annotations

import pyarrow as pa
import pytest

from regulars.facts.imports import ImportFileError, MappingFileError, PurchaseMapping, guess, load_mapping
from regulars.survey import ResponseMapping

MINIMUM = {"customer": "c", "at": "t", "amount": "a"}


def test_the_way_back_to_plain_data():
    mapping = PurchaseMapping.from_dict(
        {**MINIMUM, "source": "till", "walk_ins": [0], "zone": "Asia/Shanghai", "currency": "CNY", "delimiter": "tab"}
    )

    assert PurchaseMapping.from_dict(mapping.to_dict()) == mapping
    assert mapping.delimiter == "\t"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({**MINIMUM, "custommer": "x"}, "Did you mean: customer"),
        ({"customer": "c", "amount": "a"}, "needs an entry “at”"),
        ({"customer": "c", "at": "t", "quantity": "q"}, "unit_price"),
        ({**MINIMUM, "line": "l"}, "add “purchase”"),
        ({**MINIMUM, "zone": "Europe/Berln"}, "Europe/Berlin"),
        ({**MINIMUM, "currency": "Euro"}, "three letters"),
        ({**MINIMUM, "baskets": "half"}, "ask, whole, parts"),
        ({**MINIMUM, "decimal": ";"}, "decimal is"),
        ({**MINIMUM, "delimiter": "ab"}, "cannot be a delimiter"),
        ({**MINIMUM, "header": "yes"}, "true or false"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_named(data, words):
    with pytest.raises(MappingFileError, match=words):
        PurchaseMapping.from_dict(data)


def test_both_kinds_of_files(tmp_path):
    file = tmp_path / "m.yaml"
    file.write_text("customer: 客户\nat: 日期\namount: 金额\n", encoding="utf-8")
    assert load_mapping(file) == PurchaseMapping(customer="客户", at="日期", amount="金额")

    file.write_text("survey: {name: s}\nitems: {q: {kind: nps}}\n", encoding="utf-8")
    assert isinstance(load_mapping(file), ResponseMapping)


@pytest.mark.parametrize(
    ("text", "words"),
    [("a: b\nc: 'd\n", "line "), ("- 1\n", "no mapping"), ("", "no mapping"), ("a: b: c", "line 1"), ("\x00", "YAML")],
)
def test_a_broken_file_names_the_place(tmp_path, text, words):
    file = tmp_path / "m.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(MappingFileError, match=words):
        load_mapping(file)


def test_a_mapping_file_that_is_not_there(tmp_path):
    with pytest.raises(MappingFileError, match="cannot be opened"):
        load_mapping(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (
            {
                "Invoice": ["1"],
                "Customer ID": ["7"],
                "InvoiceDate": ["2009-12-01"],
                "Quantity": ["2"],
                "Price": ["1.5"],
            },
            {
                "purchase": "Invoice",
                "customer": "Customer ID",
                "at": "InvoiceDate",
                "quantity": "Quantity",
                "unit_price": "Price",
            },
        ),
        (
            {"订单号": ["1"], "会员号": ["7"], "下单时间": ["2024年1月5日"], "实付金额": ["￥12"]},
            {"purchase": "订单号", "customer": "会员号", "at": "下单时间", "amount": "实付金额"},
        ),
        (
            {"masterid": ["4"], "sampleid": ["1"], "date": ["19970101"], "cds": ["2"], "sales": ["29.33"]},
            {"customer": "masterid", "at": "date", "amount": "sales", "quantity": "cds"},
        ),
        (
            {"client": ["x"], "when": ["2024-01-05 10:00"], "note": ["hello"], "total": ["5"]},
            {"customer": "client", "at": "when", "amount": "total"},
        ),
    ],
)
def test_columns_are_guessed_from_names_and_contents(columns, found):
    assert guess(pa.table(columns)).columns == found


def test_a_guess_that_fails_says_what_is_missing():
    with pytest.raises(ImportFileError, match="No column looks like the customer"):
        guess(pa.table({"x": ["1"], "date": ["2024-01-05"], "amount": ["1"]}))
