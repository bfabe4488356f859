"""What somebody sends about reviews and changes."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.cases.reviews.addresses import is_web
from regulars.web.cases.reviews.models import Change, Review
from regulars.web.company.models import Unit
from regulars.web.days import DayField
from regulars.web.words import later, say

LARGEST = 5 << 20
MOST_CASES = 50


class FileForm(forms.Form):
    """A list of reviews, and the scale of rows that do not say it."""

    file = forms.FileField(
        label=later(message("File")),
        help_text=later(
            message(
                "CSV or XLSX with the columns platform, url, author, rating, from, to, title, words, at, unit and "
                "language; platform, rating and at are needed. Up to 1,000 rows."
            )
        ),
        error_messages={"required": later(message("Choose a file."))},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
    )
    low = forms.IntegerField(label=later(message("The scale goes from")), min_value=0, max_value=99, initial=1)
    high = forms.IntegerField(
        label=later(message("to")), min_value=1, max_value=100, initial=5,
        help_text=later(message("For rows that do not say it themselves.")),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """A list of reviews is no large file."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError(say(message("The file is larger than 5 MB. Send it in parts.")))
        return sent

    def clean(self) -> dict[str, Any]:
        """A scale has two ends."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("low") is not None and found.get("high") is not None and found["low"] >= found["high"]:
            self.add_error("high", say(message("It has to be more than where the scale begins.")))
        return found


class AnswerForm(forms.Form):
    """From when on our answer stands there, and where."""

    on = DayField(label=later(message("Posted on")))
    url = forms.CharField(required=False, max_length=500, label=later(message("Address of our answer")))

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        initial = {"on": review.answered or timezone.localdate(), "url": review.answer_url}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_on(self) -> Any:
        """What stands there was posted already."""
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(say(message("This day is still to come.")))
        return self.cleaned_data["on"]

    def clean_url(self) -> str:
        """Only an address that a page may lead to."""
        text: str = self.cleaned_data["url"]
        if text and not is_web(text):
            raise forms.ValidationError(say(message("Write an address that begins with https://.")))
        return text


class ChangeForm(forms.Form):
    """What was changed, and because of which cases."""

    what = forms.CharField(
        max_length=200, label=later(message("What was changed")),
        help_text=later(message("A product, a service, a rule: breakfast from six on weekdays.")),
        error_messages={"required": later(message("Write in one line what was changed."))},
    )  # fmt: skip
    day = DayField(label=later(message("Since")))
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="public_id", required=False, label=later(message("Unit"))
    )
    cases = forms.CharField(
        required=False, max_length=1000, label=later(message("Because of these cases")),
        help_text=later(message("Their numbers, such as 12, 15.")),
    )  # fmt: skip
    words = forms.CharField(
        required=False, max_length=4000, label=later(message("More about it")),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, change: Change | None = None, **kwargs: Any) -> None:
        scope = scope_of(user, Permission.WORK_CASES)
        self._sight = Case.objects.visible_to(user, Permission.SEE_CASES)
        initial = kwargs.pop("initial", {"day": timezone.localdate()})
        if change is not None:
            theirs = change.cases.filter(pk__in=self._sight).order_by("pk").values_list("pk", flat=True)
            initial = {name: getattr(change, name) for name in ("what", "day", "words")}
            initial |= {"unit": change.unit.public_id if change.unit else "", "cases": ", ".join(map(str, theirs))}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["unit"].queryset = Unit.objects.within(scope).order_by("code")
        self.fields["unit"].label_from_instance = lambda one: one.shown_name
        self.fields["unit"].required = not scope.whole
        self.fields["unit"].empty_label = say(message("The whole company")) if scope.whole else None

    def clean_cases(self) -> list[Case]:
        """Those in sight; of others nobody learns whether they are there."""
        found = re.findall(r"[0-9]+", self.cleaned_data["cases"])
        rest = re.sub(r"[0-9\s,;#，、；]+", "", self.cleaned_data["cases"])
        numbers = {int(one) for one in found if len(one) < 16}
        if rest or len(found) > MOST_CASES or any(len(one) >= 16 for one in found):
            raise forms.ValidationError(say(message("Write numbers of cases, such as 12, 15; 50 at most.")))
        cases = list(self._sight.filter(pk__in=numbers).order_by("pk"))
        if missing := sorted(numbers - {case.pk for case in cases}):
            words = message("There is no case {numbers} in your sight.", numbers=tuple(map(str, missing)))
            raise forms.ValidationError(say(words))
        return cases
