"""A sentence that is not yet in any language: an English template and typed values."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import cache
from types import FrameType, MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Message:
    """A template with named places and the values for them.

    The English template is also the key of the translation, so that ``str(message)`` is a sentence even
    where no catalogue is installed. Build one by :func:`message` or :func:`plural`: the catalogue check
    finds its entries by looking for calls of these two.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    plural_template: str | None = None
    count: int | None = None
    home: str = field(default="", compare=False)  # where it is said; that catalogue is asked first

    def __str__(self) -> str:
        from regulars.language.render import render_plain

        return render_plain(self)

    def __reduce__(self) -> tuple[Any, ...]:
        # A read-only view cannot be pickled, and errors must come back whole from other processes.
        return _restored, (self.template, dict(self.values), self.plural_template, self.count, self.home)

    def __hash__(self) -> int:
        return hash((self.template, self.count, tuple(sorted((k, repr(v)) for k, v in self.values.items()))))


@dataclass(frozen=True, slots=True)
class Text:
    """Words that a person wrote, in one or more languages (BCP 47 tag -> words).

    >>> str(Text({"en": "Breakfast", "zh": "早餐"}))
    'Breakfast'
    """

    words: Mapping[str, str]

    def in_language(self, tag: str, fall_back: Sequence[str] = ("en",)) -> str:
        """The words in this language; else its parent or a relative; else in ``fall_back``; else the first written."""
        for wish in (tag, *fall_back):
            family = wish.split("-", maxsplit=1)[0]
            relatives = [known for known in self.words if known.split("-", maxsplit=1)[0] == family]
            for wanted in (wish, family, *relatives):
                if wanted in self.words:
                    return self.words[wanted]
        return next(iter(self.words.values()), "")

    def __str__(self) -> str:
        return self.in_language("en")

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.words.items())))

    @classmethod
    def of(cls, words: str | Mapping[str, str] | Text) -> Text:
        """Plain words hold in every language.

        >>> Text.of("Wi-Fi").in_language("zh")
        'Wi-Fi'
        """
        if isinstance(words, Text):
            return words
        return cls({"und": words}) if isinstance(words, str) else cls(dict(words))


def message(template: str, /, **values: Any) -> Message:
    """A message; places in the template look like ``{name}``.

    >>> str(message("{column} has {n} answers.", column="Q7ALL", n=2688))
    'Q7ALL has 2,688 answers.'
    """
    return Message(template, MappingProxyType(values), home=_home(sys._getframe(1)))  # noqa: SLF001


def plural(one: str, many: str, count: int, /, **values: Any) -> Message:
    """A message whose wording depends on a count; the count itself is the place ``{count}``.

    >>> str(plural("{count} row", "{count} rows", 1)), str(plural("{count} row", "{count} rows", 12))
    ('1 row', '12 rows')
    """
    return Message(one, MappingProxyType({"count": count, **values}), many, count, home=_home(sys._getframe(1)))  # noqa: SLF001


def _home(caller: FrameType) -> str:
    return home_of(caller.f_globals.get("__package__") or "")


@cache
def home_of(package: str) -> str:
    """The catalogue of the modules of a package: its first two folders below ours.

    The same English word may need two in Chinese ("Change" as a button and as a column), so each place that
    speaks has a catalogue of its own, and a message remembers where it was said.

    >>> home_of("regulars.web.people.views"), home_of("regulars.cli"), home_of("tests")
    ('web.people', 'cli', '')
    """
    ours, _, below = package.partition(".")
    return ".".join(below.split(".")[:2]) if ours == "regulars" else ""


def _restored(
    template: str, values: dict[str, Any], plural_template: str | None, count: int | None, home: str = ""
) -> Message:
    return Message(template, MappingProxyType(values), plural_template, count, home)
