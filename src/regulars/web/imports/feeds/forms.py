"""What a scheduled import is: which file or query, when, with which mapping, and who hears when it is late."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from regulars.language import RegularsError, message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission, roles_with
from regulars.web.imports.feeds import databases
from regulars.web.imports.feeds.models import BadRows, Feed, Source
from regulars.web.imports.forms.start import KINDS
from regulars.web.imports.models import SavedMapping
from regulars.web.words import later, say

_WHERE = ("host", "port", "database", "user", "file")
KEPT = (
    "name",
    "mapping",
    "source",
    "pattern",
    "query",
    "most_rows",
    "seconds",
    "at",
    "bad_rows",
    "alarm_hours",
    "owner",
)


class FeedForm(forms.Form):
    """All on one page; what the chosen source does not need is left out."""

    name = forms.CharField(
        max_length=80, label=later(message("Name")), help_text=later(message("Such as: nightly sales of the tills."))
    )
    mapping = forms.ModelChoiceField(
        SavedMapping.objects.none(),
        label=later(message("What the columns are: a saved mapping")),
        help_text=later(message("Import one such file by hand first, and keep its mapping under a name.")),
        error_messages={
            "required": later(message("Choose a saved mapping. One is kept when a file is imported by hand."))
        },
    )
    source = forms.ChoiceField(label=later(message("Where the rows come from")))
    pattern = forms.CharField(
        max_length=120,
        required=False,
        label=later(message("Names of the files")),
        help_text=later(
            message("With * for anything, such as sales-*.csv. They are taken in the order of their names.")
        ),
    )
    host = forms.CharField(required=False, max_length=200, label=later(message("Server")))
    port = forms.IntegerField(required=False, min_value=1, max_value=65535, label=later(message("Port")))
    database = forms.CharField(required=False, max_length=100, label=later(message("Database")))
    user = forms.CharField(
        required=False,
        max_length=100,
        label=later(message("Account there")),
        help_text=later(message("One that may read and nothing else.")),
    )
    password = forms.CharField(
        required=False,
        max_length=500,
        label=later(message("Password")),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=later(
            message("It is sealed with the key of this install and never shown. Empty: the one that is known.")
        ),
    )
    file = forms.CharField(
        required=False,
        max_length=120,
        label=later(message("SQLite file")),
        help_text=later(message("Its name in the folder “inbox”.")),
    )
    query = forms.CharField(
        required=False,
        max_length=10_000,
        label=later(message("Query")),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=later(message("One SELECT. Its columns are those of the mapping.")),
    )
    most_rows = forms.IntegerField(
        min_value=1, max_value=5_000_000, initial=100_000, label=later(message("At most so many rows"))
    )
    seconds = forms.IntegerField(
        min_value=1, max_value=3600, initial=60, label=later(message("At most so many seconds"))
    )
    at = forms.TimeField(
        label=later(message("Every day at")),
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": later(message("Write the time like 03:30."))},
    )
    bad_rows = forms.ChoiceField(label=later(message("Rows that cannot go in")))
    alarm_hours = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2000,
        label=later(message("Alarm after so many hours without a good run")),
        help_text=later(message("Such as 26 for a nightly file. Empty: no alarm.")),
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label=later(message("Who hears of it by mail")),
        empty_label=later(message("Nobody")),
    )

    def __init__(self, *args: Any, feed: Feed | None, reader: User, **kwargs: Any) -> None:
        initial = {name: getattr(feed, name) for name in KEPT} | (feed.database or {}) if feed else {}
        super().__init__(*args, initial=initial, **kwargs)
        self._feed, self._reader = feed, reader
        self.fields["mapping"].queryset = SavedMapping.objects.all()
        self.fields["mapping"].label_from_instance = lambda one: say(
            message("{name} ({kind})", name=one.name, kind=KINDS[one.kind])
        )
        self.fields["source"].choices = [(one.value, later(one.said)) for one in Source]
        self.fields["bad_rows"].choices = [(one.value, later(one.said)) for one in BadRows]
        importers = roles_with(Permission.IMPORT)
        self.fields["owner"].queryset = User.objects.filter(
            is_active=True, grants__role__in=importers, grants__unit=None
        ).distinct()
        self.fields["owner"].label_from_instance = lambda one: one.shown_name

    def clean_name(self) -> str:
        """One of a name."""
        name = self.cleaned_data["name"].strip()
        others = Feed.objects.exclude(pk=self._feed.pk) if self._feed else Feed.objects.all()
        if others.filter(name=name).exists():
            raise forms.ValidationError(say(message("There is a scheduled import of this name. Choose another.")))
        return name

    def clean_pattern(self) -> str:
        """A name, never a path."""
        pattern = self.cleaned_data["pattern"].strip()
        if re.search(r"[/\\\x00]|^\.", pattern):
            raise forms.ValidationError(
                say(message("Write the name of a file alone, such as sales-*.csv: it is looked for in “inbox” only."))
            )
        return pattern

    def clean(self) -> dict[str, Any]:
        """What the source needs is there."""
        data = super().clean()
        source = data.get("source")
        needed = {
            Source.FOLDER: ("pattern",),
            Source.POSTGRESQL: ("host", "database", "user", "query"),
            Source.SQLITE: ("file", "query"),
        }.get(source, ())
        for name in needed:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, say(message("This is needed for the source that you chose.")))
        if source in (Source.POSTGRESQL, Source.SQLITE):
            if not scope_of(self._reader, Permission.MANAGE_COMPANY).whole:
                self.add_error("source", say(message("Only an administrator connects another database.")))
            if data.get("query"):
                try:
                    databases.checked(data["query"])
                except RegularsError as error:
                    self.add_error("query", say(error.message))
            if re.search(r"[/\\\x00]|^\.", data.get("file") or ""):
                self.add_error(
                    "file", say(message("Write the name of a file alone: it is looked for in “inbox” only."))
                )
        return data

    @property
    def kept(self) -> dict[str, Any]:
        """The fields of the model."""
        data = self.cleaned_data
        where = {name: data[name] for name in _WHERE if data.get(name)}
        return {name: data[name] for name in KEPT} | {"database": {} if data["source"] == Source.FOLDER else where}
