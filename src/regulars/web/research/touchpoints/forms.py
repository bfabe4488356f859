"""Forms of touchpoints and stages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from regulars.language import Message, Text, message
from regulars.web.accounts.models import User
from regulars.web.company.forms.fields import initial_words, words_of
from regulars.web.company.forms.units import UnitChoice
from regulars.web.company.models import Unit
from regulars.web.research.touchpoints.models import KINDS, Stage, Touchpoint
from regulars.web.research.touchpoints.queries import Judge
from regulars.web.words import current, later, say

KEY = re.compile(r"\A[A-Za-z][A-Za-z0-9_-]{0,39}\Z")  # anchored: a field of a form searches
_BAD_KEY = message("Use up to 40 letters a to z, digits and hyphens, beginning with a letter, such as check-in.")
_NO_NAME = message("Enter a name in one language at least, such as {example}.")


def made_key(text: str) -> str:
    """A key from English words; empty where they give none.

    >>> made_key("Check-in & luggage"), made_key("早餐")
    ('check-in-luggage', '')
    """
    key = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:40].strip("-")
    return key if KEY.fullmatch(key) else ""


class KeyedForm(forms.Form):
    """Something that has a key for good and a name in both languages."""

    name_en = forms.CharField(label=later(message("Name in English")), max_length=120, required=False)
    name_zh = forms.CharField(label=later(message("Name in Chinese")), max_length=120, required=False)
    example: Message = message("Breakfast")

    def clean(self) -> dict[str, Any]:
        """One name is needed; the key may come from it."""
        data = super().clean()
        if not words_of(data, "name").words:
            self.add_error("name_en", say(message(_NO_NAME.template, example=self.example)))
        if "key" in self.fields and "key" not in self.errors:
            data["key"] = data.get("key") or made_key(data.get("name_en", ""))
            if not data["key"] and not self.errors:
                self.add_error("key", say(message("Enter a key too: letters a to z, such as breakfast.")))
        return data

    def name(self) -> Text:
        """Both languages."""
        return words_of(self.cleaned_data, "name")


def _key_field() -> forms.RegexField:
    return forms.RegexField(
        KEY,
        label=later(message("Key")),
        required=False,
        help_text=later(
            message("Tags of items and files name it by this; it stays. Empty: made from the English name.")
        ),
        error_messages={"invalid": later(_BAD_KEY)},
    )


class StageForm(KeyedForm):
    """A stage of the journey."""

    example = message("Arriving")

    def __init__(self, *args: Any, new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if new:
            self.fields["key"] = _key_field()


class TouchpointForm(KeyedForm):
    """What a touchpoint is."""

    kind = forms.ChoiceField(
        label=later(message("What customers meet")),
        widget=forms.RadioSelect,
        choices=[(key, later(words)) for key, words in KINDS.items()],
        error_messages={"required": later(message("Choose one of the three."))},
    )
    stage = forms.ModelChoiceField(
        Stage.objects.none(), label=later(message("Stage of the journey")), to_field_name="key", empty_label=None
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=later(message("Who answers for it")),
        required=False,
        empty_label=later(message("Nobody yet")),
    )
    standard_en = forms.CharField(label=later(message("Standard in English")), max_length=400, required=False)
    standard_zh = forms.CharField(label=later(message("Standard in Chinese")), max_length=400, required=False)
    threshold = forms.IntegerField(
        label=later(message("The rating should reach")),
        min_value=1,
        max_value=100,
        required=False,
        help_text=later(message("From 0 to 100, such as 80. Empty: no line is drawn.")),
    )
    traffic = forms.IntegerField(
        label=later(message("Customers a month")), min_value=0, max_value=1_000_000_000, required=False
    )
    traffic_source = forms.CharField(
        label=later(message("Where that number comes from")),
        max_length=120,
        required=False,
        help_text=later(message("Such as: till receipts, October.")),
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=later(message("Units that have it")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=later(message("With all below them. None ticked: everywhere.")),
    )
    field_order = ("name_en", "name_zh", "key", "kind", "stage", "standard_en", "standard_zh", "threshold")

    def __init__(self, *args: Any, new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if new:
            self.fields["key"] = _key_field()
            self.order_fields(self.field_order)
        self.fields["stage"].queryset = Stage.objects.all()
        self.fields["owner"].queryset = User.objects.filter(is_active=True).order_by("name", "email")
        self.fields["owner"].label_from_instance = lambda user: user.shown_name
        self.fields["units"].queryset = Unit.objects.all()
        self.fields["units"].label_from_instance = UnitChoice(Unit.objects.none()).label_from_instance

    @classmethod
    def of(cls, one: Touchpoint, data: Any = None) -> TouchpointForm:
        """Filled in with what holds now."""
        names = ("kind", "owner", "threshold", "traffic", "traffic_source")
        now = {name: getattr(one, name) for name in names}
        words = {**initial_words(one.name, "name"), **initial_words(one.standard, "standard")}
        return cls(data, initial={**words, **now, "stage": one.stage.key, "units": list(one.units.all())})

    def values(self) -> dict[str, Any]:
        """Fields of the touchpoint -> values."""
        names = ("kind", "stage", "owner", "threshold", "traffic", "traffic_source")
        return {
            "name": self.name(),
            "standard": words_of(self.cleaned_data, "standard"),
            **{name: self.cleaned_data[name] for name in names},
        }


class BindForm(forms.Form):
    """Which items judge it. Those that say so by a tag are not asked for."""

    items = forms.MultipleChoiceField(
        label=later(message("Items that judge it")), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, judges: Iterable[Judge], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in judges:
            title = one.survey.title.in_language(current().tag) or one.survey.name
            groups.setdefault(title, []).append((one.value, one.item.label.in_language(current().tag)))
        self.fields["items"].choices = list(groups.items())

    def chosen(self) -> list[tuple[str, str]]:
        """Survey and item."""
        return [tuple(value.split("/", 1)) for value in self.cleaned_data["items"]]


class RegisterFilter(forms.Form):
    """Which part of the register."""

    stage = forms.ChoiceField(required=False, label=later(message("Stage")))
    kind = forms.ChoiceField(
        required=False,
        label=later(message("Kind")),
        choices=[("", later(message("All kinds"))), *((key, later(words)) for key, words in KINDS.items())],
    )
    state = forms.ChoiceField(
        required=False,
        label=later(message("Show")),
        choices=[
            ("", later(message("The register"))),
            ("unmeasured", later(message("What nobody measures"))),
            ("archived", later(message("The archive"))),
        ],
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        stages = [(stage.key, stage.shown_name) for stage in Stage.objects.all()]
        self.fields["stage"].choices = [("", say(message("All stages"))), *stages]

    @property
    def wanted(self) -> dict[str, str]:
        """What could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RegisterFileForm(forms.Form):
    """Many touchpoints at once."""

    file = forms.FileField(
        label=later(message("File")),
        help_text=later(
            message(
                "CSV or XLSX with the columns key, name_en, name_zh, kind, stage, owner, standard_en, standard_zh, "
                "threshold, traffic, traffic_source, units and items; only key is needed. The export has them all."
            )
        ),
        error_messages={"required": later(message("Choose a file."))},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """A register is no large file."""
        sent = self.cleaned_data["file"]
        if sent.size > 5 << 20:
            raise forms.ValidationError(say(message("The file is larger than 5 MB. Send the register alone.")))
        return sent
