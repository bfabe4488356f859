"""What is typed into a rule, into the open form, and into a case of an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from regulars.language import Text, message
from regulars.web.cases.forms import NewCaseForm
from regulars.web.cases.intake.models import MOST_DAYS, CaseRule
from regulars.web.cases.models import Severity
from regulars.web.cases.workflows import workflows
from regulars.web.company.forms.fields import initial_words, words_of
from regulars.web.research.models import Study
from regulars.web.words import current, later, say

MOST_WORDS = 5_000
_SIGNS = frozenset("0123456789+-()./ ")


class RuleForm(forms.Form):
    """All of a rule but its condition."""

    name_en = forms.CharField(label=later(message("Name in English")), max_length=120, required=False)
    name_zh = forms.CharField(label=later(message("Name in Chinese")), max_length=120, required=False)
    study = forms.ModelChoiceField(
        Study.objects.none(), to_field_name="public_id", required=False, label=later(message("Study")),
        empty_label=later(message("all studies that show single answers")),
        help_text=later(message("With a study its questions can stand in the condition.")),
    )  # fmt: skip
    kind = forms.ChoiceField(label=later(message("Opens a case of the kind")))
    severity = forms.TypedChoiceField(label=later(message("How bad is it for them?")), coerce=int)
    quiet_days = forms.IntegerField(
        min_value=0, max_value=MOST_DAYS, label=later(message("No second case of the same customer within, in days")),
        help_text=later(message("Until then another low answer is noted in the open case.")),
    )  # fmt: skip

    def __init__(self, *args: Any, rule: CaseRule | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(rule))
        super().__init__(*args, **kwargs)
        tag = current().tag
        self.fields["kind"].choices = [(one.key, one.name.in_language(tag)) for one in workflows().values()]
        self.fields["severity"].choices = [
            (one.value, say(message("{number} · {words}", number=str(one.value), words=one.said))) for one in Severity
        ]
        self.fields["study"].queryset = Study.objects.filter(privacy="identified").select_related("questionnaire")
        self.fields["study"].label_from_instance = lambda study: study.shown_title

    def clean(self) -> dict[str, Any]:
        """One name is needed."""
        data = super().clean()
        if not words_of(data, "name").words:
            self.add_error("name_en", say(message("Enter a name in one language at least.")))
        return data

    def values(self) -> dict[str, Any]:
        """Fields of the rule -> values."""
        data = self.cleaned_data
        name: Text = words_of(data, "name")
        return {"name": name, **{key: data[key] for key in ("study", "kind", "severity", "quiet_days")}}


def _initial(rule: CaseRule | None) -> dict[str, Any]:
    if rule is None:
        return {"kind": "low-score", "severity": 2, "quiet_days": 14}
    return {
        **initial_words(rule.name, "name"),
        "study": rule.study.public_id if rule.study else "",
        **{key: getattr(rule, key) for key in ("kind", "severity", "quiet_days")},
    }


class FromForm(NewCaseForm):
    """A case of something that stands elsewhere: it knows how it came, where, and of whom."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("channel", "unit", "name", "email", "phone"):
            self.fields.pop(name, None)


class HelpForm(forms.Form):
    """What a customer tells. ``more`` is for machines: people do not see it."""

    words = forms.CharField(
        max_length=MOST_WORDS, label=later(message("What happened?")),
        widget=forms.Textarea({"rows": 6, "class": "input"}),
        error_messages={
            "required": later(message("Write in a few words what happened.")),
            "max_length": later(message("This is very long. Tell us the most important; we ask for the rest.")),
        },
    )  # fmt: skip
    when = forms.CharField(
        max_length=60, required=False, label=later(message("When was it? (if you like)")),
        widget=forms.TextInput({"class": "input"}),
    )  # fmt: skip
    unit = forms.ChoiceField(
        required=False, label=later(message("Where was it?")), widget=forms.Select({"class": "input"})
    )
    name = forms.CharField(
        max_length=120, required=False, label=later(message("Your name (if you like)")),
        widget=forms.TextInput({"autocomplete": "name", "class": "input"}),
    )  # fmt: skip
    reach = forms.CharField(
        max_length=200, required=False, label=later(message("How can we reach you? (if you like)")),
        help_text=later(message("An e-mail address or a telephone number. Without it we cannot answer you.")),
        widget=forms.TextInput({"autocomplete": "email", "class": "input"}),
    )  # fmt: skip
    more = forms.CharField(max_length=400, required=False)

    def __init__(self, *args: Any, units: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.public_id, one.shown_name) for one in units]
        if len(known) > 1:
            self.fields["unit"].choices = [("", say(message("somewhere else, or I do not know"))), *known]
        else:
            del self.fields["unit"]

    def clean_reach(self) -> str:
        """Either of the two; nothing is taken for an address that is none."""
        typed = self.cleaned_data["reach"].strip()
        if "@" in typed:
            try:
                validate_email(typed)
            except ValidationError:
                raise forms.ValidationError(say(message("Write an address like anna@example.com."))) from None
        elif typed and (set(typed) - _SIGNS or not 5 <= sum(sign.isdecimal() for sign in typed) <= 20):
            raise forms.ValidationError(
                say(message("Write an address like anna@example.com, or a number such as +86 138 0013 8000."))
            )
        return typed

    def clean_more(self) -> str:
        """Whoever fills in everything is no person."""
        if self.cleaned_data["more"]:
            raise forms.ValidationError(say(message("Leave the last field empty, then send it again.")))
        return ""

    def ways(self) -> dict[str, str]:
        """As a case keeps it."""
        typed = self.cleaned_data["reach"]
        return {"email": typed, "phone": ""} if "@" in typed else {"email": "", "phone": typed}
