"""Draws, lists and the people who are asked, as forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from regulars.language import message
from regulars.web.messages.models import Channel
from regulars.web.research.fieldwork.lists.reading import HOLDS
from regulars.web.research.fieldwork.models import State
from regulars.web.research.fieldwork.shown import CONTACT
from regulars.web.research.models import Study
from regulars.web.words import later, say


def _input(**more: Any) -> dict[str, Any]:
    return {"class": "input", **more}


class DrawForm(forms.Form):
    """How many; empty: as many as the answers that are wanted take."""

    number = forms.IntegerField(
        min_value=1, max_value=10**7, required=False, label=later(message("How many to ask")),
        help_text=later(message("Empty: as many as the answers that are wanted take.")),
        widget=forms.NumberInput(attrs=_input()),
    )  # fmt: skip


class ListForm(forms.Form):
    """A file of people."""

    file = forms.FileField(
        label=later(message("List of people")),
        help_text=later(message("CSV or XLSX with a column of e-mail addresses or telephone numbers.")),
        error_messages={"required": later(message("Choose a file."))},
    )


class MappingForm(forms.Form):
    """Which column holds what."""

    def __init__(self, columns: Sequence[str], mapping: dict[str, str], data: Any = None) -> None:
        super().__init__(data, initial=mapping)
        choices = [("", say(message("not in this list"))), *((name, name) for name in columns)]
        for entry, words in HOLDS.items():
            self.fields[entry] = forms.ChoiceField(
                required=False, label=say(words), choices=choices, widget=forms.Select(attrs=_input())
            )

    def mapping(self) -> dict[str, str]:
        """What was chosen."""
        return {entry: name for entry, name in self.cleaned_data.items() if name}


class AskedForm(forms.Form):
    """Which of those who are asked. What cannot be read is passed over."""

    q = forms.CharField(
        required=False, max_length=254, label=later(message("Name or address")),
        widget=forms.TextInput(attrs=_input(type="search")),
    )  # fmt: skip
    state = forms.ChoiceField(required=False, label=later(message("State")), widget=forms.Select(attrs=_input()))
    cell = forms.ChoiceField(required=False, label=later(message("Part")), widget=forms.Select(attrs=_input()))
    channel = forms.ChoiceField(required=False, label=later(message("Channel")), widget=forms.Select(attrs=_input()))

    def __init__(self, study: Study, data: Any) -> None:
        super().__init__(data)
        every = ("", say(message("all")))
        states = list(State) if study.privacy == "identified" else CONTACT
        cells = list(study.cells.all())
        self.fields["state"].choices = [every, *((one.value, say(one.said)) for one in states)]
        self.fields["channel"].choices = [
            every,
            *((one.value, say(one.said)) for one in Channel if one != Channel.TEAM),
        ]
        self.fields["cell"].choices = [every, *((str(one.pk), one.shown_label) for one in cells)]
        if not cells:
            del self.fields["cell"]
        self.is_valid()

    @property
    def wanted(self) -> dict[str, str]:
        """The filters that hold."""
        return {name: value.strip() for name, value in self.cleaned_data.items() if value.strip()}


class ExtendForm(forms.Form):
    """How long it goes on."""

    until = forms.DateField(
        label=later(message("Last day")),
        widget=forms.DateInput(attrs=_input(type="date"), format="%Y-%m-%d"),
        error_messages={"required": later(message("Choose the last day."))},
    )
    remind = forms.BooleanField(
        required=False, label=later(message("Remind today whoever was invited and has not answered"))
    )
