"""What staff type about the customer's last word, and about attempts to reproduce the absurd."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.cases.states import Verdict
from regulars.web.cases.verdicts.models import Conclusion, Ending, Reproduction, Sort, said_of
from regulars.web.days import DayField
from regulars.web.words import later, say

MOST = 40  # rows


class CallForm(forms.Form):
    """What they said on the telephone."""

    answer = forms.TypedChoiceField(
        coerce=int, label=later(message("What they said")), widget=forms.RadioSelect,
        error_messages={"required": later(message("Choose what they said."))},
    )  # fmt: skip
    words = forms.CharField(
        required=False,
        max_length=4000,
        label=later(message("In their words")),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, sort: str = Sort.VERDICT, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = (Verdict.YES, Verdict.PARTLY, Verdict.NO)
        self.fields["answer"].choices = [(one.value, say(said_of(sort, one))) for one in offered]


class EndingForm(forms.Form):
    """What the customer reads when all is settled."""

    happened = forms.CharField(
        required=False,
        max_length=1000,
        label=later(message("What happened, for the customer")),
        help_text=later(message("In their language. They read it when the case is settled.")),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    tell = forms.BooleanField(required=False, label=later(message("Tell the customer what we change")))

    def __init__(self, *args: Any, ending: Ending | None = None, **kwargs: Any) -> None:
        initial = {"happened": ending.happened, "tell": ending.tell} if ending else None
        super().__init__(*args, initial=initial, **kwargs)


class OddForm(forms.Form):
    """Whether it sounds absurd."""

    odd = forms.BooleanField(required=False, label=later(message("It sounds absurd")))
    words = forms.CharField(required=False, max_length=1000, label=later(message("Why")))


class RecordForm(forms.Form):
    """The frame of the attempts."""

    conditions = forms.CharField(
        required=False, max_length=4000, label=later(message("Conditions")), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=later(message("What the customer did, with what, where, in which order.")),
    )  # fmt: skip
    times = forms.CharField(
        required=False, max_length=1000, label=later(message("When and how often")),
        help_text=later(message("Days, hours, weather, how many of how many times.")),
    )  # fmt: skip
    conclusion = forms.ChoiceField(required=False, label=later(message("Conclusion")))
    words = forms.CharField(
        required=False, max_length=4000, label=later(message("What it really was")),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, kept: Reproduction, **kwargs: Any) -> None:
        initial = {name: getattr(kept, name) for name in ("conditions", "times", "conclusion", "words")}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["conclusion"].choices = [
            ("", say(message("Not yet"))),
            *((one.value, say(one.said)) for one in Conclusion),
        ]


class TrialForm(forms.Form):
    """One attempt; a row without words is none."""

    what = forms.CharField(required=False, max_length=400, label=later(message("What was tried")))
    control = forms.TypedChoiceField(
        required=False, coerce=lambda text: text == "1", empty_value=False, label=later(message("How"))
    )
    seen = forms.ChoiceField(required=False, label=later(message("What was seen")))
    day = DayField(required=False, label=later(message("When")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["control"].choices = [
            ("", say(message("as the customer described"))),
            ("1", say(message("without what they blame (control)"))),
        ]
        self.fields["seen"].choices = [
            ("", say(message("not tried yet"))),
            ("1", say(message("was seen"))),
            ("0", say(message("was not seen"))),
        ]

    def row(self) -> dict[str, Any] | None:
        """As it is kept."""
        wish = self.cleaned_data
        if not wish["what"].strip():
            return None
        seen = {"1": True, "0": False}.get(wish["seen"])
        day = wish["day"].isoformat() if wish["day"] else ""
        return {"what": wish["what"].strip(), "control": wish["control"], "seen": seen, "day": day}


Trials = forms.formset_factory(TrialForm, extra=0, max_num=MOST, absolute_max=MOST)


def initial_of(kept: Reproduction, blank: int = 2) -> list[dict[str, Any]]:
    """The rows of a form: what was noted, and a few empty ones."""
    rows = [one for one in kept.trials if isinstance(one, dict)]
    made = [
        {
            "what": one.get("what", ""),
            "control": "1" if one.get("control") else "",
            "seen": {True: "1", False: "0"}.get(one.get("seen"), ""),
            "day": one.get("day") or None,
        }
        for one in rows
    ]
    return [*made, *({} for _ in range(max(0, min(blank, MOST - len(made)))))]
