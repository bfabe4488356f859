"""A photo, or another file, that a respondent sends along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from regulars.language import Text
from regulars.survey.blocks.base import Block, Scales
from regulars.survey.conditions import Kind, Known
from regulars.survey.definition import Item
from regulars.survey.entries import Entries, Place
from regulars.survey.fields import Answer, Field, FileField


@dataclass(frozen=True)
class Upload(Block):
    """A document or a picture. It is kept with the response; the facts hold none."""

    kind: ClassVar[str] = "file"

    key: str
    label: Text
    text: Text | None = None
    required: bool = False

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:  # noqa: ARG003 (a file has no scale)
        """From plain data."""
        entries.only("kind", "key", "label", "text", "required")
        return cls(
            key=entries.key(),
            label=entries.text("label"),
            text=entries.maybe_text("text"),
            required=entries.switch("required"),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "key": self.key,
            "label": dict(self.label.words),
            **({} if self.text is None else {"text": dict(self.text.words)}),
            **({"required": True} if self.required else {}),
        }

    def items(self) -> tuple[Item, ...]:
        """None: nobody counts pictures."""
        return ()

    def fields(self) -> tuple[Field, ...]:
        """The one."""
        return (FileField(self.key, self.required),)

    def known(self) -> tuple[Known, ...]:
        """Whether there is one."""
        return (Known(self.key, Kind.FLAG, self.label),)

    def values(self, answers: Mapping[str, Answer]) -> Mapping[str, Any]:
        """Whether there is one."""
        return {key: True for key, value in answers.items() if value}

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words."""
        yield (*place, "label"), self.label
        if self.text is not None:
            yield (*place, "text"), self.text


@dataclass(frozen=True)
class Photo(Upload):
    """A picture; a phone offers its camera."""

    kind: ClassVar[str] = "photo"
