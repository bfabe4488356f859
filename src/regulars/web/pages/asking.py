"""What the fields of every form say when something does not fit. Django's own words say neither what nor how."""

from __future__ import annotations

from django import forms
from django.core import validators

from regulars.language import Message, message
from regulars.web.words import later

_LIST = message("Choose from the list.")
_ONE = message("Choose one.")
_FILE = message("Choose a file.")
_FIELDS: dict[type[forms.Field], dict[str, Message]] = {
    forms.Field: {"required": message("Enter something here.")},
    forms.IntegerField: {"invalid": message("Enter a whole number, such as 3.")},
    forms.DecimalField: {"invalid": message("Enter a number, such as 2.5.")},
    forms.DateField: {"invalid": message("Enter a day such as 2026-11-22.")},
    forms.DateTimeField: {"invalid": message("Enter a day and a time such as 2026-11-22 14:30.")},
    forms.URLField: {"invalid": message("Enter a whole address, such as https://ask.example.com")},
    forms.ChoiceField: {"required": _ONE, "invalid_choice": _LIST},
    forms.MultipleChoiceField: {"invalid_choice": _LIST, "invalid_list": _LIST},
    forms.ModelChoiceField: {"required": _ONE, "invalid_choice": _LIST},
    forms.ModelMultipleChoiceField: {"invalid_choice": _LIST, "invalid_list": _LIST, "invalid_pk_value": _LIST},
    forms.FileField: {
        "required": _FILE,
        "invalid": _FILE,
        "missing": _FILE,
        "empty": message("The file is empty. Choose one that has something in it."),
    },
}
_LIMIT, _MAX, _HAVE = "%(limit_value)s", "%(max)s", "%(show_value)s"  # Django puts the numbers in
_VALIDATORS: dict[type, Message] = {
    validators.MinValueValidator: message("Enter {least} or more.", least=_LIMIT),
    validators.MaxValueValidator: message("Enter at most {most}.", most=_LIMIT),
    validators.MinLengthValidator: message(
        "Write at least {least} characters; these are {have}.", least=_LIMIT, have=_HAVE
    ),
    validators.MaxLengthValidator: message(
        "Write at most {most} characters; these are {have}.", most=_LIMIT, have=_HAVE
    ),
    validators.EmailValidator: message("Enter an address such as name@example.com."),
    validators.URLValidator: message("Enter a whole address, such as https://ask.example.com"),
    validators.ProhibitNullCharactersValidator: message("An unseen character in it cannot be kept. Type it anew."),
}
_DIGITS = {
    "max_digits": message("Write at most {most} digits.", most=_MAX),
    "max_decimal_places": message("Write at most {most} digits after the decimal mark.", most=_MAX),
    "max_whole_digits": message("Write at most {most} digits before the decimal mark.", most=_MAX),
    "invalid": message("Enter a number, such as 2.5."),
}


def teach() -> None:
    """Give Django's fields these words. Before any form is made: a field takes its words when it is."""
    for field, words in _FIELDS.items():
        field.default_error_messages = {
            **field.__dict__.get("default_error_messages", {}),
            **{name: later(said) for name, said in words.items()},
        }
    for validator, said in _VALIDATORS.items():
        validator.message = later(said)
    validators.DecimalValidator.messages = {name: later(said) for name, said in _DIGITS.items()}
