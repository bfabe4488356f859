"""Forms of messages."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.messages.addresses import LONGEST, is_address, is_number
from regulars.web.messages.kinds import KINDS
from regulars.web.messages.models import Reason, State
from regulars.web.words import later, say


def _input(**more: Any) -> dict[str, Any]:
    return {"class": "input", **more}


class ListForm(forms.Form):
    """Which messages. What cannot be read is passed over."""

    q = forms.CharField(
        required=False, max_length=LONGEST, label=later(message("Address or subject")),
        widget=forms.TextInput(attrs=_input(type="search")),
    )  # fmt: skip
    state = forms.ChoiceField(required=False, label=later(message("State")), widget=forms.Select(attrs=_input()))
    kind = forms.ChoiceField(required=False, label=later(message("Kind")), widget=forms.Select(attrs=_input()))
    about = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)  # a link from a study brings it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", say(message("all")))
        self.fields["state"].choices = [every, *((one.value, say(one.said)) for one in State)]
        self.fields["kind"].choices = [every, *((one.key, say(one.title)) for one in KINDS.values())]
        self.is_valid()

    @property
    def wanted(self) -> dict[str, str]:
        """The filters that hold."""
        names = {"search": "q", "state": "state", "kind": "kind", "about": "about"}
        return {name: value for name, key in names.items() if (value := self.cleaned_data.get(key, "").strip())}


class BlockForm(forms.Form):
    """An address not to be written to."""

    address = forms.CharField(
        max_length=LONGEST,
        label=later(message("E-mail address or telephone number")),
        widget=forms.TextInput(attrs=_input(autocomplete="off")),
        error_messages={"required": later(message("Enter the address, such as mei@example.com."))},
    )
    reason = forms.ChoiceField(label=later(message("Why")), widget=forms.Select(attrs=_input()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What comes back again and again is counted, not said.
        self.fields["reason"].choices = [(one.value, say(one.said)) for one in Reason if one is not Reason.RETURNED]

    def clean_address(self) -> str:
        """A mailbox or a telephone."""
        address: str = self.cleaned_data["address"]
        if not is_address(address) and not is_number(address):
            wrong = message("Enter an address such as mei@example.com, or a telephone number with its country.")
            raise forms.ValidationError(say(wrong))
        return address
