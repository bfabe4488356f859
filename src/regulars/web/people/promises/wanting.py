"""What a customer wants, as somebody at the desk types it: by itself, by questions, or adjusted with facts."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.days import DayField
from regulars.web.people.promises.forms import PromiseForm
from regulars.web.people.promises.guides import Guide
from regulars.web.people.promises.models import Fact, today
from regulars.web.words import later, say

OPTIONS = range(3)
NONE = "none"
IMPORTANCE = [
    (5, later(message("5, decides everything"))),
    (4, later(message("4, much"))),
    (3, later(message("3, as other things do"))),
    (2, later(message("2, little"))),
    (1, later(message("1, hardly"))),
]


def _importance() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        coerce=int, initial=3, label=later(message("How much it matters to them")), choices=IMPORTANCE
    )


class ExpectationForm(forms.Form):
    """What somebody wants, how far from it is still well, how much it matters, and who says so."""

    topic = forms.CharField(
        max_length=80,
        label=later(message("About what")),
        help_text=later(
            message("Such as: price, colour, room, time of delivery. The same topic again takes the place of what was.")
        ),
        error_messages={"required": later(message("Say what it is about."))},
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
    )
    level = forms.CharField(
        max_length=400,
        label=later(message("What they want")),
        error_messages={"required": later(message("Write what they want."))},
    )
    latitude = forms.CharField(required=False, max_length=200, label=later(message("What would still be well")))
    importance = _importance()
    stated = forms.TypedChoiceField(
        coerce=lambda text: text == "yes",
        initial="yes",
        label=later(message("How we know")),
        choices=[("yes", later(message("they said so"))), ("no", later(message("we think so")))],
    )
    source = forms.CharField(
        required=False,
        max_length=120,
        label=later(message("From where")),
        help_text=later(message("Such as: at the desk, three stays.")),
    )
    since = DayField(label=later(message("Since")))
    evidence = forms.CharField(
        required=False,
        max_length=400,
        label=later(message("What was shown to them")),
        help_text=later(
            message("Needed where staff note something else than they said: a price list, a delivery date in writing.")
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = today()

    def clean_since(self) -> Any:
        """Not a day to come."""
        day = self.cleaned_data["since"]
        if day > today():
            raise forms.ValidationError(say(message("{day} is still to come. Enter today or a day before.", day=day)))
        return day


class GuideForm(PromiseForm):
    """The questions of a guide, and what their answers become: something noted, or a promise."""

    becomes = forms.ChoiceField(
        label=later(message("What it becomes")),
        initial="wish",
        widget=forms.RadioSelect,
        choices=[
            ("wish", later(message("noted as what they want"))),
            ("promise", later(message("promised to them: what, how much, until when"))),
        ],
    )
    importance = _importance()

    def __init__(self, *args: Any, guide: Guide, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guide = guide
        del self.fields["what"]
        rest = dict(self.fields)
        self.fields.clear()
        self.lists = {}
        for one in guide.questions:
            self.fields[f"q-{one.key}"] = forms.CharField(
                required=False,
                max_length=120,
                label=say(one.ask),
                widget=forms.TextInput(attrs={"list": f"list-{one.key}", "autocomplete": "off"}),
            )
            self.lists[f"list-{one.key}"] = [say(choice) for choice in one.choices]
        self.fields |= {name: rest[name] for name in ("importance", "becomes", "due", "owner")}
        self.fields["due"].help_text = say(message("Only for a promise."))

    def clean(self) -> dict[str, Any]:
        """At least one answer about the wish itself."""
        wish = super().clean() or {}
        answers = {name.removeprefix("q-"): text for name, text in wish.items() if name.startswith("q-")}
        wish["level"], wish["latitude"] = self.guide.put_together(answers, say(message("; ")))
        if not wish["level"]:
            raise forms.ValidationError(
                say(message("Write down at least one answer: what they want. The questions are only a help."))
            )
        wish["level"] = wish["level"][:400]
        wish["latitude"] = wish["latitude"][:200]
        return wish


class AdjustForm(forms.Form):
    """Up to three ways out, each with its fact, which of them was taken, and until when we do it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts = [("", later(message("choose"))), *((one.value, later(one.said)) for one in Fact)]
        for number in OPTIONS:
            what = message("Way out {n}", n=number + 1)
            self.fields[f"words{number}"] = forms.CharField(required=number == 0, max_length=400, label=say(what))
            self.fields[f"fact{number}"] = forms.ChoiceField(
                required=False, choices=facts, label=say(message("Fact for {n}", n=number + 1))
            )
            self.fields[f"evidence{number}"] = forms.CharField(
                required=False, max_length=400, label=say(message("Where it stands, for {n}", n=number + 1))
            )
        self.fields["words0"].error_messages["required"] = say(message("Write what can be done instead."))
        self.fields["evidence0"].help_text = say(
            message("So that they can look it up: price list of 3 May, page 4; stock of today, 12 pieces.")
        )
        self.fields["chosen"] = forms.ChoiceField(
            label=say(message("What they took")),
            initial=NONE,
            choices=[(NONE, say(message("none of these")))]
            + [(str(number), say(message("way out {n}", n=number + 1))) for number in OPTIONS],
        )
        due = DayField(required=False, label=say(message("Promised until")))
        due.help_text = say(message("Empty: nothing is promised. Otherwise you keep it, and hear when it is late."))
        self.fields["due"] = due

    def clean(self) -> dict[str, Any]:
        """A way out without a fact is none."""
        wish = super().clean() or {}
        options = []
        for number in OPTIONS:
            one = {name: str(wish.get(f"{name}{number}") or "").strip() for name in ("words", "fact", "evidence")}
            if one["words"] and not one["fact"]:
                self.add_error(f"fact{number}", say(message("Choose what kind of fact shows this.")))
            if one["words"] and not one["evidence"]:
                self.add_error(
                    f"evidence{number}",
                    say(message("Say where the fact stands. What cannot be shown is not offered.")),
                )
            if not one["words"] and str(number) == wish.get("chosen"):
                self.add_error("chosen", say(message("This way out was not written down.")))
            if one["words"]:
                options.append(one | {"number": str(number)})
        wish["options"] = options
        return wish
