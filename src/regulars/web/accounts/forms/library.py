"""The account library's forms in our words: labels above, hints under them, no placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey

from regulars.language import message
from regulars.web.words import later

PASSWORD_HINT = message("At least 12 characters. Not one of the best-known passwords, and not your name or address.")
_MISSING = later(message("Enter something here."))
_LABELS = {
    "login": message("Mail address"),
    "email": message("Mail address"),
    "password": message("Password"),
    "oldpassword": message("Present password"),
    "password1": message("New password"),
    "password2": message("New password once more"),
    "code": message("Code"),
    "name": message("Name of this passkey"),
    "passwordless": message("Sign in with this passkey alone"),
}
_HINTS = {
    "password1": PASSWORD_HINT,
    "passwordless": message("Then it stands in for address and password, and asks for your finger, face or PIN."),
    "name": message("Such as “phone” or “office key”: you will know it again by that."),
}


class InOurWords:
    """Puts our words over a form of the library."""

    words = _LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = later(_LABELS[name]) if name in _LABELS else field.label
            field.help_text = later(_HINTS[name]) if name in _HINTS else ""
            field.error_messages["required"] = _MISSING
            if name == "code":
                field.widget.attrs["inputmode"] = "numeric"


class LoginForm(InOurWords, account.LoginForm):
    """Address and password."""


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    """The password once more, before something that matters."""


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    """Where the link goes."""


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    """A new password, by a link from a mail."""


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """Old and new."""


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    """The first password of an account that came by a link."""


class CodeForm(InOurWords, factor.AuthenticateForm):
    """The second step."""


class CodeAgainForm(InOurWords, factor.ReauthenticateForm):
    """The second step once more."""


class ActivateForm(InOurWords, totp.ActivateTOTPForm):
    """The first code of a new app."""


class DeactivateForm(InOurWords, totp.DeactivateTOTPForm):
    """Asks once more."""


class RecoveryForm(InOurWords, GenerateRecoveryCodesForm):
    """Asks once more."""


class AddPasskeyForm(InOurWords, passkey.AddWebAuthnForm):
    """A new passkey."""


class EditPasskeyForm(InOurWords, passkey.EditWebAuthnForm):
    """Another name."""
