"""Groups of attributes, an index of each held against the whole: the three layers, the dimensions of the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table, Words
from regulars.insights.satisfaction.counts import pair_sums
from regulars.insights.satisfaction.scores import TOO_FEW
from regulars.insights.satisfaction.specify import Question
from regulars.language import Count, Estimate, Kind, Message, Missing, message
from regulars.methods import WeightedIndex, index_sensitivity, weighted_index
from regulars.methods.scores.pair_sums import PairSums
from regulars.survey import Item
from regulars.survey.tags import LAYERS

INDEX_SCALE = (0.0, 100.0)
NAMES: Mapping[str, Words] = {
    "material": message("Material"),
    "spiritual": message("Spiritual"),
    "social": message("Social"),
}


@dataclass(frozen=True)
class Layer:
    """A group with its attributes; ``side``: ``below`` or ``above`` the index of all, ``same``, or none."""

    key: str
    items: tuple[Item, ...]
    index: WeightedIndex | None
    side: str = ""


@dataclass(frozen=True)
class Layers:
    """Those that have attributes, the worst first. ``whole``: the index of all attributes; ``names`` of the groups."""

    layers: tuple[Layer, ...]
    whole: float
    names: Mapping[str, Words]


def layers_of(question: Question, whole: WeightedIndex | None) -> Layers | None:
    """``whole``: the index of all attributes; its importance is that of the layers. None with fewer than two layers."""
    return groups_of(question, whole, question.layers, NAMES)


def dimensions_of(question: Question, whole: WeightedIndex | None) -> Layers | None:
    """The same for the dimensions of the tree, unless these are the layers."""
    tree = question.survey.tree
    if tree is None:
        return None
    attributes = {item.key: item for item in question.attributes}
    inside = {
        one.key: tuple(attributes[key] for own in one.attributes for key in own.items if key in attributes)
        for one in tree.dimensions
    }
    groups = {key: items for key, items in inside.items() if items}
    if _keys(groups) == _keys(question.layers):
        return None
    return groups_of(question, whole, groups, {one.key: one.label for one in tree.dimensions})


def _keys(groups: Mapping[str, tuple[Item, ...]]) -> set[frozenset[str]]:
    return {frozenset(item.key for item in items) for items in groups.values()}


def groups_of(
    question: Question,
    whole: WeightedIndex | None,
    groups: Mapping[str, tuple[Item, ...]],
    names: Mapping[str, Words],
) -> Layers | None:
    """An index of each group of attributes, weighted as in the index of all; None with fewer than two groups."""
    if whole is None or len(groups) < 2:
        return None
    weight = dict(zip(whole.names, whole.importance.tolist(), strict=True))
    everything = pair_sums(question.answers, question.attributes)
    found = [_layer(question, key, items, weight, everything) for key, items in groups.items()]
    return Layers(tuple(sorted(found, key=_order)), whole.index, names)


def _layer(
    question: Question, key: str, items: tuple[Item, ...], weight: dict[str, float], everything: PairSums
) -> Layer:
    own = {item.key: weight[item.key] for item in items}
    sums = pair_sums(question.answers, items)
    if not any(own.values()) or sums.n < max(question.minimum, WeightedIndex.minimum_n):
        return Layer(key, items, None)
    # Against the whole, from the same people: their answers to both go together.
    sources = {"whole": weight, key: {name: own.get(name, 0.0) for name in weight}}
    apart = index_sensitivity(everything, sources, scale=INDEX_SCALE)
    side = "below" if apart.difference_high[1] < 0 else "above" if apart.difference_low[1] > 0 else "same"
    return Layer(key, items, weighted_index(sums, own, scale=INDEX_SCALE), side)


def _order(layer: Layer) -> tuple[bool, float]:
    return (layer.index is None, 0.0 if layer.index is None else layer.index.index)


def layer_section(found: Layers | None) -> Section | None:
    """The layers as bars."""
    if found is None or not any(layer.index for layer in found.layers):
        return None
    return Section(
        key="layers",
        title=message("Material, spiritual, social"),
        sentence=groups_in_words(found, message("No layer differs clearly from the index.")),
        table=group_table("layers", message("Layer"), found),
        chart=ChartKind.BARS,
        caption=_missing(found.layers),
        definition=_definition(found.layers),
    )


def dimension_section(question: Question, found: Layers | None) -> Section | None:
    """The dimensions as bars."""
    tree = question.survey.tree
    if found is None or tree is None or not any(layer.index for layer in found.layers):
        return None
    return Section(
        key="dimensions",
        title=message("{index} by dimension", index=tree.label),
        sentence=groups_in_words(found, message("No dimension differs clearly from the index.")),
        table=group_table("dimensions", message("Dimension"), found),
        chart=ChartKind.BARS,
        definition=message(
            "An index of the attributes that the questionnaire puts together, weighted as in the index of all."
        ),
    )


def group_table(key: str, head: Message, found: Layers) -> Table:
    """One row a group, the worst first."""
    return Table(
        key=key,
        columns=(
            Column("layer", head, numeric=False),
            Column("index", message("Index, 0–100")),
            Column("n", message("Answers")),
        ),
        rows=tuple(Row(layer.key, found.names[layer.key], _cells(layer), layer.side) for layer in found.layers),
        references={"index": found.whole},
        reference_names={"index": message("index")},
    )


def _cells(layer: Layer) -> tuple[Cell, ...]:
    if layer.index is None:
        return Missing(TOO_FEW), Missing(TOO_FEW)
    return Estimate(layer.index.index, layer.index.low, layer.index.high, Kind.INDEX), Count(layer.index.n)


def groups_in_words(found: Layers, nothing: Message) -> Message:
    """Which differ clearly from the index of all; ``nothing`` where none does."""
    below, above = (
        tuple(found.names[one.key] for one in found.layers if one.side == side) for side in ("below", "above")
    )
    if below and above:
        return message("Clearly below the index: {below}. Clearly above: {above}.", below=below, above=above)
    if below:
        return message("Clearly below the index: {below}.", below=below)
    if above:
        return message("Clearly above the index: {above}.", above=above)
    return nothing


def _missing(layers: Sequence[Layer]) -> Message | None:
    """A layer that nobody asks about is not a good one."""
    there = {layer.key for layer in layers}
    missing = tuple(NAMES[key] for key in LAYERS if key not in there)
    return message("This survey asks nothing about: {layers}.", layers=missing) if missing else None


def _definition(layers: Sequence[Layer]) -> Message:
    by_key = {layer.key: tuple(item.label for item in layer.items) for layer in layers}
    none = (message("none"),)
    return message(
        "An index of the attributes of each layer, weighted as in the index of all. Material: {material}. Spiritual: "
        "{spiritual}. Social: {social}.",
        **{key: by_key.get(key, none) for key in LAYERS},
    )
