"""How a study is carried out, as a form: whom, when it reminds, by what, for how much; and its parts as rows."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

from regulars.language import Text, message
from regulars.web.company.forms.fields import initial_words, words_of
from regulars.web.company.models import Unit
from regulars.web.messages.models import Channel
from regulars.web.people.models import Segment
from regulars.web.research.fieldwork.models import Fieldwork
from regulars.web.research.fieldwork.ways import PERSONAL
from regulars.web.research.models import Cell
from regulars.web.words import later, say

MONEY = {"max_digits": 12, "decimal_places": 4, "min_value": 0, "required": False}


def _input(**more: Any) -> dict[str, Any]:
    return {"class": "input", **more}


class CarryForm(forms.Form):
    """Everything but the parts."""

    segment = forms.ChoiceField(
        required=False, label=later(message("Who is meant")), widget=forms.Select(attrs=_input())
    )
    people = forms.CharField(
        required=False,
        label=later(message("Condition")),
        widget=forms.Textarea(attrs=_input(rows=2, spellcheck="false")),
        help_text=later(message("Over customers, such as: language = zh. It only holds where no segment is chosen.")),
    )
    seed = forms.IntegerField(
        min_value=0,
        max_value=2**62,
        label=later(message("Seed of the draw")),
        help_text=later(message("The same number draws the same people again.")),
        widget=forms.NumberInput(attrs=_input()),
    )
    reminders = forms.CharField(
        required=False,
        label=later(message("Reminders")),
        help_text=later(message("Days after the first day, such as 4, 9. Nobody who answered hears of them.")),
        widget=forms.TextInput(attrs=_input()),
    )
    due = forms.DateField(
        required=False,
        label=later(message("Report due on")),
        widget=forms.DateInput(attrs=_input(type="date"), format="%Y-%m-%d"),
    )
    currency = forms.CharField(
        required=False, max_length=3, label=later(message("Currency")), widget=forms.TextInput(attrs=_input())
    )
    limit = forms.DecimalField(label=later(message("Budget in all")), widget=forms.NumberInput(attrs=_input()), **MONEY)
    fixed = forms.DecimalField(label=later(message("Paid once")), widget=forms.NumberInput(attrs=_input()), **MONEY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        segments = [(one.public_id, one.name) for one in Segment.objects.all()]
        self.fields["segment"].choices = [("", say(message("all customers, or by the condition"))), *segments]

    @classmethod
    def of(cls, fieldwork: Fieldwork, data: Any = None) -> CarryForm:
        """Filled with what holds."""
        known = Segment.objects.filter(condition=fieldwork.people).first() if fieldwork.people else None
        first = {
            "segment": known.public_id if known else "",
            "people": "" if known else fieldwork.people,
            "seed": fieldwork.seed,
            "reminders": ", ".join(str(day) for day in fieldwork.reminders),
            "due": fieldwork.due,
            "currency": fieldwork.currency,
            "limit": _plain(fieldwork.limit),
            "fixed": _plain(fieldwork.fixed),
        }
        return cls(data, initial=first)

    def clean_reminders(self) -> list[int]:
        """The days in order, each once."""
        parts = [part for part in re.split(r"[\s,，、;；]+", self.cleaned_data["reminders"]) if part]
        if not all(part.isdecimal() and 0 < int(part) <= 366 for part in parts) or len(parts) > 12:
            raise forms.ValidationError(say(message("Write days from 1 to 366, such as 4, 9; twelve at most.")))
        return sorted({int(part) for part in parts})

    def clean_currency(self) -> str:
        """The code of a currency."""
        code = self.cleaned_data["currency"].strip().upper()
        if code and not re.fullmatch(r"[A-Z]{3}", code):
            raise forms.ValidationError(say(message("Write the code of a currency, such as EUR.")))
        return code

    def values(self) -> dict[str, Any]:
        """As the action wants them."""
        data = self.cleaned_data
        segment = Segment.objects.filter(public_id=data["segment"]).first() if data["segment"] else None
        return {
            "people": segment.condition if segment else data["people"].strip(),
            "fixed": data["fixed"] or 0,
            **{name: data[name] for name in ("seed", "reminders", "due", "currency", "limit")},
        }


def _plain(amount: Any) -> str | None:
    """Without the zeros that the database keeps."""
    return None if amount is None else f"{Decimal(amount).normalize():f}"


class WayForm(forms.Form):
    """A channel that writes to one person."""

    share = forms.FloatField(
        min_value=0, max_value=100, required=False, label=later(message("Share of those asked (%)")),
        widget=forms.NumberInput(attrs=_input()),
    )  # fmt: skip
    response = forms.FloatField(
        min_value=0.1, max_value=100, required=False, label=later(message("Expected response (%)")),
        widget=forms.NumberInput(attrs=_input()),
    )  # fmt: skip
    cost = forms.DecimalField(
        label=later(message("Cost of asking one")), widget=forms.NumberInput(attrs=_input()), **MONEY
    )
    setup = forms.DecimalField(
        label=later(message("Cost once a wave")), widget=forms.NumberInput(attrs=_input()), **MONEY
    )

    def clean(self) -> dict[str, Any]:
        """Whoever asks must say how many will answer: the draw hangs on it."""
        data = super().clean()
        if data.get("share") and not data.get("response"):
            self.add_error(
                "response", say(message("Say how many of a hundred will answer; that of an earlier wave serves."))
            )
        return data


def ways_forms(fieldwork: Fieldwork, data: Any = None) -> list[tuple[Channel, WayForm]]:
    """A form for each channel."""
    found = []
    for key in PERSONAL:
        known = fieldwork.shares.get(key) or {}
        first = {
            "share": round(100 * float(known["share"]), 4) if known.get("share") else None,
            "response": round(100 * float(known["response"]), 4) if known.get("response") else None,
            "cost": known.get("cost"),
            "setup": known.get("setup"),
        }
        found.append((Channel(key), WayForm(data, prefix=key, initial=first)))
    return found


def shares_of(fieldwork: Fieldwork, ways: list[tuple[Channel, WayForm]]) -> dict[str, Any]:
    """What the forms say; channels that ask nobody by name stay as the plan has them."""
    found = {key: value for key, value in fieldwork.shares.items() if key not in PERSONAL}
    for channel, form in ways:
        data = form.cleaned_data
        if data.get("share"):
            found[channel.value] = {
                "share": data["share"] / 100,
                "response": data["response"] / 100,
                "cost": str(data["cost"] or 0),
                "setup": str(data["setup"] or 0),
            }
    return found


class CellForm(forms.Form):
    """A part of the population."""

    label_en = forms.CharField(
        required=False, max_length=120, label=later(message("Name in English")), widget=forms.TextInput(attrs=_input())
    )
    label_zh = forms.CharField(
        required=False, max_length=120, label=later(message("Name in Chinese")), widget=forms.TextInput(attrs=_input())
    )
    unit = forms.ChoiceField(required=False, label=later(message("Unit")), widget=forms.Select(attrs=_input()))
    rule = forms.CharField(
        required=False,
        label=later(message("Condition")),
        help_text=later(message("Over customers; only where no unit is chosen. Empty: everybody else.")),
        widget=forms.TextInput(attrs=_input(spellcheck="false")),
    )
    wanted = forms.IntegerField(
        min_value=0, max_value=10**7, required=False, label=later(message("Answers wanted")),
        widget=forms.NumberInput(attrs=_input()),
    )  # fmt: skip
    quota = forms.IntegerField(
        min_value=1, max_value=10**7, required=False, label=later(message("Stops at")),
        widget=forms.NumberInput(attrs=_input()),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(one.public_id, one.shown_name) for one in Unit.objects.filter(closed=None)]
        self.fields["unit"].choices = [("", "–"), *units]

    @classmethod
    def of(cls, cell: Cell | None, data: Any = None) -> CellForm:
        """Filled with what holds."""
        if cell is None:
            return cls(data)
        first = {
            **initial_words(cell.label, "label"),
            "unit": cell.unit.public_id if cell.unit else "",
            "rule": cell.rule,
            "wanted": cell.wanted,
            "quota": cell.quota,
        }
        return cls(data, initial=first)

    def clean(self) -> dict[str, Any]:
        """A part has a name, or is that of a unit."""
        data = super().clean()
        if not words_of(data, "label").words and not data.get("unit"):
            self.add_error("label_en", say(message("Name the part, or choose a unit.")))
        return data

    def values(self) -> dict[str, Any]:
        """As the action wants them."""
        data = self.cleaned_data
        unit = Unit.objects.filter(public_id=data["unit"]).first() if data["unit"] else None
        label = words_of(data, "label")
        return {
            "label": label if label.words else Text.of(unit.name),
            "unit": unit,
            "rule": "" if unit else data["rule"].strip(),
            "wanted": data["wanted"] or 0,
            "quota": data["quota"],
        }
