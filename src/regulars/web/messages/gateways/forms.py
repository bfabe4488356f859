"""Forms of gateways. An address is a secret: it is typed, and never shown again, not even after a mistake."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import RegularsError, message
from regulars.web.messages.gateways.doors import looked_at
from regulars.web.messages.gateways.messenger import plugin_of
from regulars.web.messages.gateways.plain import body_of, headers_of
from regulars.web.words import later, say


def _secret() -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"class": "input", "autocomplete": "off"}, render_value=False)


class _Forgetful(forms.Textarea):
    """Several lines that are not shown again."""

    def format_value(self, value: Any) -> str:
        """Nothing."""
        return ""


def _name(hint: str) -> forms.CharField:
    return forms.CharField(
        max_length=80,
        label=later(message("What you call it")),
        help_text=hint,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": later(message("Give it a name."))},
    )


def _address(hint: str) -> forms.CharField:
    return forms.CharField(
        max_length=2000,
        label=later(message("Address")),
        help_text=hint,
        widget=_secret(),
        error_messages={"required": later(message("Enter the address."))},
    )


class _Checked(forms.Form):
    """Each check raises an error of ours; its words stand beside the field."""

    def _check(self, name: str, check: Any) -> str:
        value: str = self.cleaned_data[name]
        try:
            check(value)
        except RegularsError as error:
            raise forms.ValidationError(say(error.message)) from error
        return value


class SmsForm(_Checked):
    """A way out for short messages."""

    name = _name(later(message("Such as the name of the provider.")))
    address = _address(
        later(message("To it goes a POST of JSON for each message. It begins with https://, and is not shown again."))
    )
    headers = forms.CharField(
        required=False,
        max_length=4000,
        label=later(message("Headers")),
        help_text=later(
            message("If it wants a password: one header on a line, such as Authorization: Bearer abc. Not shown again.")
        ),
        widget=_Forgetful(attrs={"class": "input", "rows": 2, "spellcheck": "false", "autocomplete": "off"}),
    )
    body = forms.CharField(
        required=False,
        max_length=4000,
        label=later(message("What is sent")),
        help_text=later(
            message("JSON with the places {places}. Empty: {usual}", places="{to} {text} {id}",
                    usual='{"to": "{to}", "text": "{text}", "id": "{id}"}')
        ),
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "spellcheck": "false"}),
    )  # fmt: skip

    def clean_address(self) -> str:
        """A public place, over an encrypted line."""
        return self._check("address", looked_at)

    def clean_headers(self) -> str:
        """Headers that may be set."""
        return self._check("headers", headers_of)

    def clean_body(self) -> str:
        """JSON with its places."""
        return self._check("body", body_of)


class TeamForm(_Checked):
    """A team's messenger."""

    name = _name(later(message("Such as the name of the team.")))
    address = _address(
        later(
            message(
                "The address that the messenger shows for its robot or webhook: WeCom, DingTalk, Feishu, Lark, Slack, "
                "Teams, Discord and others. It is not shown again."
            )
        )
    )

    def clean_address(self) -> str:
        """One that is known."""
        return self._check("address", plugin_of)


class TryForm(forms.Form):
    """A number to try a gateway out."""

    to = forms.CharField(
        max_length=40,
        label=later(message("Telephone number")),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": later(message("Enter a telephone number."))},
    )
