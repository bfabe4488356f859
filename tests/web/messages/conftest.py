"""A mail server in this process, a clock at noon, and letters to put into the outbox."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler

NOON = datetime.now(UTC).replace(hour=4, minute=0, second=0, microsecond=0) + timedelta(days=1)  # in Shanghai


class Box(Handler):
    """Keeps what arrives; answers as it is told: ``rcpt`` and ``data`` are the next answers, "cut" breaks the line."""

    def __init__(self) -> None:
        super().__init__()
        self.letters, self.rcpt, self.data = [], [], []

    def handle_message(self, message):
        self.letters.append(message)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, ARG002 (the library's)
        if self.rcpt:
            return self._said(self.rcpt.pop(0), server)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (the library's)
        said = self.data.pop(0) if self.data else "250 OK"
        if said in ("250 OK", "cut"):
            await super().handle_DATA(server, session, envelope)
        return self._said(said, server)

    def _said(self, answer, server):
        if answer == "cut":
            server.transport.abort()
        return answer


@pytest.fixture(scope="session")
def mail_server():
    """One for all tests."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    controller = Controller(Box(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def box(mail_server, settings):
    """What arrives at the server, over real SMTP."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail_server.port, 5
    mail_server.handler.__init__()
    return mail_server.handler


@pytest.fixture
def letter(company):
    """``letter(to="…")``: an invitation."""
    from regulars.web.messages.writing import Letter

    count = iter(range(10_000))

    def make(to="mei@example.com", **fields):
        usual = {"kind": "invitation", "subject": "How was your stay?", "body": "Dear Mei,\n\nplease tell us."}
        return Letter(**{**usual, "to": to, "nonce": f"n-{next(count)}", **fields})

    return make


@pytest.fixture
def send():
    """One round at noon; ``send(hours=3)`` later."""
    from regulars.web.messages import sending

    return lambda **later: sending.send_due(now=NOON + timedelta(**later))
