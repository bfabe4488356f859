"""Features that were asked about in pairs: what each is to customers, after Kano."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from regulars.insights.pictures.kano import kanos as picture
from regulars.insights.report import Section, Words
from regulars.insights.satisfaction.asked.base import all_of, column, counted_rows, few, relabelled, together, who
from regulars.insights.satisfaction.specify import Question
from regulars.language import Message, message
from regulars.methods import Kano, KanoCategory, kano
from regulars.survey.tags import Parted

KEY, TITLE = "kano", message("What each feature is to customers")
SAID = {
    KanoCategory.MUST_BE: message("Taken for granted, and missed where it is not there: {names}."),
    KanoCategory.ONE_DIMENSIONAL: message("The more, the better: {names}."),
    KanoCategory.ATTRACTIVE: message("A delight that nobody would miss: {names}."),
    KanoCategory.INDIFFERENT: message("Of no interest: {names}."),
    KanoCategory.REVERSE: message("Better left out: {names}."),
}
NO_CLASS = message("No clear class: {names}.")


def features(question: Question, asked: Sequence[Parted]) -> Section | None:
    """All features in one plane; those with too few answers are left out and named."""
    found, short, most = {}, [], 0
    names: dict[str, Words] = {one.key: one.question for one in asked}
    needed = max(question.minimum, Kano.minimum_n)
    for one in asked:
        if len(one.items) != 2 or (rows := who(question, all_of(one.items))) is None:
            continue
        if (n := int(rows.sum())) < needed:
            short.append(names[one.key])
            most = max(most, n)
            continue
        pair = {item.key: column(question.answers, item) for item in one.items}
        answers, counts = counted_rows(pair, rows)
        found[one.key] = kano(*answers.values(), counts=counts)
    if not found:
        return few(KEY, TITLE, most, needed) if short else None
    return relabelled(
        picture(found),
        names,
        title=TITLE,
        sentence=_in_words(found, names),
        caption=message("Too few answers to show: {names}.", names=tuple(short)) if short else _contradictory(found),
        definition=message(
            "Each was asked about twice: how would you feel with it, and without? Better is the share whom having it "
            "pleases, Worse the share whom missing it annoys. A class is clear where chance does not explain that it "
            "is the most frequent."
        ),
    )


def _in_words(found: Mapping[str, Kano], names: Mapping[str, Words]) -> Message:
    parts = []
    for category, words in SAID.items():
        own = tuple(names[key] for key, result in found.items() if result.clear and result.category is category)
        if own:
            parts.append(replace(words, values={"names": own}))
    if unclear := tuple(names[key] for key, result in found.items() if not _said(result)):
        parts.append(replace(NO_CLASS, values={"names": unclear}))
    return together(parts)


def _said(result: Kano) -> bool:
    return result.clear and result.category in SAID


def _contradictory(found: Mapping[str, Kano]) -> Message | None:
    count = sum(result.counts[KanoCategory.QUESTIONABLE] for result in found.values())
    if not count:
        return None
    pairs = sum(result.n for result in found.values())
    return message(
        "{count} of {n} pairs contradict themselves. They stay out of Better and Worse.", count=count, n=pairs
    )
