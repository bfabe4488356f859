"""What is looked for: checks in a file, each a mechanism with options, in the words of ISO 8000 and ISO/IEC 25012."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Message, Text, message
from regulars.survey.entries import Entries

CONTENT = "quality.yaml"
_ENTRIES = ("key", "step", "dimension", "mechanism", "fields", "title", "why", "way_out", "severity", "repair")
_OPTIONS = ("sign", "whole", "words", "domains", "kind", "more_than", "part", "years")


class Step(StrEnum):
    """The three parts of putting records in order."""

    CLASSIFICATION = "classification"
    SCREENING = "screening"
    VERIFICATION = "verification"


class Dimension(StrEnum):
    """In what respect a record may be good or bad."""

    COMPLETENESS = "completeness"
    SYNTAX = "syntax"
    ACCURACY = "accuracy"
    UNIQUENESS = "uniqueness"
    CURRENTNESS = "currentness"
    CONSISTENCY = "consistency"
    CONFIDENTIALITY = "confidentiality"

    @property
    def said(self) -> Message:
        """For people."""
        return DIMENSIONS[self][0]


class Severity(StrEnum):
    """A fault, or something worth knowing."""

    FAULT = "fault"
    NOTE = "note"


STEPS: dict[Step, Message] = {
    Step.CLASSIFICATION: message("Classification"),
    Step.SCREENING: message("Screening"),
    Step.VERIFICATION: message("Verification"),
}
DIMENSIONS: dict[Dimension, tuple[Message, Message]] = {
    Dimension.COMPLETENESS: (
        message("Completeness"),
        message("What is needed about a customer is there."),
    ),
    Dimension.SYNTAX: (
        message("Syntax"),
        message("A value has the form that values of its kind have. (ISO 8000: syntactic quality)"),
    ),
    Dimension.ACCURACY: (
        message("Accuracy"),
        message("A value says what is so in the world. Only a look at the world can prove it; these checks find what "
            "cannot be so. (ISO 8000: semantic quality)"),
    ),
    Dimension.UNIQUENESS: (
        message("Uniqueness"),
        message("One customer has one record, and an address belongs to one customer."),
    ),
    Dimension.CURRENTNESS: (
        message("Currentness"),
        message("A value is of the right age: it holds today, too."),
    ),
    Dimension.CONSISTENCY: (
        message("Consistency"),
        message("Values do not contradict each other, and the same thing is always written in the same way."),
    ),
    Dimension.CONFIDENTIALITY: (
        message("Confidentiality"),
        message("What tells who somebody is stands only where it must."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """``mechanism`` finds it in the ``fields``; ``repair`` mends it, where that is safe."""

    key: str
    step: Step
    dimension: Dimension
    mechanism: str
    fields: tuple[str, ...]
    title: Text
    why: Text
    way_out: Text
    severity: Severity = Severity.FAULT
    repair: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fault(self) -> bool:
        """Whether it counts against the record."""
        return self.severity is Severity.FAULT

    @property
    def of(self) -> str:
        """Of which records it can be found: the one field that must be filled in, or all."""
        one = len(self.fields) == 1 and self.fields[0] in ("name", "email", "phone", "language")
        return self.fields[0] if one and self.mechanism != "blank" else ""


@cache
def checks() -> dict[str, Check]:
    """All, in the order of the file. Raises ``EntryError`` for a slip of the pen."""
    file = resources.files("regulars").joinpath("content", CONTENT)
    return read(yaml.safe_load(file.read_text("utf-8")))


def read(data: Any) -> dict[str, Check]:
    """Checks from plain data."""
    from regulars.web.people.quality.mechanisms import MECHANISMS
    from regulars.web.people.quality.mending import REPAIRS

    found: dict[str, Check] = {}
    for one in Entries.of(data).only("checks").rows("checks"):
        made = _check(one)
        if made.mechanism not in MECHANISMS:
            one.wrong("mechanism", message("“{value}” is not known. Choose one of: {known}.",
                value=made.mechanism, known=tuple(sorted(MECHANISMS))))  # fmt: skip
        if made.repair and made.repair not in REPAIRS:
            one.wrong("repair", message("“{value}” is not known. Choose one of: {known}.",
                value=made.repair, known=tuple(sorted(REPAIRS))))  # fmt: skip
        if made.key in found:
            one.wrong("key", message("“{value}” stands there twice.", value=made.key))
        found[made.key] = made
    return found


def _check(one: Entries) -> Check:
    one.only(
        "key", "step", "dimension", "mechanism", "fields", "title", "why", "way_out", "severity", "repair", *_OPTIONS
    )
    one.need("step", "step: screening")
    one.need("dimension", "dimension: syntax")
    return Check(
        key=one.key(),
        step=one.one_of("step", Step, Step.SCREENING),
        dimension=one.one_of("dimension", Dimension, Dimension.ACCURACY),
        mechanism=str(one.need("mechanism", "mechanism: blank")),
        fields=one.names("fields"),
        title=one.text("title"),
        why=one.text("why"),
        way_out=one.text("way_out"),
        severity=one.one_of("severity", Severity, Severity.FAULT),
        repair=str(one.data.get("repair") or ""),
        options={name: one.data[name] for name in _OPTIONS if one.has(name)},
    )
