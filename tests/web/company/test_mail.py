"""The letter to oneself, over real SMTP on this machine."""

from __future__ import annotations

import socket
import ssl

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from django.urls import reverse

pytestmark = pytest.mark.django_db


class Box(Handler):
    """Keeps what arrives; refuses who is told."""

    def __init__(self, refuse: str = "") -> None:
        super().__init__()
        self.letters, self.refuse = [], refuse

    def handle_message(self, message):
        self.letters.append(message)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, ARG002 (the library's)
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def press(people, client_of, settings):
    """Press the button against a server; the page that follows."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5

    def do(port: int, **more):
        settings.EMAIL_PORT = port
        for name, value in more.items():
            setattr(settings, name, value)
        page = client_of(people.administrator).post(reverse("company:mail-test"), follow=True)
        return " ".join(str(one) for one in page.context["messages"])

    return do


@pytest.fixture
def server():
    """A mail server in this process."""
    started = []

    def start(refuse: str = "") -> Controller:
        controller = Controller(Box(refuse), hostname="127.0.0.1", port=free_port())
        controller.start()
        started.append(controller)
        return controller

    yield start
    for one in started:
        one.stop()


def test_a_letter_arrives_from_the_sender(press, server, company):
    company.sender_name, company.sender_address = "杜松酒店", "care@example.com"
    company.save()
    running = server()

    said = press(running.port)

    assert "took a letter to ada@example.com" in said
    (letter,) = running.handler.letters
    assert "care@example.com" in letter["From"]


def test_a_refused_address_is_said(press, server):
    assert "does not deliver to ada@example.com" in press(server("550 no such user").port)


def test_nobody_there_is_said(press):
    assert "does not answer on port" in press(free_port())


def test_an_unknown_name_is_said(press, monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "create_connection", unknown)

    assert "There is no server called mail.nowhere.example" in press(25, EMAIL_HOST="mail.nowhere.example")


def test_a_server_without_sign_in_or_tls_is_said(press, server):
    port = server().port

    assert "does not offer what was asked" in press(port, EMAIL_USE_TLS=True)
    assert "does not offer what was asked" in press(
        port, EMAIL_USE_TLS=False, EMAIL_HOST_USER="a", EMAIL_HOST_PASSWORD="b"
    )


def test_a_wrong_password_and_a_bad_certificate_are_said():
    import smtplib

    from regulars.web.company.mail import reason

    assert "REGULARS_SMTP_PASSWORD" in str(reason(smtplib.SMTPAuthenticationError(535, b"no")))
    assert "No safe connection" in str(reason(ssl.SSLError(1, "certificate verify failed")))
