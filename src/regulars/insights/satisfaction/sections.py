"""The parts of the report: each a sentence, a table and what draws it."""

from __future__ import annotations

from dataclasses import replace

from regulars.insights.points import nearest
from regulars.insights.report import Behind, ChartKind, Column, Row, Section, Table
from regulars.insights.satisfaction.asked import NOTHING_ELSE, Asked
from regulars.insights.satisfaction.asked.ratings import LOWEST, boxes
from regulars.insights.satisfaction.changed import changed_section
from regulars.insights.satisfaction.counts import counted
from regulars.insights.satisfaction.estimate import Estimates
from regulars.insights.satisfaction.expected import sections_of
from regulars.insights.satisfaction.figures import hedged
from regulars.insights.satisfaction.layers import dimension_section, layer_section
from regulars.insights.satisfaction.places import units
from regulars.insights.satisfaction.scores import TOO_FEW
from regulars.insights.satisfaction.specify import Question
from regulars.insights.satisfaction.sure import sure_positions, surely
from regulars.insights.satisfaction.trend import trends
from regulars.language import Count, Estimate, Kind, Message, Missing, Text, message, plural
from regulars.methods import TopBox
from regulars.survey import Item

QUADRANTS = {
    "concentrate": message("fix first"),
    "keep_up": message("keep up"),
    "low_priority": message("watch"),
    "overkill": message("enough"),
}


def sections(question: Question, found: Estimates, asked: Asked = NOTHING_ELSE) -> tuple[Section, ...]:
    """In the order of reading: what to mend, worst first, how answers spread, what else was asked, where, when."""
    parts = [
        *asked.first,
        _priorities(question, found),
        _planks(question, found),
        changed_section(question, found.changed),
    ]
    parts += [
        *sections_of(question, found.gaps, dimension_section(question, found.dimensions)),
        layer_section(found.layers),
        *asked.model,
        _spread(question, found),
        _recommendation(question, found),
        *asked.rest,
        units(question, found.units),
    ]
    parts += trends(question, found.trend)
    return tuple(
        replace(part, figures=hedged(question, part.figures)) if part.figures else part
        for part in parts
        if part is not None
    )


def _priorities(question: Question, found: Estimates) -> Section | None:
    result = found.priorities
    if result is None:
        return None
    labels, clear = {item.key: item.label for item in question.attributes}, sure_positions(result)
    # What to fix first stands first, then the rest by how badly it is rated.
    order = sorted(range(len(result.names)), key=lambda j: (result.quadrant[j] != "concentrate", result.performance[j]))
    rows = tuple(
        Row(
            key=result.names[j],
            name=labels[result.names[j]],
            cells=(
                Estimate(result.performance[j], result.performance_low[j], result.performance_high[j], Kind.INDEX),
                Estimate(result.importance[j], result.importance_low[j], result.importance_high[j], Kind.SHARE),
                QUADRANTS[result.quadrant[j]],
                message("clear") if clear[j] else message("unclear"),
            ),
            mark=_mark(result.quadrant[j], clear=bool(clear[j])),
            behind=behind(question, result.names[j]),
        )
        for j in order
    )
    return Section(
        key="priorities",
        title=message("Importance and satisfaction"),
        sentence=_position_in_words(rows),
        table=Table(
            key="priorities",
            columns=(
                Column("attribute", message("Attribute"), numeric=False),
                Column("performance", message("Satisfaction, complete answers")),
                Column("importance", message("Importance, part of R²")),
                Column("position", message("Position"), numeric=False),
                Column("clear", message("Position is"), numeric=False),
            ),
            rows=rows,
            references={"performance": result.performance_line, "importance": result.importance_line},
        ),
        chart=ChartKind.IMPORTANCE_PERFORMANCE,
        caption=message(
            "Complete answers only, n {n}; {left_out} left out. A position is clear when both distances to the lines "
            "differ from zero beyond chance, all attributes tested at once, lines and points from the same resamples.",
            n=Count(result.n),
            left_out=Count(result.n_missing),
        ),
        definition=message(
            "Importance is the part of the variation of overall satisfaction (R²) that goes with the attribute, by "
            "Johnson's relative weights. "
            "The lines stand at the means; a point on a line counts as high."
        ),
    )


def _position_in_words(rows: tuple[Row, ...]) -> Message:
    clear = [row for row in rows if row.mark == "weakest"]
    if clear:
        return message("Important, below the line and clear of chance: {names}.", names=tuple(r.name for r in clear))
    return message("No attribute is important and below the line beyond chance.")


def _mark(quadrant: str, *, clear: bool) -> str:
    if not clear:
        return "same"
    return {"concentrate": "weakest", "low_priority": "below"}.get(quadrant, "above")


