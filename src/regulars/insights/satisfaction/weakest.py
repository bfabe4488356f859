"""Which attribute of a survey holds the whole down, and is it clearly the weakest?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from regulars.insights.answers import read_answers
from regulars.insights.kept import KeptReports
from regulars.insights.pictures.attributes import weakest_plank as picture
from regulars.insights.report import Report, Section, Source
from regulars.insights.satisfaction.asked.base import Floats, Rows, any_of, column, few, relabelled, who
from regulars.insights.satisfaction.conclude import withheld
from regulars.insights.satisfaction.counts import ends, pair_sums
from regulars.insights.satisfaction.hiding import hiding
from regulars.insights.satisfaction.specify import DEFAULT_LEAST, Least, Question, specify
from regulars.insights.scope import Privacy
from regulars.language import Text, message
from regulars.methods import WeakestPlank
from regulars.methods import weakest_plank as method
from regulars.methods.scores.pair_sums import PairSums

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope
    from regulars.survey import Item

TITLE = message("Weakest plank")
MANY = 1_000  # answers; from here on their sums say as much as the answers, and much quicker
_KEPT = KeptReports(64)


def weakest(facts: Facts, survey: str, *, scope: Scope, least: Least = DEFAULT_LEAST, seed: int = 1) -> Report:
    """The attributes of the last wave, with the chance of each to be the weakest.

    The sentence names one only where it clearly is; ``mark`` of its row is then ``weakest``. Parameters as those of
    ``satisfaction``. Asked again while no new answer came in, the same report comes back at once.
    """

    def make() -> Report:
        answers = read_answers(facts, survey, scope)
        privacy = scope.privacy.stricter(Privacy(answers.survey.privacy))
        question = specify(answers, None, privacy=privacy, least=least)
        section = weakest_of(question, seed=seed)
        return Report(
            key="weakest-plank",
            title=TITLE,
            conclusion=section.sentence or TITLE,
            reason=section.caption,
            figures=(),
            sections=(section,),
            source=Source(survey, len(question.answers), question.answers.as_of, question.answers.version),
            scope=scope.to_dict(),
        )

    definition = facts.survey(survey), facts.weightings(survey)
    return _KEPT.get(
        (str(facts.home), survey, facts.answer_files(survey), scope, least, seed),
        definition,
        make,
    )


def weakest_of(question: Question, *, seed: int) -> Section:
    """The same of a question that was specified already."""
    if hiding(question).whole:
        return Section("weakest-plank", TITLE, withheld(question))
    needed = max(question.minimum, WeakestPlank.minimum_n)
    items = [item for item in question.attributes if int(question.answers.answered(item).sum()) >= question.minimum]
    if len(question.attributes) < 2:
        return Section("weakest-plank", TITLE, message("It takes two attributes that were rated to name the weakest."))
    rows = who(question, any_of(items)) if len(items) > 1 else None
    n = len(question.answers) if rows is None else int(rows.sum())
    if rows is None or n < needed:
        return few("weakest-plank", TITLE, n, needed)
    found = method(_given(question, items, rows, n), scale=(0, 100), weights=_weights(question, rows, n), seed=seed)
    labels = {item.key: item.label for item in items}
    drawn = relabelled(picture(found), labels, title=TITLE)
    # What raising it would bring is told of a weakest that there is.
    return replace(drawn, caption=drawn.caption if found.clear else None)


def _given(question: Question, items: list[Item], rows: Rows, n: int) -> dict[str, Floats] | PairSums:
    answers = question.answers
    if n >= MANY:
        return pair_sums(answers, tuple(items))
    return {item.key: _index(column(answers, item)[rows], ends(item)) for item in items}


def _weights(question: Question, rows: Rows, n: int) -> Floats | None:
    """Of sums they are part already."""
    weights = question.answers.weighed
    return None if weights is None or n >= MANY else weights[rows]


def _index(values: Floats, scale: tuple[int, int]) -> Floats:
    low, high = scale
    return 100 * (values - low) / (high - low)


def name_of(section: Section) -> Text | None:
    """The attribute that clearly is the weakest; None where none is."""
    rows = section.table.rows if section.table else ()
    found = next((row.name for row in rows if row.mark == "weakest"), None)
    return found if isinstance(found, Text) else None
