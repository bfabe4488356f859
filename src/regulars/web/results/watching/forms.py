"""What a subscription asks for."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.results.watching.models import LAST_MONTHDAY, Rhythm, Subscription
from regulars.web.words import later, say

_DAYS = (
    message("Monday"), message("Tuesday"), message("Wednesday"), message("Thursday"), message("Friday"),
    message("Saturday"), message("Sunday"),
)  # fmt: skip


class SubscriptionForm(forms.ModelForm):
    """Units are those where the reader sees results; none where nobody may be told apart."""

    class Meta:
        model = Subscription
        fields = ("unit", "drops", "stalls", "falls", "quiet_days", "rhythm", "weekday", "monthday", "hour", "always")

    def __init__(self, *args: Any, user: Any, hides: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(user, Permission.SEE_RESULTS).order_by("code")
        self.fields["unit"] = forms.ModelChoiceField(
            units.none() if hides else units, to_field_name="public_id", required=False, label=later(message("Unit")),
            empty_label=later(message("All that you may see")),
        )  # fmt: skip
        self.fields["unit"].label_from_instance = lambda one: one.shown_name
        if self.instance.unit_id is not None:
            self.initial["unit"] = self.instance.unit.public_id
        self.fields["drops"].label = say(message("Tell me when a figure clearly drops"))
        self.fields["drops"].help_text = say(message("Only for a signal; what chance explains is not told."))
        self.fields["stalls"].label = say(message("Tell me when a running wave stands still or will fall short"))
        if hides or not may(user, Permission.SEE_CUSTOMERS):
            del self.fields["falls"]
        else:
            self.fields["falls"].label = say(message("Tell me when customers who were loyal no longer are"))
            self.fields["falls"].help_text = say(
                message("How many, once for each fall, while nobody has opened a case for them.")
            )
        self.fields["quiet_days"] = forms.IntegerField(
            min_value=1, max_value=90, label=say(message("Days without an answer that count as standing still"))
        )
        rhythms = [(one.value, say(one.said)) for one in Rhythm]
        self.fields["rhythm"] = forms.ChoiceField(choices=rhythms, label=say(message("Digest")))
        self._number("weekday", [(place, say(day)) for place, day in enumerate(_DAYS)], say(message("If weekly, on")))
        monthdays = [(day, str(day)) for day in range(1, LAST_MONTHDAY + 1)]
        self._number("monthday", monthdays, say(message("If monthly, on day")))
        self._number("hour", [(hour, f"{hour:02d}:00") for hour in range(24)], say(message("From this hour on")))
        self.fields["hour"].help_text = say(
            message("In the zone of the company. In quiet hours it waits until they are over.")
        )
        self.fields["always"].label = say(message("Send the digest also when nothing is new"))

    def _number(self, name: str, choices: list[tuple[int, str]], label: str) -> None:
        self.fields[name] = forms.TypedChoiceField(coerce=int, choices=choices, label=label)
