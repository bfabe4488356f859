"""Fields that several forms share."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms

from regulars.language import Message, RegularsError, Text, message
from regulars.web.words import later, say

LANGUAGES = {"en": message("English"), "zh": message("Chinese")}


def zones() -> list[tuple[str, str]]:
    """All zones that have a place in their name, and UTC."""
    return [("UTC", "UTC"), *((name, name) for name in sorted(zoneinfo.available_timezones()) if "/" in name)]


class ZoneField(forms.ChoiceField):
    """One of the zones of the world; with ``empty`` a first choice for none of its own."""

    def __init__(self, *, empty: Message | None = None, **options: Any) -> None:
        first = [("", later(empty))] if empty else []
        super().__init__(choices=[*first, *zones()], required=not empty, **options)


class SaidField(forms.CharField):
    """Text that ``read`` turns into a value; what it says of a wrong one is shown as it says it."""

    def __init__(self, *, read: Any, write: Any = None, **options: Any) -> None:
        super().__init__(**options)
        self._read, self._write = read, write

    def clean(self, value: Any) -> Any:
        """The value."""
        text = super().clean(value)
        try:
            return self._read(text)
        except RegularsError as error:
            raise forms.ValidationError(say(error.message)) from error

    def prepare_value(self, value: Any) -> Any:
        """As it is written."""
        return value if value is None or isinstance(value, str) or self._write is None else self._write(value)


def words_of(data: dict[str, Any], name: str) -> Text:
    """The fields ``name_en`` and ``name_zh`` as one text."""
    return Text({tag: data[f"{name}_{tag}"].strip() for tag in LANGUAGES if data.get(f"{name}_{tag}", "").strip()})


def initial_words(text: Any, name: str) -> dict[str, str]:
    """The other way round. Words in no language in particular stand in the first field."""
    words = dict(Text.of(text or {}).words)
    english, chinese = words.get("en", words.get("und", "")), words.get("zh", words.get("zh-Hans", ""))
    return {f"{name}_en": english, f"{name}_zh": chinese}
