"""Help and completion answer at once: nothing heavy is imported for them. And completion works."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"numpy", "scipy", "pyarrow", "duckdb", "ibis", "deltalake", "typst", "jinja2", "rich", "yaml"}
PROGRAM = f"""
import sys
from regulars.cli.main import main
for arguments in ["--help"], ["clv", "--help"], ["import", "--help"], ["--version"], ["npx"]:
    main(arguments)
    print(*arguments, sorted({{name.partition(".")[0] for name in sys.modules}} & {HEAVY}), file=sys.stderr)
"""


def test_help_imports_nothing_heavy() -> None:
    """One process for all: what one of them imported would be seen after it."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=60)

    said = [line for line in done.stderr.splitlines() if line.endswith("]")]
    assert said == ["--help []", "clv --help []", "import --help []", "--version []", "npx []"]


def complete(process, words: str) -> list[str]:
    place = str(len(words.split(" ")) - 1)
    done = process(_REGULARS_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=place)
    return done.out.split()


def test_commands_are_completed(process) -> None:
    assert complete(process, "regulars im") == ["import", "importance-performance"]


def test_commands_of_commands_are_completed(process) -> None:
    assert complete(process, "regulars import pu") == ["purchases"]


def test_options_are_completed(process) -> None:
    assert complete(process, "regulars nps --col") == ["--column"]


def test_the_completion_script_is_for_this_program(process) -> None:
    """Typer finds the shell by itself; here it is told."""
    done = process("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")

    assert done.code == 0
    assert "_REGULARS_COMPLETE=complete_bash" in done.out
