"""The end of an answer that a test has in its hands."""

from __future__ import annotations

from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponse


def end(answer: HttpResponse) -> None:
    """Close it with its file; the end of a request would close the connection of the test's transaction too."""
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()
    finally:
        request_finished.connect(close_old_connections)
