"""The bad files of this world: a clear sentence, good rows kept, nothing counted twice or lost."""

from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path

import pytest

from regulars.facts import Facts, open_facts
from regulars.facts.imports import EmptyFileError, ImportFileError, ImportReport, MissingColumnError, PurchaseMapping
from regulars.language import Language, render

COLUMNS = {"purchase": "purchase", "customer": "customer", "at": "at", "amount": "amount"}
HEADER = "purchase,customer,at,amount\n"
GOOD = "p1,ann,2024-01-05 10:00:00,12.50\np2,bob,2024-01-06 11:00:00,7.25\n"


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    return open_facts(tmp_path / "facts")


@pytest.fixture
def put(tmp_path: Path, facts: Facts):
    """Import bytes or text as a file; returns the report."""

    def do(content: str | bytes, columns=COLUMNS, name="sales.csv", **options) -> ImportReport:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return facts.import_purchases(file, columns, **options)

    return do


def amounts(facts: Facts) -> list[Decimal]:
    return sorted(facts.purchases().to_pyarrow()["amount"].to_pylist())


def test_good_rows_go_in_beside_bad_ones_and_each_bad_row_is_explained(put, facts):
    report = put(
        HEADER
        + GOOD
        + "p3,cid,2024-02-30,5\np4,dan,2024-01-07,five\n,eve,2024-01-07,1\np6,eve,,1\np7,eve,2024-01-07,\n"
    )

    assert (report.rows, report.new, report.n_bad) == (7, 2, 5)
    assert [(b.row, b.column, b.value, str(b.reason)) for b in report.bad] == [
        (3, "at", "2024-02-30", "not a date or time"),
        (4, "amount", "five", "not a number"),
        (5, "purchase", "", "empty where a value is needed"),
        (6, "at", "", "empty where a value is needed"),
        (7, "amount", "", "empty where a value is needed"),
    ]
    assert sum(count for _, count in report.bad_by_reason) == report.n_bad
    assert all(str(b.way_out) for b in report.bad)
    assert render(report.bad[1].reason, Language.CHINESE) == "不是数字"
    assert amounts(facts) == [Decimal("7.25"), Decimal("12.50")]


def test_wrong_delimiter_is_found_out_or_explained(put, tmp_path):
    text = (HEADER + GOOD).replace(",", ";")
    assert put(text).new == 2

    with pytest.raises(MissingColumnError, match="semicolon"):
        put(text, None, mapping=PurchaseMapping.from_dict({**COLUMNS, "delimiter": ","}))


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_every_delimiter_is_found(put, delimiter):
    assert put((HEADER + GOOD).replace(",", delimiter)).new == 2


def test_byte_order_mark_is_no_part_of_the_first_column(put):
    assert put(b"\xef\xbb\xbf" + (HEADER + GOOD).encode()).new == 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16", "utf-8-sig"])
def test_chinese_files_in_any_encoding(put, facts, encoding):
    text = "订单号,客户,日期,金额,商品\n1,张三,2024年1月5日,￥１２.50,早餐\n2,李四,2024年1月6日 8时05分,1288,套房\n"
    columns = {"purchase": "订单号", "customer": "客户", "at": "日期", "amount": "金额", "product": "商品"}

    report = put(text.encode(encoding), columns)

    assert (report.new, report.n_bad) == (2, 0), report.bad
    assert amounts(facts) == [Decimal("12.5"), Decimal(1288)]
    assert set(facts.purchases().to_pyarrow()["product"].to_pylist()) == {"早餐", "套房"}


def test_western_letters_in_the_old_encoding(put, facts):
    put((HEADER + "p1,Müller,2024-01-05,1\np2,Café,2024-01-05,2\n").encode("cp1252"))

    assert facts.erase_customers(["Müller", "Café"]).known == 2


def test_two_date_formats_in_one_column_are_told_apart_or_set_aside(put):
    report = put(HEADER + "1,a,13/04/2024,1\n2,a,04/14/2024,1\n3,a,03/04/2024,1\n4,a,05/05/2024,1\n5,a,2024-04-13,1\n")

    assert (report.new, report.n_bad) == (4, 1)
    assert (report.bad[0].row, str(report.bad[0].reason)) == (3, "two date formats in one column")
    assert any("date_format" in str(warning) for warning in report.warnings)


