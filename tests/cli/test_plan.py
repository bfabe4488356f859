"""``regulars plan``: a file in, a document out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "plans.md"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = re.search(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    made = tmp_path / "guests-2027.yaml"
    made.write_text(found[1], encoding="utf-8")
    return made


def test_the_example_of_the_documentation_is_worked_out(file: Path, regulars: Any) -> None:
    done = regulars("plan", str(file), "--json")
    data = json.loads(done.out)[0] if done.out.lstrip().startswith("[") else json.loads(done.out)
    report = data.get("reports", [data])[0]
    assert report["figures"]["answers"]["value"] == 1289
    assert report["figures"]["invitations"]["value"] == 6785
    assert {section["key"] for section in report["sections"]} == {"fields", "strata", "channels", "calendar", "sign"}


def test_it_is_written_as_a_document(file: Path, regulars: Any) -> None:
    target = file.with_suffix(".html")
    assert regulars("plan", str(file), "-o", str(target)).code == 0
    words = target.read_text(encoding="utf-8")
    assert "Signatures" in words
    assert "Lakeside Hotel" in words


def test_a_slip_is_named_with_file_and_line(file: Path, regulars: Any) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("margin: 5", "margin: five"), encoding="utf-8")
    done = regulars("plan", str(file))
    assert done.code != 0
    assert "guests-2027.yaml, line" in done.err
    assert "five" in done.err
