"""A cause as it is written."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import Text, message
from regulars.web.cases.causes import groups
from regulars.web.words import current, later, say


class NameForm(forms.Form):
    """What a cause is called; where one language is missing the other is shown."""

    name_en = forms.CharField(required=False, max_length=80, label=later(message("Name, English")))
    name_zh = forms.CharField(required=False, max_length=80, label=later(message("Name, Chinese")))

    def clean(self) -> dict[str, Any]:
        """In one language at least."""
        found: dict[str, Any] = super().clean() or {}
        words = {tag: found.get(f"name_{tag}", "").strip() for tag in ("en", "zh")}
        words = {tag: said for tag, said in words.items() if said}
        if not words:
            self.add_error("name_en", say(message("Write what it is called.")))
        found["name"] = Text(words)
        return found


class CauseForm(NameForm):
    """A new one."""

    group = forms.ChoiceField(label=later(message("Group")))
    field_order = ("group", "name_en", "name_zh")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tag = current().tag
        self.fields["group"].choices = [(one.key, one.name.in_language(tag)) for one in groups().values()]
