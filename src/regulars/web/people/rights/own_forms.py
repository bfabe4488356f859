"""What customers fill in about themselves."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import Language, message
from regulars.web.pages.context import NAMES
from regulars.web.people.models import Customer, Purpose, Way
from regulars.web.people.rights.actions import WAYS
from regulars.web.words import later

_NO_PHONE = later(message("Enter the number with figures, blanks, + - ( ) only."))
_SIGNS = frozenset("0123456789+-()./ ")


class AddressForm(forms.Form):
    """Who has no link asks for one."""

    email = forms.EmailField(
        max_length=254,
        label=later(message("Your e-mail address")),
        error_messages={
            "required": later(message("Enter an address such as name@example.com.")),
            "invalid": later(message("Enter an address such as name@example.com.")),
        },
        widget=forms.EmailInput({"autocomplete": "email", "class": "input"}),
    )


class AgreeForm(forms.Form):
    """A box for each purpose and way."""

    def __init__(self, *args: Any, agreed: dict[tuple[Purpose, Way], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for (purpose, way), given in agreed.items():
            self.fields[f"{purpose.value}-{way.value}"] = forms.BooleanField(
                required=False, label=later(way.said), initial=given
            )

    def parts(self) -> list[tuple[Any, list[Any]]]:
        """A purpose with its boxes."""
        return [(purpose.said, [self[f"{purpose.value}-{way.value}"] for way in WAYS]) for purpose in Purpose]

    def wishes(self) -> dict[tuple[Purpose, Way], bool]:
        """What was ticked."""
        return {
            (purpose, way): self.cleaned_data[f"{purpose.value}-{way.value}"] for purpose in Purpose for way in WAYS
        }


class PreferForm(forms.Form):
    """Language and way."""

    language = forms.ChoiceField(label=later(message("Language")), required=False)
    way = forms.ChoiceField(label=later(message("Reach me first by")), required=False)

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = [(one.value, NAMES[one]) for one in Language]
        theirs = customer.language
        parsed = Language.parse(theirs or "")
        if theirs and (parsed is None or parsed.value != theirs):
            ours.insert(0, (theirs, NAMES[parsed] if parsed else theirs))
        self.fields["language"].choices = [("", later(message("as you like"))), *dict(ours).items()]
        ways = [(way.value, later(way.said)) for way in WAYS]
        self.fields["way"].choices = [("", later(message("as you like"))), *ways]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"


class CorrectForm(forms.Form):
    """Name, address, telephone."""

    name = forms.CharField(max_length=200, required=False, label=later(message("Name")))
    email = forms.EmailField(
        max_length=254,
        label=later(message("E-mail")),
        help_text=later(message("A new address is used once you have confirmed it: we write to it.")),
        error_messages={
            "required": later(message("Enter an address such as name@example.com.")),
            "invalid": later(message("Enter an address such as name@example.com.")),
        },
    )
    phone = forms.CharField(max_length=40, required=False, label=later(message("Telephone")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, fill in (("name", "name"), ("email", "email"), ("phone", "tel")):
            self.fields[name].widget.attrs |= {"class": "input", "autocomplete": fill}

    def clean_phone(self) -> str:
        """Figures, with what people write between them."""
        text = self.cleaned_data["phone"].strip()
        if text and (not set(text) <= _SIGNS or not 5 <= sum(sign.isdecimal() for sign in text) <= 20):
            raise forms.ValidationError(_NO_PHONE)
        return text
