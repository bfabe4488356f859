"""What somebody types about the mail of cases."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.cases.mail.models import Rules
from regulars.web.cases.workflows import workflows
from regulars.web.company.models import Unit
from regulars.web.ids import new_id
from regulars.web.words import current, later


class LetterForm(forms.Form):
    """A letter without a change of state. ``token``: sent twice by a double click, it is one."""

    words = forms.CharField(
        max_length=20_000, label=later(message("Your letter to the customer")),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": later(message("Write what the customer is to read."))},
    )  # fmt: skip
    token = forms.RegexField(r"^[a-z0-9]{8,40}$", widget=forms.HiddenInput, initial=new_id)


class RulesForm(forms.Form):
    """For which kinds of cases a letter says at once that the words arrived."""

    receipts = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple,
        label=later(message("Tell the customer at once that their message arrived")),
        help_text=later(
            message("When a case opens by e-mail or by the form on the web. One letter, in their language.")
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, initial={"receipts": rules.receipts}, **kwargs)
        tag = current().tag
        self.fields["receipts"].choices = [(one.key, one.name.in_language(tag)) for one in workflows().values()]


class AddressForm(forms.Form):
    """An address whose mail is a unit's."""

    address = forms.EmailField(
        label=later(message("Address")),
        error_messages={
            "required": later(message("Write the address.")),
            "invalid": later(message("Write an address like anna@example.com.")),
        },
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="public_id", label=later(message("Unit")),
        empty_label=later(message("Choose a unit")),
        error_messages={"required": later(message("Choose a unit."))},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(closed=None).order_by("code")
        self.fields["unit"].label_from_instance = lambda one: one.shown_name

    def clean_address(self) -> str:
        """In small letters, as it is looked up."""
        return str(self.cleaned_data["address"]).lower()
