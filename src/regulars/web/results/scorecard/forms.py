"""A step as it is noted, and a file of values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from regulars.language import message
from regulars.web.words import later


class StepForm(forms.Form):
    """What is done, against what, how much work, and how much somebody hopes for."""

    title = forms.CharField(max_length=160, label=later(message("What would be done")))
    problem = forms.ChoiceField(label=later(message("Against")))
    days = forms.IntegerField(min_value=1, max_value=2000, label=later(message("Days of work")))
    removes = forms.IntegerField(
        min_value=1, max_value=100, label=later(message("Takes away of the problem, per cent")),
        help_text=later(message("Your own guess; only a before and after shows what it has brought.")),
    )  # fmt: skip

    def __init__(self, data: Any, *, choices: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["problem"].choices = list(choices)


class MeasuresForm(forms.Form):
    """A file with the columns day and value."""

    name = forms.CharField(
        required=False, max_length=80, label=later(message("Name of the series")),
        help_text=later(message("Such as “On time, per cent”. A column “name” in the file goes before it.")),
    )  # fmt: skip
    file = forms.FileField(
        label=later(message("File")),
        help_text=later(
            message("CSV or XLSX with the columns day and value; unit (its code) where the values are of units.")
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
    )
