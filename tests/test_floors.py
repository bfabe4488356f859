"""The house stands: imports point down, and methods and survey know nothing but numpy and scipy."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "regulars"
FLOORS = ["language", "methods", "survey", "facts", "simulate", "insights", "charts", "documents", "web", "cli"]
PURE = {"language": {"babel"}, "methods": {"numpy", "scipy"}, "survey": {"numpy", "scipy"}}
FILES = sorted(path for path in SOURCE.rglob("*.py") if path.parent != SOURCE)


@cache
def imported(path: Path) -> set[str]:
    """Full names of all modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide which floor is meant"
            names.add(node.module or "")
            if node.module == "regulars":
                names |= {f"regulars.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_down(path: Path) -> None:
    """A module imports only from its own floor and the floors below it."""
    floor = path.relative_to(SOURCE).parts[0]
    own = FLOORS.index(floor)

    above = {name for name in imported(path) if name.startswith("regulars.") and FLOORS.index(name.split(".")[1]) > own}

    assert not above


@pytest.mark.parametrize("floor", sorted(PURE))
def test_the_lowest_floors_are_pure(floor: str) -> None:
    """Methods and survey import the standard library, numpy and scipy; language may use Babel."""
    allowed = PURE[floor] | {"regulars", "__future__"} | set(sys.stdlib_module_names)

    foreign = {
        f"{path.name}: {name}"
        for path in (SOURCE / floor).rglob("*.py")
        for name in imported(path)
        if name.split(".")[0] not in allowed
    }

    assert not foreign


def test_every_floor_has_a_place() -> None:
    """A new folder below the package is a floor, and this list says where it stands."""
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir() and not path.name.startswith("__")}

    assert folders <= {*FLOORS, "content"}
