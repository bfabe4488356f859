"""What is typed about a customer: an address, a note, a file, the company's own fields; and what such a field is."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from regulars.language import message, plural
from regulars.survey.conditions.terms import KEYWORDS
from regulars.web.company.forms.fields import initial_words, words_of
from regulars.web.days import DayField
from regulars.web.people.details.actions.notes import TAKEN
from regulars.web.people.details.models import FieldKind, OwnField
from regulars.web.people.details.models.identifier import KINDS
from regulars.web.people.details.values import FLAGS, column_of, name_of, said
from regulars.web.words import later, say

_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
_TOO_LONG = later(message("At most 400 characters are kept here. Put a longer text to the notes."))


class AddressForm(forms.Form):
    """A further address, as it is written."""

    kind = forms.ChoiceField(label=later(message("What it is")))
    value = forms.CharField(
        max_length=254,
        label=later(message("Address, number or name")),
        error_messages={"required": later(message("Write the address, such as mei@example.com or 138 0013 8000."))},
    )
    source = forms.CharField(
        required=False,
        max_length=120,
        label=later(message("From where")),
        help_text=later(message("Such as: told at the desk, from the card of visit.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, later(words)) for kind, words in KINDS.items()]


class NoteForm(forms.Form):
    """Something to remember. How long it may be is said by the action."""

    words = forms.CharField(
        label=later(message("Note")),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": later(message("Write something down."))},
    )
    pinned = forms.BooleanField(required=False, label=later(message("Keep on top")))


class FileForm(forms.Form):
    """A file to put to the customer."""

    file = forms.FileField(
        label=later(message("File")),
        max_length=200,
        error_messages={
            "required": later(message("Choose a file.")),
            "empty": later(message("The file is empty. Choose one that has something in it.")),
            "max_length": later(message("The name of the file is too long. Give it one of at most 200 characters.")),
        },
        widget=forms.FileInput(attrs={"accept": ",".join(one.ending for one in TAKEN)}),
    )
    words = forms.CharField(required=False, max_length=200, label=later(message("What it is")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ", ".join(one.shown for one in TAKEN)
        self.fields["file"].help_text = say(message("At most 20 MB: {kinds}.", kinds=kinds))


class ValuesForm(forms.Form):
    """The company's own fields of one customer, each as its kind asks."""

    def __init__(self, *args: Any, fields: list[OwnField], values: dict[int, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {one.key: one for one in fields}
        for one in fields:
            self.fields[one.key] = _spot(one)
            self.initial[one.key] = values.get(one.pk)

    def wanted(self) -> dict[str, Any]:
        """Key -> value; None for nothing."""
        return {key: None if self.cleaned_data[key] in (None, "") else self.cleaned_data[key] for key in self.own}


def _spot(field: OwnField) -> forms.Field:
    label = name_of(field)
    match FieldKind(field.kind):
        case FieldKind.NUMBER:
            wrong = later(message("Enter a number such as 12 or 7.5."))
            widget = forms.TextInput(attrs={"inputmode": "decimal"})
            return forms.FloatField(required=False, label=label, widget=widget, error_messages={"invalid": wrong})
        case FieldKind.DAY:
            return DayField(required=False, label=label)
        case FieldKind.CHOICE:
            return _choice(label, [(key, str(said(field, key))) for key in field.options])
        case FieldKind.FLAG:
            return _choice(label, [(key, say(words)) for key, words in FLAGS.items()])
    return forms.CharField(required=False, max_length=400, label=label, error_messages={"max_length": _TOO_LONG})


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, label=label, choices=[("", say(message("not known"))), *choices])


class OwnFieldForm(forms.Form):
    """What a field of one's own is. Its short name and its kind stay once something is noted."""

    name_en = forms.CharField(label=later(message("Name in English")), max_length=80, required=False)
    name_zh = forms.CharField(label=later(message("Name in Chinese")), max_length=80, required=False)
    key = forms.CharField(
        max_length=40,
        label=later(message("Short name")),
        help_text=later(
            message("For files and segments: small letters, digits and _, such as room_wish. It cannot be changed.")
        ),
        error_messages={"required": later(message("Give it a short name such as room_wish."))},
    )
    kind = forms.ChoiceField(label=later(message("Kind of value")))
    choices = forms.CharField(
        required=False,
        max_length=20_000,
        label=later(message("The choices, one a line")),
        help_text=later(message("Only for one of several, such as: Window / 窗边")),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    sensitive = forms.BooleanField(
        required=False,
        label=later(message("Sensitive, such as health or belief")),
        help_text=later(message("Whoever chooses customers by it is warned.")),
    )

    def __init__(self, *args: Any, field: OwnField | None = None, **kwargs: Any) -> None:
        self.field = field
        if field is not None:
            now = {"key": field.key, "kind": field.kind, "sensitive": field.sensitive, "choices": _lines(field)}
            kwargs["initial"] = {**initial_words(field.name, "name"), **now}
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, later(one.said)) for one in FieldKind]
        if field is not None:
            del self.fields["key"]
            if field.values.exists():
                del self.fields["kind"]

    def clean_key(self) -> str:
        """Such as a condition can name, and no other field's."""
        from regulars.web.people.importing.mapping import COLUMNS
        from regulars.web.people.segments.fields import FIELDS

        key = self.cleaned_data["key"].strip().lower()
        if not _KEY.fullmatch(key):
            raise forms.ValidationError(
                say(message("“{name}” must begin with a letter and have small letters, digits and _ only.", name=key))
            )
        if key in FIELDS or key in COLUMNS or key in _TAKEN:
            raise forms.ValidationError(say(message("“{name}” is a name of every customer already.", name=key)))
        if OwnField.objects.filter(key=key).exists():
            raise forms.ValidationError(say(message("There is a field “{name}” already.", name=key)))
        return key

    def clean(self) -> dict[str, Any]:
        """A name in one language, and choices where some are needed."""
        wish = super().clean()
        if not words_of(wish, "name").words:
            self.add_error("name_en", say(message("Enter the name in one language at least, such as Room wish.")))
        kind = wish.get("kind") or (self.field.kind if self.field else "")
        wish["options"] = read_choices(wish.get("choices", ""), self.field) if kind == FieldKind.CHOICE else {}
        if kind == FieldKind.CHOICE and len(wish["options"]) < 2:
            self.add_error("choices", say(message("Write two choices at least, each on a line of its own.")))
        elif self.field is not None and kind == FieldKind.CHOICE:
            self._used(set(self.field.choices) - set(wish["options"]))
        return wish

    def filled(self) -> OwnField:
        """The field as it was sent."""
        wish, field = self.cleaned_data, self.field or OwnField(key=self.cleaned_data["key"])
        field.name, field.sensitive = words_of(wish, "name"), wish["sensitive"]
        field.kind = wish.get("kind") or field.kind
        field.choices = wish["options"]
        return field

    def _used(self, gone: set[str]) -> None:
        for key in sorted(gone):
            if count := self.field.values.filter(**{column_of(self.field.kind): key}).count():
                self.add_error(
                    "choices",
                    say(
                        plural(
                            "“{name}” is noted for {count} customer and stays in the list.",
                            "“{name}” is noted for {count} customers and stays in the list.",
                            count,
                            name=str(said(self.field, key)),
                        )
                    ),
                )


