"""The parts of the settings, one form each. A form gives the fields of ``Company`` that it sets."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from django import forms

from regulars.language import message
from regulars.web.company import colour
from regulars.web.company.forms.base import PartForm
from regulars.web.company.forms.fields import ZoneField, initial_words, words_of
from regulars.web.company.forms.grades import GradesForm
from regulars.web.company.models import Company
from regulars.web.words import later, say

_SHARE = {"min_value": Decimal(0), "max_value": Decimal(100), "max_digits": 5, "decimal_places": 2, "required": False}


class NameForm(PartForm):
    """What customers read on top."""

    title = message("Name")
    name_en = forms.CharField(label=later(message("Name in English")), max_length=120, required=False)
    name_zh = forms.CharField(label=later(message("Name in Chinese")), max_length=120, required=False)

    @classmethod
    def initial_of(cls, company: Company) -> dict[str, Any]:
        """Both languages."""
        return initial_words(company.name, "name")

    def clean(self) -> dict[str, Any]:
        """One of them is needed."""
        data = super().clean()
        if not self.errors and not words_of(data, "name").words:
            self.add_error("name_en", say(message("Enter the name in one language at least, such as Juniper Hotels.")))
        return data

    def values(self) -> dict[str, Any]:
        """One text."""
        return {"name": words_of(self.cleaned_data, "name")}


class ColourForm(PartForm):
    """The company's colour, with a check that words on it can be read."""

    title = message("Colour")
    names = ("colour",)
    colour = forms.CharField(
        label=later(message("Colour")),
        max_length=7,
        help_text=later(message("Written like #0b6354. Buttons on the customer's page have it.")),
    )

    def clean_colour(self) -> str:
        """Refused where neither white nor dark words can be read on it, with the nearest that passes."""
        found = colour.parse(self.cleaned_data["colour"])
        if found is None:
            raise forms.ValidationError(say(message("Write the colour as six digits, such as #0b6354.")))
        seen = colour.contrast(found)
        if not seen.enough:
            raise forms.ValidationError(
                say(
                    message(
                        "Words cannot be read well on {colour}: white has a contrast of {white}, dark of {ink}, and "
                        "{enough} is needed. The nearest that passes is {nearest}.",
                        colour=found,
                        white=shown_ratio(seen.white),
                        ink=shown_ratio(seen.ink),
                        enough=shown_ratio(colour.ENOUGH),
                        nearest=colour.nearest(found),
                    )
                )
            )
        return found


class FiguresForm(PartForm):
    """What steers figures: zone, money, years, smallest groups."""

    title = message("Time, money and figures")
    names = ("zone", "currency", "fiscal_year_month", "minimum_n", "privacy_k", "margin", "discount_rate")
    zone = ZoneField(label=later(message("Zone")), help_text=later(message("Days begin and end in it.")))
    currency = forms.RegexField(
        "^[A-Za-z]{3}$",
        required=False,
        label=later(message("Currency")),
        help_text=later(message("Three letters, such as CNY. Totals are kept in it.")),
        error_messages={"invalid": later(message("Write three letters, such as CNY."))},
    )
    fiscal_year_month = forms.IntegerField(
        min_value=1, max_value=12, label=later(message("First month of the fiscal year")), help_text="1–12"
    )
    minimum_n = forms.IntegerField(
        min_value=1,
        max_value=1000,
        label=later(message("Smallest number of answers")),
        help_text=later(message("Below it no figure is shown.")),
    )
    privacy_k = forms.IntegerField(
        min_value=3,
        max_value=100,
        label=later(message("Smallest group (k)")),
        help_text=later(message("In confidential and anonymous studies smaller groups are hidden.")),
    )
    margin = forms.DecimalField(
        label=later(message("Margin, %")),
        help_text=later(message("What is left of 100 of sales; the value of customers is counted with it.")),
        **_SHARE,
    )
    discount_rate = forms.DecimalField(
        label=later(message("Discount rate a year, %")),
        help_text=later(message("What money in a year is worth less today, such as 10.")),
        **_SHARE,
    )

    @classmethod
    def initial_of(cls, company: Company) -> dict[str, Any]:
        """Shares as percentages."""
        found = super().initial_of(company)
        for name in ("margin", "discount_rate"):
            if found[name] is not None:
                found[name] = format((100 * found[name]).normalize(), "f")
        return found

    def values(self) -> dict[str, Any]:
        """Percentages as shares."""
        found = super().values()
        for name in ("margin", "discount_rate"):
            if found[name] is not None:
                found[name] = (found[name] / 100).quantize(Decimal("0.0001"))
        return {**found, "currency": found["currency"].upper()}


class SenderForm(PartForm):
    """From whom letters come, and where the survey stands in the world."""

    title = message("Sender and public address")
    names = ("sender_name", "sender_address", "public_address")
    sender_name = forms.CharField(label=later(message("Sender’s name")), max_length=120, required=False)
    sender_address = forms.EmailField(
        label=later(message("Sender’s address")),
        required=False,
        help_text=later(message("Letters to customers come from it.")),
        error_messages={"invalid": later(message("Write a whole address, such as care@example.com."))},
    )
    public_address = forms.URLField(
        label=later(message("Public base address")),
        required=False,
        assume_scheme="https",
        help_text=later(message("What customers’ links begin with, such as https://ask.example.com")),
        error_messages={"invalid": later(message("Write the whole address, such as https://ask.example.com"))},
    )

    def clean_sender_name(self) -> str:
        """One line: a second one would end up in the head of the letter."""
        return " ".join(self.cleaned_data["sender_name"].split())

    def clean_public_address(self) -> str:
        """Links are put behind it."""
        return self.cleaned_data["public_address"].rstrip("/")


class PrivacyForm(PartForm):
    """What customers read about their answers."""

    title = message("Privacy text")
    _HINT = message("Who asks, what for, how long answers are kept, whom to write to. It stands below every survey.")
    privacy_text_en = forms.CharField(
        label=later(message("In English")),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=later(_HINT),
    )
    privacy_text_zh = forms.CharField(
        label=later(message("In Chinese")), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )

    @classmethod
    def initial_of(cls, company: Company) -> dict[str, Any]:
        """Both languages."""
        return initial_words(company.privacy_text, "privacy_text")

    def values(self) -> dict[str, Any]:
        """One text."""
        return {"privacy_text": words_of(self.cleaned_data, "privacy_text")}


class ConsentForm(PartForm):
    """Whom the company writes to."""

    title = message("Consent")
    names = ("consent_needed",)
    consent_needed = forms.BooleanField(
        label=later(message("Ask only customers who said yes")),
        required=False,
        help_text=later(
            message(
                "Invitations and reminders go only to customers whose consent to surveys is noted. Otherwise they go "
                "to everybody who did not say no. Notices about somebody's own matter go as ever."
            )
        ),
    )


class LogoForm(forms.Form):
    """A picture."""

    logo = forms.FileField(
        label=later(message("Logo")),
        help_text=later(message("PNG or JPEG, at most 512 KB. It stands on top of the customer’s page.")),
        error_messages={"required": later(message("Choose a picture."))},
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )


PARTS: dict[str, type[PartForm]] = {
    "name": NameForm,
    "colour": ColourForm,
    "figures": FiguresForm,
    "grades": GradesForm,
    "sender": SenderForm,
    "privacy": PrivacyForm,
    "consent": ConsentForm,
}


def shown_ratio(value: float) -> str:
    """A contrast ratio, rounded down: 4.49 must not look like 4.5."""
    return f"{math.floor(10 * value) / 10:.1f}"
