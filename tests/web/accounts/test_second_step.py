"""The second step: an app with codes, recovery codes, and a passkey in a real browser."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.urls import reverse

from regulars.web.audit.models import Entry

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LOGIN = "/account/login/"


def code(secret: str) -> str:
    """What the app would show."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def signed_in(client):
    """With the password, just now."""
    client.post(LOGIN, {"login": "mei@example.com", "password": PASSWORD})
    return client


def sure(client):
    """Signed in, and asked once more."""
    signed_in(client).post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def with_app(client) -> str:
    """Set up an app; its key."""
    page = sure(client).get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    return secret


@pytest.mark.django_db(transaction=True)  # the library tells of it after the commit
def test_an_app_is_set_up_by_its_first_code(client, people) -> None:
    """The picture holds the key; recovery codes come with it; the trail knows."""
    page = sure(client).get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    right = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})

    assert b'src="data:image/svg+xml;base64,' in page.content
    assert secret in page.content.decode()
    assert wrong.context["form"].errors["code"] == [
        "This code does not fit. Codes change every 30 seconds; enter the present one."
    ]
    assert right.status_code == 302
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert Entry.objects.filter(event="factor-added", by=people.manager).exists()
    assert [one.subject for one in mail.outbox] == ["An app for codes was set up"]


def test_signing_in_then_asks_for_the_code(client, people) -> None:
    """The password alone opens nothing; a recovery code opens once."""
    secret = with_app(client)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    client.post("/account/logout/")

    first = signed_in(client).get(reverse("accounts:profile"))
    answer = client.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert first.status_code == 302
    assert answer.status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200
    client.post("/account/logout/")
    signed_in(client).post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get(reverse("accounts:profile")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 302


def test_what_matters_asks_who_it_is(people, client_of) -> None:
    """A session that was left open gives nobody a second step."""
    answer = client_of(people.manager).get(reverse("mfa_activate_totp"))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/reauthenticate/")


@pytest.mark.browser
def test_a_passkey_in_a_browser(chromium, live_server, people, client_of) -> None:
    """Added with a virtual key, then used instead of address and password; no word of the policy of content."""
    context = chromium.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda one: told.append(one.text) if one.type == "error" else None)
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "isUserVerified": True}})
    page.goto(f"{live_server.url}{LOGIN}")
    page.fill("#id_login", "mei@example.com")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{live_server.url}/**")
    page.goto(live_server.url + reverse("mfa_add_webauthn"))
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{live_server.url}/account/logout/")
    page.click("main form button")
    page.wait_for_url("**/login/**")

    page.goto(f"{live_server.url}{LOGIN}")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(live_server.url + reverse("accounts:profile"))

    assert page.inner_text("h1") == "Your account"
    assert told == []
    context.close()
    assert Authenticator.objects.filter(user=people.manager, type="webauthn").count() == 1
