"""A fitted path model on the terminal: its blocks, its paths, its items."""

from __future__ import annotations

import math
from collections.abc import Mapping
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


CLOSEST = 8  # pairs of blocks that are shown; --json has all


def show_model(
    settings: Settings,
    fitted: FittedPathModel,
    found: PathBootstrap | None,
    bring: ImportanceMap | None,
    predicted: Mapping[str, float] | None,
) -> None:
    """The numbers, each with its interval where there are resamples."""
    print_pairs(settings, _head(settings, fitted, found))
    for note in (*fitted.notes, *(found.notes if found else ())):
        settings.say(note)
    if found is not None and found.too_few:
        settings.say(
            message("Too few to judge: the interval keeps what it promises from {needed} on.", needed=found.needed)
        )
    _show(settings, *_blocks(settings, fitted, found, predicted))
    _show(settings, *_paths(settings, fitted, found))
    _show(settings, *_items(fitted))
    _show(settings, *_closest(settings, fitted, found))
    if bring is not None:
        _show(settings, *_brings(settings, bring))


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


def _blocks(
    settings: Settings,
    fitted: FittedPathModel,
    found: PathBootstrap | None,
    predicted: Mapping[str, float] | None,
) -> tuple[Any, list[Any]]:
    heads: tuple[Any, ...] = (message("Block"), message("Index, 0 to 100"), message("Explained (R²)"))
    heads += ("AVE", "rho", "rho_A", "alpha", *(() if predicted is None else ("Q²",)))
    rows = []
    for name in fitted.model.structure.blocks:
        index = _estimate(settings, fitted.index, found, "index", name, Kind.INDEX, 1)
        explained = _estimate(settings, fitted.r_squared, found, "r_squared", name, Kind.SHARE, 1)
        rows.append(
            (
                block_name(name),
                index,
                explained,
                *(_or_dash(part[name], 3) for part in (fitted.ave, fitted.rho, fitted.rho_a, fitted.alpha)),
                *(() if predicted is None else (_or_dash(predicted.get(name, math.nan), 3),)),
            )
        )
    return heads, rows


def _paths(settings: Settings, fitted: FittedPathModel, found: PathBootstrap | None) -> tuple[Any, list[Any]]:
    heads = (message("Path"), message("Direct effect"), message("Indirect effect"), message("Total effect"), "VIF")
    rows = []
    for pair in fitted.total_effects:
        direct = _estimate(settings, fitted.path_coefficients, found, "path_coefficients", pair, Kind.NUMBER, 2)
        total = _estimate(settings, fitted.total_effects, found, "total_effects", pair, Kind.NUMBER, 2)
        through = "–"
        if abs(fitted.indirect_effects[pair]) > 1e-12:
            through = _estimate(settings, fitted.indirect_effects, found, "indirect_effects", pair, Kind.NUMBER, 2)
        rows.append((_arrow(settings, pair), direct, through, total, _or_dash(fitted.vif.get(pair, math.nan), 2)))
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


def _closest(settings: Settings, fitted: FittedPathModel, found: PathBootstrap | None) -> tuple[Any, list[Any]]:
    """The pairs of blocks that are hardest to tell apart."""
    order = sorted(fitted.htmt, key=lambda pair: -fitted.htmt[pair])[:CLOSEST]
    heads = (message("Hardest to tell apart"), "HTMT", message("Correlation"))
    return heads, [
        (
            " – ".join(settings.render(block_name(block)) for block in pair),
            _estimate(settings, fitted.htmt, found, "htmt", pair, Kind.NUMBER, 2),
            _or_dash(fitted.correlations[pair], 2),
        )
        for pair in order
    ]


def _brings(settings: Settings, bring: ImportanceMap) -> tuple[Any, list[Any]]:
    heads = (
        message("Block"),
        message("Points of {block} for a point more", block=block_name(bring.target)),
        message("Index, 0 to 100"),
    )
    order = sorted(range(len(bring.names)), key=lambda j: -bring.importance[j])
    rows = []
    for j in order:
        brought = _limits(bring.importance[j], bring.importance_low[j], bring.importance_high[j])
        level = _limits(bring.performance[j], bring.performance_low[j], bring.performance_high[j])
        rows.append((block_name(bring.names[j]), settings.exact(brought, 2), settings.exact(level, 1)))
    return heads, rows


def _limits(value: float, low: float, high: float) -> Estimate:
    """With its interval where there is one."""
    known = math.isfinite(low) and math.isfinite(high)
    return Estimate(float(value), float(low) if known else None, float(high) if known else None)


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
