"""docs/running.md names every variable that the program reads, and no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
OWN = {"REGULARS_SUPERVISOR", "REGULARS_LISTENS_AT"}  # from the supervisor to its children; nobody sets it


def test_every_variable_is_documented() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    page = (ROOT / "docs" / "running.md").read_text("utf-8")

    read = set(re.findall(r"REGULARS_[A-Z_]+[A-Z]", source)) - OWN
    rows = set(re.findall(r"^\| `(REGULARS_[A-Z_]+)`", page, re.MULTILINE))

    assert read == rows


def test_every_command_of_the_page_is_one() -> None:
    from regulars.cli.app import application

    page = (ROOT / "docs" / "running.md").read_text("utf-8")
    commands = application().commands

    named = re.findall(
        r"(?<![/\w])regulars (?:--home \S+ )?(?!--)([a-z-]+)",
        "\n".join(re.findall(r"`[^`\n]+`|^    .+", page, re.MULTILINE)),
    )

    assert {name for name in named if name not in commands} == set()
