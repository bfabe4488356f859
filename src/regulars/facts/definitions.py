"""The published surveys, each as one JSON file beside its answers, so that a notebook needs nothing else."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from regulars.facts.disk import write_atomically
from regulars.facts.errors import ContractError, UnknownSurveyError
from regulars.language import Message, message
from regulars.survey.definition import Survey
from regulars.survey.questionnaire import strictest

_PUBLISHED = "published"  # asked by Regulars itself, not only imported
_NAME = re.compile(r"[^\W_][\w.-]{0,99}")


class Definitions:
    """The folder ``surveys``. Written under the writer's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """All surveys, by name."""
        return sorted(file.stem for file in self.folder.glob("*.json") if not file.name.startswith("."))

    def read(self, name: str) -> Survey:
        """The survey as last published. Raises ``UnknownSurveyError``."""
        file = self.folder / f"{checked(name)}.json"
        try:
            return Survey.from_dict(json.loads(file.read_text("utf-8")))
        except FileNotFoundError:
            raise UnknownSurveyError(self._unknown(name)) from None

    def _unknown(self, name: str) -> Message:
        known = self.names()
        if not known:
            return message("There is no survey yet. Import one: regulars import responses FILE --map FILE")
        near = difflib.get_close_matches(name, known, n=3) or known
        return message("There is no survey {survey}. Did you mean: {near}?", survey=name, near=tuple(near))

    def joined(self, survey: Survey) -> Survey:
        """The newer of this and the stored version, with the items that only the other one has behind its own.

        The stricter privacy of the two stays: those who answered under it were promised it.
        """
        if survey.name not in self.names():
            return survey
        stored = self.read(survey.name)
        newer, older = (survey, stored) if survey.version >= stored.version else (stored, survey)
        keys = {item.key for item in newer.items}
        items = (*newer.items, *(item for item in older.items if item.key not in keys))
        return replace(newer, items=items, privacy=strictest(survey.privacy, stored.privacy))

    def text(self, survey: Survey) -> str:
        """The definition as JSON."""
        return json.dumps(survey.to_dict(), ensure_ascii=False)

    def write(self, survey: Survey) -> None:
        """Store a definition; the old one holds until the new one is whole."""
        own = {_PUBLISHED: True} if self._published(survey.name) else {}
        self._store(survey.name, {**survey.to_dict(), **own})

    def publish(self, survey: Survey) -> None:
        """Store the definition of a survey that Regulars itself asks; taking back an import leaves it as it is."""
        if not (self._published(survey.name) and self.read(survey.name) == survey):
            self._store(survey.name, {**survey.to_dict(), _PUBLISHED: True})

    def put_back(self, name: str, text: str | None) -> None:
        """An earlier definition again, or none."""
        file = self.folder / f"{checked(name)}.json"
        if self._published(name):
            return
        if text is None:
            file.unlink(missing_ok=True)
        else:
            write_atomically(file, text.encode())

    def _published(self, name: str) -> bool:
        file = self.folder / f"{checked(name)}.json"
        return file.exists() and bool(json.loads(file.read_text("utf-8")).get(_PUBLISHED))

    def _store(self, name: str, data: Mapping[str, Any]) -> None:
        self.folder.mkdir(exist_ok=True)
        write_atomically(self.folder / f"{checked(name)}.json", json.dumps(data, ensure_ascii=False).encode())


def checked(name: str) -> str:
    """A survey's short name; it is also the name of a folder."""
    if not _NAME.fullmatch(name):
        raise ContractError(
            message(
                "“{name}” cannot be the short name of a survey. Use letters, digits, dot, hyphen and underscore, "
                "and begin with a letter or digit.",
                name=name,
            )
        )
    return name
