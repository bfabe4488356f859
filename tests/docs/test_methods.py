"""What is undocumented fails: a page for each method, a reference for each key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from regulars.methods.registry import Method, all_methods

ROOT = Path(__file__).parents[2]
KEY = re.compile(r"\[([a-z]+\d{4}[a-z]?)\]")
SECTIONS = ("## Formula", "## Assumptions", "## When not to use it", "## Example")


@pytest.mark.parametrize("entry", list(all_methods()), ids=lambda entry: entry.name)
def test_every_method_has_its_page(entry: Method) -> None:
    """The page opens with the question that the method answers."""
    text = (ROOT / "docs" / "methods" / entry.page).read_text("utf-8")

    assert f"(`{entry.name}`)" in text.splitlines()[0] or entry.function.__name__ in text
    assert str(entry.question) in text
    assert [section for section in SECTIONS if section not in text] == []
    assert "```python" in text


def test_every_page_is_that_of_a_method() -> None:
    pages = {path.name for path in (ROOT / "docs" / "methods").glob("*.md")} - {"README.md"}

    assert pages == {entry.page for entry in all_methods()}


def test_every_source_stands_in_the_references_once() -> None:
    """Keys in docstrings and pages are those of docs/references.md, and none there is idle."""
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs" / "methods").glob("*.md")]
    cited = {key for path in files for key in KEY.findall(path.read_text("utf-8"))}
    listed = re.findall(r"^- \*\*\[(\w+)\]\*\*", (ROOT / "docs" / "references.md").read_text("utf-8"), re.MULTILINE)

    assert sorted(listed) == listed
    assert len(set(listed)) == len(listed)
    assert set(listed) == cited
