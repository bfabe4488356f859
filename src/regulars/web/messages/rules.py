"""How often one person may be asked, and when: the form, and keeping what it says."""

from __future__ import annotations

from typing import Any

import phonenumbers
from babel import Locale
from django import forms
from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.messages.addresses import clock_country
from regulars.web.messages.models import Rules
from regulars.web.messages.models.rules import WEEK
from regulars.web.words import current, later, say

DAYS = (
    message("Monday"),
    message("Tuesday"),
    message("Wednesday"),
    message("Thursday"),
    message("Friday"),
    message("Saturday"),
    message("Sunday"),
)


def _number(label: Any, most: int) -> forms.IntegerField:
    wrong = later(message("Enter a whole number from 1 to {most}.", most=most))
    return forms.IntegerField(
        min_value=1,
        max_value=most,
        label=later(label),
        widget=forms.NumberInput(attrs={"class": "input", "min": 1, "max": most, "inputmode": "numeric"}),
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def _time(label: Any) -> forms.TimeField:
    wrong = later(message("Enter a time such as 21:00."))
    return forms.TimeField(
        label=later(label),
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "input", "type": "time"}),
        error_messages={"required": wrong, "invalid": wrong},
    )


class RulesForm(forms.Form):
    """One page; the fields are those of ``Rules``."""

    invitations = _number(message("Invitations to one person, at most"), 100)
    invitation_days = _number(message("in so many days"), 366)
    reminders = _number(message("Reminders to one person, at most"), 100)
    reminder_days = _number(message("in so many days"), 366)
    quiet_from = _time(message("Quiet from"))
    quiet_until = _time(message("until"))
    weekdays = forms.TypedMultipleChoiceField(
        coerce=int,
        label=later(message("Days on which people are asked")),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": later(message("Choose at least one day, or nobody is ever asked."))},
    )
    country = forms.ChoiceField(
        required=False,
        label=later(message("Telephone numbers without a country belong to")),
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Locale.parse(current().tag, sep="-").territories
        known = sorted((names.get(one, one), one) for one in phonenumbers.SUPPORTED_REGIONS)
        here = message("where the company’s clock stands: {country}", country=names.get(clock_country(), ""))
        self.fields["country"].choices = [("", say(here)), *((code, name) for name, code in known)]
        self.fields["weekdays"].choices = [(day, say(words)) for day, words in zip(WEEK, DAYS, strict=True)]

    @classmethod
    def of(cls, rules: Rules, data: Any = None) -> RulesForm:
        """As it stands, or as it was sent."""
        return cls(data, initial={name: getattr(rules, name) for name in cls.base_fields})


@transaction.atomic
def change(*, fields: dict[str, Any], by: Any = None) -> bool:
    """Keep them; whether anything is different. What waits keeps to them from the next round on."""
    rules = Rules.objects.select_for_update().get_or_create(pk=1)[0]
    different = {name: value for name, value in fields.items() if getattr(rules, name) != value}
    if not different:
        return False
    for name, value in different.items():
        setattr(rules, name, value)
    rules.changed = timezone.now()
    rules.save()
    shown = {name: str(value) for name, value in different.items()}
    record(Event.RULES_CHANGED, target=rules, by=by, **shown)
    return True
