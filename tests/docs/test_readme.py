"""What the README shows to be typed into a notebook does what it says, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from regulars.simulate import company

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"(?:^    .*\n|^\n)+", re.MULTILINE)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the README names."""
    import pyarrow as pa
    from pyarrow import csv

    from regulars.facts import open_facts

    folder = tmp_path_factory.mktemp("readme")
    made = open_facts(folder / "made")
    company(customers=300, seed=3).write(made)
    lines = made.purchases().to_pyarrow()
    names = {"order": "purchase", "guest": "customer", "time": "day", "total": "amount"}
    columns = [lines[name].cast(pa.string()) for name in names.values()]
    csv.write_csv(pa.table(columns, names=list(names)), folder / "orders.csv")
    return folder


@pytest.mark.parametrize(("name", "title"), [("README.md", "Value of customers"), ("README.zh-CN.md", "客户价值")])
def test_the_lines_for_a_notebook_run(
    name: str, title: str, orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = [dedent(found) for found in BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))]
    (lines,) = [block for block in blocks if "show(" in block]
    (tmp_path / "orders.csv").symlink_to(orders / "orders.csv")
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {}

    body, last = lines.strip().rsplit("\n", 1)
    exec(body, known)  # noqa: S102 - our own README
    shown = eval(last, known)  # noqa: S307

    page = shown._repr_html_()
    assert f'title="{title}" sandbox=""' in page
    assert "&lt;svg" in page
    assert "<script" not in page
    assert repr(shown) in page.replace("&amp;", "&")
    assert known["facts"].customer_scores().count().to_pyarrow().as_py() == 300
