"""What a reader asks for: units and time. The address holds it, so a page can be sent on and printed."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.http import QueryDict
from django.utils import timezone

from regulars.insights.filters import Filters, Step, last_days, last_months
from regulars.language import Day, Message, message
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


class FilterForm(forms.Form):
    """Units, a period or days, the steps of the trend."""

    unit = forms.MultipleChoiceField(required=False, label=later(message("Units")), widget=forms.CheckboxSelectMultiple)
    period = forms.ChoiceField(required=False, label=later(message("Period")))
    since = forms.DateField(
        required=False, label=later(message("From")), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        required=False, label=later(message("Until")), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    step = forms.ChoiceField(
        required=False,
        label=later(message("Trend by")),
        choices=[(key, later(words)) for key, words in _STEPS.items()],
    )

    def __init__(self, data: QueryDict, *, tree: Tree, waves: list[str]) -> None:
        super().__init__(data)
        self._tree = tree
        self.fields["unit"].choices = [(one.code, one.name) for one in tree.choices]
        self.fields["period"].choices = [
            (LATEST, say(message("Latest wave")) if waves else say(message("All answers"))),
            *([(ALL, say(message("All waves")))] if waves else []),
            *((key, say(words)) for key, words in _SPANS.items()),
            *((WAVE + wave, say(message("Wave {wave}", wave=wave))) for wave in reversed(waves)),
        ]
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = later(message("Enter a day such as 2026-11-22."))
        self.fields["period"].error_messages["invalid_choice"] = later(
            message("There is no such period here. Choose one of the list.")
        )
        # Somebody else's unit and one that does not exist are answered alike, before anything is read.
        self.codes = tree.codes(data.getlist("unit"))

    def clean(self) -> dict[str, Any]:
        """Days go forward."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", say(message("The last day lies before the first. Enter one that is later.")))
        return cleaned

    @property
    def filters(self) -> Filters:
        """What was asked for; what could not be read is left out."""
        step = self._wish("step")
        first, last = self._days()
        return Filters(
            units=self.codes,
            first=first,
            last=last,
            step=Step(step) if step else None,
            all_waves=self._wish("period") == ALL,
        )

    @property
    def wave(self) -> str | None:
        """The wave asked for, if one is, and no days are."""
        period = self._wish("period") or ""
        return period.removeprefix(WAVE) if period.startswith(WAVE) and self._days() == (None, None) else None

    @property
    def query(self) -> str:
        """The filters as they stand in an address, in one order, without what could not be read."""
        asked = [("unit", code) for code in self._wish("unit") or []]
        asked += [(name, self._wish(name)) for name in ("period", "since", "until", "step") if self._wish(name)]
        return urlencode(asked)

    def chips(self) -> list[tuple[str, str, str]]:
        """What is filtered, in words, and the query without it: (kind, words, rest)."""
        words = {name: dict(self.fields[name].choices) for name in ("period", "step")}
        found = [
            (say(message("Unit")), self._tree.shown(code), self._without("unit", code))
            for code in self._wish("unit") or []
        ]
        first, last = self._wish("since"), self._wish("until")
        if first or last:
            found.append((say(message("Days")), say(days_in_words(first, last)), self._without("since", "until")))
        elif period := self._wish("period"):
            found.append((say(message("Period")), str(words["period"][period]), self._without("period", "")))
        if step := self._wish("step"):
            found.append((say(message("Trend by")), str(words["step"][step]), self._without("step", "")))
        return found

    def _wish(self, name: str) -> Any:
        return self.cleaned_data.get(name)

    def _days(self) -> tuple[date | None, date | None]:
        since, until = self._wish("since"), self._wish("until")
        if since or until:
            return since, until
        today = timezone.localdate()
        match self._wish("period"):
            case "30d":
                return last_days(30, today)
            case "3m":
                return last_months(3, today)
            case "12m":
                return last_months(12, today)
        return None, None

    def _without(self, name: str, other: str) -> str:
        """The query without a unit, or without a field and another one."""
        if name == "unit":
            kept = [(key, value) for key, value in parse_qsl(self.query) if (key, value) != (name, other)]
        else:
            kept = [(key, value) for key, value in parse_qsl(self.query) if key not in (name, other)]
        return urlencode(kept)


def days_in_words(first: date | None, last: date | None) -> Message:
    """A span of days, open at an end where there is none."""
    if first is not None and last is not None:
        return message("{first} to {last}", first=Day(first), last=Day(last))
    if first is not None:
        return message("from {first}", first=Day(first))
    return message("until {last}", last=Day(last)) if last is not None else message("all")
