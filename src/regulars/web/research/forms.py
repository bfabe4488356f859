"""Forms of studies, links and questionnaires."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from regulars.facts.questionnaires import studies as templates
from regulars.language import Text, message
from regulars.survey import SampleKind
from regulars.survey.questionnaire import PRIVACY
from regulars.web.company.forms.fields import initial_words, words_of
from regulars.web.company.models import Unit
from regulars.web.research.editing.keys import slug, told_apart
from regulars.web.research.models import Questionnaire, Study
from regulars.web.research.queries import PRIVACIES, SAMPLES
from regulars.web.words import current, later, say

FROM_FILE, FROM_NOTHING = "new:file", "nothing"
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class NewStudyForm(forms.Form):
    """What to ask, and what to call it."""

    ask = forms.ChoiceField(label=later(message("What to ask")), widget=forms.RadioSelect)
    title_en = forms.CharField(label=later(message("Title in English")), max_length=120, required=False)
    title_zh = forms.CharField(label=later(message("Title in Chinese")), max_length=120, required=False)
    name = forms.CharField(
        label=later(message("Short name")),
        max_length=40,
        required=False,
        help_text=later(
            message(
                "For a new questionnaire: small letters, digits and hyphens, such as guests-2026. Its answers are "
                "kept under this name for good."
            )
        ),
    )

    file = forms.FileField(
        label=later(message("File")),
        required=False,
        help_text=later(message("A questionnaire as YAML; docs/questionnaires.md shows how to write one.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tag = current().tag
        own = [
            (one.public_id, say(message("{title} (as it is: {name})", title=one.title, name=one.name)))
            for one in Questionnaire.objects.all()
            if not one.draft.get("subject")  # a checklist is filled in by staff
        ]
        fresh = [
            (f"new:{one.name}", say(message("New: {title}", title=one.title.in_language(tag)))) for one in templates()
        ]
        written = (FROM_FILE, say(message("New: from a file that I have written")))
        self.fields["ask"].choices = [*own, *fresh, written]

    def clean(self) -> dict[str, Any]:
        """A new questionnaire needs a name that can be one."""
        data = super().clean()
        if data.get("ask", "").startswith("new:"):
            name = data.get("name", "")
            if not _NAME.fullmatch(name):
                self.add_error(
                    "name", say(message("Enter small letters, digits and hyphens, beginning with a letter or digit."))
                )
            elif Questionnaire.objects.filter(name=name).exists():
                self.add_error("name", say(message("Another questionnaire is called {name}.", name=name)))
        if data.get("ask") == FROM_FILE and "file" not in self.errors and not data.get("file"):
            self.add_error("file", say(message("Choose the file, such as guests.yaml.")))
        return data

    @property
    def template(self) -> str:
        """The template that a new questionnaire is made from; empty for one that is there."""
        ask = self.cleaned_data["ask"]
        return ask.removeprefix("new:") if ask.startswith("new:") else ""

    def title(self) -> Text | None:
        """The title, where one was given."""
        words = words_of(self.cleaned_data, "title")
        return words if words.words else None


class StudyForm(forms.Form):
    """When, whom, how many."""

    title_en = forms.CharField(label=later(message("Title in English")), max_length=120, required=False)
    title_zh = forms.CharField(label=later(message("Title in Chinese")), max_length=120, required=False)
    opens_at = forms.DateTimeField(
        label=later(message("Opens")),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=later(message("Empty: as soon as it is opened.")),
    )
    closes_at = forms.DateTimeField(
        label=later(message("Closes")),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=later(message("Empty: when somebody closes it.")),
    )
    quota = forms.IntegerField(
        label=later(message("Quota")),
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=later(message("With so many answers it is full. Empty: without end.")),
    )
    wave = forms.CharField(
        label=later(message("Wave")),
        required=False,
        max_length=40,
        help_text=later(message("The name of the wave, such as 2026-11. Empty: each month is one.")),
    )
    sample = forms.ChoiceField(label=later(message("Who is asked")))
    privacy = forms.ChoiceField(label=later(message("Privacy")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sample"].choices = [(kind.value, say(SAMPLES[kind.value])) for kind in SampleKind]
        self.fields["privacy"].choices = [(kind, say(PRIVACIES[kind])) for kind in PRIVACY]

    @classmethod
    def of(cls, study: Study, data: Any = None) -> StudyForm:
        """Filled in with what holds now."""
        names = ("opens_at", "closes_at", "quota", "wave", "sample", "privacy")
        now = {name: getattr(study, name) for name in names}
        return cls(data, initial={**initial_words(study.title, "title"), **now})

    def clean(self) -> dict[str, Any]:
        """It opens before it closes, and has a title."""
        data = super().clean()
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", say(message("Enter a time after {opens}, when it opens.", opens=opens)))
        if not words_of(data, "title").words:
            self.add_error("title_en", say(message("Enter a title in one language at least, such as Guests 2026.")))
        return data

    def values(self) -> dict[str, Any]:
        """Fields of the study -> values."""
        names = ("opens_at", "closes_at", "quota", "wave", "sample", "privacy")
        return {"title": words_of(self.cleaned_data, "title"), **{name: self.cleaned_data[name] for name in names}}


class LinksForm(forms.Form):
    """For which units links are wanted."""

    units = forms.MultipleChoiceField(label=later(message("Units")), widget=forms.CheckboxSelectMultiple)
    label = forms.CharField(
        label=later(message("Where it hangs")),
        max_length=80,
        required=False,
        help_text=later(message("Such as table card or receipt. Links of different places are told apart.")),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {unit.public_id: unit for unit in units}
        company = [("company", say(message("The company as a whole")))] if whole else []
        self.fields["units"].choices = [*company, *((key, unit.shown_name) for key, unit in self._units.items())]

    def chosen(self) -> list[Unit | None]:
        """The units; None is the company."""
        return [self._units.get(key) for key in self.cleaned_data["units"]]


class NewQuestionnaireForm(forms.Form):
    """From what, and what to call it."""

    begin = forms.ChoiceField(label=later(message("Begin with")))
    title_en = forms.CharField(label=later(message("Title in English")), max_length=120, required=False)
    title_zh = forms.CharField(label=later(message("Title in Chinese")), max_length=120, required=False)
    languages = forms.CharField(
        label=later(message("Languages")),
        max_length=200,
        required=False,
        help_text=later(message("From nothing only: tags such as en, zh or ar. The first stands in for the others.")),
    )
    name = forms.CharField(
        label=later(message("Short name")),
        max_length=40,
        required=False,
        help_text=later(
            message(
                "Small letters, digits and hyphens, such as guests-2026. Its answers are kept under this name for "
                "good. Empty: made of the title."
            )
        ),
    )
    file = forms.FileField(
        label=later(message("File")),
        required=False,
        help_text=later(message("A questionnaire as YAML; docs/questionnaires.md shows how to write one.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tag = current().tag
        fresh = [(f"new:{one.name}", one.title.in_language(tag)) for one in templates()]
        own = [(f"copy:{one.public_id}", one.shown_title) for one in Questionnaire.objects.all()]
        self.fields["begin"].choices = [
            (FROM_NOTHING, say(message("nothing"))),
            (say(message("One that comes with Regulars")), fresh),
            *([(say(message("A copy of")), own)] if own else []),
            (FROM_FILE, say(message("a file that I have written"))),
        ]

    def clean(self) -> dict[str, Any]:
        """A name that can be one and is free; a title where there is nothing else to take it from."""
        data = super().clean()
        title, begin = words_of(data, "title"), data.get("begin", "")
        if begin == FROM_NOTHING:
            data["tags"] = tuple(dict.fromkeys(re.split(r"[\s,，、]+", data.get("languages", "").strip(" ,，、")))) or (
                "",
            )
            if data["tags"] == ("",):
                data["tags"] = tuple(title.words) or ("en",)
            if wrong := next((tag for tag in data["tags"] if not _TAG.fullmatch(tag)), None):
                told = message("“{tag}” is not the tag of a language. Enter tags such as en, zh or ar.", tag=wrong)
                self.add_error("languages", say(told))
            if not title.words:
                self.add_error("title_en", say(message("Enter a title in one language at least, such as Guests 2026.")))
        if begin == FROM_FILE and "file" not in self.errors and not data.get("file"):
            self.add_error("file", say(message("Choose the file, such as guests.yaml.")))
        name = data.get("name", "") or self._suggested(title, begin)
        if not _NAME.fullmatch(name):
            told = message("Enter small letters, digits and hyphens, beginning with a letter or digit.")
            self.add_error("name", say(told))
        elif Questionnaire.objects.filter(name=name).exists():
            self.add_error("name", say(message("Another questionnaire is called {name}.", name=name)))
        data["name"] = name
        return data

    @staticmethod
    def _suggested(title: Text, begin: str) -> str:
        """A free name after the title, or after what it is made from."""
        words = [*title.words.values(), begin.partition(":")[2] if begin.startswith("new:") else ""]
        stem = next((found for one in words if (found := slug(one, 32))), "questionnaire")
        return told_apart(stem, set(Questionnaire.objects.values_list("name", flat=True)))

    def title(self) -> Text | None:
        """The title, where one was given."""
        words = words_of(self.cleaned_data, "title")
        return words if words.words else None
