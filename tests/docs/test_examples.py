"""Every example in the docs runs."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = sorted(path for path in DOCS.rglob("*.md") if BLOCK.search(path.read_text("utf-8")))


@pytest.mark.parametrize("document", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_the_python_of_a_page_runs(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of one page run one after the other, in an empty folder; what they assert is true."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "example"}

    for block in BLOCK.finditer(document.read_text("utf-8")):
        line = document.read_text("utf-8")[: block.start(1)].count("\n")
        if ">>> " in block[1]:
            _doctest(block[1], names, document, line)
        else:
            exec(compile("\n" * line + block[1], str(document), "exec"), names)  # noqa: S102


def _doctest(text: str, names: dict[str, Any], page: Path, line: int) -> None:
    example = doctest.DocTestParser().get_doctest(text, names, page.name, str(page), line)
    words: list[str] = []
    failed, _ = doctest.DocTestRunner().run(example, out=words.append, clear_globs=False)
    names.update(example.globs)
    assert not failed, "".join(words)
