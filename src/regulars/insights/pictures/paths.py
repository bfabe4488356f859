"""Pictures of path models: the diagram, the map of what to improve, what differs between groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from regulars.insights.report import ChartKind, Column, Node, Row, Section, Table, Words
from regulars.language import Estimate, Kind, Message, Text, message
from regulars.methods.comparison.difference import Verdict
from regulars.methods.path import FittedPathModel, ImportanceMap, PathBootstrap, PathComparison

# Blocks of the ready models; a model of one's own has names in one's own language.
BLOCKS: Mapping[str, Message] = {
    "Image": message("Image"),
    "Expectation": message("Expectation"),
    "Quality": message("Quality"),
    "Value": message("Perceived value"),
    "Satisfaction": message("Satisfaction"),
    "Complaints": message("Complaints"),
    "Loyalty": message("Loyalty"),
    "Internal quality": message("Internal quality"),
    "Employee satisfaction": message("Employee satisfaction"),
    "Employee loyalty": message("Employee loyalty"),
    "Productivity": message("Productivity"),
    "Service value": message("Service value"),
    "Customer satisfaction": message("Customer satisfaction"),
    "Customer loyalty": message("Customer loyalty"),
    "Growth": message("Growth"),
    "Price": message("Price"),
    "Trust": message("Trust"),
    "Commitment": message("Commitment"),
    "Customer value": message("Customer value"),
}
DIFFERENT = {Verdict.HIGHER: "above", Verdict.LOWER: "weakest"}


def block_name(block: str) -> Words:
    """The name of a block of a ready model in words; any other as it is written."""
    return BLOCKS.get(block) or Text.of(block)


def path_picture(result: FittedPathModel | PathBootstrap | ImportanceMap | PathComparison) -> Section:
    """The picture of whatever a path model was asked."""
    if isinstance(result, ImportanceMap):
        return importance_map(result)
    if isinstance(result, PathComparison):
        return group_differences(result)
    return path_diagram(result)


def path_diagram(result: FittedPathModel | PathBootstrap) -> Section:
    """Blocks with their index and what of them is explained, joined by the paths."""
    blocks = tuple(dict.fromkeys(block for pair in result.path_coefficients for block in pair))
    keys = {pair: f"{pair[0]}|{pair[1]}" for pair in result.path_coefficients}
    return Section(
        "path-diagram",
        message("What leads to what"),
        _found(result),
        table=Table(
            "path-diagram",
            (Column("path", message("Path"), numeric=False), Column("effect", message("Direct effect"))),
            tuple(
                Row(key, _arrow(*pair), (_coefficient(result, pair),), _mark(result, pair))
                for pair, key in keys.items()
            ),
            nodes=tuple(Node(block, block_name(block), _lines(result, block)) for block in blocks),
            arrows={key: pair for pair, key in keys.items()},
        ),
        chart=ChartKind.PATHS,
        caption=message(
            "In a box: its index from 0 to 100, and what its causes explain of it (R²). At an arrow: standardised "
            "coefficient and interval."
        ),
    )


def importance_map(result: ImportanceMap) -> Section:
    """What a point more in each block would bring to the target, against how high it is."""
    first = result.names[int(np.argmax(result.importance))]
    rows = tuple(
        Row(
            name,
            block_name(name),
            (
                Estimate(result.performance[at], *_ends(result, "performance", at), Kind.INDEX, digits=1),
                Estimate(result.importance[at], *_ends(result, "importance", at), digits=2),
            ),
        )
        for at, name in enumerate(result.names)
    )
    return Section(
        "importance-map",
        message("What moves {block}", block=block_name(result.target)),
        message(
            "A point more in {first} brings {block} the most: {points} points.",
            first=block_name(first),
            block=block_name(result.target),
            points=Estimate(float(result.importance.max()), digits=2),
        ),
        table=Table(
            "importance-map",
            (
                Column("name", message("Block"), numeric=False),
                Column("performance", message("Index, 0 to 100")),
                Column("importance", message("Points of {block} for a point more", block=block_name(result.target))),
            ),
            rows,
            {"performance": float(result.performance.mean()), "importance": float(result.importance.mean())},
            {"performance": message("mean"), "importance": message("mean")},
        ),
        chart=ChartKind.IMPORTANCE_PERFORMANCE,
    )


def _ends(result: ImportanceMap, what: str, at: int) -> tuple[float | None, float | None]:
    low, high = (float(getattr(result, f"{what}_{end}")[at]) for end in ("low", "high"))
    return (low, high) if np.isfinite([low, high]).all() else (None, None)


def group_differences(result: PathComparison) -> Section:
    """How far each number lies apart in each two groups."""
    clear = sum(verdict in DIFFERENT for verdict in result.verdict)
    pairs = len(result.names) > 2
    rows = tuple(
        Row(
            f"{result.first[at]}|{result.second[at]}|{what}",
            message("{what}: {first} less {second}", what=_what(what), first=result.first[at], second=result.second[at])
            if pairs
            else _what(what),
            (Estimate(result.difference[at], result.difference_low[at], result.difference_high[at], digits=2),),
            DIFFERENT.get(result.verdict[at], "same"),
        )
        for at, what in enumerate(result.what)
    )
    said = message(
        "{clear} of {all} differences are clear, allowing for how many were looked at.", clear=clear, all=len(rows)
    )
    if result.too_few:
        said = message("Too few respondents in the groups to call a difference clear.")
    first, second = result.names[0], result.names[1]
    return Section(
        "path-differences",
        message("What differs between groups"),
        said,
        table=Table(
            "path-differences",
            (
                Column("what", message("Path"), numeric=False),
                Column(
                    "difference",
                    message("Difference") if pairs else message("{first} less {second}", first=first, second=second),
                ),
            ),
            rows,
        ),
        chart=ChartKind.GAPS,
    )


def _found(result: FittedPathModel | PathBootstrap) -> Message:
    best = max(result.r_squared, key=lambda block: result.r_squared[block])
    explained = {"block": block_name(best), "share": Estimate(result.r_squared[best], kind=Kind.SHARE, digits=0)}
    if not isinstance(result, PathBootstrap):
        return message("Explained best is {block}, by {share}. The paths have no intervals.", **explained)
    if result.too_few:
        return message(
            "{n} respondents are too few to call a path clear. Explained best is {block}, by {share}.",
            n=result.n,
            **explained,
        )
    return message(
        "{clear} of {all} paths are clearly different from zero. Explained best is {block}, by {share}.",
        clear=sum(_mark(result, pair) != "same" for pair in result.path_coefficients),
        all=len(result.path_coefficients),
        **explained,
    )


def _coefficient(result: FittedPathModel | PathBootstrap, pair: tuple[str, str]) -> Estimate:
    value = result.path_coefficients[pair]
    if not isinstance(result, PathBootstrap):
        return Estimate(value, digits=2)
    return Estimate(value, result.path_coefficients_low[pair], result.path_coefficients_high[pair], digits=2)


def _mark(result: FittedPathModel | PathBootstrap, pair: tuple[str, str]) -> str:
    if not isinstance(result, PathBootstrap):
        return ""
    if not result.too_few and result.path_coefficients_low[pair] > 0:
        return "above"
    return "weakest" if not result.too_few and result.path_coefficients_high[pair] < 0 else "same"


def _lines(result: FittedPathModel | PathBootstrap, block: str) -> tuple[Words, ...]:
    found: list[Words] = []
    if dict.__contains__(result.index, block):
        found.append(message("{index}", index=Estimate(result.index[block], kind=Kind.INDEX, digits=1)))
    if dict.__contains__(result.r_squared, block):
        found.append(message("R² {share}", share=Estimate(result.r_squared[block], kind=Kind.SHARE, digits=0)))
    return tuple(found)


def _arrow(cause: str, effect: str) -> Words:
    return message("{cause} → {effect}", cause=block_name(cause), effect=block_name(effect))


def _what(name: str) -> Words:
    parts = name.split(" → ")
    return _arrow(*parts) if len(parts) == 2 else block_name(name)


PATH_PICTURES: Mapping[str, Callable[[Any], Section]] = dict.fromkeys(
    ("ecsi", "path_model", "satisfaction_to_loyalty"), path_picture
)
