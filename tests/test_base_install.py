"""The base install: numpy, scipy, and a plain English sentence where something is wrong."""

from __future__ import annotations

import subprocess
import sys

# Refuses every import that the base install does not have; the package itself is found where it lies.
PROGRAM = """
import importlib.abc, sys

BASE = {"numpy", "scipy", "regulars"}

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in BASE and top not in sys.stdlib_module_names and not top.startswith("_"):
            raise ModuleNotFoundError(f"No module named {top!r}", name=top)
        return None

sys.meta_path.insert(0, Refuse())
"""

METHODS = """
import regulars.survey
from regulars.methods import nps
from regulars.methods.errors import OutOfScaleError
assert nps([10, 9, 8, 6, None]).points == 25.0
try:
    nps([10, 12])
except OutOfScaleError as error:
    print(error)
"""

COMMAND = """
sys.argv = ["regulars", "nps", "answers.csv"]
from regulars.cli.main import run
run()
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM + program], capture_output=True, text=True, check=False, timeout=120
    )


def test_methods_and_survey_need_numpy_and_scipy_alone() -> None:
    """An error is a plain English sentence without Babel."""
    done = run(METHODS)

    assert done.stderr == ""
    assert done.stdout == (
        "Row 2 of scores: 12 is not on the scale 0 to 10. If it means “no answer”, name it as missing.\n"
    )


def test_a_command_says_which_extra_is_missing() -> None:
    """No traceback: the sentence names what to install."""
    done = run(COMMAND)

    assert done.returncode == 4
    assert 'pip install "regulars[facts]"' in done.stderr
    assert "Traceback" not in done.stderr
