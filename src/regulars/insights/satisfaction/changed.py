"""What changed since the last wave, attribute by attribute, all of them tested at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from regulars.insights.report import Behind, Cell, ChartKind, Column, Row, Section, Table, Words
from regulars.insights.satisfaction.counts import pair_sums
from regulars.insights.satisfaction.hiding import Hiding
from regulars.insights.satisfaction.scores import TOO_FEW
from regulars.insights.satisfaction.specify import Question
from regulars.insights.wording import verdict_in_words
from regulars.language import Count, Estimate, Kind, Message, Missing, Text, message
from regulars.methods.comparison import Comparison, GroupEstimates, Verdict, compare_item_estimates
from regulars.survey import Item

BEFORE, NOW = "before", "now"
MARGIN = 3.0  # of 100: two scores that differ by less, for sure, are about the same
FALSE = 0.05  # of the attributes that are called changed, so many may be so by chance
_NAMED = 4  # more names than these are a list, which is the table
_SAID = (Verdict.LOWER, Verdict.HIGHER)


@dataclass(frozen=True)
class Changed:
    """Each attribute of this wave beside itself in the wave ``before``.

    ``items``: in order of the change, the worst first; ``compared``: those with answers enough in both.
    """

    before: str
    items: tuple[Item, ...]
    compared: Mapping[str, Comparison]
    n: Mapping[str, tuple[int, int]]

    def verdict(self, item: Item) -> Verdict:
        """What may be said of an attribute."""
        found = self.compared.get(item.key)
        return Verdict.TOO_FEW if found is None else found.verdict[0]


def changed_of(question: Question, hidden: Hiding) -> Changed | None:
    """Against the last wave before this one that may be shown and has answers enough; None where there is none."""
    before = _before(question, hidden)
    if before is None or not question.attributes:
        return None
    items = question.attributes
    waves = [question.everything.in_wave(before, known=True), question.answers]
    sums = [pair_sums(answers, items) for answers in waves]
    n = np.array([one.item_n for one in sums]).astype(int)
    size, means = np.array([one.item_n_effective for one in sums]), np.array([one.means for one in sums])
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.array([one.deviations() for one in sums]) ** 2 / size
    enough = [j for j in range(len(items)) if n[:, j].min() >= question.minimum]
    given = {items[j].key: GroupEstimates(means[:, j], variance[:, j], n[:, j], n_effective=size[:, j]) for j in enough}
    if not given:
        return None
    found = compare_item_estimates(
        given, [BEFORE, NOW], scale=(0.0, 100.0), against="before", margin=MARGIN, confidence=1 - FALSE
    ).items
    order = sorted(
        range(len(items)), key=lambda j: found[items[j].key].difference[0] if items[j].key in found else np.inf
    )
    counts = {items[j].key: (int(n[0, j]), int(n[1, j])) for j in order}
    return Changed(before, tuple(items[j] for j in order), found, counts)


def _before(question: Question, hidden: Hiding) -> str | None:
    if question.wave not in question.waves or question.filters.in_days:
        return None
    everything = question.everything
    codes = np.bincount(everything.waves + 1, minlength=len(everything.wave_names) + 1)[1:]
    sizes = dict(zip(everything.wave_names, codes.tolist(), strict=True))
    earlier = question.waves[: question.waves.index(question.wave)]
    return next((w for w in reversed(earlier) if sizes[w] >= question.minimum and w not in hidden.steps), None)


def changed_section(question: Question, found: Changed | None) -> Section | None:
    """How far each attribute moved."""
    if found is None or question.wave is None:
        return None
    rows = tuple(
        Row(
            key=item.key,
            name=item.label,
            cells=_cells(found, item),
            mark={Verdict.LOWER: "below", Verdict.HIGHER: "above", Verdict.TOO_FEW: ""}.get(
                found.verdict(item), "same"
            ),
            behind=None if question.privacy.hides else Behind(item.key),
        )
        for item in found.items
    )
    return Section(
        key="changed",
        title=message("Changed since the last wave"),
        sentence=_in_words(found),
        table=Table(
            key="changed",
            columns=(
                Column("attribute", message("Attribute"), numeric=False),
                Column("change", message("Change, points of 100")),
                Column("before", message("Score, {wave}", wave=Text.of(found.before))),
                Column("now", message("Score, {wave}", wave=Text.of(question.wave))),
                Column("verdict", message("Against {wave}", wave=Text.of(found.before)), numeric=False),
                Column("n", message("Answers, before and now")),
            ),
            rows=rows,
            references={"change": 0.0},
            reference_names={"change": message("no change")},
        ),
        chart=ChartKind.GAPS,
        definition=message(
            "The mean of each attribute on 0–100, this wave less the one before. All attributes are tested at once: of "
            "those called changed, at most 5% are expected to be so by chance. “About the same” is said where the "
            "change is certain to be less than {margin} points.",
            margin=Count(round(MARGIN)),
        ),
    )


def _cells(found: Changed, item: Item) -> tuple[Cell, ...]:
    before, now = found.n[item.key]
    sizes = message("{before} and {now}", before=Count(before), now=Count(now))
    one = found.compared.get(item.key)
    if one is None:
        return (*(Missing(TOO_FEW),) * 3, TOO_FEW, sizes)
    places = [one.names.index(name) for name in (BEFORE, NOW)]
    scores = [Estimate(float(one.value[at]), float(one.low[at]), float(one.high[at]), Kind.INDEX) for at in places]
    change = Estimate(
        float(one.difference[0]), float(one.difference_low[0]), float(one.difference_high[0]), Kind.POINTS, digits=1
    )
    verdict = found.verdict(item)
    # The change itself stands in a column of its own.
    said = {Verdict.HIGHER: message("clearly higher"), Verdict.LOWER: message("clearly lower")}
    return change, *scores, said.get(verdict) or verdict_in_words(verdict, change), sizes


def _in_words(found: Changed) -> Message:
    """What chance does not explain, by name."""
    below, above = (tuple(item.label for item in found.items if found.verdict(item) is side) for side in _SAID)
    before: Words = Text.of(found.before)
    if len(below) + len(above) > _NAMED:
        return message(
            "Of {all} attributes {below} are rated clearly lower than in {before}, {above} clearly higher.",
            all=len(found.compared),
            below=len(below),
            above=len(above),
            before=before,
        )
    if below and above:
        return message(
            "Rated clearly lower than in {before}: {below}. Clearly higher: {above}.",
            before=before,
            below=below,
            above=tuple(reversed(above)),
        )
    if below:
        return message("Rated clearly lower than in {before}: {below}.", before=before, below=below)
    if above:
        return message(
            "Rated clearly higher than in {before}: {above}. None is clearly lower.",
            before=before,
            above=tuple(reversed(above)),
        )
    return message("No attribute changed beyond chance since {before}.", before=before)
