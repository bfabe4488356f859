"""The entry point ``regulars``. Imports nothing that the base install lacks; see ``failures.py`` for the rest."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from regulars.cli.exits import Exit
from regulars.cli.failures import guarded, missing_module
from regulars.cli.settings import Settings, hoist


def run() -> NoReturn:
    """Run the command that the process was started with."""
    # Our matrices are small or narrow: shared out among threads they cost more, since the threads wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character (GBK has no minus sign) shows "?"; it does not stop the command.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = Exit.PIPE_CLOSED
    if code == Exit.PIPE_CLOSED:
        # Python flushes once more at its end, and would complain about the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    options, rest = hoist(arguments)
    settings = Settings.of(options, os.environ)
    try:
        from regulars.cli.app import application
    except ModuleNotFoundError as error:
        return missing_module(settings, error)
    command = application()
    return guarded(
        settings,
        lambda: command.main([*options, *rest], prog_name="regulars", standalone_mode=False, obj=settings),
    )
