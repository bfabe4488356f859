"""Forms of units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from regulars.language import Text, message
from regulars.web.company.forms.fields import ZoneField, initial_words, words_of
from regulars.web.company.models import Calendar, Unit
from regulars.web.days import DayField
from regulars.web.words import later, say


class UnitChoice(forms.ModelChoiceField):
    """A unit, by name and code."""

    def label_from_instance(self, obj: Unit) -> str:
        """Both, where they differ."""
        return (
            obj.code
            if obj.shown_name == obj.code
            else say(message("{name} ({code})", name=obj.shown_name, code=obj.code))
        )


class UnitForm(forms.Form):
    """What a unit is; where it stands in the tree is said by a move."""

    name_en = forms.CharField(label=later(message("Name in English")), max_length=120, required=False)
    name_zh = forms.CharField(label=later(message("Name in Chinese")), max_length=120, required=False)
    kind = forms.CharField(
        label=later(message("What it is")),
        max_length=40,
        required=False,
        help_text=later(message("Such as hotel, shop, region.")),
    )
    zone = ZoneField(label=later(message("Zone")), empty=message("That of the company"))
    calendar = forms.ModelChoiceField(
        Calendar.objects.none(),
        label=later(message("Business hours")),
        required=False,
        empty_label=later(message("None")),
    )
    closed = DayField(
        label=later(message("Closed since")),
        required=False,
        help_text=later(message("Its figures stay; it is no longer offered for new studies.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"].queryset = Calendar.objects.all()

    @classmethod
    def of(cls, unit: Unit, data: Any = None) -> UnitForm:
        """Filled in with what holds now."""
        now = {name: getattr(unit, name) for name in ("kind", "zone", "calendar", "closed")}
        return cls(data, initial={**initial_words(unit.name, "name"), **now})

    def values(self) -> dict[str, Any]:
        """Fields of the unit -> values."""
        return {
            "name": words_of(self.cleaned_data, "name"),
            **{name: self.cleaned_data[name] for name in ("kind", "zone", "calendar", "closed")},
        }


class NewUnitForm(forms.Form):
    """A new unit. The code is for ever: facts know the unit by it."""

    code = forms.CharField(
        label=later(message("Code")),
        max_length=80,
        help_text=later(message("As your files of purchases and answers write it. It cannot be changed later.")),
    )
    name_en = forms.CharField(label=later(message("Name in English")), max_length=120, required=False)
    name_zh = forms.CharField(label=later(message("Name in Chinese")), max_length=120, required=False)
    parent = UnitChoice(
        Unit.objects.none(),
        label=later(message("Belongs to")),
        required=False,
        empty_label=later(message("The company")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Unit.objects.all()

    def name(self) -> Text:
        """Both languages."""
        return words_of(self.cleaned_data, "name")


class MoveForm(forms.Form):
    """Below which unit, from when."""

    parent = UnitChoice(
        Unit.objects.none(),
        label=later(message("Belongs to")),
        required=False,
        empty_label=later(message("The company")),
    )
    since = DayField(
        label=later(message("From day")),
        required=False,
        help_text=later(message("Results of earlier days keep the earlier tree. Empty: since ever.")),
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": timezone.localdate()}, **kwargs)
        self.fields["parent"].queryset = Unit.objects.exclude(pk=unit.pk)


class UnitFileForm(forms.Form):
    """Many units at once."""

    file = forms.FileField(
        label=later(message("File")),
        help_text=later(
            message("CSV or XLSX with the columns code, name_en, name_zh, parent, zone and kind; only code is needed.")
        ),
        error_messages={"required": later(message("Choose a file."))},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
    )
    since = DayField(
        label=later(message("Moves hold from")),
        required=False,
        help_text=later(message("For units that are here already and get another parent. Empty: from today.")),
    )

    def clean_file(self) -> Any:
        """A list of units is no large file."""
        sent = self.cleaned_data["file"]
        if sent.size > 5 << 20:
            raise forms.ValidationError(say(message("The file is larger than 5 MB. Send the list of units alone.")))
        return sent
