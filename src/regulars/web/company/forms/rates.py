"""The forms of rates: one from a day on, and a file of many."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from regulars.language import message
from regulars.web.days import DayField
from regulars.web.words import later, say

LARGEST = 5 << 20


class RateForm(forms.Form):
    """A rate from a day on."""

    currency = forms.RegexField(
        "^[A-Za-z]{3}$",
        label=later(message("Currency")),
        error_messages={"invalid": later(message("Write three letters, such as USD."))},
    )
    day = DayField(label=later(message("From day")))
    rate = forms.DecimalField(
        label=later(message("Rate")),
        min_value=Decimal("0.00000001"),
        max_digits=18,
        decimal_places=8,
        help_text=later(message("What one of it is worth in the company’s currency.")),
    )

    def clean_currency(self) -> str:
        """In capitals."""
        return self.cleaned_data["currency"].upper()


class RateFileForm(forms.Form):
    """Many rates at once."""

    file = forms.FileField(
        label=later(message("File")),
        help_text=later(message("CSV or XLSX with the columns currency, day and rate.")),
        error_messages={"required": later(message("Choose a file."))},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """A list of rates is no large file."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError(say(message("The file is larger than 5 MB. Send the list of rates alone.")))
        return sent
