"""Customers from a file: every row is somewhere, a wrong value costs no customer, once more changes nothing."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from regulars.facts.imports import MappingFileError
from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.people.erasure import erase_people
from regulars.web.people.importing.engine import import_customers
from regulars.web.people.importing.mapping import CustomerMapping, guess
from regulars.web.people.models import Customer, CustomerScore, CustomerUnit, Relation
from regulars.web.people.search.finding import find

pytestmark = pytest.mark.django_db
HEAD = "Customer no,Name,Type,E-mail,Phone,Language,Hotel,Company,Role\n"


@pytest.fixture
def bring(home: Path, units: SimpleNamespace, tmp_path: Path) -> Any:
    """``bring(text)``: the report."""

    def run(text: str, encoding: str = "utf-8", **options: Any) -> Any:
        file = tmp_path / "customers.csv"
        file.write_bytes(text.encode(encoding))
        return import_customers(facts(), file, **options)

    return run


def test_every_row_is_in_one_place_and_wrong_values_cost_no_customer(bring: Any) -> None:
    """Counted, with row, value and way out."""
    report = bring(
        HEAD
        + "C1,Mei Li,person,mei@example.com,+86 138 0013 8000,zh,lakeside,D1,buyer\n"
        + "C2,Bo,person,bo@@example,12,zz-!,nowhere,D9,\n"
        + ",Nobody,,,,,,,\n"
        + "C1,Mei Li,person,mei@example.com,+86 138 0013 8000,zh,lakeside,D1,buyer\n"
        + "C1,Somebody Else,,,,,,,\n"
        + "D1,Dealer Ltd,公司,,,,,,\n"
    )

    assert (report.rows, report.new, report.known, report.replaced, report.n_bad) == (6, 3, 1, 0, 2)
    assert [(one.row, one.column, one.value) for one in report.bad if not one.kept] == [
        (3, "Customer no", ""),
        (5, "Customer no", "C1"),
    ]
    assert sorted(one.value for one in report.bad if one.kept) == ["12", "D9", "bo@@example", "nowhere", "zz-!"]
    assert report.n_bad_values == 5
    mei, bo = Customer.objects.get(number="C1"), Customer.objects.get(number="C2")
    assert (mei.email, mei.language, mei.unit.code) == ("mei@example.com", "zh", "lakeside")
    assert (bo.name, bo.email, bo.phone, bo.language, bo.unit) == ("Bo", "", "", "", None)
    assert Customer.objects.get(number="D1").kind == "organisation"
    assert list(Relation.objects.values_list("person__number", "organisation__number", "role")) == [
        ("C1", "D1", "buyer")
    ]
    assert CustomerScore.objects.count() == 3
    assert CustomerUnit.objects.count() == 1
    assert report.bad_rows_file.read_text("utf-8").count("\n") == 3


def test_again_changes_nothing_and_an_empty_value_takes_nothing_away(bring: Any) -> None:
    """A later file knows less, or something else."""
    bring(HEAD + "C1,Mei Li,,mei@example.com,,zh,lakeside,,\n")

    again = bring(HEAD + "C1,Mei Li,,mei@example.com,,zh,lakeside,,\n")
    later = bring(HEAD + "C1,Mei Wang,,,,,,,\n")

    assert (again.new, again.known, again.replaced) == (0, 1, 0)
    assert (later.new, later.known, later.replaced) == (0, 0, 1)
    mei = Customer.objects.get()
    assert (mei.name, mei.email, mei.unit.code) == ("Mei Wang", "mei@example.com", "lakeside")
    assert [find(text, UnitScope(None, None)).all for text in ("wang", "mei li")] == [(mei.pk,), ()]


def test_a_dry_run_writes_nothing_and_counts_the_same(bring: Any) -> None:
    """With the first rows as they would stand."""
    report = bring(HEAD + "C1,Mei,,,,,,,\n,,x,,,,,,\n", dry_run=True)

    assert (report.new, report.n_bad) == (1, 1)
    assert report.preview.first_rows["number"].to_pylist() == ["C1"]
    assert not Customer.objects.exists()


@pytest.mark.parametrize("dry_run", [True, False])
def test_who_was_erased_stays_away(bring: Any, dry_run: bool) -> None:
    """And is counted."""
    bring(HEAD + "C1,Mei,,,,,,,\n")
    facts().erase_customers(["C1"])
    erase_people(["C1"])

    report = bring(HEAD + "C1,Mei,,,,,,,\nC2,Bo,,,,,,,\n", dry_run=dry_run)

    assert (report.erased, report.new) == (1, 1)
    assert not Customer.objects.filter(number="C1").exists()


def test_chinese_heads_in_another_encoding(bring: Any) -> None:
    """As a Chinese spreadsheet saves them."""
    bring("客户编号,姓名,手机号\n17850,张伟明,138 0013 8000\n", encoding="gb18030")

    one = Customer.objects.get()
    assert (one.number, one.name, one.phone) == ("17850", "张伟明", "138 0013 8000")


def test_numbers_that_are_addresses_are_told(bring: Any) -> None:
    """A number stands in exports; an address names somebody."""
    assert "e-mail" in str(bring("id,name\na@example.com,A\nb@example.com,B\n").warnings[0])


def test_a_file_without_a_number_says_what_is_needed(bring: Any) -> None:
    """And takes nothing in."""
    with pytest.raises(MappingFileError, match="number"):
        bring("colour,size\nred,1\n")
    with pytest.raises(MappingFileError, match="nmae"):
        CustomerMapping.from_dict({"number": "id", "nmae": "x"})
    assert guess(["ID", "Full name", "Mobile phone", "Company"]) == {
        "number": "ID", "name": "Full name", "phone": "Mobile phone", "organisation": "Company",
    }  # fmt: skip


def test_more_than_one_batch(bring: Any) -> None:
    """Five thousand in three parts, each with a key of its own."""
    report = bring("number,name\n" + "".join(f"N{i},Name {i}\n" for i in range(5_000)))

    assert report.new == Customer.objects.count() == 5_000
    assert len(find("name 4999", UnitScope(None, None)).all) == 1
