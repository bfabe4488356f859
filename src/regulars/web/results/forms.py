"""What a reader asks for: units and time. The address holds it, so a page can be sent on and printed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils import timezone

from regulars.insights.filters import Filters, Step, last_days, last_months
from regulars.insights.intakes import Intake
from regulars.language import Day, Message, message
from regulars.web.days import DayField
from regulars.web.results.units import Tree
from regulars.web.words import later, say

LATEST, ALL, WAVE = "", "all", "wave:"
_SPANS = {
    "30d": message("Last 30 days"),
    "3m": message("Last 3 months"),
    "12m": message("Last 12 months"),
}
_STEPS = {
    "": message("As the data suggest"),
    Step.WAVE.value: message("Waves"),
    Step.MONTH.value: message("Months"),
    Step.WEEK.value: message("Weeks"),
}


class UnitsAndDays(forms.Form):
    """What every page of numbers can be asked for; each page adds its own."""

    unit = forms.MultipleChoiceField(required=False, label=later(message("Units")), widget=forms.CheckboxSelectMultiple)
    since = DayField(required=False, label=later(message("From")))
    until = DayField(required=False, label=later(message("Until")))

    def __init__(self, data: Any, *, tree: Tree, units: list[str]) -> None:
        super().__init__(data)
        self._tree = tree
        self.fields["unit"].choices = [(one.code, one.name) for one in tree.choices]
        # Somebody else's unit and one that does not exist are answered alike, before anything is read.
        self.codes = tree.codes(units)

    def clean(self) -> dict[str, Any]:
        """Days go forward."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", say(message("The last day lies before the first. Enter one that is later.")))
        return cleaned

    @property
    def query(self) -> str:
        """The filters as they stand in an address, in one order, without what could not be read."""
        return urlencode(self.asked())

    def asked(self) -> list[tuple[str, Any]]:
        """Name and value of what is asked for, in the order of the address."""
        raise NotImplementedError

    def chips_of_units(self) -> list[tuple[str, str, str]]:
        """Each unit that is asked for: (kind, words, query without it)."""
        codes = self.wish("unit") or []
        return [(say(message("Unit")), self._tree.shown(code), self.without(("unit", code))) for code in codes]

    def chips_of_days(self) -> list[tuple[str, str, str]]:
        """The days, where some are asked for."""
        first, last = self.wish("since"), self.wish("until")
        if not (first or last):
            return []
        return [(say(message("Days")), say(days_in_words(first, last)), self.without("since", "until"))]

    def chip(self, name: str, kind: Message) -> list[tuple[str, str, str]]:
        """What is chosen in a field, where something is."""
        wish = self.wish(name)
        words = {str(key): words for key, words in self.fields[name].choices}
        return [(say(kind), str(words[str(wish)]), self.without(name))] if wish else []

    def wish(self, name: str) -> Any:
        """What a field was filled with; None where it could not be read."""
        return self.cleaned_data.get(name)

    def without(self, *gone: str | tuple[str, str]) -> str:
        """The query without some fields, or without one value of a field."""
        return urlencode([(key, value) for key, value in self.asked() if key not in gone and (key, value) not in gone])


class FilterForm(UnitsAndDays):
    """Units, a period or days, the steps of the trend."""

    period = forms.ChoiceField(required=False, label=later(message("Period")))
    step = forms.ChoiceField(
        required=False,
        label=later(message("Trend by")),
        choices=[(key, later(words)) for key, words in _STEPS.items()],
    )
    intake = forms.ChoiceField(required=False, label=later(message("How they came in")))
    field_order = ("unit", "period", "since", "until", "step", "intake")

    def __init__(self, data: QueryDict, *, tree: Tree, waves: list[str], intakes: Iterable[Intake] = ()) -> None:
        super().__init__(data, tree=tree, units=data.getlist("unit"))
        self.fields["period"].choices = [
            (LATEST, say(message("Latest wave")) if waves else say(message("All answers"))),
            *([(ALL, say(message("All waves")))] if waves else []),
            *((key, say(words)) for key, words in _SPANS.items()),
            *((WAVE + wave, say(message("Wave {wave}", wave=wave))) for wave in reversed(waves)),
        ]
        self.intakes = tuple(intakes)
        self.fields["intake"].choices = [
            ("", say(message("In any way"))),
            *((one.value, say(one.said)) for one in self.intakes),
        ]
        self.fields["period"].error_messages["invalid_choice"] = later(
            message("There is no such period here. Choose one of the list.")
        )

    @property
    def filters(self) -> Filters:
        """What was asked for; what could not be read is left out."""
        step, intake = self.wish("step"), self.wish("intake")
        first, last = self._days()
        return Filters(
            units=self.codes,
            first=first,
            last=last,
            step=Step(step) if step else None,
            all_waves=self.wish("period") == ALL,
            intake=Intake(intake) if intake else None,
        )

    @property
    def wave(self) -> str | None:
        """The wave asked for, if one is, and no days are."""
        period = self.wish("period") or ""
        return period.removeprefix(WAVE) if period.startswith(WAVE) and self._days() == (None, None) else None

    def asked(self) -> list[tuple[str, Any]]:
        """Name and value of what is asked for, in the order of the address."""
        asked = [("unit", code) for code in self.wish("unit") or []]
        names = ("period", "since", "until", "step", "intake")
        return asked + [(name, self.wish(name)) for name in names if self.wish(name)]

    def chips(self) -> list[tuple[str, str, str]]:
        """What is filtered, in words, and the query without it: (kind, words, rest)."""
        when = self.chips_of_days() or self.chip("period", message("Period"))
        how = self.chip("intake", message("How they came in"))
        return [*self.chips_of_units(), *when, *self.chip("step", message("Trend by")), *how]

    def _days(self) -> tuple[date | None, date | None]:
        since, until = self.wish("since"), self.wish("until")
        if since or until:
            return since, until
        today = timezone.localdate()
        match self.wish("period"):
            case "30d":
                return last_days(30, today)
            case "3m":
                return last_months(3, today)
            case "12m":
                return last_months(12, today)
        return None, None


def days_in_words(first: date | None, last: date | None) -> Message:
    """A span of days, open at an end where there is none."""
    if first is not None and last is not None:
        return message("{first} to {last}", first=Day(first), last=Day(last))
    if first is not None:
        return message("from {first}", first=Day(first))
    return message("until {last}", last=Day(last)) if last is not None else message("all")
