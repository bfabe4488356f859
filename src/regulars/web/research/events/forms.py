"""Forms of events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from regulars.language import Message, Text, message
from regulars.survey.conditions import Kind
from regulars.survey.happenings import KINDS, MOST_FIELDS
from regulars.web.company.forms.fields import initial_words, words_of
from regulars.web.research.events.kinds import kinds
from regulars.web.research.events.models import EventKind, State, Trigger, Way
from regulars.web.research.events.models.call import BY_HAND
from regulars.web.research.events.models.trigger import MOST_DAYS
from regulars.web.research.models import Study
from regulars.web.words import later, say

_UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60}
_UNIT_WORDS: dict[str, Message] = {
    "minutes": message("minutes"), "hours": message("hours"), "days": message("days")
}  # fmt: skip
KIND_WORDS: dict[Kind, Message] = {
    Kind.NUMBER: message("number"),
    Kind.TEXT: message("words"),
    Kind.CHOICE: message("one of several"),
    Kind.DAY: message("day"),
    Kind.FLAG: message("yes or no"),
}


class TriggerForm(forms.Form):
    """When whom is asked what."""

    study = forms.ModelChoiceField(
        Study.objects.none(),
        label=later(message("What is asked")),
        to_field_name="public_id",
        empty_label=None,
        help_text=later(message("The study; it must be open when its time has come.")),
        error_messages={"required": later(message("Choose a study. There is none yet? Make one first."))},
    )
    way = forms.ChoiceField(label=later(message("How they are asked")), choices=[(w.value, later(w.said)) for w in Way])
    wait = forms.IntegerField(label=later(message("How long after it")), min_value=0, max_value=MOST_DAYS * 24 * 60)
    wait_unit = forms.ChoiceField(
        label=later(message("Counted in")), choices=[(key, later(words)) for key, words in _UNIT_WORDS.items()]
    )
    clock = forms.TimeField(
        label=later(message("At what time of the day")),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=later(
            message("Such as 10:00, with 1 day: the next day at ten. Empty: exactly so long after it happened.")
        ),
        error_messages={"invalid": later(message("Enter a time such as 10:00."))},
    )
    share = forms.FloatField(
        label=later(message("How many of them (%)")),
        min_value=0.01,
        max_value=100,
        help_text=later(message("100 asks about each; 10 about every tenth, drawn by chance.")),
    )
    per_day = forms.IntegerField(
        label=later(message("At most a day")), min_value=1, max_value=10_000_000, required=False
    )
    per_month = forms.IntegerField(
        label=later(message("At most a month")), min_value=1, max_value=100_000_000, required=False
    )
    rest_days = forms.IntegerField(
        label=later(message("Not again within days")),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=later(message("Nobody who was invited to anything in so many days. 0: no rest.")),
    )
    window_days = forms.IntegerField(
        label=later(message("Not after days")),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=later(message("What lies longer ago is not asked about, such as a list that comes late.")),
    )

    def __init__(self, data: Any = None, *, trigger: Trigger | None = None) -> None:
        super().__init__(data, initial=_initial(trigger))
        rows = Study.objects.exclude(state="closed").select_related("questionnaire")
        self.fields["study"].queryset = rows | Study.objects.filter(pk=trigger.study_id) if trigger else rows
        self.fields["study"].label_from_instance = lambda study: study.shown_title

    def clean(self) -> dict[str, Any]:
        """A time of the day goes with days; nothing waits longer than its window."""
        data = super().clean()
        wait, unit, window = data.get("wait"), data.get("wait_unit"), data.get("window_days")
        if data.get("clock") and unit != "days" and wait:
            self.add_error("wait_unit", say(message("With a time of the day the wait is counted in days.")))
        elif wait is not None and unit and window is not None:
            longest = timedelta(minutes=wait * _UNITS[unit]) + timedelta(days=1 if data.get("clock") else 0)
            if wait * _UNITS[unit] > MOST_DAYS * 24 * 60:
                self.add_error("wait", say(message("Wait at most {days} days.", days=MOST_DAYS)))
            elif longest > timedelta(days=window):
                self.add_error(
                    "window_days",
                    say(message("It waits longer than this: nobody would ever be asked. Enter more days.")),
                )
        return data

    def values(self) -> dict[str, Any]:
        """Fields of the trigger -> values."""
        data = self.cleaned_data
        by_clock = data["clock"] is not None
        return {
            "study": data["study"],
            "way": data["way"],
            "wait_minutes": 0 if by_clock else data["wait"] * _UNITS[data["wait_unit"]],
            "wait_days": data["wait"] if by_clock else 0,
            "clock": data["clock"],
            "rate": data["share"] / 100,
            **{name: data[name] for name in ("per_day", "per_month", "rest_days", "window_days")},
        }


def _initial(one: Trigger | None) -> dict[str, Any]:
    if one is None:
        return {"wait": 1, "wait_unit": "days", "clock": "10:00", "share": 100, "rest_days": 30, "window_days": 14}
    wait, unit = one.wait_days, "days"
    if one.clock is None:
        unit = next(name for name in ("days", "hours", "minutes") if one.wait_minutes % _UNITS[name] == 0)
        wait = one.wait_minutes // _UNITS[unit]
        unit = "minutes" if not wait else unit
    share = round(one.rate * 100, 4)
    return {
        "study": one.study.public_id,
        "way": one.way,
        "wait": wait,
        "wait_unit": unit,
        "clock": one.clock,
        "share": int(share) if share == int(share) else share,
        **{name: getattr(one, name) for name in ("per_day", "per_month", "rest_days", "window_days")},
    }


class KindForm(forms.Form):
    """A kind: its name in both languages, and a key for good."""

    name_en = forms.CharField(label=later(message("Name in English")), max_length=120, required=False)
    name_zh = forms.CharField(label=later(message("Name in Chinese")), max_length=120, required=False)
    key = forms.RegexField(
        r"\A[A-Za-z][A-Za-z0-9_-]{0,39}\Z",
        label=later(message("Key")),
        help_text=later(message("Files and systems name the kind by it, such as test-drive. It stays.")),
        error_messages={
            "invalid": later(message("Use up to 40 letters a to z, digits and hyphens, such as test-drive.")),
            "required": later(message("Enter a key such as test-drive.")),
        },
    )

    def __init__(self, data: Any = None, *, kind: EventKind | None = None) -> None:
        super().__init__(data, initial=initial_words(kind.name, "name") if kind else {})
        if kind is not None:
            del self.fields["key"]

    def clean(self) -> dict[str, Any]:
        """One name is needed."""
        data = super().clean()
        if not self.name(data).words:
            self.add_error("name_en", say(message("Enter a name in one language at least, such as Test drive.")))
        return data

    def name(self, data: dict[str, Any] | None = None) -> Text:
        """Both languages."""
        return words_of(self.cleaned_data if data is None else data, "name")


class FieldForm(forms.Form):
    """One field of a kind. A line without a key and a name is left out."""

    key = forms.RegexField(
        r"\A[A-Za-z][A-Za-z0-9_-]{0,39}\Z",
        label=later(message("Key")),
        required=False,
        error_messages={"invalid": later(message("Use up to 40 letters a to z, digits and hyphens, such as nights."))},
    )
    kind = forms.ChoiceField(
        label=later(message("Holds a")), choices=[(one.value, later(KIND_WORDS[one])) for one in KINDS], required=False
    )
    label_en = forms.CharField(label=later(message("Name in English")), max_length=120, required=False)
    label_zh = forms.CharField(label=later(message("Name in Chinese")), max_length=120, required=False)
    options = forms.CharField(
        label=later(message("To choose from")),
        max_length=1000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Whoever gives a name gives a key."""
        data = super().clean()
        named = data.get("label_en") or data.get("label_zh")
        if named and not data.get("key") and "key" not in self.errors:
            self.add_error("key", say(message("Enter a key too, such as nights.")))
        return data

    def plain(self, known: dict[str, Any]) -> dict[str, Any] | None:
        """As plain data; options keep the words that they had."""
        data = self.cleaned_data
        if not data.get("key"):
            return None
        label = dict(words_of(data, "label").words) or {"en": data["key"]}
        kind = data.get("kind") or Kind.TEXT.value
        found: dict[str, Any] = {"key": data["key"], "kind": kind, "label": label}
        if kind == Kind.CHOICE.value:
            keys = [part.strip() for part in data["options"].replace("，", ",").replace("、", ",").split(",")]
            words = known.get(data["key"], {}).get("options", {})
            found["options"] = {key: words.get(key, {"en": key}) for key in keys if key}
        return found


