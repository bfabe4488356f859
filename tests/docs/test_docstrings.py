"""Every example in a docstring runs, and every module can be imported."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
# Only the files with examples are read for them: pytest's own way asks every object of every module, in each worker.
MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
    if path.stem != "__main__"
}
WITH_EXAMPLES = [name for name, path in MODULES.items() if ">>> " in path.read_text("utf-8")]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_a_module_run(name: str) -> None:
    module = import_module(name)
    runner = doctest.DocTestRunner()
    words: list[str] = []

    for example in doctest.DocTestFinder(exclude_empty=True).find(module, name):
        runner.run(example, out=words.append)

    assert not words, "".join(words)
    assert runner.tries


def test_every_module_can_be_imported() -> None:
    """Also those that no test asks for."""
    for name in MODULES:
        import_module(name)
