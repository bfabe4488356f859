"""The form of a business calendar."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.company import hours
from regulars.web.company.forms.fields import SaidField, ZoneField
from regulars.web.company.models import Calendar
from regulars.web.words import later, say

WEEKDAYS = (
    message("Monday"),
    message("Tuesday"),
    message("Wednesday"),
    message("Thursday"),
    message("Friday"),
    message("Saturday"),
    message("Sunday"),
)


class CalendarForm(forms.Form):
    """Name, zone, hours of each weekday, days that are an exception."""

    name = forms.CharField(label=later(message("Name")), max_length=80)
    zone = ZoneField(label=later(message("Zone")))
    days_off = SaidField(
        label=later(message("Days off")),
        required=False,
        read=hours.parse_days,
        write="\n".join,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=later(message("One a line, such as 2026-10-01.")),
    )
    days_on = SaidField(
        label=later(message("Days that are worked although their weekday is free")),
        required=False,
        read=hours.parse_days,
        write="\n".join,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=later(message("They have the hours of the first working weekday.")),
    )

    def __init__(self, *args: Any, calendar: Calendar | None = None, **kwargs: Any) -> None:
        self._calendar = calendar
        super().__init__(*args, initial=self._initial(calendar), **kwargs)
        days = {
            f"hours_{number}": SaidField(
                label=later(day),
                required=False,
                read=hours.parse_hours,
                write=hours.write_hours,
                help_text=later(message("Such as 09:00–12:00, 13:00–18:00. Empty: closed.")) if number == 0 else "",
            )
            for number, day in enumerate(WEEKDAYS)
        }
        first = {name: self.fields[name] for name in ("name", "zone")}
        self.fields = {**first, **days, "days_off": self.fields["days_off"], "days_on": self.fields["days_on"]}

    def clean_name(self) -> str:
        """Two calendars of one name could not be told apart."""
        name = self.cleaned_data["name"].strip()
        others = Calendar.objects.filter(name=name)
        if self._calendar is not None:
            others = others.exclude(pk=self._calendar.pk)
        if others.exists():
            raise forms.ValidationError(say(message("There is a calendar called “{name}” already.", name=name)))
        return name

    def clean(self) -> dict[str, Any]:
        """A day is off or on, not both."""
        data = super().clean()
        both = sorted(set(data.get("days_off") or ()) & set(data.get("days_on") or ()))
        if both:
            self.add_error("days_on", say(message("{day} is a day off as well. Take it out of one list.", day=both[0])))
        return data

    def filled(self) -> Calendar:
        """The calendar with what was typed; not stored."""
        calendar = self._calendar or Calendar()
        data = self.cleaned_data
        calendar.name, calendar.zone = data["name"], data["zone"]
        calendar.hours = [data[f"hours_{number}"] for number in range(7)]
        calendar.days_off, calendar.days_on = data["days_off"], data["days_on"]
        return calendar

    @property
    def weekdays(self) -> list[Any]:
        """The seven."""
        return [self[f"hours_{number}"] for number in range(7)]

    @property
    def exceptions(self) -> list[Any]:
        """Days off and on."""
        return [self["days_off"], self["days_on"]]

    @staticmethod
    def _initial(calendar: Calendar | None) -> dict[str, Any]:
        if calendar is None:
            working = [["09:00", "18:00"]]
            return {f"hours_{number}": hours.write_hours(working) for number in range(5)}
        periods = calendar.hours if len(calendar.hours) == 7 else [[]] * 7
        return {
            "name": calendar.name,
            "zone": calendar.zone,
            "days_off": calendar.days_off,
            "days_on": calendar.days_on,
            **{f"hours_{number}": periods[number] for number in range(7)},
        }
