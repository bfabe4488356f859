"""Importing: the guess is shown and corrected, bad rows are listed, everything can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.facts import open_facts

BAD = "R998,C001,2024-05-05,plenty\nR999,C001,someday,5\n"


def facts(tmp_path: Path):
    return open_facts(tmp_path / "home" / "facts")


def test_the_guess_is_shown(regulars, purchases: Path) -> None:
    done = regulars("import", "purchases", purchases)

    assert done.code == 0
    assert "Columns as guessed:" in done.err
    assert "Customer ID" in done.err
    assert "Rows in the file" in done.out


def test_a_correction_goes_before_the_guess(regulars, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    rows = "".join(f"C{i},2024-01-02,{i}.5,{100 + i}.5\n" for i in range(1, 20))
    path.write_text("Customer,Date,Amount,Paid\n" + rows, "utf-8")

    done = regulars("import", "purchases", path, "--column", "amount=Paid")

    assert done.code == 0
    assert facts(tmp_path).purchase_totals().positive_amount > 1900


@pytest.mark.parametrize("correction", ["amount=Amuont", "amout=Amount"])
def test_a_wrong_correction_names_what_is_there(regulars, purchases: Path, correction: str) -> None:
    done = regulars("import", "purchases", purchases, "--column", correction)

    assert done.code in (1, 2)
    assert "mount" in done.err
    assert "Traceback" not in done.err


def test_a_dry_run_shows_rows_and_writes_nothing(regulars, purchases: Path, tmp_path: Path) -> None:
    done = regulars("import", "purchases", purchases, "--dry-run")

    assert done.code == 0
    assert "C000" in done.out
    assert "Nothing was written" in done.err
    assert facts(tmp_path).purchase_totals().lines == 0
    found = regulars("import", "purchases", purchases, "--dry-run", "--json").json
    assert found["preview"]["guessed"] is True
    assert found["preview"]["mapping"]["customer"] == "Customer ID"
    assert found["preview"]["first_rows"][0]["customer_id"] == "C000"


def test_bad_rows_are_listed_and_good_ones_go_in(regulars, purchases: Path, tmp_path: Path) -> None:
    good = len(purchases.read_text("utf-8").splitlines()) - 1
    with purchases.open("a", encoding="utf-8") as file:
        file.write(BAD)

    done = regulars("import", "purchases", purchases)

    assert done.code == 3
    assert all(word in done.err for word in ("plenty", "someday", "Amount", "Date", f"{good + 1:,}"))
    assert facts(tmp_path).purchase_totals().lines == good


def test_json_stands_alone_on_standard_output(regulars, purchases: Path) -> None:
    with purchases.open("a", encoding="utf-8") as file:
        file.write(BAD)

    done = regulars("import", "purchases", purchases, "--json")

    assert done.json["n_bad"] == 2
    assert {bad["value"] for bad in done.json["bad"]} == {"plenty", "someday"}
    assert all(isinstance(bad["reason"], str) for bad in done.json["bad"])
    assert "plenty" in done.err


def test_the_reasons_are_in_the_readers_language(regulars, purchases: Path) -> None:
    with purchases.open("a", encoding="utf-8") as file:
        file.write(BAD)

    done = regulars("import", "purchases", purchases, "--json", "--language", "zh")

    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in bad["reason"]) for bad in done.json["bad"])


def test_undo_takes_the_last_import_back(regulars, purchases: Path, tmp_path: Path) -> None:
    regulars("import", "purchases", purchases)
    done = regulars("import", "undo")
    again = regulars("import", "undo")

    assert done.code == 0
    assert purchases.name in done.err
    assert facts(tmp_path).purchase_totals().lines == 0
    assert again.code == 1


def test_history_lists_files(regulars, purchases: Path) -> None:
    regulars("import", "purchases", purchases)

    assert purchases.name in regulars("import", "history").out
    assert regulars("import", "history", "--json").json[0]["note"]["file"] == purchases.name


def test_nothing_is_made_by_looking(regulars, tmp_path: Path) -> None:
    """A mistyped home must not become a new, empty one."""
    for command in (("import", "history"), ("import", "undo"), ("report",), ("erase", "customer", "C1", "--yes")):
        done = regulars(*command)
        assert done.code == 1
        assert "There are no facts" in done.err
    assert not (tmp_path / "home").exists()


def test_answers_need_a_mapping(regulars, answers: Path) -> None:
    done = regulars("import", "responses", answers)

    assert done.code == 2
    assert "--map" in done.err


def test_a_mapping_of_the_other_kind_is_refused(regulars, answers: Path, purchases: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "purchases.yaml"
    mapping.write_text("customer: Customer ID\nat: Date\namount: Amount\n", "utf-8")

    assert regulars("import", "purchases", purchases, "--map", mapping).code == 0
    done = regulars("import", "responses", answers, "--map", mapping)
    assert done.code == 2
    assert str(mapping) in done.err


def test_erasing_asks_first(regulars, purchases: Path, tmp_path: Path) -> None:
    regulars("import", "purchases", purchases)
    before = facts(tmp_path).purchase_totals()
    refused = regulars("erase", "customer", "C001")
    done = regulars("erase", "customer", "C001", "nobody", "--yes", "--json")
    after = facts(tmp_path).purchase_totals()

    assert (refused.code, done.code) == (1, 0)
    assert "--yes" in refused.err
    assert (done.json["asked"], done.json["known"]) == (2, 1)
    assert (done.json["unknown"], done.json["set_aside"]) == (["nobody"], 0)
    again = regulars("erase", "customer", "nobody", "--yes")
    assert "nobody" in again.out + again.err
    assert "set aside" in again.out
    assert after.customers == before.customers - 1
