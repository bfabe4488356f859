"""The words of an SPSS file for the items of a mapping that gives none of its own."""

from __future__ import annotations

from dataclasses import replace

from regulars.facts.imports.answer_guess import words
from regulars.facts.imports.spss import Labels
from regulars.language import Text
from regulars.survey import Item, ItemKind, ResponseMapping


def labelled(mapping: ResponseMapping, labels: Labels) -> ResponseMapping:
    """The mapping, with the file's questions and options where it says nothing itself."""
    if not labels:
        return mapping
    items = tuple(_labelled(item, mapping.item_columns[item.key], labels) for item in mapping.survey.items)
    return replace(mapping, survey=replace(mapping.survey, items=items))


def _labelled(item: Item, column: str, labels: Labels) -> Item:
    question, options = labels.questions.get(column), labels.options.get(column, {})
    if question and str(item.label) == item.key:
        item = replace(item, label=Text.of(words(question)))
    if item.kind is ItemKind.CHOICE and not item.options and options:
        return replace(item, options={code: Text.of(words(text)) for code, text in options.items()})
    if item.scale is not None and not item.scale.labels:
        scale = item.scale
        points = {int(code): Text.of(words(text)) for code, text in options.items() if code.lstrip("-").isdecimal()}
        kept = {code: text for code, text in points.items() if scale.low <= code <= scale.high}
        return replace(item, scale=replace(scale, labels=kept)) if kept else item
    return item