_TAKEN = {"id", "key", "public_id", "changed", "score", "true", "false", *KEYWORDS}


def read_choices(text: str, field: OwnField | None = None) -> dict[str, dict[str, str]]:
    """A choice a line: “English / 中文”. One that stood already keeps its key.

    >>> read_choices("Window / 窗边")
    {'window': {'en': 'Window', 'zh': '窗边'}}
    """
    known = {word.casefold(): key for key, words in (field.choices if field else {}).items() for word in words.values()}
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        english, slash, chinese = (part.strip() for part in line.partition("/"))
        if not slash and any("\u3400" <= sign <= "\u9fff" for sign in english):
            english, chinese = "", english
        words = {tag: word for tag, word in (("en", english), ("zh", chinese)) if word}
        if not words:
            continue
        key = next((known[word.casefold()] for word in words.values() if word.casefold() in known), "")
        key = key or re.sub(r"[^a-z0-9]+", "_", english.lower()).strip("_")[:40] or "choice"
        stem, number = key, len(found)
        while key in found:
            number += 1
            key = f"{stem[:34]}_{number}"
        found[key] = words
    return found


def _lines(field: OwnField) -> str:
    return "\n".join(" / ".join(filter(None, (one.get("en"), one.get("zh")))) for one in field.choices.values())
