"""What two mapping forms share: a choice of the file's columns, and lists written with commas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from regulars.language import Message, message
from regulars.web.words import later

NOT_THERE = message("not in this file")
_COMMAS = re.compile(r"[,，;；\n]+")


def column_field(label: Message, columns: Iterable[str], *, required: bool = False, hint: Message | None = None) -> Any:
    """Which column of the file holds it."""
    return forms.ChoiceField(
        label=later(label),
        required=required,
        choices=[("", later(NOT_THERE)), *((name, name) for name in columns)],
        help_text=later(hint) if hint else "",
        error_messages={"required": later(message("Choose the column that holds it."))},
    )


class ListField(forms.CharField):
    """Several values with commas between them."""

    def to_python(self, value: Any) -> list[str]:
        """The values, without blanks around them."""
        text = super().to_python(value)
        return [one.strip() for one in _COMMAS.split(text) if one.strip()]

    def prepare_value(self, value: Any) -> Any:
        """As they are written."""
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


class ZoneField(forms.CharField):
    """A zone such as Asia/Shanghai; a wrong one is refused with the near misses."""

    def clean(self, value: Any) -> Any:
        """The name as given."""
        from regulars.facts.imports import MappingFileError
        from regulars.facts.imports.mapping import check_zone
        from regulars.web.words import say

        text = super().clean(value).strip()
        try:
            check_zone(text or None)
        except MappingFileError as error:
            raise forms.ValidationError(say(error.message)) from error
        return text
