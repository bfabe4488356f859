"""A target and an event, as somebody types them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils import timezone

from regulars.insights.landmarks import Indicator
from regulars.language import Message, message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.days import DayField
from regulars.web.facts import facts
from regulars.web.results.landmarks.models import WORDS, Happening, Target
from regulars.web.results.landmarks.periods import read, written
from regulars.web.words import later, say

OF_THE_BOOKS = (Indicator.REPURCHASE,)  # no survey asks for it
LONGEST = 40  # characters of a value or a period that are read at all


class Placed(forms.Form):
    """For which unit and which survey: within the units where somebody may set targets."""

    def __init__(self, *args: Any, user: Any, one: Target | Happening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.one = one
        units = Unit.objects.visible_to(user, Permission.SET_TARGETS).order_by("code")
        whole = scope_of(user, Permission.SET_TARGETS).whole
        self.fields["unit"] = forms.ModelChoiceField(
            units, to_field_name="public_id", required=not whole, label=later(message("Unit")),
            empty_label=later(message("The whole company")) if whole else later(message("Choose a unit")),
            error_messages={
                "invalid_choice": later(message("Choose one of your units.")),
                "required": later(message("Choose one of your units.")),
            },
        )  # fmt: skip
        self.fields["unit"].label_from_instance = lambda unit: unit.shown_name
        known = {name: say(facts().survey(name).title) or name for name in facts().surveys()}
        if one.survey:
            known.setdefault(one.survey, one.survey)
        self.fields["survey"] = forms.ChoiceField(
            choices=[("", say(message("All surveys"))), *known.items()], required=False, label=later(message("Survey")),
            error_messages={"invalid_choice": later(message("Choose one of the surveys."))},
        )  # fmt: skip
        self.initial.setdefault("unit", one.unit.public_id if one.unit else "")
        self.initial.setdefault("survey", one.survey)


class TargetForm(Placed):
    """What, how much, where, from when to when."""

    indicator = forms.ChoiceField(
        choices=[(one.value, later(one.said)) for one in Indicator], label=later(message("Figure")),
        error_messages={"invalid_choice": later(message("Choose one of the figures."))},
    )  # fmt: skip
    value = forms.CharField(
        max_length=LONGEST, label=later(message("Target")),
        help_text=later(message("Shares in percent, NPS from −100 to 100, the index from 0 to 100.")),
        error_messages={"required": later(message("Write the target as a number, such as 82."))},
    )  # fmt: skip
    since = forms.CharField(
        max_length=LONGEST, label=later(message("From")),
        help_text=later(message("A year, quarter or month: 2026, 2026-Q4 or 2026-11.")),
        error_messages={"required": later(message("Write from when: 2026, 2026-Q4 or 2026-11."))},
    )  # fmt: skip
    until = forms.CharField(
        max_length=LONGEST, required=False, label=later(message("To the end of")),
        help_text=later(message("Leave it empty for that one period.")),
    )  # fmt: skip
    field_order = ("indicator", "value", "unit", "survey", "since", "until")

    def __init__(self, *args: Any, one: Target, **kwargs: Any) -> None:
        super().__init__(*args, one=one, **kwargs)
        self.order_fields(self.field_order)
        if one.pk is not None:
            since, until = written(one.first, one.last)
            number = str(int(one.value)) if one.value == int(one.value) else str(one.value)
            self.initial |= {
                "indicator": one.indicator, "value": number, "since": since, "until": "" if until == since else until,
            }  # fmt: skip
        else:
            self.initial.setdefault("since", str(timezone.localdate().year))

    def clean_value(self) -> Decimal:
        """A number to one decimal; a percent sign is what one would write."""
        text = self.cleaned_data["value"].strip().rstrip("%％").strip().replace("−", "-").replace(",", ".")
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            raise forms.ValidationError(
                say(message("“{value}” is no number. Write the target like 82 or 82.5.", value=text))
            )
        if abs(value) > 10_000 or value != round(value, 1):
            raise forms.ValidationError(say(message("Write the target with one decimal at most, such as 82.5.")))
        return round(value, 1)

    def clean_since(self) -> tuple[date, date]:
        """The period with which it begins."""
        return _period(self.cleaned_data["since"])

    def clean_until(self) -> tuple[date, date] | None:
        """The period with which it ends, where it is another."""
        text = self.cleaned_data["until"]
        return _period(text) if text else None

    def clean(self) -> dict[str, Any]:
        """What depends on another field."""
        given = super().clean() or {}
        indicator, value = given.get("indicator"), given.get("value")
        if indicator is not None and value is not None:
            low, high = Indicator(indicator).ends
            if not low <= value <= high:
                self.add_error("value", say(_outside(value, int(low), int(high))))
        if indicator in OF_THE_BOOKS and given.get("survey"):
            self.add_error("survey", say(message("What customers buy is of no one survey. Choose all surveys.")))
        if given.get("since") and given.get("until") and given["until"][1] < given["since"][0]:
            self.add_error("until", say(message("The end lies before the beginning.")))
        return given

    def written(self) -> Target:
        """The target with what was typed."""
        given, one = self.cleaned_data, self.one
        one.indicator, one.value, one.unit, one.survey = (
            given["indicator"], given["value"], given["unit"], given["survey"],
        )  # fmt: skip
        one.first, one.last = given["since"][0], (given["until"] or given["since"])[1]
        return one


class NoteForm(Placed):
    """What happened, when, where."""

    words = forms.CharField(
        max_length=WORDS, label=later(message("What happened")),
        help_text=later(message("In a few words, as it will stand on the trend: lobby renovated, new manager.")),
        error_messages={
            "required": later(message("Write in a few words what happened.")),
            "max_length": later(message("Say it in at most {most} characters.", most=WORDS)),
        },
    )  # fmt: skip
    first = DayField(label=later(message("Day")))
    last = DayField(
        required=False, label=later(message("Until")),
        help_text=later(message("Only where it took longer than a day.")),
    )  # fmt: skip
    field_order = ("words", "first", "last", "unit", "survey")

    def __init__(self, *args: Any, one: Happening, **kwargs: Any) -> None:
        super().__init__(*args, one=one, **kwargs)
        self.order_fields(self.field_order)
        if one.pk is not None:
            last = None if one.first == one.last else one.last
            self.initial |= {"words": one.words, "first": one.first, "last": last}

    def clean_words(self) -> str:
        """On one line."""
        words = " ".join(self.cleaned_data["words"].split())
        if not words:
            raise forms.ValidationError(say(message("Write in a few words what happened.")))
        return words

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", say(message("The end lies before the beginning.")))
        return given

    def written(self) -> Happening:
        """The event with what was typed."""
        given, one = self.cleaned_data, self.one
        one.words, one.unit, one.survey = given["words"], given["unit"], given["survey"]
        one.first, one.last = given["first"], given["last"] or given["first"]
        return one


def _outside(value: Decimal, low: int, high: int) -> Message:
    return message(
        "{value} lies outside the scale of this figure, which goes from {low} to {high}.",
        value=f"{value.normalize():f}",
        low=low,
        high=high,
    )


def _period(text: str) -> tuple[date, date]:
    found = read(text)
    if found is None:
        raise forms.ValidationError(
            say(
                message(
                    "“{value}” is no year, quarter or month. Write it like 2026, 2026-Q4 or 2026-11.",
                    value=text.strip(),
                )
            )
        )
    return found
