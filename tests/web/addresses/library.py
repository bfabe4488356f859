"""Addresses of the account library that are open here. Some of them send on: from sign-in who is signed in, and to
the password first who has not given it just now."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.pages import ACCOUNTS
from tests.web.addresses.shape import EVERYBODY, Address

PAGE = (200, 302)


def _key(world: Any) -> dict[str, Any]:
    """A passkey of the administrator."""
    from allauth.mfa.models import Authenticator

    key = Authenticator.objects.create(
        user=world.people.administrator,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "office key", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}},
    )
    return {"pk": key.pk}


def _with_app(world: Any) -> dict[str, Any]:
    """The administrator has an app and recovery codes; for the others there is nothing to see or to remove."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(world.people.administrator, generate_totp_secret())
    RecoveryCodes.activate(world.people.administrator)
    return {}


def _open(url: str, good: tuple[int, ...] = PAGE, **more: Any) -> Address:
    return Address(url, EVERYBODY, good=good, **more)


def _own(url: str, good: tuple[int, ...] = PAGE, **more: Any) -> Address:
    return Address(url, ACCOUNTS, good=good, **more)


ROWS = [
    _open("account_login"),
    _open("account_logout"),
    _open("account_inactive", good=(200,)),
    _open("account_signup", good=(200,)),
    _open("account_reset_password", good=(200,)),
    _open("account_reset_password_done", good=(200,)),
    _open("account_reset_password_from_key_done", good=(200,)),
    _open("account_reset_password_from_key", good=(200,), arguments=lambda world: {"uidb36": "1", "key": "spent-key"}),
    _own("account_reauthenticate"),
    _own("account_change_password"),
    _own("account_set_password"),
    _open("mfa_authenticate", good=(302,)),
    _open("mfa_login_webauthn", good=(302,)),
    _own("mfa_index", good=(200,)),
    _own("mfa_reauthenticate"),
    _own("mfa_reauthenticate_webauthn"),
    _own("mfa_activate_totp"),
    _own("mfa_deactivate_totp", good=(200, 302, 404), arguments=_with_app),
    _own("mfa_view_recovery_codes", good=(200, 302, 404), arguments=_with_app),
    _own("mfa_generate_recovery_codes"),
    _own("mfa_download_recovery_codes", good=(200, 302, 404), arguments=_with_app),
    _own("mfa_list_webauthn", good=(200,)),
    _own("mfa_add_webauthn"),
    _own("mfa_remove_webauthn", arguments=_key),
    _own("mfa_edit_webauthn", arguments=_key),
]
