"""The form of a segment: its name and the rows of its condition, as typed, and who fits them now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from regulars.language import Message, message
from regulars.survey.conditions import ConditionError, Vocabulary, read_condition, written
from regulars.web import conditions
from regulars.web.accounts.access import UnitScope
from regulars.web.people.models import Segment
from regulars.web.people.segments.fields import vocabulary
from regulars.web.people.segments.finding import MOST, count_of
from regulars.web.people.segments.warning import warned

STEM = "who"
LONGEST_NAME = 120


@dataclass
class SegmentForm:
    """``typed``: fields as they stand in the form. ``asked``: the whole was sent to be stored."""

    typed: dict[str, str]
    scope: UnitScope
    known: Vocabulary = field(default_factory=vocabulary)
    problems: dict[str, Message] = field(default_factory=dict)
    asked: bool = False
    condition: str = ""

    @classmethod
    def of(cls, segment: Segment, scope: UnitScope) -> SegmentForm:
        """With what is stored."""
        form = cls({"name": segment.name}, scope)
        try:
            wanted = read_condition(segment.condition, form.known) if segment.condition else None
        except ConditionError as error:  # a unit or the like is gone since
            form.typed |= {f"{STEM}.way": "text", f"{STEM}.text": segment.condition}
            form.problems[f"{STEM}.text"] = error.message
            return form
        form.typed |= dict(conditions.write(wanted, form.known, STEM))
        form._read({})
        return form

    @classmethod
    def sent(cls, typed: Mapping[str, str], scope: UnitScope) -> SegmentForm:
        """As it was sent; a button of the rows changes them."""
        form = cls(dict(typed), scope)
        button = form.typed.pop("do", "")
        if button.partition(":")[0] in conditions.PRESSES:
            conditions.pressed(button, form.typed, form.known, STEM)
        form.asked = button == "save"
        form._read(form.problems if form.asked else {})
        if form.asked:
            form._check()
        return form

    @property
    def name(self) -> str:
        """In one line."""
        return " ".join(self.typed.get("name", "").split())

    @property
    def valid(self) -> bool:
        """Whether it can be stored."""
        return self.asked and not self.problems

    def shown(self) -> dict[str, Any]:
        """For the template."""
        rows = conditions.shown(self.typed, self.known, STEM, self.problems, asks=message("Who belongs to it"))
        count = self._count()
        return {
            "name": self.typed.get("name", ""),
            "problems": self.problems,
            "condition": rows,
            "count": count,
            "many": MOST if count is not None and count > MOST else None,
            "warned": warned(self.condition, name=self.name, count=count) if self.condition else [],
        }

    def _read(self, problems: dict[str, Message]) -> None:
        wanted = conditions.read(self.typed, self.known, STEM, problems)
        self.condition = "" if wanted is None or problems else written(wanted)

    def _count(self) -> int | None:
        try:
            return count_of(self.condition, scope=self.scope, most=MOST) if self.condition else None
        except ConditionError as error:
            self.problems[STEM] = error.message
            return None

    def _check(self) -> None:
        if not self.name:
            self.problems["name"] = message("Give it a name, such as Guests of the lake who came twice.")
        elif len(self.name) > LONGEST_NAME:
            self.problems["name"] = message("The name has {n} characters at most.", n=LONGEST_NAME)
        if not self.condition and not any(one.startswith(STEM) for one in self.problems):
            self.problems[STEM] = message("Say who is meant: everybody is no segment. Add a condition.")
        if self.condition and not self.problems:
            self._count()
