"""The words of invitations and reminders, in both languages."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import Language, Text, message
from regulars.web.company.forms.fields import initial_words, words_of
from regulars.web.messages.models import Channel
from regulars.web.research.fieldwork.models import Fieldwork
from regulars.web.research.fieldwork.wording import INVITATION, PLACES, REMINDER, built_in, unknown_places
from regulars.web.words import later, say

_LABELS = {
    ("subject", Language.ENGLISH): message("Subject in English"),
    ("subject", Language.CHINESE): message("Subject in Chinese"),
    ("body", Language.ENGLISH): message("Words in English"),
    ("body", Language.CHINESE): message("Words in Chinese"),
}


class WordsForm(forms.Form):
    """Fields ``invitation_subject_en`` and so on; what stays empty are the built-in words, shown in grey."""

    def __init__(self, fieldwork: Fieldwork, data: Any = None) -> None:
        first: dict[str, str] = {}
        for part in _parts():
            first |= initial_words(getattr(fieldwork, part), part)
        super().__init__(data, initial=first)
        dated = fieldwork.study.closes_at is not None
        for kind in (INVITATION, REMINDER):
            for language in Language:
                usual = built_in(kind, Channel.EMAIL, language, dated=dated)
                for part in ("subject", "body"):
                    self.fields[f"{kind}_{part}_{language.value}"] = self._field(part, language, usual)

    def _field(self, part: str, language: Language, usual: Any) -> forms.CharField:
        words = getattr(usual, part)
        shape = {"class": "input", "placeholder": words, "lang": language.tag}
        if part == "subject":
            widget: forms.Widget = forms.TextInput(attrs=shape)
        else:
            widget = forms.Textarea(attrs={**shape, "rows": words.count("\n") + 3})
        label = later(_LABELS[part, language])
        return forms.CharField(
            required=False, max_length=250 if part == "subject" else 5000, label=label, widget=widget
        )

    def fields_of(self, kind: str) -> list[Any]:
        """Those of one kind of letter."""
        return [self[name] for name in self.fields if name.startswith(kind)]

    @property
    def invitation(self) -> list[Any]:
        """Its fields."""
        return self.fields_of(INVITATION)

    @property
    def reminder(self) -> list[Any]:
        """Its fields."""
        return self.fields_of(REMINDER)

    def clean(self) -> dict[str, Any]:
        """Places that nothing stands for would be sent as they are."""
        data = super().clean()
        for name, text in list(data.items()):
            if unknown := unknown_places(text):
                known = tuple(f"{{{one}}}" for one in PLACES)
                words = message(
                    "Nothing stands for “{place}”. There are: {known}.", place=f"{{{unknown[0]}}}", known=known
                )
                self.add_error(name, say(words))
        return data

    def values(self) -> dict[str, Text]:
        """As the action wants them."""
        return {part: words_of(self.cleaned_data, part) for part in _parts()}


def _parts() -> list[str]:
    return [f"{kind}_{part}" for kind in (INVITATION, REMINDER) for part in ("subject", "body")]
