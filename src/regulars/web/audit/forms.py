"""The filters of the trail."""

from __future__ import annotations

from typing import Any

from django import forms

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit.events import WORDS
from regulars.web.audit.models import Entry, EntryQuerySet
from regulars.web.audit.objects import KINDS
from regulars.web.days import DayField
from regulars.web.words import later

ANY = ("", later(message("All")))


class TrailForm(forms.Form):
    """Who, what, about what, from when until when. A field that cannot be read filters nothing."""

    who = forms.ModelChoiceField(
        User.objects.order_by("name", "email"), to_field_name="public_id", required=False, label=later(message("Who"))
    )
    what = forms.ChoiceField(required=False, label=later(message("What")))
    about = forms.ChoiceField(required=False, label=later(message("About")))
    object = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    since = DayField(required=False, label=later(message("From")))
    until = DayField(required=False, label=later(message("Until")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].empty_label = later(message("Everybody"))
        self.fields["what"].choices = [ANY, *sorted((event.value, later(words)) for event, words in WORDS.items())]
        self.fields["about"].choices = [ANY, *((label, later(name)) for label, (name, _) in KINDS.items())]

    def entries(self) -> EntryQuerySet:
        """What they leave."""
        self.is_valid()
        wish = self.cleaned_data
        exact = {
            "by": wish.get("who"),
            "event": wish.get("what"),
            "target_type": wish.get("about"),
            "target_id": wish.get("object"),
        }
        found = Entry.objects.select_related("by").filter(**{name: value for name, value in exact.items() if value})
        return found.between(wish.get("since"), wish.get("until"))
