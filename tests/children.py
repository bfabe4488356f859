"""Programs that are killed, or run out of room, in a process of their own.

A server that has imported the facts already forks each of them: starting Python anew costs a second every time.
"""

from __future__ import annotations

import io
import multiprocessing
import sys
import traceback
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

LONGEST = 120
_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload(["regulars.facts", "regulars.facts.merge", "regulars.facts.copying"])


@dataclass(frozen=True)
class Ended:
    """What is left of a program; a signal's number is negative."""

    returncode: int
    stdout: str = ""
    stderr: str = ""


@dataclass(frozen=True)
class Child:
    """A program that runs."""

    process: ForkServerProcess
    words: Connection

    def end(self) -> Ended:
        """Wait for it."""
        self.process.join(LONGEST)
        assert self.process.exitcode is not None, "the program does not end"
        with self.words:
            try:
                return Ended(self.process.exitcode, *self.words.recv())
            except EOFError:  # killed before it could say anything
                return Ended(self.process.exitcode)


def start(program: str, *arguments: object) -> Child:
    """Run this text as ``python -c`` would, with these arguments."""
    words, end = _server.Pipe(duplex=False)
    process = _server.Process(target=_main, args=(program, [str(one) for one in arguments], end))
    process.start()
    end.close()
    return Child(process, words)


def run(program: str, *arguments: object) -> Ended:
    """The same to its end."""
    return start(program, *arguments).end()


def _main(program: str, arguments: list[str], words: Connection) -> None:
    """A pipe, no file: the room for files may be what runs out."""
    warnings.simplefilter("ignore")
    sys.argv = ["-c", *arguments]
    out, err, code = io.StringIO(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            exec(compile(program, "<child>", "exec"), {"__name__": "__main__"})  # noqa: S102  our own text
        except Exception:
            traceback.print_exc()
            code = 1
    words.send((out.getvalue(), err.getvalue()))
    sys.exit(code)
