"""A mail server for trying out: it takes every mail on this machine, sends none, and keeps each as a file."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
FOLDER = "mail"


@contextmanager
def postbox(home: Path) -> Iterator[bool]:
    """While it is open, what is started from here hands its mail to it. A server that was named is left alone."""
    if os.environ.get("REGULARS_SMTP_HOST"):
        yield False
        return
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Mailbox

    server = Controller(Mailbox(home / FOLDER), hostname=HOST, port=_free())
    server.start()
    os.environ["REGULARS_SMTP_HOST"], os.environ["REGULARS_SMTP_PORT"] = HOST, str(server.port)
    try:
        yield True
    finally:
        del os.environ["REGULARS_SMTP_HOST"], os.environ["REGULARS_SMTP_PORT"]
        server.stop()


def _free() -> int:
    with socket.create_server((HOST, 0)) as found:
        return int(found.getsockname()[1])
