"""Both sides as processes that load once and then run on demand, so that runs alternate and both are warm.

A worker script reads ``sys.argv[1]`` (the data), then answers each line on standard input with one line of
JSON: wall and CPU seconds of the call alone, the peak memory of the process, and what came out.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

PINNED = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


@dataclass
class Side:
    """One of the two: its name, and the runs measured so far."""

    name: str
    process: subprocess.Popen[str]
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: float = 0.0  # bytes
    result: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def start(cls, name: str, python: Path, script: Path, data: Path) -> Side:
        """Start the worker, BLAS on one thread, warnings of old libraries aside."""
        environment = {**os.environ, **dict.fromkeys(PINNED, "1"), "PYTHONWARNINGS": "ignore"}
        process = subprocess.Popen(
            [python, script, data], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return cls(name, process)

    def run(self, *, keep: bool = True) -> None:
        """One call; ``keep=False`` warms up."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended with exit code {self.process.wait()}")
        answer = json.loads(line)
        self.result, self.peak = answer["result"], answer["peak"]
        if keep:
            self.wall.append(answer["wall"])
            self.cpu.append(answer["cpu"])

    def stop(self) -> None:
        """Close its input and wait."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def alternate(sides: tuple[Side, Side], rounds: int) -> None:
    """Warm up both, then run them in turn, so that a busy minute of the machine hits both."""
    for side in sides:
        side.run(keep=False)
    for _ in range(rounds):
        for side in sides:
            side.run()
    for side in sides:
        side.stop()


def serve(call: Callable[[], dict[str, Any]]) -> None:
    """The worker's loop: time one call for each line of standard input."""
    import resource
    import sys

    from harness.memory import peak_bytes

    def cpu_time() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)  # of those that have ended
        return time.process_time() + children.ru_utime + children.ru_stime

    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), cpu_time()
        result = call()
        spent = {"wall": time.perf_counter() - wall, "cpu": cpu_time() - cpu, "peak": peak_bytes()}
        print(json.dumps({**spent, "result": result}), flush=True)


def table(sides: tuple[Side, Side]) -> list[str]:
    """Medians of both and their ratio, as lines of Markdown."""
    ours, theirs = sides
    lines = ["| | wall, s | CPU, s | runs |", "|---|---:|---:|---:|"]
    lines += [
        f"| {side.name} | {median(side.wall):.3f} | {median(side.cpu):.3f} | {len(side.wall)} |" for side in sides
    ]
    wall, cpu = (median(getattr(theirs, kind)) / median(getattr(ours, kind)) for kind in ("wall", "cpu"))
    return [*lines, f"| **ratio** | **{wall:.1f}** | **{cpu:.1f}** | |"]
