"""What somebody types into a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.cases.answering import ways_of
from regulars.web.cases.assigning import workers
from regulars.web.cases.causes import causes, groups
from regulars.web.cases.models import Case, Channel, Severity, Why
from regulars.web.cases.states import Outcome
from regulars.web.cases.workflows import workflows
from regulars.web.company.models import Unit
from regulars.web.days import DayField
from regulars.web.people.models import Customer
from regulars.web.words import current, later, say

_LONG = {"rows": 4}
BY_HAND = (Channel.PHONE, Channel.COUNTER, Channel.MAIL, Channel.STAFF)


def _severities() -> list[tuple[int, str]]:
    return [(one.value, say(message("{number} · {words}", number=str(one.value), words=one.said))) for one in Severity]


class NewCaseForm(forms.Form):
    """A case that somebody opens by hand: a call, a word at the counter, something that staff saw."""

    kind = forms.ChoiceField(label=later(message("Kind")))
    channel = forms.ChoiceField(label=later(message("How it came")))
    title = forms.CharField(
        max_length=200,
        label=later(message("In one line")),
        help_text=later(message("So that a colleague knows at once: cold breakfast, no reply to the call.")),
        error_messages={"required": later(message("Write in one line what is wrong."))},
    )
    words = forms.CharField(
        required=False, max_length=20_000, label=later(message("In the customer’s words")),
        widget=forms.Textarea(attrs=_LONG),
    )  # fmt: skip
    severity = forms.TypedChoiceField(label=later(message("How bad is it for them?")), coerce=int, initial=2)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="public_id", required=False, label=later(message("Unit"))
    )
    name = forms.CharField(required=False, max_length=200, label=later(message("Name")))
    email = forms.EmailField(
        required=False, label=later(message("E-mail")),
        error_messages={"invalid": later(message("Write an address like anna@example.com."))},
    )  # fmt: skip
    phone = forms.CharField(required=False, max_length=40, label=later(message("Telephone")))

    def __init__(self, *args: Any, user: Any, customer: Customer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tag = current().tag
        self.fields["kind"].choices = [(one.key, one.name.in_language(tag)) for one in workflows().values()]
        self.fields["kind"].initial = "complaint"
        self.fields["channel"].choices = [(one.value, say(one.said)) for one in BY_HAND]
        self.fields["severity"].choices = _severities()
        units = Unit.objects.visible_to(user, Permission.WORK_CASES).filter(closed=None)
        self.fields["unit"].queryset = units.order_by("code")
        self.fields["unit"].label_from_instance = lambda one: one.shown_name
        if customer is not None:
            for name in ("name", "email", "phone"):
                del self.fields[name]


class HandForm(forms.Form):
    """To whom, and what they should know."""

    to = forms.ModelChoiceField(
        User.objects.none(), to_field_name="public_id", label=later(message("Hand to")), empty_label=None
    )
    words = forms.CharField(required=False, max_length=1000, label=later(message("What they should know")))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = workers(case.unit).exclude(pk=case.owner_id).order_by("name", "email")
        self.fields["to"].label_from_instance = lambda one: one.shown_name


class RespondForm(forms.Form):
    """The answer to the customer, as it was given or will be sent; by which way."""

    way = forms.ChoiceField(required=False, label=later(message("How it reaches them")))
    words = forms.CharField(
        max_length=20_000,
        label=later(message("Your answer to the customer")),
        help_text=later(message("Say sorry once, say what happened, say what changes and when.")),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": later(message("Write what the customer was told."))},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(key, say(words)) for key, words in ways_of(case)]
        # Hints come while somebody types; without a script, by the button.
        self.fields["words"].widget.attrs |= {
            "hx-post": reverse("cases:respond", args=[case.public_id]),
            "hx-vals": '{"do": "check"}',
            "hx-trigger": "input changed delay:900ms",
            "hx-target": "#respond-hints",
            "hx-swap": "outerHTML",
        }


class CauseForm(forms.Form):
    """Why it happened."""

    cause = forms.ChoiceField(label=later(message("Cause")), help_text=later(message("Needed to close the case.")))
    prevention = forms.CharField(
        required=False, max_length=400, label=later(message("So that it does not happen again"))
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, initial={"cause": case.cause, "prevention": case.prevention}, **kwargs)
        tag = current().tag
        free = [one for one in causes().values() if one.on or one.key == case.cause]
        of = {key: [one for one in free if one.group == key] for key in groups()}
        parts = [
            (group.name.in_language(tag), [(one.key, one.name.in_language(tag)) for one in of[key]])
            for key, group in groups().items()
            if of[key]
        ]
        self.fields["cause"].choices = [("", say(message("Choose a cause"))), *parts]


class CloseForm(forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(label=later(message("How it ended")))
    words = forms.CharField(
        required=False, max_length=2000, label=later(message("Why")), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ends = (Outcome.RESOLVED, Outcome.SILENT, Outcome.LOST, Outcome.INVALID)
        self.fields["outcome"].choices = [(one.value, say(one.said)) for one in ends]


class PauseForm(forms.Form):
    """For what it waits, and until when at the latest."""

    why = forms.ChoiceField(label=later(message("Waits because")))
    back = DayField(label=later(message("Until at the latest")))
    words = forms.CharField(required=False, max_length=1000, label=later(message("Note")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [(one.value, say(one.said)) for one in Why]


class GradeForm(forms.Form):
    """How bad it is."""

    severity = forms.TypedChoiceField(label=later(message("Severity")), coerce=int)
    words = forms.CharField(required=False, max_length=1000, label=later(message("Why")))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, initial={"severity": case.severity}, **kwargs)
        self.fields["severity"].choices = _severities()


class NoteForm(forms.Form):
    """What was found out, or said on the telephone."""

    words = forms.CharField(
        max_length=20_000, label=later(message("Note")), widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": later(message("Write what is to be noted."))},
    )  # fmt: skip
