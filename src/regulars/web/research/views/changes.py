"""What is different between two versions of a questionnaire, or between one and the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars import survey
from regulars.language import Message, Text, message
from regulars.survey.changes import Change, Difference, Kind, difference
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.research.models import Questionnaire
from regulars.web.research.views.guard import questionnaire_of
from regulars.web.research.wording.marks import marked

DRAFT = "draft"
KINDS: dict[Kind, Message] = {
    Kind.NEW: message("new"),
    Kind.GONE: message("taken out"),
    Kind.MOVED: message("moved"),
    Kind.WORDS: message("words"),
    Kind.RULE: message("rule"),
}
LABELS = {Kind.NEW: "ok", Kind.GONE: "err"}


@dataclass(frozen=True)
class Shown:
    """A change with its pieces marked."""

    change: Change

    @property
    def kind(self) -> Message:
        """What happened."""
        return KINDS[self.change.kind]

    @property
    def label(self) -> str:
        """The style of its label."""
        return LABELS.get(self.change.kind, "")

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """Before and after in one line."""
        if self.change.kind in (Kind.MOVED, Kind.RULE):
            arrow = " → " if self.change.before and self.change.after else ""
            pieces = (("gone", self.change.before), ("same", arrow), ("new", self.change.after))
            return [(kind, text) for kind, text in pieces if text]
        return marked(self.change.before, self.change.after)


@needs(Permission.MANAGE_STUDIES)
def changes(request: HttpRequest, public_id: str) -> HttpResponse:
    """Two versions held against each other; without a word, what publishing the draft would change."""
    found = questionnaire_of(public_id)
    versions = {str(one.number): one for one in found.versions.all()}
    numbers = sorted(versions, key=int)
    newest = numbers[-1] if numbers else DRAFT
    after = _asked(request, "to", {*versions, DRAFT}, DRAFT)
    before = _asked(request, "from", {*versions, DRAFT}, newest)
    if not request.GET and len(numbers) > 1 and versions[newest].content == {**found.draft, "version": int(newest)}:
        before, after = numbers[-2:]  # nothing waits to be published: the last step is what is asked for
    found_difference = difference(_one(found, versions, before), _one(found, versions, after)) if numbers else None
    context = {
        "questionnaire": found,
        "choices": [(number, message("version {number}", number=number)) for number in numbers]
        + [(DRAFT, message("the draft"))],
        "before": before,
        "after": after,
        "difference": found_difference,
        "rows": [Shown(one) for one in found_difference.changes] if found_difference else [],
        "sentence": _sentence(found_difference),
        "trends": _trends(found_difference),
    }
    return render(request, "research/changes.html", context)


def _asked(request: HttpRequest, name: str, known: set[str], default: str) -> str:
    wished = request.GET.get(name, "")
    return wished if wished in known else default


def _one(found: Questionnaire, versions: dict[str, Any], which: str) -> survey.Questionnaire:
    return found.definition() if which == DRAFT else versions[which].definition


def _sentence(found: Difference | None) -> Message:
    if found is None:
        return message("Nothing is published yet, so there is nothing to hold the draft against.")
    if not found.changes:
        return message("The two are alike.")
    if not found.new and not found.gone:
        return message("All {kept} trends go on.", kept=len(found.kept))
    return message(
        "{kept} trends go on, {new} begin, {gone} end.",
        kept=len(found.kept),
        new=len(found.new),
        gone=len(found.gone),
    )


def _trends(found: Difference | None) -> list[tuple[Message, list[tuple[str, Text]]]]:
    if found is None:
        return []
    parts = ((message("Begin"), found.new), (message("End"), found.gone))
    return [(title, [(one.key, one.label) for one in rows]) for title, rows in parts if rows]
