"""What a reader asks for: one survey or all, units, time, the length of a period, the wait for another purchase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, QueryDict

from regulars.insights.filters import Filters
from regulars.insights.tracking import WITHIN_DAYS, Length
from regulars.language import Count, message
from regulars.survey import Survey
from regulars.web.results.forms import days_in_words
from regulars.web.results.units import Tree
from regulars.web.words import later, say

_LENGTHS = {
    "": message("As the data suggest"),
    Length.WEEK.value: message("Weeks"),
    Length.MONTH.value: message("Months"),
    Length.QUARTER.value: message("Quarters"),
}
WAITS = (30, 60, WITHIN_DAYS, 180, 365)


class TrackingForm(forms.Form):
    """The filters; the address holds them."""

    unit = forms.MultipleChoiceField(required=False, label=later(message("Units")), widget=forms.CheckboxSelectMultiple)
    survey = forms.ChoiceField(required=False, label=later(message("Survey")))
    length = forms.ChoiceField(
        required=False,
        label=later(message("Periods")),
        choices=[(key, later(words)) for key, words in _LENGTHS.items()],
    )
    within = forms.TypedChoiceField(
        required=False, label=later(message("Bought again within")), coerce=int, empty_value=WITHIN_DAYS
    )
    since = forms.DateField(
        required=False, label=later(message("From")), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        required=False, label=later(message("Until")), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: QueryDict, *, tree: Tree, surveys: Mapping[str, Survey]) -> None:
        super().__init__({"within": str(WITHIN_DAYS)} | data.dict() | {"unit": data.getlist("unit")})
        self._tree = tree
        self.fields["unit"].choices = [(one.code, one.name) for one in tree.choices]
        self.fields["survey"].choices = [
            ("", say(message("All surveys"))),
            *((name, say(survey.title) or name) for name, survey in surveys.items()),
        ]
        self.fields["within"].choices = [(str(days), say(message("{days} days", days=Count(days)))) for days in WAITS]
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = later(message("Enter a day such as 2026-11-22."))
        # Somebody else's unit and one that does not exist are answered alike, before anything is read.
        self.codes = tree.codes(data.getlist("unit"))
        if data.get("survey") and data["survey"] not in surveys:
            raise Http404

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
        return Filters(units=self.codes, first=self._wish("since"), last=self._wish("until"))

    @property
    def length_wished(self) -> Length | None:
        """Week, month or quarter; None lets the data decide."""
        wished = self._wish("length")
        return Length(wished) if wished else None

    @property
    def surveys(self) -> list[str] | None:
        """The one survey asked for; None is all of them."""
        return [self._wish("survey")] if self._wish("survey") else None

    @property
    def days(self) -> int:
        """Days within which somebody has to buy again."""
        return self._wish("within") or WITHIN_DAYS

    @property
    def query(self) -> str:
        """The filters as they stand in an address, in one order, without what could not be read."""
        return urlencode(self._asked())

    @property
    def units_alone(self) -> str:
        """The part of the query that the page of one survey understands too."""
        return urlencode([(key, value) for key, value in self._asked() if key == "unit"])

    def chips(self) -> list[tuple[str, str, str]]:
        """What is filtered, in words, and the query without it: (kind, words, rest)."""
        words = {name: dict(self.fields[name].choices) for name in ("survey", "length", "within")}
        found = [
            (say(message("Unit")), self._tree.shown(code), self._without(("unit", code)))
            for code in self._wish("unit") or []
        ]
        first, last = self._wish("since"), self._wish("until")
        if first or last:
            found.append((say(message("Days")), say(days_in_words(first, last)), self._without("since", "until")))
        for name, kind in (("survey", message("Survey")), ("length", message("Periods"))):
            if wish := self._wish(name):
                found.append((say(kind), str(words[name][wish]), self._without(name)))
        if self.days != WITHIN_DAYS:
            kind = say(message("Bought again within"))
            found.append((kind, str(words["within"][str(self.days)]), self._without("within")))
        return found

    def _wish(self, name: str) -> Any:
        return self.cleaned_data.get(name)

    def _asked(self) -> list[tuple[str, Any]]:
        asked = [("unit", code) for code in self._wish("unit") or []]
        asked += [(name, self._wish(name)) for name in ("survey", "length", "since", "until") if self._wish(name)]
        return [*asked, *([("within", self.days)] if self.days != WITHIN_DAYS else [])]

    def _without(self, *gone: str | tuple[str, str]) -> str:
        """The query without some fields, or without one value of a field."""
        return urlencode([(key, value) for key, value in self._asked() if key not in gone and (key, value) not in gone])
