"""Where: units side by side, as found and evened out, with the range of their rank."""

from __future__ import annotations

from regulars.insights.report import Behind, Cell, ChartKind, Column, Row, Section, Table
from regulars.insights.satisfaction.groups import UnitScore
from regulars.insights.satisfaction.league import Place, Units
from regulars.insights.satisfaction.scores import KINDS, TOO_FEW, Measure, cell, measures
from regulars.insights.satisfaction.specify import Question
from regulars.language import Count, Estimate, Message, Missing, Text, message, plural

COLUMNS = {Measure.SATISFIED: message("Satisfied"), Measure.RECOMMENDED: message("NPS")}
AGAINST = {
    "below": message("clearly below"),
    "above": message("clearly above"),
    "": message("no clear difference"),
}
_MARKS = {"below": "below", "above": "above", "": "same"}
_NAMED = 4  # more names than these are a list, which is the table


def units(question: Question, found: Units) -> Section | None:
    """The units in the order of their rank, the worst first; those that cannot be judged last."""
    asked = measures(question)
    if not found.units or not asked:
        return None
    first = asked[0]
    references, middle = dict(found.whole), message("all units")
    if found.places and found.centre is not None:
        references, middle = {first.value: found.centre}, message("centre of the units")
    rows = tuple(
        Row(
            key=unit.name,
            name=Text.of(unit.name),
            cells=(
                cell(unit, first),
                *_place(found.places.get(unit.name), first, judged=bool(found.places)),
                *(cell(unit, other) for other in asked[1:]),
                Count(unit.n),
            ),
            mark=_mark(found, unit),
            behind=None if question.privacy.hides else Behind(unit=unit.name),
        )
        for unit in found.units
    )
    return Section(
        key="units",
        title=message("By unit, worst first"),
        sentence=_in_words(found),
        table=Table(
            key="units",
            columns=(Column("unit", message("Unit"), numeric=False), *_columns(asked, judged=bool(found.places))),
            rows=rows,
            references=references,
            reference_names=dict.fromkeys(references, middle),
        ),
        chart=ChartKind.LEAGUE if found.places else ChartKind.BARS,
        caption=hidden_in_words(found.hidden, question.least.group),
        definition=_definition(question, judged=bool(found.places)),
    )


def _columns(asked: tuple[Measure, ...], *, judged: bool) -> tuple[Column, ...]:
    league = (
        Column("shrunken", message("Evened out")),
        Column("rank", message("Rank, with its range")),
        Column("against", message("Against the others"), numeric=False),
    )
    return (
        Column(asked[0].value, COLUMNS[asked[0]]),
        *(league if judged else ()),
        *(Column(other.value, COLUMNS[other]) for other in asked[1:]),
        Column("n", message("Answers")),
    )


def _place(place: Place | None, measure: Measure, *, judged: bool) -> tuple[Cell, ...]:
    if not judged:
        return ()
    if place is None:
        return Missing(TOO_FEW), Missing(TOO_FEW), TOO_FEW
    rank = message("{rank} ({low}–{high})", rank=place.rank, low=place.rank_low, high=place.rank_high)
    return Estimate(place.value, place.low, place.high, KINDS[measure]), rank, AGAINST[place.clear]


def _mark(found: Units, unit: UnitScore) -> str:
    place = found.places.get(unit.name)
    return "" if place is None else _MARKS[place.clear]


def _in_words(found: Units) -> Message:
    """What chance does not explain, by name; else that nothing is clear."""
    if not found.places:
        return message("Each unit beside all of them together; too few have enough answers to be compared.")
    below, above = (
        tuple(Text.of(unit.name) for unit in found.units if _clear(found, unit) == side) for side in ("below", "above")
    )
    if max(len(below), len(above)) > _NAMED:
        return message(
            "{below} of {units} units lie clearly below the others, {above} clearly above.",
            below=len(below),
            above=len(above),
            units=len(found.places),
        )
    if below and above:
        return message("Clearly below the other units: {below}. Clearly above: {above}.", below=below, above=above)
    if below:
        return message("Clearly below the other units: {below}.", below=below)
    if above:
        return message("Clearly above the other units: {above}. None is clearly below.", above=above)
    return message("No clear difference between units: what differs can be chance.")


def _clear(found: Units, unit: UnitScore) -> str | None:
    place = found.places.get(unit.name)
    return None if place is None else place.clear


def _definition(question: Question, *, judged: bool) -> Message:
    if not judged:
        return message(
            "The same shares and points as above, of each unit's own answers. Below {minimum} answers a unit has no "
            "number.",
            minimum=question.minimum,
        )
    return message(
        "A small unit comes first or last more easily, by chance alone. Evened out, its score is moved towards the "
        "centre of the units by as much as its few answers leave open (empirical Bayes). The rank has the range that "
        "chance leaves; 1 is the best. All units are tested against the others at once: of those called clear, at "
        "most 5% are expected to be so by chance. Below {minimum} answers a unit has no number.",
        minimum=question.minimum,
    )


def hidden_in_words(count: int, smallest: int) -> Message | None:
    """How many groups are hidden."""
    if not count:
        return None
    return plural(
        "{count} group is not shown, so that nobody can be told apart: groups begin at {smallest} answers.",
        "{count} groups are not shown, so that nobody can be told apart: groups begin at {smallest} answers.",
        count,
        smallest=smallest,
    )
