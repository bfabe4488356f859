"""``python -m regulars.web.server NAME``: one child of the supervisor."""

from __future__ import annotations

import argparse
import os
import sys

from regulars.language import Message, RegularsError, reader_language, render
from regulars.web.server.child import HOPELESS
from regulars.web.server.lifetime import die_with

NAMES = ("clock", "prepare", "serve", "worker")


def main(arguments: list[str]) -> int:
    """Run one child until it is asked to stop."""
    parser = argparse.ArgumentParser(prog="regulars.web.server")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    if parent := os.environ.get("REGULARS_SUPERVISOR"):
        # At once, whichever it is: asked kindly, the server may wait for a request for ever, and nobody is left to end
        # it. None of them loses what it acknowledged, whenever it ends.
        die_with(int(parent))
    try:
        _run(options)
    except RegularsError as error:
        say(error.message)
        return HOPELESS
    return 0


def _run(options: argparse.Namespace) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.web.settings")
    if options.name == "serve":
        from regulars.web.server.serve import serve

        serve(options.host, options.port, options.workers)
        return
    from regulars.web.starting import start

    start()
    if options.name == "prepare":
        from regulars.web.server.prepare import prepare

        prepare(say)
    elif options.name == "worker":
        from regulars.web.server.worker import work

        work()
    else:
        from regulars.web.server.clock import clock

        clock()


def say(words: Message) -> None:
    """A line of words on standard error."""
    print(render(words, reader_language(os.environ)), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