def _planks(question: Question, found: Estimates) -> Section | None:
    index = found.index or found.index_equal
    if index is None:
        return None
    items = {item.key: item for item in question.attributes}
    order = sorted(range(len(index.names)), key=lambda j: index.item_scores[j])
    sure = surely(index.item_scores - index.index, index.gap_low, index.gap_high)
    rows = tuple(
        Row(
            key=index.names[j],
            name=items[index.names[j]].label,
            cells=(
                _lowest(question, items[index.names[j]]),
                _score_or_too_few(
                    index.item_scores[j], index.item_low[j], index.item_high[j], index.item_n[j], question.minimum
                ),
                Count(index.item_n[j]),
            ),
            mark=_against(index.item_scores[j] - index.index, sure=bool(sure[j])),
            behind=behind(question, index.names[j]),
        )
        for j in order
    )
    return Section(
        key="worst-first",
        title=message("Worst first"),
        sentence=message("Each attribute against the index of {index}.", index=Estimate(index.index, kind=Kind.INDEX)),
        table=Table(
            key="worst-first",
            columns=(
                Column("attribute", message("Attribute"), numeric=False),
                Column("lowest", LOWEST),
                Column("score", message("Score, 0–100")),
                Column("n", message("Answers")),
            ),
            rows=rows,
            references={"score": index.index},
            reference_names={"score": message("index")},
        ),
        chart=ChartKind.BARS,
        definition=message(
            "A weighted index lets strong attributes hide weak ones; this list does not. All answers to each attribute."
        ),
    )


def _lowest(question: Question, item: Item) -> Estimate | Missing:
    """How many are dissatisfied: they stand before the mean, which hides them."""
    found = counted(question.answers, item)
    if found.n < max(question.minimum, TopBox.minimum_n):
        return Missing(TOO_FEW)
    box = boxes(item, found)
    return Estimate(box.bottom_share, box.bottom_low, box.bottom_high, Kind.SHARE)


def _score_or_too_few(value: float, low: float, high: float, n: int, minimum: int) -> Estimate | Missing:
    if n < minimum:
        return Missing(message("{n} answers, too few to judge", n=n))
    return Estimate(value, low, high, Kind.INDEX)


def _against(gap: float, *, sure: bool) -> str:
    if not sure:
        return "same"
    return "below" if gap < 0 else "above"


def _spread(question: Question, found: Estimates) -> Section | None:
    result, item = found.distribution, question.judged
    if result is None or item is None or item.scale is None:
        return None
    rows = tuple(
        Row(
            key=str(point),
            name=item.scale.labels.get(point, Text.of(str(point))),
            cells=(
                Estimate(result.shares[point], result.shares_low[point], result.shares_high[point], Kind.SHARE),
                Count(result.counts[point]),
            ),
            behind=behind(question, item.key, point, point),
        )
        for point in sorted(result.counts)  # the lowest answer first: that is where the work lies
    )
    return Section(
        key="distribution",
        title=message("How the answers spread"),
        sentence=message(
            "{worst} gave the lowest answer, {best} the highest.",
            worst=Estimate(result.bottom_share, result.bottom_low, result.bottom_high, Kind.SHARE),
            best=Estimate(result.share, result.low, result.high, Kind.SHARE),
        ),
        table=Table(
            key="distribution",
            columns=(
                Column("answer", item.label, numeric=False),
                Column("share", message("Share")),
                Column("count", message("Answers")),
            ),
            rows=rows,
        ),
        chart=ChartKind.DISTRIBUTION,
        caption=_between_in_words(question, item),
        definition=message(
            "Each answer to “{item}” as a share of those who answered it; the soft end of a column is its interval.",
            item=item.label,
        ),
    )


def _between_in_words(question: Question, item: Item) -> Message | None:
    column = question.answers.item(item)
    count = int((nearest(column) != column).sum())
    if not count:
        return None
    return plural(
        "{count} answer lies between two points of the scale, and is counted at the nearest one here.",
        "{count} answers lie between two points of the scale, and are counted at the nearest one here.",
        count,
    )


def _recommendation(question: Question, found: Estimates) -> Section | None:
    result, item = found.nps, question.recommend
    if result is None or item is None:
        return None
    groups = (
        ("detractors", message("Detractors, 0–6"), result.detractors, result.detractors_low, result.detractors_high),
        ("passives", message("Passives, 7–8"), result.passives, result.passives_low, result.passives_high),
        ("promoters", message("Promoters, 9–10"), result.promoters, result.promoters_low, result.promoters_high),
    )
    ends = {"detractors": (0, 6), "passives": (7, 8), "promoters": (9, 10)}
    found_in = counted(question.answers, item)
    rows = tuple(
        Row(
            key=key,
            name=name,
            cells=(
                Estimate(share, low, high, Kind.SHARE),
                Count(found_in.chosen(*ends[key])),
            ),
            behind=behind(question, item.key, *ends[key]),
        )
        for key, name, share, low, high in groups
    )
    return Section(
        key="recommendation",
        title=message("Who would recommend"),
        table=Table(
            key="recommendation",
            columns=(
                Column("group", message("Answer"), numeric=False),
                Column("share", message("Share")),
                Column("count", message("Answers")),
            ),
            rows=rows,
        ),
        chart=ChartKind.DISTRIBUTION,
        definition=message(
            "On the question “{item}”, 0 to 10: who answers 9 or 10 is a promoter, 0 to 6 a detractor, the others are "
            "passive.",
            item=item.label,
        ),
    )


def behind(question: Question, item: str, low: int | None = None, high: int | None = None) -> Behind | None:
    """The answers that a bar is made of; nothing where nobody may be told apart."""
    return None if question.privacy.hides else Behind(item, low, high)
