"""What customers say matters, against how they rate it: where importance was asked for."""

from __future__ import annotations

from dataclasses import replace

from regulars.insights.pictures.attributes import importance_performance as picture
from regulars.insights.report import Section, Words
from regulars.insights.satisfaction.asked.base import all_of, column, few, relabelled, who
from regulars.insights.satisfaction.counts import ends
from regulars.insights.satisfaction.specify import Question
from regulars.language import message
from regulars.methods import ImportancePerformance, importance_performance
from regulars.survey import Item
from regulars.survey.tags import IMPORTANCE, tagged

KEY, TITLE = "stated-importance", message("Stated importance and satisfaction")
FEWEST = 2


def stated(question: Question, *, seed: int) -> Section | None:
    """The plane of stated importance and rating, from those who answered all of both; both on 0 to 100."""
    by_attribute = {tagged(item, IMPORTANCE): item for item in question.asked if item.scale is not None}
    pairs = [(item, by_attribute[item.key]) for item in question.attributes if item.key in by_attribute]
    if len(pairs) < FEWEST:
        return None
    rows = who(question, all_of([item for pair in pairs for item in pair]))
    if rows is None:
        return None
    needed, n = max(question.minimum, ImportancePerformance.minimum_n), int(rows.sum())
    if n < needed:
        return few(KEY, TITLE, n, needed)

    def index(item: Item) -> object:
        low, high = ends(item)
        return 100 * (column(question.answers, item)[rows] - low) / (high - low)

    result = importance_performance(
        {item.key: index(item) for item, _ in pairs},
        importance={item.key: index(asked) for item, asked in pairs},
        scale=(0, 100),
        importance_scale=(0, 100),
        seed=seed,
    )
    names: dict[str, Words] = {item.key: item.label for item, _ in pairs}
    drawn = relabelled(picture(result), names)
    return replace(
        drawn,
        key=KEY,
        title=TITLE,
        definition=message(
            "How important customers say each is, against how they rate it; the lines stand at the means of all "
            "attributes. What people say matters is often not what moves their satisfaction: see importance derived "
            "from the answers beside it."
        ),
    )