def test_one_clear_date_decides_for_its_column(put, facts):
    report = put(HEADER + "1,a,03/04/2024 8:26,1\n2,a,04/14/2024 17:05,1\n")

    assert report.n_bad == 0
    days = sorted(facts.purchases().to_pyarrow()["day"].to_pylist())
    assert [str(day) for day in days] == ["2024-03-04", "2024-04-14"]


def test_dates_that_nothing_decides_wait_for_the_mapping(put, facts):
    text = HEADER + "1,a,03/04/2024,1\n2,a,05/06/2024,1\n"

    report = put(text)
    assert (report.new, report.n_bad) == (0, 2)
    assert str(report.bad[0].reason) == "day and month cannot be told apart"

    report = put(text, None, mapping=PurchaseMapping.from_dict({**COLUMNS, "date_format": "%d/%m/%Y"}))
    assert report.new == 2
    assert str(min(facts.purchases().to_pyarrow()["day"].to_pylist())) == "2024-04-03"


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("1 234,50", "1234.50"), ("€12,50", "12.50"),
        ("12.50-", "-12.50"), ("(12.50)", "-12.50"), ("１２，３４５．５０", "12345.50"), ("$1,234,567", "1234567"),
        ("1'234.50", "1234.50"), ("1e3", "1000"), ("0.00005", "0.0001"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(put, facts, written, amount):
    report = put(f'{HEADER}1,a,2024-01-05,"{written}"\n')

    assert report.n_bad == 0, report.bad
    assert amounts(facts) == [Decimal(amount)]


def test_a_thousand_separator_is_read_as_the_other_values_show(put, facts):
    assert put(HEADER + '1,a,2024-01-05,"1,234"\n2,a,2024-01-05,12.50\n').n_bad == 0
    assert amounts(facts) == [Decimal("12.50"), Decimal(1234)]


def test_a_dot_is_a_thousand_separator_where_commas_are_decimals(put, facts):
    assert put(
        HEADER + "1;a;2024-01-05;1.234\n2;a;2024-01-05;12,50\n".replace(";", "\t").replace("\t", ";"), name="x.csv"
    ).n_bad
    assert (
        put((HEADER + "").replace(",", ";") + "1;a;2024-01-05;1.234\n2;a;2024-01-05;12,50\n", name="y.csv").n_bad == 0
    )
    assert amounts(facts) == [Decimal("12.50"), Decimal(1234)]


def test_a_number_with_two_readings_is_set_aside_until_the_mapping_decides(put):
    text = HEADER + '1,a,2024-01-05,"1,234"\n'
    assert str(put(text).bad[0].reason) == "could be thousands or decimals"
    assert put(text, None, mapping=PurchaseMapping.from_dict({**COLUMNS, "decimal": "."})).new == 1


def test_dates_in_the_future_are_set_aside(put):
    report = put(HEADER + GOOD + "p3,a,2999-01-01,1\n")

    assert (report.new, report.n_bad, str(report.bad[0].reason)) == (2, 1, "lies in the future")


@pytest.mark.parametrize(
    ("content", "word"), [(b"", "empty"), (b"\n \n\n", "blank"), (HEADER.encode(), "no rows below")]
)
def test_files_without_rows_say_so(put, content, word):
    with pytest.raises(EmptyFileError, match=word):
        put(content)


def test_a_file_that_is_not_there(facts, tmp_path):
    with pytest.raises(ImportFileError, match="There is no file"):
        facts.import_purchases(tmp_path / "nothing.csv", COLUMNS)


def test_three_hundred_columns(put):
    extra = [f"x{i}" for i in range(296)]
    text = HEADER.strip() + "," + ",".join(extra) + "\n" + "p1,ann,2024-01-05,1," + ",".join("0" for _ in extra) + "\n"

    assert put(text).new == 1


def test_a_line_of_two_hundred_megabytes_is_one_bad_row(facts, tmp_path):
    file = tmp_path / "long.csv"
    with file.open("wb") as out:
        out.write((HEADER + "p1,ann,2024-01-05,1\n").encode())
        for _ in range(200):
            out.write(b"x" * 1_000_000)
        out.write(b"\np2,bob,2024-01-06,2\n")

    report = facts.import_purchases(file, COLUMNS)

    assert (report.rows, report.new, report.n_bad) == (3, 2, 1)
    assert (report.bad[0].row, str(report.bad[0].reason)) == (2, "a line of more than 1 MB")
    assert len(report.bad[0].value) <= 61


def test_an_open_quote_costs_its_own_row_alone(put, facts):
    lines = [f"p{i},c{i},2024-01-05,{i}\n" for i in range(1, 2001)]
    lines[99] = 'p100,"c100,2024-01-05,100\n'
    report = put(HEADER + "".join(lines))

    assert (report.rows, report.new, report.n_bad) == (2000, 1999, 1)
    assert (report.bad[0].row, str(report.bad[0].reason)) == (100, "a quote that never closes")


def test_quotes_that_are_meant(put, facts):
    text = HEADER.strip() + ',product\np1,"ann, jr",2024-01-05,1,"a ""big"" one"\n'
    text += 'p2,bob,2024-01-05,2,15" screen\np3,cid,2024-01-05,3,"two\nlines"\n\np4,dan,2024-01-05,x,y\n'
    report = put(text, {**COLUMNS, "product": "product"})

    assert set(facts.purchases().to_pyarrow()["product"].to_pylist()) == {'a "big" one', '15" screen', "two lines"}
    assert (report.rows, report.n_bad, report.bad[0].row) == (4, 1, 5)  # the blank line counts


def test_lines_with_other_numbers_of_values(put):
    report = put(HEADER + "p1,ann,2024-01-05\n" + GOOD + "p9,ann,2024-01-05,1,2,3\n")

    assert (report.new, report.n_bad) == (2, 2)
    assert [b.row for b in report.bad] == [1, 4]


def test_a_nul_byte_is_no_part_of_an_id(put):
    report = put((HEADER + "p1,a\0nn,2024-01-05,1\n" + GOOD).encode())

    assert (report.new, report.n_bad, str(report.bad[0].reason)) == (2, 1, "holds a NUL byte")


def test_a_mapping_that_names_a_missing_column(put):
    with pytest.raises(MissingColumnError, match="Did you mean: amount"):
        put(HEADER + GOOD, {**COLUMNS, "amount": "Ammount"})


def test_the_same_file_twice_changes_nothing(put, facts):
    put(HEADER + GOOD)
    again = put(HEADER + GOOD)

    assert (again.rows, again.known, again.new, again.already_imported) == (2, 2, 0, True)
    assert facts.purchase_totals().lines == 2


def test_the_same_rows_under_another_name_and_type_are_known(put, facts, tmp_path):
    from datetime import datetime

    import pyarrow as pa
    import pyarrow.parquet as pq

    put(HEADER + "7,17850,2024-01-05 10:00:00,12.50\n")
    table = pa.table({
        "purchase": [7.0], "customer": [17850.0], "amount": [12.5],
        "at": pa.array([datetime(2024, 1, 5, 10)], pa.timestamp("ns")),  # noqa: DTZ001
    })  # fmt: skip
    pq.write_table(table, tmp_path / "a[1]*.parquet")
    report = facts.import_purchases(tmp_path / "a[1]*.parquet", COLUMNS)

    assert (report.new, report.known) == (0, 1)


def test_a_basket_split_over_two_files_is_set_aside_until_the_mapping_says(put, facts):
    first = HEADER + "p1,ann,2024-01-05,1\np1,ann,2024-01-05,2\n"
    assert "its 2 lines are read as 1 basket." in str(put(first, name="a.csv", dry_run=True).warnings[0])
    put(first, name="a.csv")
    second = HEADER + "p1,ann,2024-01-05,3\np1,ann,2024-01-05,4\np2,ann,2024-01-05,9\n"

    report = put(second, name="b.csv")
    assert (report.rows, report.new, report.n_bad) == (3, 1, 2)
    assert "baskets: parts" in str(report.bad[0].way_out)

    report = put(second, None, name="b.csv", mapping=PurchaseMapping.from_dict({**COLUMNS, "baskets": "parts"}))
    assert (report.new, report.known, report.n_bad) == (2, 1, 0)
    assert amounts(facts) == [1, 2, 3, 4, 9]


def test_walk_ins_are_named_counted_and_anonymous(put, facts):
    mapping = PurchaseMapping.from_dict({**COLUMNS, "walk_ins": [999]})
    report = put(HEADER + GOOD + "p3,999,2024-01-05,5\np4,,2024-01-05,6\n", None, mapping=mapping)

    assert (report.new, report.walk_ins, report.anonymous) == (4, 1, 2)
    assert facts.purchase_totals().anonymous_amount == 11


def test_all_bad_rows_stand_in_a_file_that_runs_no_formula(put, facts):
    report = put(HEADER + GOOD + "p3,=cmd(),2024-01-05,abc\np4,-5,2024-01-05,-\n")

    text = report.bad_rows_file.read_text()
    assert "'=cmd()" in text
    assert ",-5," in text
    assert oct(report.bad_rows_file.stat().st_mode & 0o777) == "0o600"


def test_more_bad_rows_than_the_list_holds_are_all_counted(put):
    report = put(HEADER + GOOD + "".join(f"q{i},a,2024-01-05,x\n" for i in range(1500)))

    assert (report.n_bad, len(report.bad)) == (1500, 1000)
    assert [count for _, count in report.bad_by_reason] == [1500]
    assert len(report.bad_rows_file.read_text().splitlines()) == 1501


def test_zones_and_offsets(put, facts):
    mapping = PurchaseMapping.from_dict({**COLUMNS, "zone": "Asia/Shanghai"})
    put(HEADER + "1,a,2024-01-05 01:00:00,1\n2,a,2024-01-05T20:00:00Z,2\n", None, mapping=mapping)
    found = facts.purchases().to_pyarrow().sort_by("purchase")

    assert [f"{at:%d %H}" for at in found["at"].to_pylist()] == ["04 17", "05 20"]
    assert [str(day) for day in found["day"].to_pylist()] == ["2024-01-05", "2024-01-06"]


def test_packed_files(put):
    assert put(gzip.compress((HEADER + GOOD).encode()), name="sales.csv.gz").new == 2
    with pytest.raises(ImportFileError, match="unpacked"):
        put(gzip.compress((HEADER + GOOD).encode())[:-9], name="cut.csv.gz")


def test_a_dry_run_shows_and_changes_nothing(put, facts):
    report = put(HEADER + GOOD + "p3,ann,2024-01-07,x\n", None, dry_run=True)

    assert (report.rows, report.new, report.n_bad, report.dry_run) == (3, 2, 1, True)
    assert report.preview.guessed
    assert report.preview.mapping.columns == COLUMNS
    assert report.preview.first_rows.num_rows == 2
    assert facts.purchase_totals().lines == 0


def test_progress_is_told(put):
    steps = []
    put(HEADER + GOOD, progress=lambda step, *_: steps.append(str(step)))

    assert list(dict.fromkeys(steps)) == ["Looking at the bytes", "Reading and checking", "Writing", "Done"]


def test_lines_that_end_in_a_carriage_return_alone(put):
    assert put((HEADER + GOOD).replace("\n", "\r")).new == 2


def test_a_carriage_return_inside_a_value_cuts_no_row(put):
    report = put((HEADER + 'p1,"ann\rb",2024-01-05,1\np2,"",2024-01-05,2\n').replace("\n", "\r\n"))

    assert (report.rows, report.new) == (2, 2)


@pytest.mark.parametrize("name", ["@ann", "'@ann", "'ann", "-5", "=1+1", "plain"])
def test_a_mended_file_brings_the_same_values_back(put, facts, tmp_path, name):
    """A spreadsheet must not run a value, and the customer is still the same one."""
    report = put(
        f"purchase,=customer,at,amount\np1,{name},2024-01-05,abc\np2,{name},2024-01-05,5\n",
        {**COLUMNS, "customer": "=customer"},
    )
    text = report.bad_rows_file.read_text()
    assert "'=customer" in text.splitlines()[0]
    for mended in (text.replace(",abc,", ",nothing,", 1), text.replace(",abc,", ",7,", 1)):
        file = tmp_path / f"mended-{len(mended)}.csv"
        file.write_text(mended)
        again = facts.import_purchases(file, columns={**COLUMNS, "customer": "=customer"})
        if again.bad_rows_file:
            assert again.bad_rows_file.read_text().splitlines()[0] == text.splitlines()[0]

    assert again.new == 1
    assert facts.purchase_totals().customers == 1
    assert facts.erase_customers([name]).rows == {"purchases": 2}
