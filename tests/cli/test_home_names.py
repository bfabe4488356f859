"""A home folder may have any name that a folder can have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from regulars.facts import address

NAMES = ("a%20b, 100%", "it's a “home” 顾客", "back\\slash, two\nlines", "[x]*{a,b}?year=2026")
SURVEY = """survey: {name: stay, title: {en: Stay}}
source: desk
response: response
customer: customer
at: at
scale: {low: 1, high: 5}
items:
  overall: {role: overall}
"""


@pytest.mark.parametrize("name", NAMES)
def test_it_imports_reports_and_backs_up(tmp_path: Path, regulars: Callable[..., Run], name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    days = [f"2026-0{1 + i % 9}-1{i % 9}" for i in range(40)]
    bought = [f"r{i},c{i % 7},{day},{10 + i}" for i, day in enumerate(days)]
    said = [f"a{i},c{i % 7},{day},{1 + i % 5}" for i, day in enumerate(days)]
    (folder / "bought.csv").write_text("\n".join(["purchase,customer,at,amount", *bought]), "utf-8")
    (folder / "said.csv").write_text("\n".join(["response,customer,at,overall", *said]), "utf-8")
    (folder / "said.yaml").write_text(SURVEY, "utf-8")
    home = ("--home", folder / "home")
    done = [
        regulars(*home, "import", "purchases", folder / "bought.csv"),
        regulars(*home, "import", "responses", folder / "said.csv", "--map", folder / "said.yaml"),
        regulars(*home, "report", "stay", "--json"),
        regulars(*home, "erase", "customer", "c1", "--yes"),
        regulars(*home, "backup", folder / "kept"),
        regulars("--home", folder / "back", "restore", folder / "kept"),
        regulars("--home", folder / "back", "report", "stay", "--json"),
    ]
    assert [one.code for one in done] == [0] * len(done), done
    answers = [done[place].json["reports"][0]["figures"]["csat"]["n"] for place in (2, 6)]
    assert answers == [40, 34]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [name]


def test_a_link_that_was_tidied_up_is_made_again(tmp_path: Path) -> None:
    table = tmp_path / "a%20b"
    first = Path(address.address(table))
    (first / address.LOG).unlink()
    again = Path(address.address(table))
    assert (again / address.LOG).samefile(table / address.LOG)
    assert address.address(tmp_path / "plain") == str(tmp_path / "plain")
