"""Which posters are made, and how they look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from regulars import survey
from regulars.documents.poster import Sheet
from regulars.language import message
from regulars.web.channels.link.rendering import endonym
from regulars.web.channels.poster.making import HEADING, first_question, questions
from regulars.web.research.models import Link
from regulars.web.words import current, later, say

SHEETS = {
    Sheet.A4: message("Poster on A4"),
    Sheet.A6: message("Table card on A6"),
    Sheet.CARDS: message("Ten cards on A4, to cut out"),
}
MOST = 500  # pages of one document


class PrintForm(forms.Form):
    """For which links, on what paper, in which languages."""

    link = forms.MultipleChoiceField(label=later(message("For")), widget=forms.CheckboxSelectMultiple)
    sheet = forms.ChoiceField(label=later(message("Paper")), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=later(message("Languages")))
    ask = forms.ChoiceField(label=later(message("What it asks")))

    def __init__(self, data: Any, *, links: Iterable[Link], asked: survey.Questionnaire) -> None:
        super().__init__(data)
        self._links = {link.public_id: link for link in links}
        company, tag = say(message("The company as a whole")), current().tag
        self.fields["link"].choices = [
            (key, " · ".join(filter(None, (link.unit.shown_name if link.unit else company, link.label))))
            for key, link in self._links.items()
        ]
        self.fields["link"].initial = list(self._links)
        self.fields["link"].error_messages["required"] = later(message("Choose at least one address."))
        self.fields["sheet"].choices = [(sheet.value, say(words)) for sheet, words in SHEETS.items()]
        self.fields["sheet"].initial = Sheet.A4.value
        tags = asked.languages
        pairs = [(one, other) for one in tags for other in tags if one != other][:6]
        both = [
            (f"{a},{b}", say(message("{first}, then {second}", first=endonym(a), second=endonym(b)))) for a, b in pairs
        ]
        self.fields["language"].choices = [*both, *((one, endonym(one)) for one in tags)]
        words = {key: asked.say(text, asked.language(tag)) for key, text in questions(asked).items()}
        words[HEADING] = say(message("The heading: {words}", words=words[HEADING]))
        self.fields["ask"].choices = list(words.items())
        self.fields["ask"].initial = first_question(asked)

    def clean_link(self) -> list[str]:
        """No more than one document holds."""
        chosen = self.cleaned_data["link"]
        if len(chosen) > MOST:
            raise forms.ValidationError(say(message("At most {most} fit into one document.", most=MOST)))
        return chosen

    @property
    def links(self) -> list[Link]:
        """Those chosen, in the order of the list."""
        chosen = set(self.cleaned_data["link"])
        return [link for key, link in self._links.items() if key in chosen]
