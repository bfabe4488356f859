"""The form of what stands around the blocks: titles, introduction, thanks, languages, minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regulars.language import Message, message
from regulars.survey import Questionnaire, SampleKind
from regulars.survey.errors import DefinitionError, EntryError
from regulars.survey.questionnaire import PRIVACY
from regulars.web.research.editing.entries import Data, Entry, OneOf, Whole, Words, read_all
from regulars.web.research.editing.sent import Sent
from regulars.web.research.queries import PRIVACIES, SAMPLES

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Languages(Entry):
    """Tags, the first of which stands in for the others."""

    def write(self, data: Data, stem: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """One line."""
        yield stem + self.name, ", ".join(data.get(self.name) or languages)

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """At least one, each a tag."""
        name = stem + self.name
        tags = list(dict.fromkeys(re.split(r"[\s,，、]+", sent.at(name).strip(" ,，、"))))
        if wrong := next((tag for tag in tags if not _TAG.fullmatch(tag)), None):
            sent.wrong(
                name, message("“{tag}” is not the tag of a language. Enter tags such as en, zh or ar.", tag=wrong)
            )
        elif tags == [""]:
            sent.wrong(name, message("Enter at least one language, such as en."))
        return {self.name: tags}


ENTRIES: tuple[Entry, ...] = (
    Words("title", message("Title, for colleagues"), needed=True),
    Words("heading", message("Heading, for guests"), message("Empty: the title.")),
    Words("intro", message("A line below it")),
    Words("thanks", message("Thanks"), needed=True, long=True),
    Languages(
        "languages", message("Languages"), message("Such as en, zh. The first stands in where words are missing.")
    ),
    Whole(
        "minutes", message("Minutes guests are told it takes"), message("Empty: nothing is promised."), low=1, high=120
    ),
    Words("privacy_text", message("Privacy, where the company's own words do not do"), more=True, long=True),
    Words("source", message("Where the questions come from, for colleagues"), more=True),
    OneOf("privacy", message("Privacy"), values={kind: PRIVACIES[kind] for kind in PRIVACY}, more=True),
    OneOf(
        "sample", message("Who is asked"), values={kind.value: SAMPLES[kind.value] for kind in SampleKind}, more=True
    ),
)
# In the first language, which stands in for the others.
NEEDED = {
    "title": message("Write the title in this language before it becomes the first."),
    "thanks": message("Write the thanks in this language before it becomes the first."),
}


@dataclass
class HeadForm:
    """The words around the blocks."""

    draft: Mapping[str, Any]
    sent: Sent

    @classmethod
    def of(cls, draft: Mapping[str, Any], definition: Questionnaire) -> HeadForm:
        """As it is."""
        form = cls(draft, Sent({}, definition.languages))
        for entry in ENTRIES:
            form.sent.typed |= dict(entry.write(draft, "", definition.languages))
        return form

    @classmethod
    def sent_back(cls, draft: Mapping[str, Any], definition: Questionnaire, typed: Mapping[str, str]) -> HeadForm:
        """With what was typed."""
        return cls(draft, Sent(dict(typed), definition.languages))

    @property
    def problems(self) -> dict[str, Message]:
        """Name of a field -> what to do."""
        return self.sent.problems

    def drafted(self) -> dict[str, Any] | None:
        """The draft with these words; None where something is wrong."""
        found = read_all(ENTRIES, self.sent, "", self.draft)
        first = (found["languages"] or [""])[0].split("-", maxsplit=1)[0]
        for name, told in NEEDED.items():
            if not self.problems and not any(tag.split("-", maxsplit=1)[0] == first for tag in found[name]):
                self.sent.wrong("languages", told)
        return None if self.problems else found

    def refuse(self, error: DefinitionError) -> None:
        """Put what the questionnaire says to its place."""
        place = error.place if isinstance(error, EntryError) else ()
        fields = [full for full in self.sent.typed if place and (full == place[0] or full.startswith(f"{place[0]}."))]
        self.sent.wrong(fields[0] if fields else "", error.problem if fields else error.message)

    def shown(self) -> dict[str, Any]:
        """For the template."""
        fields = [entry.shown(self.sent, "") for entry in ENTRIES]
        return {
            "head": True,
            "fields": [field for field in fields if not field["more"]],
            "more": [field for field in fields if field["more"]],
            "more_filled": any(field["problem"] for field in fields if field["more"]),
            "problem": self.problems.get(""),
            "errors": list(self.problems.items()),
        }