FieldForms = forms.formset_factory(FieldForm, extra=3, max_num=MOST_FIELDS, absolute_max=MOST_FIELDS + 3)


class SourceForm(forms.Form):
    """A system that tells events."""

    name = forms.CharField(label=later(message("Name")), max_length=120)
    key = forms.RegexField(
        r"\A[a-z][a-z0-9-]{0,39}\Z",
        label=later(message("Short name")),
        help_text=later(message("It stands in the address, such as booking-system.")),
        error_messages={"invalid": later(message("Use a to z, digits and hyphens, such as booking-system."))},
    )
    kind = forms.ModelChoiceField(
        EventKind.objects.none(),
        label=later(message("Kind")),
        required=False,
        to_field_name="key",
        empty_label=later(message("each event says its kind")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds()
        self.fields["kind"].queryset = EventKind.objects.all()
        self.fields["kind"].label_from_instance = lambda kind: kind.shown_name


class ListFileForm(forms.Form):
    """A list of events."""

    file = forms.FileField(
        label=later(message("File")),
        help_text=later(
            message(
                "CSV or XLSX with the columns key and at; then customer or email, unit, kind, phone, name, language, "
                "and the fields of the kind."
            )
        ),
        error_messages={"required": later(message("Choose a file."))},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
    )
    kind = forms.ModelChoiceField(
        EventKind.objects.none(),
        label=later(message("Kind")),
        required=False,
        to_field_name="key",
        empty_label=later(message("as the column “kind” says")),
    )
    source = forms.CharField(
        label=later(message("Where the list comes from")),
        max_length=40,
        required=False,
        help_text=later(message("Such as front-desk. The same key from the same source is one event.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds()
        self.fields["kind"].queryset = EventKind.objects.all()
        self.fields["kind"].label_from_instance = lambda kind: kind.shown_name

    def clean_file(self) -> Any:
        """What a page carries."""
        sent = self.cleaned_data["file"]
        if sent.size > 5 << 20:
            raise forms.ValidationError(
                say(message("The file is larger than 5 MB. Split it, or use the command: regulars import events FILE"))
            )
        return sent


class EventFilter(forms.Form):
    """Which events. What cannot be read is passed over."""

    q = forms.CharField(
        required=False,
        max_length=100,
        label=later(message("Key, number, name or e-mail")),
        widget=forms.TextInput(attrs={"class": "input", "type": "search"}),
    )
    state = forms.ChoiceField(required=False, label=later(message("State")))
    kind = forms.ChoiceField(required=False, label=later(message("Kind")))
    trigger = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        every = ("", say(message("all")))
        self.fields["state"].choices = [every, *((one.value, say(one.said)) for one in State)]
        self.fields["kind"].choices = [every, *((key, one.shown_name) for key, one in kinds().items())]
        self.is_valid()

    @property
    def wanted(self) -> dict[str, str]:
        """The filters that hold."""
        return {name: value.strip() for name, value in self.cleaned_data.items() if value and value.strip()}


class CallForm(forms.Form):
    """How a call went."""

    outcome = forms.ChoiceField(
        label=later(message("How it went")),
        choices=[(one.value, later(one.said)) for one in BY_HAND],
    )
