"""Guests of the hotel group: what they bought and answered lies in facts of their own, and was scored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

SALES = """receipt,guest,day,amount,hotel,group
1,anna,2026-01-05,100,lakeside,Room
1,anna,2026-01-05,20,lakeside,Breakfast
2,anna,2026-02-05,90,harbour,Room
3,anna,2026-02-09,-30,harbour,Room
4,bert,2026-02-01,80,harbour,Room
5,carla,2026-01-01,70,lakeside,Room
6,carla,2026-01-20,75,lakeside,Room
7,carla,2026-03-20,75,station,Room
8,"=cmd|' /C calc'!A0",2026-03-01,60,station,Room
"""
SURVEY = """
survey: {name: guests, title: {en: Guests, zh: 客人}}
source: desk
response: id
customer: guest
at: day
unit: hotel
scale: {low: 1, high: 5}
items:
  overall: {role: overall, label: {en: Stay as a whole, zh: 整体}}
  words: {kind: text, label: {en: What went wrong, zh: 哪里不满意}}
"""
ANSWERS = """id,guest,day,hotel,overall,words
a1,anna,2026-01-06,lakeside,4,
a2,anna,2026-02-06,harbour,1,Cold eggs <b>again</b>
a3,dora,2026-02-06,harbour,3,
"""


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The facts, made once; each test works on a copy."""
    import pyarrow.compute as pc

    from regulars.facts import PurchaseMapping, load_mapping, open_facts
    from regulars.insights.scope import Scope
    from regulars.insights.scoring import score_customers

    folder = tmp_path_factory.mktemp("guests")
    facts = open_facts(folder / "facts")
    (folder / "sales.csv").write_text(SALES, "utf-8")
    (folder / "guests.yaml").write_text(SURVEY, "utf-8")
    (folder / "guests.csv").write_text(ANSWERS, "utf-8")
    mapping = PurchaseMapping(
        at="day", customer="guest", amount="amount", purchase="receipt", unit="hotel", category="group", currency="CNY"
    )
    facts.import_purchases(folder / "sales.csv", mapping=mapping)
    facts.import_responses(folder / "guests.csv", load_mapping(folder / "guests.yaml"))
    rows = score_customers(facts, scope=Scope.whole(purpose="test")).rows
    # So few customers fit either model; these tests want the one that cannot tell.
    once = pc.equal(rows["purchases"], 1)
    rows = rows.set_column(rows.column_names.index("alive"), "alive", pc.if_else(once, None, rows["alive"]))
    reasons = pc.if_else(once, "once", rows["alive_reason"])
    facts.write_scores(rows.set_column(rows.column_names.index("alive_reason"), "alive_reason", reasons))
    return folder / "facts"


@pytest.fixture
def facts(imported: Path, home: Path) -> Any:
    """The facts of this test's home."""
    import shutil

    from regulars.web.facts import facts as opened

    shutil.copytree(imported, home / "facts")
    return opened()


def quiet(*_: Any, **__: Any) -> None:
    """Nobody watches."""


@pytest.fixture
def guests(facts: Any, units: SimpleNamespace) -> SimpleNamespace:
    """Everybody scored and in the list."""
    from regulars.web.people.models import Customer
    from regulars.web.people.projecting import project

    project(facts, quiet)
    return SimpleNamespace(**{one.number: one for one in Customer.objects.all() if one.number.isalpha()})


@pytest.fixture
def parsed() -> Callable[[Any], Any]:
    """The HTML of an answer, parsed."""
    from html.parser import HTMLParser

    class Words(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.rows: list[list[str]] = []
            self.text: list[str] = []
            self._row: list[str] | None = None

        def handle_starttag(self, tag: str, _attrs: Any) -> None:
            if tag == "tr":
                self._row = []
                self.rows.append(self._row)
            elif tag in ("td", "th") and self._row is not None:
                self._row.append("")

        def handle_data(self, data: str) -> None:
            if data.strip():
                self.text.append(data.strip())
                if self._row:
                    self._row[-1] = f"{self._row[-1]} {data.strip()}".strip()

    def parse(answer: Any) -> Any:
        words = Words()
        words.feed(answer.content.decode())
        return SimpleNamespace(rows=[row for row in words.rows[1:] if row], text=" ".join(words.text))

    return parse
