"""Names of the sample company: the same in every run, and some people twice, as on every list."""

from __future__ import annotations

from regulars.simulate.people import list_of_people

NUMBERS = [f"JH{number:07}" for number in range(400)]


def test_the_same_guests_have_the_same_names() -> None:
    assert list_of_people(NUMBERS, seed=4).equals(list_of_people(NUMBERS, seed=4))
    assert not list_of_people(NUMBERS, seed=4).equals(list_of_people(NUMBERS, seed=5))


def test_who_stands_there_twice_can_be_told_by_the_telephone() -> None:
    rows = list_of_people(NUMBERS).to_pylist()
    first = {row["phone"] for row in rows if row["number"].startswith("JH")}
    again = [row for row in rows if row["number"].startswith("WEB")]

    assert 2 <= len(again) <= 20
    assert all(row["phone"].replace(" ", "").removeprefix("+86") in first for row in again)
    assert not any("\u4e00" <= sign <= "\u9fff" for row in again for sign in row["name"])


def test_each_firm_has_who_stays_who_books_and_who_decides() -> None:
    rows = list_of_people(NUMBERS).to_pylist()
    firms = [row["number"] for row in rows if row["kind"] == "organisation"]

    assert len(firms) == 6
    for firm in firms:
        assert [row["role"] for row in rows if row["organisation"] == firm].count("user") == 1
        assert len([row for row in rows if row["organisation"] == firm]) == 3
