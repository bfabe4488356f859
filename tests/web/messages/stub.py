"""A plain HTTP gateway on this machine, which answers as it is told."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Stub(ThreadingHTTPServer):
    """``answers`` are the next ones: a status, (status, words), or "cut" to take the message and say nothing.

    ``posts``: what came, with headers; ``taken``: by name, what it would have delivered, each name once.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers, self.posts, self.taken = [], [], {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        stub = self.server
        stub.posts.append((dict(self.headers), body, self.path))
        answer = stub.answers.pop(0) if stub.answers else 200
        status, words = answer if isinstance(answer, tuple) else (answer, "{}")
        name = self.headers.get("Idempotency-Key", "")
        if answer == "cut" or (isinstance(status, int) and 200 <= status < 300):
            stub.taken.setdefault(name, body)
        if answer == "cut":
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "http://127.0.0.1:1/inside")
        self.end_headers()
        self.wfile.write(words.encode())

    def log_message(self, *_):
        pass

    def handle(self):
        with suppress(OSError, ValueError):
            super().handle()


@contextmanager
def running():
    """Until the end of the block."""
    stub = Stub()
    thread = threading.Thread(target=stub.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.shutdown()
        stub.server_close()
        thread.join()
