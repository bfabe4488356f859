"""The forms for what staff note about a customer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from regulars.language import message
from regulars.methods.value.rfm import TITLES, Segment
from regulars.web.days import DayField
from regulars.web.people.models import Purpose, Source, Way
from regulars.web.words import later, say

_WORDS = forms.Textarea(attrs={"rows": 2})
YES, NO = "yes", "no"
# What staff can hear or read; the others are written by the program itself.
HEARD = (Source.PERSON, Source.PHONE, Source.PAPER)
TALKS = (Way.PHONE, Way.EMAIL, Way.SMS, Way.POST)


class _DayForm(forms.Form):
    """A form with a day that has been, today unless somebody says otherwise."""

    day_field = "day"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.day_field].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """Not a day to come."""
        wish = super().clean()
        day = wish.get(self.day_field)
        if day and day > timezone.localdate():
            self.add_error(
                self.day_field, say(message("{day} is still to come. Enter today or a day before.", day=day))
            )
        return wish


class ConsentForm(_DayForm):
    """A yes or no, and how one knows it."""

    given = forms.ChoiceField(label=later(message("What they said")), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=later(message("To be written to about")))
    channel = forms.ChoiceField(label=later(message("By what")), required=False)
    source = forms.ChoiceField(label=later(message("How we know")))
    words = forms.CharField(
        label=later(message("In their words")),
        help_text=later(message("Such as: only by e-mail, please. It stands in the record.")),
        max_length=400,
        required=False,
        widget=_WORDS,
    )
    day = DayField(label=later(message("Said on")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given"].choices = [(YES, later(message("They agree"))), (NO, later(message("They do not agree")))]
        self.fields["given"].error_messages["required"] = later(message("Choose yes or no."))
        self.fields["purpose"].choices = [(one.value, later(one.said)) for one in Purpose]
        self.fields["channel"].choices = [(one.value, later(one.said)) for one in Way]
        self.fields["source"].choices = [(one.value, later(one.said)) for one in HEARD]

    def fields_of(self) -> dict[str, Any]:
        """For the action."""
        return {**self.cleaned_data, "given": self.cleaned_data["given"] == YES}


class ContactForm(_DayForm):
    """Somebody spoke with them."""

    way = forms.ChoiceField(label=later(message("By what")), initial=Way.PHONE)
    words = forms.CharField(label=later(message("About what")), max_length=400, required=False, widget=_WORDS)
    day = DayField(label=later(message("Day")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [
            ("", later(message("in person"))),
            *((one.value, later(one.said)) for one in TALKS),
        ]
        self.fields["way"].required = False


class CadenceForm(forms.Form):
    """A number of days for each tier."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tier in Segment:
            self.fields[tier.value] = forms.IntegerField(
                label=later(TITLES[tier]),
                required=False,
                min_value=1,
                max_value=3650,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
                error_messages={
                    name: later(message("Enter a number of days from 1 to 3,650, such as 90, or nothing."))
                    for name in ("invalid", "min_value", "max_value")
                },
            )


class ConsentFileForm(forms.Form):
    """A list of consents."""

    file = forms.FileField(
        label=later(message("File")),
        help_text=later(
            message(
                "CSV or XLSX with the columns number, purpose (surveys or marketing), channel (email, sms, phone, "
                "post; empty for all), given (yes or no), date and source: a row for each yes or no."
            )
        ),
        error_messages={"required": later(message("Choose a file."))},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """Twenty thousand rows are far below this."""
        sent = self.cleaned_data["file"]
        if sent.size > 5 << 20:
            raise forms.ValidationError(say(message("The file is too large. Send at most 5 MB at once.")))
        return sent
