"""The form of one block: its fields, its condition, its place in the order; and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from regulars.language import Message, message
from regulars.survey import Questionnaire
from regulars.survey.blocks import KINDS as SURVEY_KINDS
from regulars.survey.blocks import Block
from regulars.survey.conditions import Vocabulary, written
from regulars.survey.entries import Place
from regulars.survey.errors import DefinitionError, EntryError
from regulars.survey.lint import lint
from regulars.web import conditions
from regulars.web.research.editing.entries import Entry, Switch, Tags, read_all
from regulars.web.research.editing.following import follow, renames
from regulars.web.research.editing.kinds import KINDS, STANDARD, Kind
from regulars.web.research.editing.rows import WORDS, Rows, turn_rows
from regulars.web.research.editing.scales import ScaleEntry, use_known
from regulars.web.research.editing.sent import Sent
from regulars.web.research.editing.turns import keys_of

WHEN = "when"
PAGE = Switch("page", message("A new page begins here"))
SHUFFLE = Switch("shuffle", message("In random order"))
LAST = Tags("last", message("Keys that stay at the end"), message("Such as other."))
PRESSES = ("add-row", "drop-row", "row-up", "row-down", "points", "use-scale", *conditions.PRESSES)


@dataclass
class BlockForm:
    """``at``: where the block stands; for a ``fresh`` one, where it would stand."""

    draft: Mapping[str, Any]
    definition: Questionnaire
    at: int
    kind: str
    fresh: bool
    sent: Sent

    @classmethod
    def of(cls, draft: Mapping[str, Any], definition: Questionnaire, at: int) -> BlockForm:
        """Of a block of the draft, as it is."""
        form = cls._empty(draft, definition, at, draft["blocks"][at]["kind"], fresh=False)
        form._write(form.before)
        return form

    @classmethod
    def new(cls, draft: Mapping[str, Any], definition: Questionnaire, at: int, kind: str) -> BlockForm:
        """Of a block that is to be, before block ``at``."""
        form = cls._empty(draft, definition, at, kind, fresh=True)
        form._write(KINDS[kind].example)
        for entry in form.shape.entries:
            if isinstance(entry, Rows) and not entry.fixed:
                entry.blank(form.sent, "", form.shape.rows)
            if isinstance(entry, ScaleEntry):
                entry.begin(form.sent)
        return form

    @classmethod
    def sent_back(
        cls,
        draft: Mapping[str, Any],
        definition: Questionnaire,
        at: int,
        kind: str,
        typed: Mapping[str, str],
        *,
        fresh: bool,
    ) -> BlockForm:
        """With what was typed."""
        form = cls._empty(draft, definition, at, kind, fresh=fresh)
        form.sent.typed = dict(typed)
        return form

    @classmethod
    def _empty(
        cls, draft: Mapping[str, Any], definition: Questionnaire, at: int, kind: str, *, fresh: bool
    ) -> BlockForm:
        others = [block for number, block in enumerate(draft["blocks"]) if fresh or number != at]
        sent = Sent({}, definition.languages, frozenset(keys_of(others)))
        return cls(draft, definition, at, kind, fresh, sent)

    @property
    def shape(self) -> Kind:
        """What its kind asks."""
        return KINDS[self.kind]

    @cached_property
    def before(self) -> Mapping[str, Any]:
        """The stored block; of a fresh one what is known of it."""
        return {"kind": self.kind} if self.fresh else self.draft["blocks"][self.at]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What its condition may ask: what stands above."""
        return Vocabulary.of(one for block in self.definition.blocks[: self.at] for one in block.known())

    @property
    def problems(self) -> dict[str, Message]:
        """Name of a field -> what to do."""
        return self.sent.problems

    def press(self, button: str) -> None:
        """A button that changes the form, and stores nothing."""
        what, _, rest = button.partition(":")
        if what in conditions.PRESSES:
            conditions.pressed(button, self.sent.typed, self.vocabulary, WHEN)
        elif what == "use-scale":
            use_known(self.sent, "", self.sent.at("scale.known"))
        elif what != "points":
            name, _, number = rest.partition(":")
            if any(isinstance(entry, Rows) and entry.name == name for entry in self.shape.entries):
                turn_rows(self.sent, what, name, int(number) if number.isdecimal() and len(number) < 5 else -1)

    def drafted(self) -> dict[str, Any] | None:
        """The draft with the block as it was typed; None where something is wrong with its fields."""
        block = read_all(list(self._entries()), self.sent, "", self.before)
        condition = conditions.read(self.sent.typed, self.vocabulary, WHEN, self.sent.problems)
        block.pop("when", None)
        if condition is not None:
            block["when"] = written(condition)
        if self.problems:
            return None
        blocks = list(self.draft["blocks"])
        if self.fresh:
            blocks.insert(self.at, block)
            return {**self.draft, "blocks": blocks}
        blocks[self.at] = block
        names, options = renames(self.before, self._renamed_rows(block), block)
        return follow({**self.draft, "blocks": blocks}, self.definition, self.at, names, options)

    def refuse(self, error: DefinitionError) -> None:
        """Put what the questionnaire says to its place in the form."""
        ours = isinstance(error, EntryError) and error.place[:2] == ("blocks", self.at)
        name = self._field(error.place[2:]) if ours else ""
        self.sent.wrong(name, error.problem if name else error.message)

    def shown(self) -> dict[str, Any]:
        """For the template."""
        entries = list(self._entries())
        fields = [entry.shown(self.sent, "") for entry in entries if entry not in (PAGE, SHUFFLE, LAST)]
        plain = [field for field in fields if not field["more"]]
        return {
            "kind": self.kind,
            "shape": self.shape,
            "at": self.at,
            "fresh": self.fresh,
            "fields": plain,
            "more": [field for field in fields if field["more"]],
            "more_filled": any(field["filled"] or field["problem"] for field in fields if field["more"]),
            "order": [entry.shown(self.sent, "") for entry in entries if entry in (PAGE, SHUFFLE, LAST)],
            "condition": conditions.shown(
                self.sent.typed, self.vocabulary, WHEN, self.problems, asks=message("Whom it is asked")
            ),
            "problem": self.problems.get(""),
            "errors": list(self.problems.items()),
            "lint": ()
            if self.fresh
            else [one for one in lint(self.definition) if one.place[:2] == ("blocks", self.at)],
        }

    def _entries(self) -> Iterator[Entry]:
        checklist = bool(self.draft.get("subject"))
        for entry in self.shape.entries:
            if checklist and isinstance(entry, Rows) and entry.inside:
                yield replace(entry, inner=(*entry.inner, *STANDARD))
            elif checklist or entry not in STANDARD:
                yield entry
        if self.at > 0:
            yield PAGE
        if SURVEY_KINDS[self.kind].seats is not Block.seats:
            yield SHUFFLE
            yield LAST

    def _write(self, data: Mapping[str, Any]) -> None:
        for entry in self._entries():
            self.sent.typed |= dict(entry.write(data, "", self.definition.languages))
        when = None if self.fresh else self.definition.blocks[self.at].when
        self.sent.typed |= dict(conditions.write(when, self.vocabulary, WHEN))

    def _renamed_rows(self, block: Mapping[str, Any]) -> dict[str, str]:
        """Old key -> new key of each row, in the order in which they were read."""
        for entry in self.shape.entries:
            if isinstance(entry, Rows):
                rows = [
                    number
                    for number in range(self.sent.count(entry.name))
                    if entry.fixed
                    or self.sent.at(f"{entry.name}.{number}.key")
                    or self.sent.words(f"{entry.name}.{number}.{entry.at}")
                ]
                was = [self.sent.at(f"{entry.name}.{number}.was") for number in rows]
                return dict(zip(was, block[entry.name], strict=False))
        return {}

    def _field(self, place: Place) -> str:
        """The field that a place of the plain data stands in; empty for the block as a whole."""
        steps = [str(step) for step in place]
        if not steps:
            return ""
        for entry in self.shape.entries:
            if isinstance(entry, Rows) and steps[0] == entry.name and len(steps) > 1:
                keys = [row.get("key") for row in self.sent.rows(entry.name)]
                row = keys.index(steps[1]) if steps[1] in keys else 0
                if not entry.inside:
                    return self._words([entry.name, str(row), WORDS, *steps[2:]])
                if len(steps) == 2:
                    return f"{entry.name}.{row}.key"
                return self._words([entry.name, str(row), *steps[2:]])
            if isinstance(entry, ScaleEntry) and steps[0] == "scale":
                return self._words(["scale", *steps[2:]]) if steps[1:2] == ["labels"] else "scale.low"
        if steps[0] in (WHEN, "last", "shuffle"):
            return steps[0]
        if steps[0] == "label" and "text" in self._owned and not self.sent.words("label"):
            steps[0] = "text"  # the question does for both
        return self._words(steps)

    @property
    def _owned(self) -> set[str]:
        return {name for entry in self.shape.entries for name in entry.names}

    def _words(self, steps: list[str]) -> str:
        name = ".".join(steps)
        if name in self.sent.typed:
            return name
        # Of all languages rather the one that takes up an answer: that is what is refused of a text.
        taking = (tag for tag in self.sent.languages if "{" in self.sent.at(f"{name}.{tag}"))
        return f"{name}.{next(taking, self.sent.languages[0])}"
