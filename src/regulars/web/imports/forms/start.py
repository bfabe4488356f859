"""Sending a file."""

from __future__ import annotations

from django import forms

from regulars.language import message
from regulars.web.imports.models import Kind, SavedMapping
from regulars.web.words import later, say

KINDS = {
    Kind.CUSTOMERS: message("Customers"),
    Kind.PURCHASES: message("Purchase lines"),
    Kind.RESPONSES: message("Answers to a survey"),
}


class StartForm(forms.Form):
    """Which file, what it holds, and the mapping to begin with."""

    file = forms.FileField(
        label=later(message("File")),
        help_text=later(message("CSV, TSV, XLSX, Parquet or SPSS. The first row names the columns.")),
        allow_empty_file=True,
        error_messages={"required": later(message("Choose a file."))},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.gz,.xlsx,.xls,.ods,.parquet,.sav,.zsav"}),
    )
    kind = forms.ChoiceField(
        label=later(message("What it holds")), choices=[(kind.value, later(words)) for kind, words in KINDS.items()]
    )
    saved = forms.ModelChoiceField(
        SavedMapping.objects.none(),
        label=later(message("Begin with a saved mapping")),
        required=False,
        empty_label=later(message("No, look at the columns")),
    )
    mapping = forms.FileField(
        label=later(message("Or a mapping file (YAML)")),
        required=False,
        help_text=later(message("The same that the command line takes. Leave it out: columns are then guessed.")),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["saved"].queryset = SavedMapping.objects.all()
        self.fields["saved"].label_from_instance = lambda one: say(
            message("{name} ({kind})", name=one.name, kind=KINDS[one.kind])
        )

    def clean(self) -> dict:
        """A saved mapping is for one kind."""
        data = super().clean()
        saved = data.get("saved")
        if saved is not None and saved.kind != data.get("kind"):
            self.add_error("saved", say(message("“{name}” is for the other kind of file.", name=saved.name)))
        return data
