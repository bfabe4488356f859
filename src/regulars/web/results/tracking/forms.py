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
from regulars.web.results.forms import UnitsAndDays
from regulars.web.results.units import Tree
from regulars.web.words import later, say

_LENGTHS = {
    "": message("As the data suggest"),
    Length.WEEK.value: message("Weeks"),
    Length.MONTH.value: message("Months"),
    Length.QUARTER.value: message("Quarters"),
}
WAITS = (30, 60, WITHIN_DAYS, 180, 365)


class TrackingForm(UnitsAndDays):
    """The filters; the address holds them."""

    survey = forms.ChoiceField(required=False, label=later(message("Survey")))
    length = forms.ChoiceField(
        required=False,
        label=later(message("Periods")),
        choices=[(key, later(words)) for key, words in _LENGTHS.items()],
    )
    within = forms.TypedChoiceField(
        required=False, label=later(message("Bought again within")), coerce=int, empty_value=WITHIN_DAYS
    )
    field_order = ("unit", "survey", "length", "within", "since", "until")

    def __init__(self, data: QueryDict, *, tree: Tree, surveys: Mapping[str, Survey]) -> None:
        units = data.getlist("unit")
        super().__init__({"within": str(WITHIN_DAYS)} | data.dict() | {"unit": units}, tree=tree, units=units)
        self.fields["survey"].choices = [
            ("", say(message("All surveys"))),
            *((name, say(survey.title) or name) for name, survey in surveys.items()),
        ]
        self.fields["within"].choices = [(str(days), say(message("{days} days", days=Count(days)))) for days in WAITS]
        if data.get("survey") and data["survey"] not in surveys:
            raise Http404

    @property
    def filters(self) -> Filters:
        """What was asked for; what could not be read is left out."""
        return Filters(units=self.codes, first=self.wish("since"), last=self.wish("until"))

    @property
    def length_wished(self) -> Length | None:
        """Week, month or quarter; None lets the data decide."""
        wished = self.wish("length")
        return Length(wished) if wished else None

    @property
    def surveys(self) -> list[str] | None:
        """The one survey asked for; None is all of them."""
        return [self.wish("survey")] if self.wish("survey") else None

    @property
    def days(self) -> int:
        """Days within which somebody has to buy again."""
        return self.wish("within") or WITHIN_DAYS

    @property
    def units_alone(self) -> str:
        """The part of the query that the page of one survey understands too."""
        return urlencode([(key, value) for key, value in self.asked() if key == "unit"])

    def asked(self) -> list[tuple[str, Any]]:
        """Name and value of what is asked for, in the order of the address; the usual wait goes without saying."""
        asked = [("unit", code) for code in self.wish("unit") or []]
        asked += [(name, self.wish(name)) for name in ("survey", "length", "since", "until") if self.wish(name)]
        return [*asked, *([("within", self.days)] if self.days != WITHIN_DAYS else [])]

    def chips(self) -> list[tuple[str, str, str]]:
        """What is filtered, in words, and the query without it: (kind, words, rest)."""
        chosen = [*self.chip("survey", message("Survey")), *self.chip("length", message("Periods"))]
        wait = self.chip("within", message("Bought again within")) if self.days != WITHIN_DAYS else []
        return [*self.chips_of_units(), *self.chips_of_days(), *chosen, *wait]
