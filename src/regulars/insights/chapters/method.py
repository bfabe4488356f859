"""How the report was made: sample, response rate, weights, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from regulars.insights.report import Column, Figure, Row, Section, Table, Words
from regulars.insights.satisfaction.specify import Question
from regulars.insights.wording import sample_in_words
from regulars.language import Count, Day, Estimate, Kind, Message, Text, message
from regulars.survey import Origin

KEY = "chapter-method"


@dataclass(frozen=True)
class Response:
    """Of how many who were asked by name how large a part answered, by which of AAPOR's rates, and how many these are.

    Whoever came by an open link or from a file was not asked by name: a rate says nothing of them.
    """

    rate: float
    asked: int
    name: Message
    answered: int


def method_page(question: Question, figures: Iterable[Figure], response: Response | None) -> Iterator[Section]:
    """One opening, one table of how it was asked, one of what the numbers mean."""
    yield Section(
        KEY, message("How this report was made"), message("Who was asked, and what each number means."), opens=True
    )
    yield Section(
        "method-sample",
        message("Sample and answers"),
        table=_table("method-sample", message("Sample"), tuple(_asked(question, response))),
    )
    rows = tuple(Row(figure.key, figure.label, (_meaning(figure),)) for figure in figures if figure.definition)
    yield Section(
        "method-definitions",
        message("Definitions"),
        table=_table("method-definitions", message("Figure"), rows),
        caption=message(
            "Intervals are of 95%. Clear means beyond chance; unclear means that the answers do not decide it. "
            "Associated with means that two things go together, not that one causes the other."
        ),
    )


def _table(key: str, head: Message, rows: tuple[Row, ...]) -> Table:
    return Table(key, (Column("name", head, numeric=False), Column("said", message("In words"), numeric=False)), rows)


def _meaning(figure: Figure) -> Words:
    return figure.definition or message("not stated")


def _asked(question: Question, response: Response | None) -> Iterator[Row]:
    answers = question.answers
    yield Row("sample", message("Who was asked"), (sample_in_words(question.survey.sample),))
    yield Row("answers", message("Answers"), (Count(len(answers)),))
    if question.wave is not None:
        yield Row("wave", message("Wave"), (Text.of(question.wave),))
    if answers.first_day is not None and answers.as_of is not None:
        days = message("{first} to {last}", first=Day(answers.first_day), last=Day(answers.as_of))
        yield Row("days", message("Days of the answers"), (days,))
    yield Row("response", message("Response rate"), (_response(response, len(answers)),))
    yield Row("weights", message("Weights"), (_weights(question),))
    if question.attributes:
        yield Row("origin", message("Who named the attributes"), (_origin(question),))
    if question.privacy.hides:
        hidden = message("Groups of fewer than {smallest} are not shown.", smallest=question.least.group)
        yield Row("privacy", message("Privacy"), (hidden,))


def _response(response: Response | None, answers: int) -> Message:
    if response is None:
        return message("Not known: nobody was asked by name, or the invitations are not kept here.")
    asked = Count(response.asked)
    if not response.answered:
        return message(
            "None yet of {n} who were invited by name. The answers of this report came in by other ways (open links, "
            "files), of which nobody knows how many were asked.",
            n=asked,
        )
    rate = message(
        "{rate} of {n} who were asked ({name} of AAPOR)",
        rate=Estimate(response.rate, kind=Kind.SHARE, digits=1),
        n=asked,
        name=response.name,
    )
    if response.answered >= answers:
        return rate
    return message(
        "{rate}: they gave {answered} answers. What came in by other ways (open links, files) has no rate.",
        rate=rate,
        answered=Count(response.answered),
    )


def _origin(question: Question) -> Message:
    """Which attributes come from customers and which from the company; a warning where none comes from customers."""
    named = [item.label for item in question.attributes if item.origin is Origin.CUSTOMER]
    thought = [item.label for item in question.attributes if item.origin is Origin.COMPANY]
    unknown = len(question.attributes) - len(named) - len(thought)
    if not named:
        return message(
            "None of the {count} attributes is known to come from customers: what matters to them may not be among "
            "those that were asked.",
            count=len(question.attributes),
        )
    if not thought and not unknown:
        return message("All of them were named by customers.")
    if not unknown:
        return message("By customers: {customers}. By the company: {company}.", customers=tuple(named),
                       company=tuple(thought))  # fmt: skip
    if not thought:
        return message("By customers: {customers}. Of {unknown} others nobody noted it.", customers=tuple(named),
                       unknown=unknown)  # fmt: skip
    return message(
        "By customers: {customers}. By the company: {company}. Of {unknown} others nobody noted it.",
        customers=tuple(named),
        company=tuple(thought),
        unknown=unknown,
    )


def _weights(question: Question) -> Message:
    if question.answers.weighed is None:
        return message("None: each answer counts as one.")
    margins = question.answers.weighted_to
    if not margins:
        return message("Each answer counts by its survey weight.")
    return message("Each answer counts by its survey weight, to: {margins}.", margins=margins)
