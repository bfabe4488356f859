"""A fitted path model on the terminal: its blocks, its paths, its items."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from regulars.cli.calculations.words import WORDS
from regulars.cli.output import print_pairs, print_table
from regulars.cli.settings import Settings
from regulars.insights.pictures.paths import block_name
from regulars.language import Count, Estimate, Kind, message
from regulars.language.render import formatter

if TYPE_CHECKING:
    from regulars.methods.path import FittedPathModel, ImportanceMap, PathBootstrap, PathComparison


SCHEMES = {"centroid": message("centroid"), "factor": message("factor"), "path": message("path weighting")}


def show_model(
    settings: Settings, fitted: FittedPathModel, found: PathBootstrap | None, bring: ImportanceMap | None
) -> None:
    """The numbers, each with its interval where there are resamples."""
    print_pairs(settings, _head(settings, fitted, found))
    for note in (*fitted.notes, *(found.notes if found else ())):
        settings.say(note)
    _show(settings, *_blocks(settings, fitted, found))
    _show(settings, *_paths(settings, fitted, found))
    _show(settings, *_items(fitted))
    if bring is not None:
        _show(settings, *_brings(bring))


def show_comparison(settings: Settings, found: PathComparison) -> None:
    """Every path in every two groups."""
    sizes = zip(found.names, found.group_n, strict=True)
    print_pairs(settings, [(name, Count(n)) for name, n in sizes])
    for note in found.notes:
        settings.say(note)
    heads = (message("Path"), message("First group"), message("Second group"))
    heads += (message("Difference"), message("p, adjusted"), message("Verdict"))
    rows = []
    for j, name in enumerate(found.what):
        limits = float(found.difference_low[j]), float(found.difference_high[j])
        rows.append(
            (
                _arrow(settings, tuple(name.split(" → "))),
                f"{found.first[j]}: {_plain(settings, found.first_value[j])}",
                f"{found.second[j]}: {_plain(settings, found.second_value[j])}",
                settings.exact(Estimate(float(found.difference[j]), *limits), 2),
                _or_dash(found.p_adjusted[j], 3),
                WORDS[found.verdict[j]],
            )
        )
    _show(settings, heads, rows)


def _head(settings: Settings, fitted: FittedPathModel, found: PathBootstrap | None) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = [
        (message("Respondents"), Count(fitted.n)),
        (message("Rows left out"), Count(fitted.n_missing)),
        (message("Answers replaced by the item’s mean"), Count(sum(fitted.replaced.values()))),
        (message("Scheme"), SCHEMES[fitted.scheme]),
        (message("Goodness of fit"), _or_dash(fitted.gof, 3)),
    ]
    if found is not None:
        level = formatter(settings.language).percent(found.confidence)
        pairs.append((message("Interval"), message("{level}, {name}", level=level, name=message("bootstrap"))))
    return pairs


def _blocks(settings: Settings, fitted: FittedPathModel, found: PathBootstrap | None) -> tuple[Any, list[Any]]:
    heads = (message("Block"), message("Index, 0 to 100"), message("Explained (R²)"), "AVE", "rho", "alpha")
    rows = []
    for name in fitted.model.structure.blocks:
        index = _estimate(settings, fitted.index, found, "index", name, Kind.INDEX, 1)
        explained = _estimate(settings, fitted.r_squared, found, "r_squared", name, Kind.SHARE, 1)
        rows.append(
            (
                block_name(name),
                index,
                explained,
                *(_or_dash(part[name], 3) for part in (fitted.ave, fitted.rho, fitted.alpha)),
            )
        )
    return heads, rows


def _paths(settings: Settings, fitted: FittedPathModel, found: PathBootstrap | None) -> tuple[Any, list[Any]]:
    heads = (message("Path"), message("Direct effect"), message("Total effect"), "VIF")
    rows = []
    for pair in fitted.total_effects:
        direct = _estimate(settings, fitted.path_coefficients, found, "path_coefficients", pair, Kind.NUMBER, 2)
        total = _estimate(settings, fitted.total_effects, found, "total_effects", pair, Kind.NUMBER, 2)
        rows.append((_arrow(settings, pair), direct, total, _or_dash(fitted.vif.get(pair, math.nan), 2)))
    return heads, rows


def _items(fitted: FittedPathModel) -> tuple[Any, list[Any]]:
    structure = fitted.model.structure
    heads = (message("Item"), message("Block"), message("Loading"), message("Part of the index"))
    rows = [
        (
            item,
            block_name(structure.blocks[block]),
            _or_dash(fitted.loadings[item], 3),
            _share(fitted.relative_weights[item]),
        )
        for item, block in zip(structure.items, structure.block_of.tolist(), strict=True)
    ]
    return heads, rows


def _brings(bring: ImportanceMap) -> tuple[Any, list[Any]]:
    heads = (
        message("Block"),
        message("Points of {block} for a point more", block=block_name(bring.target)),
        message("Index, 0 to 100"),
    )
    order = sorted(range(len(bring.names)), key=lambda j: -bring.importance[j])
    return heads, [
        (block_name(bring.names[j]), _or_dash(bring.importance[j], 2), _or_dash(bring.performance[j], 1)) for j in order
    ]


def _show(settings: Settings, heads: Any, rows: list[Any]) -> None:
    print()
    print_table(settings, heads, rows, right=range(1, len(heads)))


def _estimate(
    settings: Settings, values: Any, found: PathBootstrap | None, measure: str, key: Any, kind: Kind, digits: int
) -> Any:
    if key not in values:
        return "–"
    low, high = (getattr(found, f"{measure}{end}")[key] if found else None for end in ("_low", "_high"))
    return settings.exact(Estimate(values[key], low, high, kind), digits)


def _arrow(settings: Settings, pair: tuple[str, ...]) -> str:
    return " → ".join(settings.render(block_name(block)) for block in pair)


def _plain(settings: Settings, value: float) -> str:
    return settings.render(_or_dash(value, 2))


def _or_dash(value: float, digits: int) -> Any:
    return "–" if math.isnan(value) else Estimate(float(value), digits=digits)


def _share(value: float) -> Any:
    return "–" if math.isnan(value) else Estimate(float(value), kind=Kind.SHARE, digits=1)
