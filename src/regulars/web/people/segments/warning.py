"""What to think of before a group of customers is used: who is named, what nobody should be chosen by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import yaml

from regulars.language import Message, message, plural
from regulars.survey.conditions import Condition, read_condition
from regulars.survey.conditions.terms import All, Any, Compare, Contains, Not, OneOf, Operator, Test, values_of
from regulars.web.company.models import Company
from regulars.web.people.segments.fields import Field, all_fields, vocabulary


def warned(condition: str, *, name: str = "", count: int | None = None) -> list[Message]:
    """Reasons to look twice; none of them stops anybody."""
    found = list(_tests(read_condition(condition, vocabulary())))
    known = all_fields()
    fields = {one.field.name: known[one.field.name] for one in found}
    return [*_marked(fields), *sensitive([name, *_words(found, fields)]), *_single(found, fields), *_few(count)]


def _marked(fields: Mapping[str, Field]) -> Iterator[Message]:
    for field in fields.values():
        if field.sensitive:
            yield message(
                "“{field}” is marked as sensitive. Choose people by it only where law and your privacy text allow, "
                "and where the reason is written down.",
                field=field.label,
            )


def sensitive(texts: list[str]) -> Iterator[Message]:
    """Words that speak of what nobody should be chosen by without a good reason."""
    said = " ".join(texts).casefold()
    for topic, words in sorted(_topics().items()):
        if hits := sorted({word for word in words if _stands_in(word, said)}):
            yield message(
                "“{word}” is about {topic}. Choose people by it only where law and your privacy text allow, "
                "and where the reason is written down.",
                word=hits[0],
                topic=TOPICS[topic],
            )


def _single(tests: list[Test], fields: Mapping[str, Field]) -> Iterator[Message]:
    for test in tests:
        field = fields[test.field.name]
        if field.single and (isinstance(test, OneOf | Contains) or _names_one(test)):
            yield message(
                "“{field}” tells one person from all others: this names persons, and is no group.", field=field.label
            )
            return


def _names_one(test: Test) -> bool:
    return isinstance(test, Compare) and test.operator is Operator.EQUAL


def _few(count: int | None) -> Iterator[Message]:
    least = Company.current().privacy_k
    if count is not None and 0 < count < least:
        yield plural(
            "Only {count} customer fits. In results, so small a group gives single people away; from {least} on it "
            "does not.",
            "Only {count} customers fit. In results, so small a group gives single people away; from {least} on it "
            "does not.",
            count,
            least=least,
        )


def _tests(condition: Condition) -> Iterator[Test]:
    match condition:
        case All(conditions) | Any(conditions):
            for one in conditions:
                yield from _tests(one)
        case Not(inner):
            yield from _tests(inner)
        case _:
            yield condition


def _words(tests: list[Test], fields: Mapping[str, Field]) -> Iterator[str]:
    """What somebody wrote, and did not choose."""
    for test in tests:
        if not fields[test.field.name].options:
            yield from (value for value in values_of(test) if isinstance(value, str))


def _stands_in(word: str, text: str) -> bool:
    """A Latin word stands alone or begins one; Chinese has no blanks between words."""
    return bool(re.search(rf"\b{re.escape(word)}", text)) if word.isascii() else word in text


@cache
def _topics() -> dict[str, list[str]]:
    return yaml.safe_load(files(__package__).joinpath("sensitive.yaml").read_text("utf-8"))


TOPICS = {
    "age": message("age"),
    "belief": message("religion or belief"),
    "gender": message("gender"),
    "health": message("health"),
    "love": message("whom somebody loves"),
    "origin": message("origin"),
    "politics": message("politics or unions"),
}
