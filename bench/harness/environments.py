"""An environment for each peer beside ours, made once from ``bench/peers/NAME.txt``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = Path(sys.executable)


def peer(name: str) -> Path:
    """The Python of this peer's environment; ``.venv-bench-NAME`` is filled when new or changed."""
    wanted = ROOT / "bench" / "peers" / f"{name}.txt"
    folder = ROOT / f".venv-bench-{name}"
    python, done = folder / "bin" / "python", folder / ".ready"
    if not done.exists() or done.read_text("utf-8") != wanted.read_text("utf-8"):
        uv = OURS.parent / "uv"
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", "3.11", folder], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", python, "-r", wanted], check=True)
        done.write_text(wanted.read_text("utf-8"), "utf-8")
    return python
