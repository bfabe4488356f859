"""How a file is written, where the engine did not find it out by itself."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.words import later

_DELIMITERS = {
    "": message("Find it out"),
    ",": message("comma"),
    ";": message("semicolon"),
    "tab": message("tab"),
    "|": message("vertical bar"),
    "space": message("blanks"),
}
_ENCODINGS = ("utf-8", "gb18030", "gbk", "big5", "utf-16", "windows-1252", "latin-1", "shift_jis")


class ReadingForm(forms.Form):
    """Delimiter, encoding, heading, sheet."""

    header = forms.ChoiceField(
        label=later(message("First row")),
        required=False,
        choices=[
            ("", later(message("Names of the columns"))),
            ("no", later(message("Already values: columns are called 1, 2, 3, …"))),
        ],
    )
    delimiter = forms.ChoiceField(
        label=later(message("Between values")),
        required=False,
        choices=[(mark, later(words)) for mark, words in _DELIMITERS.items()],
    )
    encoding = forms.ChoiceField(
        label=later(message("Encoding")),
        required=False,
        choices=[("", later(message("Find it out"))), *((name, name) for name in _ENCODINGS)],
    )
    sheet = forms.CharField(
        label=later(message("Sheet of the workbook")),
        required=False,
        max_length=60,
        help_text=later(message("Its name or its number; the first when empty.")),
    )

    @classmethod
    def of(cls, mapping: dict[str, Any], **options: Any) -> ReadingForm:
        """Filled in with what a mapping says."""
        said = {name: mapping.get(name, "") for name in ("delimiter", "encoding", "sheet")}
        return cls(initial={**said, "header": "no" if mapping.get("header") is False else ""}, **options)

    def reading(self) -> dict[str, Any]:
        """As entries of a mapping; empty ones take an entry away."""
        data = self.cleaned_data
        sheet = data["sheet"].strip()
        return {
            "header": False if data["header"] == "no" else None,
            "delimiter": data["delimiter"],
            "encoding": data["encoding"],
            "sheet": int(sheet) if sheet.isdecimal() else sheet,
        }
