"""The index with its causes and consequences (ECSI), where the questions of its constructs were asked."""

from __future__ import annotations

import numpy as np

from regulars.insights.pictures.paths import block_name, path_diagram
from regulars.insights.report import Figure, Section, Words
from regulars.insights.satisfaction.asked.base import any_of, column, few, who
from regulars.insights.satisfaction.counts import ends
from regulars.insights.satisfaction.specify import Question
from regulars.insights.wording import interval_in_words
from regulars.language import Estimate, Kind, Message, message
from regulars.methods import PathBootstrap, PathModel
from regulars.methods.errors import MethodError
from regulars.methods.path.ready import ECSI_PATHS
from regulars.survey.tags import constructs

KEY, TITLE = "path-diagram", message("What leads to satisfaction, and what comes of it")
TARGET = "Satisfaction"
RESAMPLES = 200
FEWEST_BLOCKS = 4
MOST_ANSWERS = 20_000  # the intervals of more are narrower than the digits that are shown


def causes(question: Question, *, seed: int) -> Section | None:
    """The diagram. A construct that fewer than half were asked about is left out: a mean would stand for the rest."""
    blocks = constructs(question.asked)
    items = [item for own in blocks.values() for item in own]
    if TARGET not in blocks or len(blocks) < FEWEST_BLOCKS or len({ends(item) for item in items}) != 1:
        return None
    rows = who(question, any_of(items))
    if rows is None:
        return None
    needed, n = max(question.minimum, PathBootstrap.minimum_n), int(rows.sum())
    if n < needed:
        return few(KEY, TITLE, n, needed)
    columns = {item.key: column(question.answers, item)[rows] for item in items}
    kept = {
        name: [item.key for item in own if np.isfinite(columns[item.key]).mean() >= 0.5] for name, own in blocks.items()
    }
    kept = {name: keys for name, keys in kept.items() if keys}
    left_out = tuple(block_name(name) for name in blocks if name not in kept)
    paths = [(cause, effect) for cause, effect in ECSI_PATHS if cause in kept and effect in kept]
    try:
        model = PathModel(blocks=kept, paths=paths, scale=ends(items[0]))
        result = model.fit({key: values[:MOST_ANSWERS] for key, values in columns.items()}).bootstrap(RESAMPLES, seed)
    except MethodError:  # answers that are all alike, or blocks that do not hang together
        return Section(KEY, TITLE, message("The answers differ too little to tell what leads to what."))
    drawn = path_diagram(result)
    return Section(
        KEY,
        TITLE,
        _in_words(result),
        figures=(_index(result),),
        table=drawn.table,
        chart=drawn.chart,
        caption=_left_out(left_out, drawn.caption),
        definition=message(
            "The European index of satisfaction (ECSI), fitted by partial least squares. Arrows are associations "
            "within the model; they need not be causes."
        ),
    )


def _index(result: PathBootstrap) -> Figure:
    return Figure(
        "ecsi",
        message("Satisfaction index (ECSI)"),
        Estimate(result.index[TARGET], result.index_low[TARGET], result.index_high[TARGET], Kind.INDEX),
        result.n,
        result.n_missing,
        interval_in_words(result.interval),
        definition=message("The questions of satisfaction, weighted by what holds the model together, from 0 to 100."),
    )


def _in_words(result: PathBootstrap) -> Message:
    """What goes with satisfaction most, of what clearly does."""
    found = {
        cause: value
        for (cause, effect), value in result.path_coefficients.items()
        if effect == TARGET and result.path_coefficients_low[cause, effect] > 0
    }
    index = Estimate(result.index[TARGET], result.index_low[TARGET], result.index_high[TARGET], Kind.INDEX)
    if not found:
        return message("The index of satisfaction is {index}; no path to it is clear of chance.", index=index)
    first = max(found, key=lambda cause: found[cause])
    return message(
        "The index of satisfaction is {index}; {cause} goes with it most.", index=index, cause=block_name(first)
    )


def _left_out(names: tuple[Words, ...], caption: Message | None) -> Message | None:
    if not names:
        return caption
    said = message("Left out, as fewer than half were asked: {names}.", names=names)
    return said if caption is None else message("{one} {other}", one=caption, other=said)
