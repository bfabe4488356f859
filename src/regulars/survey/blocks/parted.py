"""What questions with several parts share: one question, and options that each become a column of the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from regulars.language import Text, message
from regulars.survey.blocks.base import Block, Scales, joined
from regulars.survey.definition import Item, ItemKind, Scale
from regulars.survey.entries import Entries, Place, checked_key, text

SHARED = ("kind", "key", "label", "text", "tags", "required", "options")


@dataclass(frozen=True)
class Parted(Block):
    """``options``: key -> words, in order. The column of an option is called ``KEY-OPTION``."""

    fewest: ClassVar[int] = 2

    key: str
    label: Text
    options: Mapping[str, Text]
    text: Text | None = None
    tags: tuple[str, ...] = ()
    required: bool = False

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:  # noqa: ARG003 (its parts bring their own)
        """Under ``options`` stand keys and their words."""
        entries.only(*SHARED, *cls.own())
        return cls(
            key=entries.key(),
            label=entries.text("label"),
            options=cls.options_of(entries),
            text=entries.maybe_text("text"),
            tags=entries.names("tags"),
            required=entries.switch("required"),
            **cls.more(entries),
        )

    @classmethod
    def own(cls) -> tuple[str, ...]:
        """Names of entries that only this kind has."""
        return ()

    @classmethod
    def more(cls, entries: Entries) -> dict[str, Any]:  # noqa: ARG003 (most kinds have none)
        """What only this kind has, read."""
        return {}

    @classmethod
    def options_of(cls, entries: Entries) -> dict[str, Text]:
        """Keys and words of the options."""
        rows = entries.inner("options")
        found = {checked_key(key, rows.place): text(words, (*rows.place, key)) for key, words in rows.data.items()}
        if len(found) < cls.fewest:
            entries.wrong(
                "options",
                message("at least {n} options are needed, such as {{pool: Pool, sauna: Sauna}}.", n=cls.fewest),
            )
        return found

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "key": self.key,
            "label": dict(self.label.words),
            **({} if self.text is None else {"text": dict(self.text.words)}),
            **({"tags": list(self.tags)} if self.tags else {}),
            **({"required": True} if self.required else {}),
            "options": {key: dict(words.words) for key, words in self.options.items()},
        }

    def items(self) -> tuple[Item, ...]:
        """A number for each option."""
        return tuple(self.part(key, ItemKind.NUMBER, self.scale()) for key in self.options)

    def scale(self) -> Scale | None:
        """Of the numbers of its options."""
        return None

    def name(self, option: str) -> str:
        """The column, and the field, of an option."""
        return f"{self.key}-{option}"

    def part(self, option: str, kind: ItemKind, scale: Scale | None = None, **more: Any) -> Item:
        """The item of an option, tagged with its question."""
        label = both(self.label, self.options[option]) if option in self.options else self.label
        return Item(
            self.name(option),
            kind,
            label,
            scale=scale,
            tags=(*self.tags, f"{self.kind}:{self.key}"),
            question=self.label,
            part=self.options.get(option),
            **more,
        )

    def seats(self) -> tuple[str, ...]:
        """Its options."""
        return tuple(self.options)

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words."""
        yield (*place, "label"), self.label
        if self.text is not None:
            yield (*place, "text"), self.text
        for key, words in self.options.items():
            yield (*place, "options", key), words


def both(whole: Text, part: Text) -> Text:
    """“Question: option”, in every language in which both are written."""
    tags = [tag for tag in whole.words if tag in part.words] or list(whole.words)
    return Text({tag: joined(tag, whole.words[tag], part.in_language(tag)) for tag in tags})
